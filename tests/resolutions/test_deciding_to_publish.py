"""Under which items a meeting decided to publish what was resolved behind closed doors (PUB-3)."""

import pytest

from rostra.access import system
from rostra.errors import Conflict
from rostra.resolutions.prospects import publishing_items
from rostra.resolutions.services import enter_resolutions, publish_resolution
from rostra.voting.models import Motion
from support.afterwards import ZONE, hall
from support.make.meetings import make_agenda_item, make_ballot, make_meeting
from support.making import kept


async def test_a_yes_to_procedure_or_to_putting_it_off_publishes_nothing(sqlite_database):
    here = await hall(sqlite_database)
    async with sqlite_database.work(here.who("clerk")) as work:
        entered = await enter_resolutions(work, here.meeting.id, ZONE)
    inner = next(one for one in entered if one.agenda_item_id == here.secret.id)
    async with sqlite_database.work(system) as work:
        later = await make_meeting(work, here.council)
        debated = await make_agenda_item(work, later, name="Veröffentlichung")
        put_off = await make_agenda_item(work, later, 1, name="Vertagt", state="deferred")
        for item, kind in ((debated, "end_of_debate"), (put_off, "defer")):
            motion = await kept(
                work, Motion, body_id=here.body.id, agenda_item_id=item.id, motion_type=kind,
                state="accepted", text="Antrag zur Geschäftsordnung",
            )  # fmt: skip
            await make_ballot(work, item, motion_id=motion.id, state="announced")
    async with sqlite_database.work(here.who("clerk")) as work:
        offered = {one.id for one in await publishing_items(work, inner.id)}
        assert not offered & {debated.id, put_off.id}
        for item in (debated, put_off):
            with pytest.raises(Conflict, match="PUB-3"):
                await publish_resolution(work, inner.id, item.id, ZONE)
