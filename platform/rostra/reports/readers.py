"""Who reads what of a report: everybody, its department, or those on whom it waits."""

from uuid import UUID

from rostra.access import Office, account_token, organization_token, role_token
from rostra.reports.models import Report


def those_it_waits_for(report: Report) -> set[str]:
    """The tokens of who reads a report that is not public: its author and the moderators."""
    tokens = {role_token(Office.MODERATOR, report.body_id)}
    if report.author_id is not None:
        tokens.add(account_token(report.author_id))
    return tokens


def department_of(report: Report) -> set[str]:
    """The tokens of those who deal with a report."""
    tokens = {role_token(Office.CLERK, report.body_id)}
    if report.organization_id is not None:
        tokens.add(organization_token(report.organization_id))
    return tokens


def those_who_may_answer(report: Report) -> set[str]:
    """The tokens of who knows how its author can be reached: the department, and the author."""
    own = {account_token(report.author_id)} if report.author_id is not None else set()
    return department_of(report) | own


def own_alone(author_id: UUID) -> set[str]:
    """The token of an author, for what nobody else is to read yet."""
    return {account_token(author_id)}
