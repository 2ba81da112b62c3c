"""A council whose sitting can be opened: invited, with members who have answered."""

from rostra.access import system
from rostra.agendas.inviting import invite_meeting
from rostra.database import Database
from rostra.meetings.models import AgendaItem
from rostra.sittings.hall import arrive
from rostra.sittings.holding import open_sitting
from support.invitations import ZONE, Council, make_council


async def invited_council(database: Database) -> Council:
    """Five members, the first in the chair, and an agenda of two public items and two others."""
    council = await make_council(database)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    return council


async def sitting_council(database: Database, present: int = 5) -> Council:
    """The same with its sitting open and so many members in the hall."""
    council = await invited_council(database)
    async with database.work(council.chair) as work:
        await open_sitting(work, council.meeting.id)
        for person in council.persons[:present]:
            await arrive(work, council.meeting.id, person.id, ZONE)
    return council


async def item_now(database: Database, council: Council, number: int) -> AgendaItem:
    """An item as it stands."""
    async with database.reading(system) as work:
        return await work.find(AgendaItem, council.items[number].id)
