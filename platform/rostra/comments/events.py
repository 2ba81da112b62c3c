"""What can happen to comments."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class CommentHandedIn(Event):
    """Somebody wrote a comment that waits: for its author's confirmation, or for a moderator."""

    public: ClassVar[bool] = False
    comment: UUID


@dataclass(frozen=True)
class CommentWritten(Event):
    """A comment can be read by everybody who reads the thing."""

    comment: UUID


@dataclass(frozen=True)
class CommentChanged(Event):
    """The words, the support or the place of a comment changed."""

    comment: UUID


@dataclass(frozen=True)
class CommentTakenBack(Event):
    """The author took a comment back; where there are answers a trace stays."""

    comment: UUID


@dataclass(frozen=True)
class CommentHidden(Event):
    """A moderator took the words of a comment out of sight."""

    comment: UUID


@dataclass(frozen=True)
class CommentRestored(Event):
    """A moderator showed the words of a comment again."""

    comment: UUID


@dataclass(frozen=True)
class CommentReworked(Event):
    """The author wrote anew what a moderator had asked to be changed; it waits to be looked at."""

    public: ClassVar[bool] = False
    comment: UUID


@dataclass(frozen=True)
class CommentMoved(Event):
    """A comment stands below another thing, with what answers it."""

    comment: UUID
    thread: tuple[UUID, UUID]


@dataclass(frozen=True)
class OfficiallyAnswered(Event):
    """The city answered: a comment, or a thing as a whole."""

    comment: UUID


@dataclass(frozen=True)
class AnswerPromised(Event):
    """The city promised to answer a comment by a day."""

    comment: UUID
    organization: UUID


@dataclass(frozen=True)
class AnswerOverdue(Event):
    """The day has passed by which a comment was to be answered."""

    public: ClassVar[bool] = False
    comment: UUID
    organization: UUID


@dataclass(frozen=True)
class ThreadFollowed(Event):
    """What was said to a thing is read by others since the thing is."""

    thread: UUID
    comment: tuple[UUID, ...]


@dataclass(frozen=True)
class ThreadClosed(Event):
    """Nothing more can be said to a thing."""

    thread: UUID


@dataclass(frozen=True)
class ThreadReopened(Event):
    """Something can be said to a thing again."""

    thread: UUID


@dataclass(frozen=True)
class ParticipationSummarised(Event):
    """What was said to the papers of an item was summed up for the committee."""

    agenda_item: UUID


@dataclass(frozen=True)
class ParticipationDrafted(ParticipationSummarised):
    """The same, while the agenda is in the making or for an item that is not for everybody."""

    public: ClassVar[bool] = False
