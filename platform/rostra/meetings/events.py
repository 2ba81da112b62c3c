"""What can happen to meetings and their agendas."""

from dataclasses import dataclass
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class MeetingPublished(Event):
    """The meeting and the public part of its agenda can be read by everybody."""

    meeting: UUID
    agenda_item: tuple[UUID, ...]
