"""What may follow each state of a defect report, and what must be said then."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from rostra.errors import Conflict, Invalid
from rostra.reports.models import ReportState

WAITING = frozenset({ReportState.UNCONFIRMED, ReportState.HELD})
"""The states in which the public does not know of a report."""
CLOSED = frozenset({ReportState.RESOLVED, ReportState.REJECTED})
"""The states in which nothing more is to be done."""
ENDINGS = frozenset({ReportState.REFERRED, *CLOSED})

FOLLOWING: Mapping[ReportState, frozenset[ReportState]] = MappingProxyType(
    {
        ReportState.UNCONFIRMED: frozenset({ReportState.HELD, ReportState.RECEIVED}),
        ReportState.HELD: frozenset({ReportState.RECEIVED}),
        ReportState.RECEIVED: frozenset({ReportState.IN_PROGRESS, *ENDINGS}),
        ReportState.IN_PROGRESS: ENDINGS,
        ReportState.REFERRED: frozenset({ReportState.IN_PROGRESS, *CLOSED}),
        ReportState.RESOLVED: frozenset({ReportState.REOPENED}),
        ReportState.REJECTED: frozenset({ReportState.REOPENED}),
        ReportState.REOPENED: frozenset({ReportState.IN_PROGRESS, *ENDINGS}),
    }
)
"""What may follow each state."""


def refuse_unless_following(before: ReportState, after: ReportState) -> None:
    """Refuse a step that the course of a report does not have."""
    if after not in FOLLOWING[before]:
        raise Conflict("This cannot follow the state in which the report is.")


def refuse_unless_explained(after: ReportState, reason: str, responsible: str) -> None:
    """Refuse to reject or reopen without a reason, to reject or refer without naming anybody."""
    if after in {ReportState.REJECTED, ReportState.REOPENED} and not reason.strip():
        raise Invalid("reason", "Please say why.")
    if after in {ReportState.REJECTED, ReportState.REFERRED} and not responsible.strip():
        raise Invalid("responsible", "Please name who is responsible.")


def refuse_unless_in_time(closed: dt.date, today: dt.date, days: int) -> None:
    """Refuse to reopen a report more than so many days after it was closed."""
    if today > closed + dt.timedelta(days=days):
        raise Conflict("This report was closed too long ago. Please make a new one.")
