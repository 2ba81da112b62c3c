import datetime as dt
from uuid import uuid4

import pytest

from rostra.access import ANYBODY, PUBLIC, members_and_clerks, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.meetings.models import AgendaItem
from rostra.relay import Relay
from rostra.resolutions.entering import Registrar
from rostra.resolutions.models import Progress, ProgressReport, Resolution
from rostra.resolutions.queries import reports_of, resolutions, years_of
from rostra.resolutions.services import (
    Wording,
    assign_resolution,
    enter_resolutions,
    publish_resolution,
    report_progress,
)
from rostra.sittings.events import SittingClosed
from rostra.voting.models import Motion
from support.afterwards import CANARY, ZONE, Hall, hall
from support.make.meetings import make_agenda_item, make_ballot, make_meeting
from support.making import kept


async def entered(database, here: Hall) -> dict:
    """The resolutions of the meeting by their item."""
    async with database.work(here.who("clerk")) as work:
        found = await enter_resolutions(work, here.meeting.id, ZONE)
        return {one.agenda_item_id: one for one in found}


async def register(database, who, **wanted) -> list[str]:
    """The numbers in the register as somebody reads it."""
    async with database.reading(who) as work:
        return sorted(row.resolution_number for row in await work.rows(resolutions(work, **wanted)))


async def test_what_was_resolved_stands_in_the_register_once(database):
    here = await hall(database)
    found = await entered(database, here)
    public, inner = found[here.item.id], found[here.secret.id]
    assert public.number == f"26/0042-BV vom {public.date:%d.%m.%Y}"
    assert public.result == "mehrheitlich angenommen (2 Ja, 1 Nein)"
    assert (inner.number, inner.result) == (
        f"N-001/{inner.date.year}", "einstimmig angenommen (3 Ja)",
    )  # fmt: skip
    assert await entered(database, here) == {}
    assert await register(database, ANYBODY) == [public.number]
    assert len(await register(database, here.who("member"))) == 2


async def test_what_was_rejected_is_no_resolution(database):
    here = await hall(database)
    async with database.work(system) as work:
        item = await make_agenda_item(work, here.meeting, 5, resolution_text="Nein.")
        await make_ballot(work, item, outcome="rejected", state="announced")
        running = await make_agenda_item(work, here.meeting, 6, resolution_text="Noch offen.")
        await make_ballot(work, running, outcome="accepted", state="open")
    assert set(await entered(database, here)) == {here.item.id, here.secret.id}


async def test_the_ballot_that_decided_counts_and_not_what_was_voted_on_after_it(database):
    here = await hall(database)
    async with database.work(system) as work:
        item = await make_agenda_item(work, here.meeting, 5, resolution_text="Es wird gebaut.")
        decided = await make_ballot(work, item, outcome="accepted", state="announced")
        await make_ballot(work, item, position=1, outcome="rejected", state="announced")
        item.deciding_ballot_id = decided.id
    assert (await entered(database, here))[item.id].ballot_id == decided.id


async def test_what_was_moved_without_a_paper_is_a_resolution_too(database):
    here = await hall(database)
    async with database.work(system) as work:
        item = await make_agenda_item(work, here.meeting, 5, name="Sporthalle")
        for position, (kind, state, text) in enumerate((
            ("substantive", "accepted", "Die Halle bleibt offen."),
            ("substantive", "rejected", "Die Halle wird geschlossen."),
            ("end_of_debate", "accepted", "Schluss der Debatte"),
        )):  # fmt: skip
            motion = await kept(
                work, Motion, body_id=here.body.id, agenda_item_id=item.id, motion_type=kind,
                state=state, text=text,
            )  # fmt: skip
            await make_ballot(
                work, item, position=position, motion_id=motion.id, outcome=state,
                state="announced", yes=4, no=0, abstention=1,
            )  # fmt: skip
    found = (await entered(database, here))[item.id]
    assert (found.text, found.result) == (
        "Die Halle bleibt offen.", "einstimmig angenommen (4 Ja, 1 Enthaltung)",
    )  # fmt: skip


async def test_numbers_of_the_public_part_have_no_gaps(database):
    here = await hall(database)
    async with database.work(system) as work:
        inner = (await work.find(AgendaItem, here.secret.id)).audience_id
        for order, audience in ((5, PUBLIC), (6, inner), (7, PUBLIC)):
            item = await make_agenda_item(
                work, here.meeting, order, resolution_text="Ja.", audience_id=audience
            )
            await make_ballot(work, item, state="announced", audience_id=audience)
    await entered(database, here)
    counted = [one for one in await register(database, ANYBODY) if "BV" not in one]
    assert [one.split("/")[0] for one in counted] == ["001", "002"]


async def test_is_refused_to_members(database):
    here = await hall(database)
    async with database.work(here.who("member")) as work:
        with pytest.raises(NotPermitted):
            await enter_resolutions(work, here.meeting.id, ZONE)


async def test_the_department_reports_until_it_is_done(database):
    here = await hall(database)
    public = (await entered(database, here))[here.item.id]
    async with database.work(here.who("editor")) as work:
        with pytest.raises(NotPermitted):
            await report_progress(work, public.id, Progress.DONE, "Fertig.")
    due = public.date + dt.timedelta(days=1)
    async with database.work(here.who("clerk")) as work:
        await assign_resolution(work, public.id, here.department.id, due)
    later = due + dt.timedelta(days=1)
    assert await register(database, ANYBODY, overdue_on=later) == [public.number]
    assert await register(database, ANYBODY, overdue_on=due) == []
    async with database.work(here.who("editor")) as work:
        await report_progress(work, public.id, Progress.UNDER_WAY, "Begonnen.")
        await report_progress(work, public.id, Progress.DONE, "Fertig.")
    assert await register(database, ANYBODY, overdue_on=later) == []
    assert await register(database, ANYBODY, progress="done") == [public.number]
    async with database.reading(ANYBODY) as work:
        reports = (await reports_of(work, [public.id]))[public.id]
        assert sorted(one.text for one in reports) == ["Begonnen.", "Fertig."]
        assert await years_of(work) == [public.date.year]


async def test_the_extract_of_a_secret_resolution_goes_to_its_department_alone(database):
    here = await hall(database)
    inner = (await entered(database, here))[here.secret.id]
    async with database.work(here.who("editor")) as work:
        with pytest.raises(NotFound):
            await work.find(Resolution, inner.id)
    async with database.work(here.who("clerk")) as work:
        await assign_resolution(work, inner.id, here.department.id, None)
    async with database.work(here.who("editor")) as work:
        await report_progress(work, inner.id, Progress.UNDER_WAY, f"Notar für {CANARY}.")
        with pytest.raises(NotFound):
            await work.find(AgendaItem, here.secret.id)
    assert inner.number not in await register(database, ANYBODY)


async def test_what_was_secret_is_published_by_a_recorded_decision(database):
    here = await hall(database)
    found = await entered(database, here)
    inner, public = found[here.secret.id], found[here.item.id]
    async with database.work(here.who("clerk")) as work:
        await report_progress(work, inner.id, Progress.UNDER_WAY, CANARY)
    async with database.work(system) as work:
        later = await make_meeting(work, here.council)
        deciding = await make_agenda_item(work, later, name="Veröffentlichung")
    async with database.work(here.who("clerk")) as work:
        for item_id, refusal in (
            (here.secret.id, Invalid), (deciding.id, Conflict),
        ):  # fmt: skip
            with pytest.raises(refusal, match="PUB-3"):
                await publish_resolution(work, inner.id, item_id, ZONE)
        with pytest.raises(Conflict, match="public already"):
            await publish_resolution(work, public.id, deciding.id, ZONE)
    async with database.work(system) as work:
        await make_ballot(work, deciding, state="announced")
    async with database.work(here.who("clerk")) as work:
        words = Wording("Verkauf eines Grundstücks", "Das Grundstück wird verkauft.")
        await publish_resolution(work, inner.id, deciding.id, ZONE, words)
    async with database.reading(ANYBODY) as work:
        shown = await work.find(Resolution, inner.id)
        assert (shown.number, shown.title) == (
            f"001/{shown.date.year}", "Verkauf eines Grundstücks",
        )  # fmt: skip
        assert shown.published is not None
        assert await work.fetch(work.readable(ProgressReport)) == []
        with pytest.raises(NotFound):
            await work.find(AgendaItem, here.secret.id)


async def test_another_council_cannot_publish_it(sqlite_database):
    here = await hall(sqlite_database)
    inner = (await entered(sqlite_database, here))[here.secret.id]
    async with sqlite_database.work(system) as work:
        item = await make_agenda_item(work, await make_meeting(work, here.department))
        await make_ballot(work, item)
        closed = await work.audience(members_and_clerks(here.body.id, here.council.id))
    async with sqlite_database.work(here.who("clerk")) as work:
        with pytest.raises(Invalid, match="PUB-3"):
            await publish_resolution(work, inner.id, item.id, ZONE)
        assert (await work.find(Resolution, inner.id)).audience_id == closed


async def test_the_register_fills_itself_when_a_sitting_closes(database):
    here = await hall(database)
    relay = Relay(database, [Registrar(ZONE)])
    async with database.work(system) as work:
        work.record(SittingClosed(here.meeting.id))
        work.record(SittingClosed(uuid4()))
    await relay.drain()
    (number,) = await register(database, ANYBODY)
    assert number.startswith("26/0042-BV")
    assert len(await register(database, here.who("member"))) == 2
    async with database.work(system) as work:
        work.record(SittingClosed(here.meeting.id))
    await relay.drain()
    assert len(await register(database, here.who("member"))) == 2
    assert await entered(database, here) == {}


async def test_who_was_elected_stands_in_the_register(database):
    here = await hall(database)
    async with database.work(system) as work:
        item = await make_agenda_item(work, here.meeting, 5, result="gewählt: Person member")
        await make_ballot(work, item, outcome="elected", state="announced", method="election")
    found = (await entered(database, here))[item.id]
    assert (found.text, found.result) == ("gewählt: Person member", "gewählt: Person member")


async def test_a_vote_on_procedure_resolves_nothing(database):
    here = await hall(database)
    async with database.work(system) as work:
        item = await make_agenda_item(work, here.meeting, 5, resolution_text="Es wird gebaut.")
        motion = Motion(
            body_id=here.body.id, agenda_item_id=item.id, motion_type="end_of_debate",
            text="Schluss der Debatte", state="accepted", audience_id=PUBLIC,
        )  # fmt: skip
        work.add(motion)
        await work.flush()
        await make_ballot(work, item, outcome="accepted", state="announced", motion_id=motion.id)
    assert item.id not in await entered(database, here)
