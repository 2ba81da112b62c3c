"""What can happen before a meeting."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class MeetingInvited(Event):
    """The invitation to a meeting went out, with the first version of its agenda."""

    public: ClassVar[bool] = False
    meeting: UUID
    agenda_version: UUID | None
    summons: tuple[UUID, ...]
    agenda_item: tuple[UUID, ...]
    paper: tuple[UUID, ...]
    file: tuple[UUID, ...]
    consultation: tuple[UUID, ...]


@dataclass(frozen=True)
class AgendaSupplemented(MeetingInvited):
    """A supplementary agenda went out, as another version."""


@dataclass(frozen=True)
class MeetingMoved(MeetingInvited):
    """A meeting to which invitations were sent has another time or place."""


@dataclass(frozen=True)
class MeetingCancelled(MeetingInvited):
    """A meeting will not take place."""


@dataclass(frozen=True)
class NoticeGiven(Event):
    """The public notice of a meeting appeared, or another version of it (PUB-1)."""

    meeting: UUID
    agenda_version: UUID | None
    agenda_item: tuple[UUID, ...]
    neutral_title: tuple[UUID, ...]
    paper: tuple[UUID, ...]
    file: tuple[UUID, ...]
    consultation: tuple[UUID, ...]


@dataclass(frozen=True)
class NoticeTermsChanged(Event):
    """A meeting in the making is urgent, or called a second time, or is no longer."""

    public: ClassVar[bool] = False
    meeting: UUID


@dataclass(frozen=True)
class SummonsReceived(Event):
    """There is proof that an invitation arrived."""

    public: ClassVar[bool] = False
    summons: UUID


@dataclass(frozen=True)
class InvitationAnswered(Event):
    """Somebody who is invited said whether to come."""

    public: ClassVar[bool] = False
    reply: UUID


@dataclass(frozen=True)
class DeputyAsked(Event):
    """Somebody was asked to stand in for a member, and invited."""

    public: ClassVar[bool] = False
    summons: UUID
    agenda_item: tuple[UUID, ...]
    paper: tuple[UUID, ...]
    file: tuple[UUID, ...]
    consultation: tuple[UUID, ...]


@dataclass(frozen=True)
class DeputyReleased(DeputyAsked):
    """Who was asked to stand in for a member need not come after all."""


@dataclass(frozen=True)
class MeetingCreated(Event):
    """A meeting was entered; those who prepare it read it."""

    public: ClassVar[bool] = False
    meeting: UUID


@dataclass(frozen=True)
class AgendaDrafted(Event):
    """An agenda in the making was changed."""

    public: ClassVar[bool] = False
    meeting: UUID
    agenda_item: tuple[UUID, ...]


@dataclass(frozen=True)
class PublishedAgendaChanged(Event):
    """The agenda of a meeting of which everybody knows was changed."""

    meeting: UUID
    agenda_item: tuple[UUID, ...]
    neutral_title: tuple[UUID, ...]
    consultation: tuple[UUID, ...]
    paper: tuple[UUID, ...]
    file: tuple[UUID, ...]


@dataclass(frozen=True)
class ItemAdded(Event):
    """The council put an item on the agenda in the meeting (AGD-2), and others made room."""

    meeting: UUID
    agenda_item: tuple[UUID, ...]
    neutral_title: tuple[UUID, ...]


@dataclass(frozen=True)
class ItemAddedInside(ItemAdded):
    """The same, as far as those inside alone know of it."""

    public: ClassVar[bool] = False


@dataclass(frozen=True)
class ItemRequested(Event):
    """A faction or members asked for an item on the agenda (AGD-1)."""

    public: ClassVar[bool] = False
    item_request: UUID


@dataclass(frozen=True)
class ItemRequestSigned(ItemRequested):
    """Another member signed a request for an item."""


@dataclass(frozen=True)
class ItemRequestDecided(ItemRequested):
    """A request for an item was accepted, refused or withdrawn."""
