"""What can happen to files."""

from dataclasses import dataclass
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class FileAdded(Event):
    """A file was received and belongs to a thing of the council."""

    file: UUID
    meeting: UUID | None = None
    agenda_item: UUID | None = None
    paper: UUID | None = None


@dataclass(frozen=True)
class FileBytesKept(Event):
    """The bytes of a file known so far by its description alone came into the store."""

    file: UUID


@dataclass(frozen=True)
class FileRead(Event):
    """The text of a file was read, or it turned out that it cannot be."""

    file: UUID


@dataclass(frozen=True)
class FileWithdrawn(Event):
    """A file was taken out of everybody's sight."""

    file: UUID
