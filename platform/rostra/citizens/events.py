"""What can happen to what the house holds of somebody."""

from dataclasses import dataclass
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class PersonForgotten(Event):
    """An account was erased; these things say something else, or nothing, since."""

    erasure: UUID
    account: UUID
    comment: tuple[UUID, ...] = ()
    thread: tuple[UUID, ...] = ()
    report: tuple[UUID, ...] = ()
    poll: tuple[UUID, ...] = ()
