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


@dataclass(frozen=True)
class AccountInvited(Event):
    """Somebody is to be sent a link with which to take an account into use."""

    public: ClassVar[bool] = False
    account: UUID


@dataclass(frozen=True)
class AccountTaken(Event):
    """Somebody chose a password and can log in from now on."""

    public: ClassVar[bool] = False
    account: UUID


@dataclass(frozen=True)
class AccountChanged(Event):
    """An account got another address, name or language, was closed or was opened again."""

    public: ClassVar[bool] = False
    account: UUID


@dataclass(frozen=True)
class PersonChanged(Event):
    """A person was entered, or what is known of one changed."""

    person: UUID


@dataclass(frozen=True)
class PersonWithdrawn(Event):
    """A person that was entered by mistake was taken out of sight, with these memberships."""

    person: UUID
    membership: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ConfirmationAsked(Event):
    """Somebody is to be sent a link with which to show that an address is theirs."""

    public: ClassVar[bool] = False
    confirmation: UUID
    account: UUID


@dataclass(frozen=True)
class AddressConfirmed(Event):
    """Somebody showed that the address of an account is theirs."""

    public: ClassVar[bool] = False
    confirmation: UUID
    account: UUID
