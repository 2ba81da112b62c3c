"""What defect reports are made of."""

from enum import StrEnum


class ReportState(StrEnum):
    """How far a report is."""

    UNCONFIRMED = "unconfirmed"
    """It waits for its author to open the link in the letter."""
    HELD = "held"
    """A rule of the city holds it for a moderator."""
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    REFERRED = "referred"
    """Another authority is responsible, which is named, and was told."""
    RESOLVED = "resolved"
    REJECTED = "rejected"
    """The city does nothing about it, and says why and who is responsible."""
    REOPENED = "reopened"
