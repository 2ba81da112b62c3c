"""What can happen to accounts; logging in and out is nobody's business and is not logged."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class AccountCreated(Event):
    """Somebody can log in from now on."""

    public: ClassVar[bool] = False
    account: UUID


@dataclass(frozen=True)
class PasswordChanged(Event):
    """An account has another password, and its other logins ended."""

    public: ClassVar[bool] = False
    account: UUID


@dataclass(frozen=True)
class AdministratorMade(Event):
    """An account governs a body from now on."""

    public: ClassVar[bool] = False
    account: UUID
    membership: UUID


@dataclass(frozen=True)
class ConsentGiven(Event):
    """Somebody agreed to be invited electronically."""

    public: ClassVar[bool] = False
    account: UUID


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """Somebody wants to be invited by post again."""

    public: ClassVar[bool] = False
    account: UUID
