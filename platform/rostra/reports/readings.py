"""What whoever looks at a report may do next, and what they have made themselves."""

from rostra.access import Permission
from rostra.organizations.rules import rules_of
from rostra.reports.models import Report, ReportState
from rostra.reports.queries import REPORT
from rostra.reports.states import CLOSED, FOLLOWING
from rostra.work import Work

MOST_OWN = 50


async def may_reopen(work: Work, report: Report) -> bool:
    """Whether the actor may have a report looked at again."""
    if report.state not in CLOSED:
        return False
    account_id = work.actor.account_id
    own = account_id is not None and account_id == report.author_id
    if not own and not work.may(Permission.REPORT_HANDLE, report):
        return False
    if report.closed is None:
        return True
    rules = await rules_of(work, report.body_id, None, work.today)
    passed = work.today - report.closed.astimezone(work.zone).date()
    return passed.days <= rules.report_reopen_days


def next_states(work: Work, report: Report) -> list[ReportState]:
    """The states to which the actor may take a report, in their order."""
    if not work.may(Permission.REPORT_HANDLE, report):
        return []
    following = FOLLOWING[ReportState(report.state)] - {ReportState.HELD, ReportState.RECEIVED}
    return [state for state in ReportState if state in following]


async def reports_of_viewer(work: Work) -> list[Report]:
    """The actor's own reports, the newest first; also those that wait."""
    if work.actor.account_id is None:
        return []
    mine = REPORT.select(work).where(Report.author_id == work.actor.account_id)
    rows = await work.rows(mine.order_by(Report.id.desc()).limit(MOST_OWN))
    return [REPORT.one(row) for row in rows]
