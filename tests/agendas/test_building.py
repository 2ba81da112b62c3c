"""Building an agenda: every step, undoing it, and what is withdrawn with it."""

import random

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.agendas.building import (
    Wording,
    add_item,
    add_standing_items,
    attach_paper,
    change_item,
    detach_paper,
    take_out_item,
)
from rostra.agendas.inviting import Reason, invite_meeting, set_notice_terms, supplement_agenda
from rostra.agendas.models import AgendaStep
from rostra.agendas.ordering import Place, move_item, shift_item
from rostra.agendas.planning import Plan, create_meeting
from rostra.agendas.queries import agenda_in_making
from rostra.agendas.steps import described, present_agenda
from rostra.agendas.undoing import undo_step
from rostra.errors import Conflict, NotFound, NotPermitted, Refusal
from rostra.files.models import File
from rostra.meetings.models import AgendaItem, ItemType, Meeting, NeutralTitle
from rostra.papers.models import Consultation, Paper
from rostra.tombstones import Tombstone
from support.invitations import SECRET, ZONE, evening_in, make_council
from support.make.papers import make_consultation, make_paper

OLD = "0000000000000000"


@pytest.fixture
async def council(database):
    """A council with a meeting in the making."""
    return await make_council(database)


async def state(database, council):
    """The agenda as the clerk sees it."""
    async with database.reading(council.clerk) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        return described(await present_agenda(work, meeting))


async def readings(database, who=ANYBODY):
    """All that somebody reads of agendas, by kind."""
    async with database.reading(who) as work:
        return {
            model.kind: {
                (one.id, one.name if hasattr(one, "name") else None)
                for one in await work.fetch(work.readable(model))
            }
            for model in (AgendaItem, NeutralTitle, Paper, File, Consultation)
        }


async def numbered(database, council):
    """Numbers and names in order."""
    return [(one["number"], one["name"]) for one in await state(database, council)]


async def test_adds_below_and_in_both_parts(database, council):
    async with database.work(council.clerk) as work:
        await add_item(work, council.meeting.id, None, Wording("Haushalt"))
        await add_item(
            work, council.meeting.id, None, Wording("Radständer"), below_id=council.items[1].id
        )
        await add_item(work, council.meeting.id, None, Wording("Klage"), public=False)
    assert await numbered(database, council) == [
        ("1", "Eröffnung"), ("2", "Radweg an der Saale"), ("2.1", "Radständer"),
        ("3", "Haushalt"), ("4", "Anfragen"), ("5", SECRET), ("6", "Klage"),
    ]  # fmt: skip
    assert (await readings(database))["agenda_item"] == set()
    assert (await readings(database, council.member(1)))["agenda_item"] == set()
    assert len((await readings(database, council.chair))["agenda_item"]) == 7


async def test_is_refused_to_members_and_to_who_saw_another_agenda(database, council):
    before = await state(database, council)
    for who, refusal in ((council.chair, NotPermitted), (council.member(1), NotFound)):
        with pytest.raises(refusal):
            async with database.work(who) as work:
                await add_item(work, council.meeting.id, None, Wording("Haushalt"))
    with pytest.raises(Conflict, match="meanwhile"):
        async with database.work(council.clerk) as work:
            await take_out_item(work, council.items[0].id, OLD)
    assert await state(database, council) == before


async def test_moves_by_buttons_and_by_target(database, council):
    first, second, third, fourth = (one.id for one in council.items)
    async with database.work(council.clerk) as work:
        await shift_item(work, second, None, up=True)
        with pytest.raises(Conflict, match="first already"):
            await shift_item(work, second, None, up=True)
        with pytest.raises(Conflict, match="last already"):
            await shift_item(work, first, None, up=False)
        await move_item(work, fourth, None, Place.BELOW, third)
        with pytest.raises(Conflict, match="itself"):
            await move_item(work, third, None, Place.BELOW, fourth)
        await move_item(work, third, None, Place.AFTER, second)
    assert await numbered(database, council) == [
        ("1", "Radweg an der Saale"), ("2", "Anfragen"), ("2.1", SECRET), ("3", "Eröffnung"),
    ]  # fmt: skip
    async with database.work(council.clerk) as work:
        await move_item(work, third, None, Place.END_OF_NON_PUBLIC)
    after = await state(database, council)
    assert [(one["number"], one["public"]) for one in after] == [
        ("1", True), ("2", True), ("3", False), ("3.1", False),
    ]  # fmt: skip


async def test_undoes_any_steps_one_after_the_other(database, council):
    """Whatever was done, undoing it all returns exactly every former agenda."""
    chance = random.Random(7)
    async with database.work(system) as work:
        due = await make_paper(work, council.body, reference="BV 1", audience_id=1)
        await make_consultation(
            work, due, None, council.organization, audience_id=1, meeting_id=None
        )
    states = [await state(database, council)]
    for _ in range(30):
        try:
            async with database.work(council.clerk) as work:
                await any_step(work, council, chance)
        except Refusal:
            continue
        states.append(await state(database, council))
        assert [one["order"] for one in states[-1]] == list(range(len(states[-1])))
    assert len(states) > 15
    async with database.work(council.clerk) as work:
        for former in reversed(states[:-1]):
            await undo_step(work, council.meeting.id, None)
            meeting = await work.find(Meeting, council.meeting.id)
            assert described(await present_agenda(work, meeting)) == former
        with pytest.raises(Conflict, match="nothing to undo"):
            await undo_step(work, council.meeting.id, None)
        assert await work.fetch(sa.select(AgendaStep)) == []


async def any_step(work, council, chance):
    """Some step at some item."""
    seen = await agenda_in_making(work, council.meeting.id)
    items = [one.item.id for one in seen.items] or [council.items[0].id]
    item, other = chance.choice(items), chance.choice(items)
    held = [paper.consultation for one in seen.items for paper in one.papers]
    due = [one.consultation for one in seen.due]
    match chance.randrange(8):
        case 0:
            below = other if chance.random() < 0.5 else None
            await add_item(work, seen.meeting.id, seen.revision, Wording("Neu"), True, below)
        case 1:
            wording = Wording(f"Titel {chance.random()}", neutral_title=chance.choice(["", "N."]))
            await change_item(work, item, seen.revision, wording)
        case 2:
            await take_out_item(work, item, seen.revision)
        case 3 if held:
            await detach_paper(work, chance.choice(held), seen.revision)
        case 4 if due:
            target = chance.choice([None, item])
            await attach_paper(work, chance.choice(due), seen.meeting.id, seen.revision, target)
        case 5:
            await shift_item(work, item, seen.revision, chance.random() < 0.5)
        case _:
            await move_item(work, item, seen.revision, chance.choice(list(Place)), other)


async def test_withdraws_what_goes_behind_closed_doors(database, council):
    item = council.items[1]
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    shown = await readings(database)
    assert {name for _, name in shown["paper"]} == {"Bau des Radwegs"}
    async with database.work(council.clerk) as work:
        await move_item(work, item.id, None, Place.END_OF_NON_PUBLIC)
    hidden = await readings(database)
    assert {name for _, name in hidden["agenda_item"]} == {"Eröffnung"}
    assert hidden["paper"] == hidden["file"] == hidden["consultation"] == set()
    assert len(hidden["neutral_title"]) == 3
    assert "Radweg an der Saale" not in str(hidden)
    assert len((await readings(database, council.member(2)))["agenda_item"]) == 4
    async with database.reading(ANYBODY) as work:
        stones = await work.fetch(work.readable(Tombstone))
    assert {one.of_kind for one in stones} == {"agenda_item", "paper", "file", "consultation"}
    assert item.id in {one.id for one in stones}

    async with database.work(council.clerk) as work:
        await undo_step(work, council.meeting.id, None)
    assert await readings(database) == shown
    async with database.reading(ANYBODY) as work:
        assert [
            one for one in await work.fetch(work.readable(Tombstone))
            if one.of_kind != "neutral_title"
        ] == []  # fmt: skip


async def test_gives_back_no_reader_that_somebody_else_took(database, council):
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    async with database.work(council.clerk) as work:
        await move_item(work, council.items[1].id, None, Place.END_OF_NON_PUBLIC)
    async with database.work(system) as work:
        work.withdraw(await work.find(Paper, council.papers[0].id))
    async with database.work(council.clerk) as work:
        await undo_step(work, council.meeting.id, None)
    assert (await readings(database))["paper"] == set()


async def test_keeps_a_draft_a_draft_until_the_supplement(database, council):
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    before = await readings(database)
    async with database.work(council.clerk) as work:
        await add_item(work, council.meeting.id, None, Wording("Nachtrag"))
        await add_item(work, council.meeting.id, None, Wording("Geheimes"), public=False)
    assert {key for key, _ in before["neutral_title"]} == {
        key for key, _ in (await readings(database))["neutral_title"]
    }
    for who in (ANYBODY, council.member(2)):
        assert "Nachtrag" not in str(await readings(database, who))
        assert "Geheimes" not in str(await readings(database, who))
    async with database.work(council.clerk) as work:
        await supplement_agenda(work, council.meeting.id, ZONE, Reason("Dringend."))
    assert "Nachtrag" in str(await readings(database))
    assert "Geheimes" not in str(await readings(database))
    assert "Geheimes" in str(await readings(database, council.member(2)))


async def test_never_undoes_what_went_out(database, council):
    async with database.work(council.clerk) as work:
        await add_item(work, council.meeting.id, None, Wording("Haushalt"))
    async with database.work(system) as work:
        long_ago = evening_in(-3)
        await work.change(sa.update(AgendaStep).values(at=long_ago))
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
        with pytest.raises(Conflict, match="nothing to undo"):
            await undo_step(work, council.meeting.id, None)


async def test_creates_a_meeting_with_the_standing_items_of_the_last(database, council):
    async with database.work(council.clerk) as work:
        plan = Plan(evening_in(30))
        first = await create_meeting(work, [council.organization.id], plan, ZONE)
        assert (first.number, first.public) == (1, True)
        await add_item(work, first.id, None, Wording("Haushalt"))
        await add_item(
            work, first.id, None, Wording("Bericht des Beirats", ItemType.STANDING, time_limit=10)
        )
        second = await create_meeting(work, [council.organization.id], Plan(evening_in(60)), ZONE)
        items = (await present_agenda(work, second)).items
        assert second.number == 2
    names = [one.name for one in items]
    assert names[0] == "Eröffnung und Feststellung der Beschlussfähigkeit"
    assert "Haushalt" not in names
    assert names[-1] == "Bericht des Beirats"
    assert items[-1].time_limit == 10
    async with database.work(council.clerk) as work:
        with pytest.raises(Conflict, match="already"):
            await add_standing_items(work, second.id, None)


async def test_shows_what_is_due_next_here(database, council):
    async with database.work(system) as work:
        paper = await make_paper(work, council.body, reference="BV 2", audience_id=1)
        near = await make_consultation(work, paper, None, council.organization, position=0)
        await make_consultation(work, paper, None, council.organization, position=1)
    async with database.work(council.clerk) as work:
        seen = await agenda_in_making(work, council.meeting.id)
        assert [(one.consultation, one.without_main_file) for one in seen.due] == [(near.id, True)]
        item = await attach_paper(work, near.id, council.meeting.id, seen.revision)
        assert item.name == paper.name
        with pytest.raises(Conflict, match="stands on an agenda"):
            await attach_paper(work, near.id, council.meeting.id, None)
    async with database.reading(council.member(1)) as work:
        assert await agenda_in_making(work, council.meeting.id) is None


async def test_puts_the_urgency_behind_the_opening_as_a_step(database, council):
    async with database.work(council.clerk) as work:
        await change_item(work, council.items[0].id, None, Wording(item_type=ItemType.OPENING))
        before = described(await present_agenda(work, await work.find(Meeting, council.meeting.id)))
        await set_notice_terms(work, council.meeting.id, True, False)
    assert [name for _, name in await numbered(database, council)][1].startswith("Feststellung")
    async with database.work(council.clerk) as work:
        await undo_step(work, council.meeting.id, None)
    assert await state(database, council) == before
