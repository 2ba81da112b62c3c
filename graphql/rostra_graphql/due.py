"""What is due for the clerk of a council in the API."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import strawberry

from rostra.access import Permission
from rostra.agendas.due import InvitationDue as Invitation
from rostra.agendas.due import invitations_due
from rostra.comments.answering import overdue_answers
from rostra.comments.models import Comment
from rostra.meetings.models import Meeting
from rostra.minutes.due import MinutesDue as Step
from rostra.minutes.due import minutes_due
from rostra.organizations.models import Body, Membership
from rostra.organizations.queries import BODIES_BY_NAME, BODY, bodies
from rostra.people import accounts
from rostra.people.models import Person
from rostra.reports.models import Report
from rostra.reports.queries import overdue_reports
from rostra.resolutions import queries as resolutions
from rostra.resolutions.models import Resolution
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, described, told

AHEAD = dt.timedelta(days=60)
"""How far ahead the end of a seat is told."""
SECRET_FOR = dt.timedelta(days=180)
"""After which time what is secret is looked at again."""
MOST_OVERDUE = 50


class MinutesStep(StrEnum):
    """What is to be done next with minutes."""

    WRITE = "write"
    SIGN = "sign"
    APPROVE = "approve"
    PUBLISH = "publish"


StepName = strawberry.enum(MinutesStep, description="What is to be done next with minutes.")


@described
class InvitationDue:
    """A meeting to which nobody is invited yet."""

    day: dt.date | None = told("The last day to invite in time (INV-1, INV-2).")

    @answers(names.MEETING)
    def meeting(self, due: strawberry.Parent[Invitation]) -> Meeting:
        """The meeting."""
        return due.meeting


@described
class MinutesDue:
    """The next step with the minutes of a meeting."""

    day: dt.date | None = told("Until when, where the standing orders say so.")

    @answers(names.MEETING)
    def meeting(self, due: strawberry.Parent[Step]) -> Meeting:
        """The meeting."""
        return due.meeting

    @answers(StepName)
    def step(self, due: strawberry.Parent[Step]) -> MinutesStep:
        """What is to be done."""
        return MinutesStep(due.step)


@dataclass(frozen=True)
class Kept:
    """A body that the viewer keeps."""

    body: Body


@described
class Due:
    """What is due for those who keep a body; each list is empty for who may not do what it asks."""

    @answers(names.BODY)
    def body(self, kept: strawberry.Parent[Kept]) -> Body:
        """The body."""
        return kept.body

    @answers(list[InvitationDue])
    async def invitations(self, info: Info, kept: strawberry.Parent[Kept]) -> list[Invitation]:
        """The meetings of the next weeks that nobody is invited to, the next first."""
        return await invitations_due(info.context.work, kept.body.id, info.context.house.zone)

    @answers(list[MinutesDue])
    async def minutes(self, info: Info, kept: strawberry.Parent[Kept]) -> list[Step]:
        """What is to be done with minutes, the oldest meeting first."""
        return await minutes_due(info.context.work, kept.body.id, info.context.house.zone)

    @answers(list[names.RESOLUTION])
    async def overdue_resolutions(
        self, info: Info, kept: strawberry.Parent[Kept]
    ) -> list[Resolution]:
        """What should be carried out by now."""
        work, today = info.context.work, info.context.today
        if not work.actor.may_within(Permission.RESOLUTION_KEEP, kept.body.id):
            return []
        late = resolutions.resolutions(work, kept.body.id, overdue_on=today)
        order = resolutions.DUE_FIRST.key
        rows = await work.rows(late.order_by(order, Resolution.id).limit(MOST_OVERDUE))
        return [resolutions.RESOLUTION.one(row) for row in rows]

    @answers(list[names.REPORT])
    async def overdue_reports(self, info: Info, kept: strawberry.Parent[Kept]) -> list[Report]:
        """The defect reports that should be closed by now, the oldest first."""
        return await overdue_reports(info.context.work, kept.body.id)

    @answers(list[names.RESOLUTION])
    async def secrets_to_review(
        self, info: Info, kept: strawberry.Parent[Kept]
    ) -> list[Resolution]:
        """What was resolved behind closed doors half a year ago or earlier (PUB-3)."""
        until = info.context.today - SECRET_FOR
        return await resolutions.secrets_to_review(info.context.work, kept.body.id, until)

    @answers(list[names.PERSON])
    async def invited_to_accounts(self, info: Info, kept: strawberry.Parent[Kept]) -> list[Person]:
        """Those who have not taken the account to which they were invited."""
        return await accounts.invited_not_taken(info.context.work, kept.body.id)

    @answers(list[names.MEMBERSHIP])
    async def seats_ending(self, info: Info, kept: strawberry.Parent[Kept]) -> list[Membership]:
        """The seats that end soon, the next first."""
        work, today = info.context.work, info.context.today
        if not work.actor.may_within(Permission.MEMBERSHIP_KEEP, kept.body.id):
            return []
        return await accounts.ending(work, kept.body.id, today, today + AHEAD)


KEEPING = (Permission.MEETING_KEEP, Permission.BODY_KEEP, Permission.RESOLUTION_KEEP)


@described
class DueQueries:
    """What the clerk asks in the morning, and who answers for the city."""

    @answers(list[names.COMMENT])
    async def overdue_answers(self, info: Info) -> list[Comment]:
        """What the viewer's departments promised to answer by now and have not; oldest first."""
        return await overdue_answers(info.context.work)

    @answers(list[Due])
    async def due(self, info: Info) -> list[Kept]:
        """What is due, for each body that the viewer keeps; empty for everybody else."""
        work = info.context.work
        if not work.actor.grants:
            return []
        rows = await work.rows(bodies(work).order_by(BODIES_BY_NAME.key, Body.id))
        found = [BODY.one(row) for row in rows]
        return [
            Kept(one)
            for one in found
            if any(work.actor.may_within(permission, one.id) for permission in KEEPING)
        ]
