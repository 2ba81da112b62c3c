"""Inviting to a meeting: what goes out, who reads it then, and what stands in the way."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.agendas.events import MeetingInvited, NoticeGiven
from rostra.agendas.freezing import hash_of, is_intact
from rostra.agendas.inviting import (
    Reason,
    cancel_meeting,
    invite_meeting,
    move_meeting,
    set_notice_terms,
    supplement_agenda,
)
from rostra.agendas.models import AgendaVersion, Channel, Edition, Summons
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.files.models import File
from rostra.meetings.models import AgendaItem, ItemType, Meeting, NeutralTitle
from rostra.papers.models import Paper
from support import actors
from support.invitations import (
    SECRET,
    SECRET_PAPER,
    ZONE,
    add_deputy,
    evening_in,
    make_council,
)
from support.make.meetings import make_agenda_item

WHY = Reason("Es kam etwas hinzu.", None)


async def invited(database, **choices):
    """A council whose meeting was invited to."""
    council = await make_council(database, **choices)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    return council


async def names_read(database, who, model=AgendaItem):
    """The names of the things of a kind that somebody reads."""
    async with database.reading(who) as work:
        return {one.name for one in await work.fetch(work.readable(model))}


async def versions(database, edition, who=system):
    """The versions of an edition, the first one first."""
    async with database.reading(who) as work:
        return await work.fetch(
            work.readable(AgendaVersion)
            .where(AgendaVersion.edition == edition)
            .order_by(AgendaVersion.number)
        )


async def test_opens_the_meeting_to_its_readers(database):
    council = await make_council(database)
    assert await names_read(database, council.member(2)) == set()
    assert await names_read(database, council.chair) == {one.name for one in council.items}

    async with database.work(council.clerk) as work:
        meeting = await invite_meeting(work, council.meeting.id, ZONE)
        assert meeting.meeting_state == "eingeladen"

    every = {one.name for one in council.items}
    assert await names_read(database, council.member(2)) == every
    assert await names_read(database, council.clerk) == every
    assert await names_read(database, ANYBODY) == {"Eröffnung", "Radweg an der Saale"}
    assert await names_read(database, ANYBODY, Paper) == {"Bau des Radwegs"}
    assert await names_read(database, ANYBODY, File) == {"Bau des Radwegs (Text)"}
    assert SECRET_PAPER in await names_read(database, council.member(2), Paper)
    async with database.reading(ANYBODY) as work:
        titles = await work.fetch(work.readable(NeutralTitle).order_by(NeutralTitle.order))
    assert [(one.number, one.name) for one in titles] == [
        ("3", "Nichtöffentlicher Tagesordnungspunkt"),
        ("4", "Nichtöffentlicher Tagesordnungspunkt"),
    ]


async def test_freezes_both_editions_with_their_hashes(database):
    await invited(database)
    (full,) = await versions(database, Edition.FULL)
    (public,) = await versions(database, Edition.PUBLIC, ANYBODY)

    assert [item["name"] for item in full.content["items"]][3] == SECRET
    assert full.content["items"][3]["papers"][0]["name"] == SECRET_PAPER
    assert SECRET not in str(public.content)
    assert SECRET_PAPER not in str(public.content)
    assert [item["number"] for item in public.content["items"]] == ["1", "2", "3", "4"]
    assert is_intact(full)
    assert is_intact(public)
    assert full.hash == hash_of(dict(reversed(full.content.items())))
    full.content["items"][0]["name"] = "Eröffnung."
    assert not is_intact(full)
    assert await versions(database, Edition.FULL, ANYBODY) == []


async def test_invites_everybody_in_the_way_they_agreed_to(database):
    council = await invited(database, consents=3)
    async with database.reading(system) as work:
        summonses = await work.fetch(sa.select(Summons))
        logged = await work.fetch(sa.select(LoggedEvent).order_by(LoggedEvent.position))
    by_person = {one.person_id: one for one in summonses}
    assert [by_person[one.id].channel for one in council.persons] == [
        Channel.ELECTRONIC, Channel.ELECTRONIC, Channel.ELECTRONIC, Channel.POST, Channel.POST,
    ]  # fmt: skip
    assert all(one.entitled and one.number == 1 for one in summonses)
    names = [one.name for one in logged]
    assert names[-3:] == ["MeetingPublished", "NoticeGiven", "MeetingInvited"]
    assert not logged[-1].public
    assert len(logged[-1].payload["summons"]) == 5
    assert MeetingInvited.public is False
    assert NoticeGiven.public is True
    secret = {str(council.items[3].id), str(council.papers[1].id)}
    assert not secret & set(str(logged[-2].payload).split("'"))


async def test_reads_of_summonses_by_the_person_the_chair_and_the_clerk(database):
    council = await invited(database)
    for who, count in ((council.member(1), 1), (council.chair, 5), (council.clerk, 5)):
        async with database.reading(who) as work:
            assert len(await work.fetch(work.readable(Summons))) == count
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(Summons)) == []


async def test_is_refused_to_members_and_twice(database):
    council = await make_council(database)
    for who, refusal in ((council.chair, NotPermitted), (council.member(1), NotFound)):
        async with database.work(who) as work:
            with pytest.raises(refusal):
                await invite_meeting(work, council.meeting.id, ZONE)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
        with pytest.raises(Conflict, match="already"):
            await invite_meeting(work, council.meeting.id, ZONE)


async def test_refuses_what_comes_too_late_and_changes_nothing(database):
    council = await make_council(database, days=4)
    with pytest.raises(Conflict, match="INV-2: Only 3 full days"):
        async with database.work(council.clerk) as work:
            await invite_meeting(work, council.meeting.id, ZONE)
    assert await names_read(database, ANYBODY) == set()
    assert await versions(database, Edition.FULL) == []


async def test_an_urgent_meeting_establishes_its_urgency_first(database):
    council = await make_council(database, days=2)
    async with database.work(council.clerk) as work:
        await set_notice_terms(work, council.meeting.id, urgent=True, second_summons=False)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    (full,) = await versions(database, Edition.FULL)
    assert full.content["meeting"]["urgent"] is True
    assert [item["number"] for item in full.content["items"]] == ["1", "2", "3", "4", "5"]
    assert full.content["items"][0]["name"] == "Feststellung der Dringlichkeit"


async def test_an_urgent_meeting_needs_its_item_and_two_days(database):
    council = await make_council(database, days=2)
    async with database.work(system) as work:
        (await work.find(Meeting, council.meeting.id)).urgent = True
    with pytest.raises(Conflict, match="INV-3: There is no item"):
        async with database.work(council.clerk) as work:
            await invite_meeting(work, council.meeting.id, ZONE)
    async with database.work(system) as work:
        (await work.find(AgendaItem, council.items[1].id)).item_type = ItemType.URGENCY
    with pytest.raises(Conflict, match="INV-3: The urgency must be established before"):
        async with database.work(council.clerk) as work:
            await invite_meeting(work, council.meeting.id, ZONE)
    async with database.work(system) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        meeting.start = evening_in(1)
    with pytest.raises(Conflict, match="INV-3: Even an urgent invitation"):
        async with database.work(council.clerk) as work:
            await invite_meeting(work, council.meeting.id, ZONE)


async def test_a_meeting_that_is_not_public_stays_among_its_members(database):
    council = await make_council(database)
    async with database.work(system) as work:
        (await work.find(Meeting, council.meeting.id)).public = False
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    assert await names_read(database, ANYBODY, Meeting) == set()
    assert await versions(database, Edition.PUBLIC) == []
    assert len(await names_read(database, council.member(3))) == 4
    async with database.reading(system) as work:
        logged = await work.fetch(sa.select(LoggedEvent))
    assert [one.name for one in logged if one.public] == []


async def test_a_guest_reads_what_members_read(database):
    council = await make_council(database)
    guest = await add_deputy(database, council, 1, "Gast")
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE, [guest.person_id])
    assert SECRET in await names_read(database, actors.account_holder(guest))
    async with database.reading(system) as work:
        (summons,) = await work.fetch(sa.select(Summons).where(Summons.guest))
    assert not summons.entitled


async def test_a_supplement_marks_what_changed(database):
    council = await invited(database)
    async with database.work(council.clerk) as work:
        for item in await work.fetch(work.readable(AgendaItem)):
            if item.order >= 1:
                item.order, item.number = item.order + 1, str(item.order + 2)
        await make_agenda_item(
            work, council.meeting, 1, name="Neue Brücke",
            audience_id=(await work.find(AgendaItem, council.items[2].id)).audience_id,
        )  # fmt: skip
        (await work.find(AgendaItem, council.items[0].id)).name = "Eröffnung und Begrüßung"
        work.withdraw(await work.find(AgendaItem, council.items[2].id))
    assert "Neue Brücke" not in await names_read(database, ANYBODY)
    async with database.work(council.clerk) as work:
        await supplement_agenda(work, council.meeting.id, ZONE, WHY)

    assert "Neue Brücke" in await names_read(database, ANYBODY)
    second = (await versions(database, Edition.FULL))[1]
    changes = {
        item["name"]: [one["change"] for one in item.get("changes", [])]
        for item in second.content["items"]
    }
    assert changes == {
        "Eröffnung und Begrüßung": ["renamed"], "Neue Brücke": ["added"],
        "Radweg an der Saale": [], SECRET: [],
    }  # fmt: skip
    assert [one["name"] for one in second.content["removed"]] == ["Anfragen"]
    public = (await versions(database, Edition.PUBLIC, ANYBODY))[1]
    assert public.note is None
    assert second.note == WHY.note
    assert "Anfragen" not in str(public.content)
    async with database.reading(system) as work:
        summonses = await work.fetch(sa.select(Summons).where(Summons.number == 2))
    assert len(summonses) == 5


async def test_a_supplement_behind_closed_doors_tells_the_public_nothing(database):
    council = await invited(database)
    async with database.work(council.clerk) as work:
        (await work.find(AgendaItem, council.items[3].id)).name = SECRET + " (geändert)"
    async with database.reading(ANYBODY) as work:
        before = (await work.find(Meeting, council.meeting.id)).modified
    async with database.work(council.clerk) as work:
        await supplement_agenda(work, council.meeting.id, ZONE, WHY)
    assert [one.number for one in await versions(database, Edition.FULL)] == [1, 2]
    assert [one.number for one in await versions(database, Edition.PUBLIC)] == [1]
    async with database.reading(ANYBODY) as work:
        assert (await work.find(Meeting, council.meeting.id)).modified == before


async def test_moving_asks_again_and_keeps_drafts_back(database):
    council = await invited(database)
    async with database.work(council.clerk) as work:
        making = (await work.find(AgendaItem, council.items[2].id)).audience_id
        await make_agenda_item(work, council.meeting, 4, name="Entwurf", audience_id=making)
        meeting = await work.find(Meeting, council.meeting.id)
        was = meeting.start
        await move_meeting(work, council.meeting.id, evening_in(20), ZONE, WHY)
        assert meeting.moved_from == was
    second = (await versions(database, Edition.FULL))[1]
    assert second.content["facts_before"] == {"start": was.astimezone(dt.UTC).isoformat()}
    assert "Entwurf" not in str(second.content)
    assert "Entwurf" not in await names_read(database, ANYBODY)
    for days, refusal, sentence in ((3, Conflict, "INV-2"), (20, Invalid, "already")):
        with pytest.raises(refusal, match=sentence):
            async with database.work(council.clerk) as work:
                await move_meeting(work, council.meeting.id, evening_in(days), ZONE, WHY)


async def test_cancelling_tells_everybody_and_ends_it(database):
    council = await invited(database)
    async with database.work(council.clerk) as work:
        await cancel_meeting(work, council.meeting.id, ZONE, "Der Saal ist überflutet.")
    public = (await versions(database, Edition.PUBLIC, ANYBODY))[1]
    assert public.content["meeting"]["cancelled"] is True
    assert public.note == "Der Saal ist überflutet."
    async with database.work(council.clerk) as work:
        with pytest.raises(Conflict, match="cancelled"):
            await supplement_agenda(work, council.meeting.id, ZONE, WHY)
        with pytest.raises(Conflict, match="cancelled"):
            await cancel_meeting(work, council.meeting.id, ZONE)


async def test_a_clerk_of_another_body_is_nobody_here(database):
    council = await make_council(database)
    other = await make_council(database)
    async with database.work(other.clerk) as work:
        with pytest.raises(NotFound):
            await invite_meeting(work, council.meeting.id, ZONE)
