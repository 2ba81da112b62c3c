"""What can happen to defect reports."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class ReportHandedIn(Event):
    """Somebody made a report that waits: for a confirmation, or for a moderator."""

    public: ClassVar[bool] = False
    report: UUID


@dataclass(frozen=True)
class ReportReceived(Event):
    """A report can be read by everybody, and its department is to deal with it."""

    report: UUID


@dataclass(frozen=True)
class ReportMoved(Event):
    """A report went on to another state."""

    report: UUID
    report_entry: UUID


@dataclass(frozen=True)
class ReportAnswered(Event):
    """The department said something to everybody about a report."""

    report: UUID
    report_entry: UUID


@dataclass(frozen=True)
class ReportAddedTo(Event):
    """Whoever made a report added something."""

    report: UUID
    report_entry: UUID


@dataclass(frozen=True)
class ReportNoted(Event):
    """The department noted something about a report for itself."""

    public: ClassVar[bool] = False
    report: UUID
    report_entry: UUID


@dataclass(frozen=True)
class ReportReassigned(Event):
    """A report has another category, or another department answers for it."""

    report: UUID
    report_entry: UUID


@dataclass(frozen=True)
class ReportPictured(Event):
    """There is a photo with a report."""

    report: UUID
    report_photo: UUID


@dataclass(frozen=True)
class ReportPicturedUnseen(Event):
    """There is a photo with a report that not everybody reads."""

    public: ClassVar[bool] = False
    report: UUID
    report_photo: UUID


@dataclass(frozen=True)
class ReportHidden(Event):
    """A moderator took the words of a report out of sight."""

    report: UUID


@dataclass(frozen=True)
class ReportRestored(Event):
    """The words of a report can be read again."""

    report: UUID


@dataclass(frozen=True)
class CategoryKept(Event):
    """What can be reported has changed."""

    report_category: UUID


@dataclass(frozen=True)
class ApiKeyIssued(Event):
    """A programme may make reports for others."""

    public: ClassVar[bool] = False
    api_key: UUID


@dataclass(frozen=True)
class ApiKeyEnded(Event):
    """A programme may make reports no more."""

    public: ClassVar[bool] = False
    api_key: UUID
