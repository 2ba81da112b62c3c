"""The clerk sums up what was said to the papers of an item, for those who debate it."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, members_and_clerks, system
from rostra.comments.models import ParticipationSummary, Thread
from rostra.comments.participation import UNWRITTEN, summaries_at, summarise_participation
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.meetings.models import AgendaItem, Meeting, MeetingState
from support.actors import account_holder, clerk_of
from support.hearing import Story, change
from support.make.meetings import make_agenda_item
from support.make.organizations import make_body


@pytest.fixture
async def story(database):
    """The story, as far as it has come."""
    return await Story().begin(database)


async def test_the_clerk_sums_it_up_for_whoever_reads_the_item(database, story):
    for text in ("Zustimmung überwiegt.", " Zwei dafür,\r\neiner dagegen. "):
        async with database.work(story.clerk) as work:
            await summarise_participation(work, story.item.id, text)
    async with database.reading(ANYBODY) as work:
        summary = (await summaries_at(work, [story.item.id]))[story.item.id]
    assert summary.text == "Zwei dafür,\neiner dagegen."
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    await change(database, AgendaItem, story.item.id, audience_id=inside)
    async with database.reading(ANYBODY) as work:
        assert await summaries_at(work, [story.item.id]) == {}
    async with database.work(story.clerk) as work:
        assert story.item.id in await summaries_at(work, [story.item.id])
        await summarise_participation(work, story.item.id, "Noch einmal.")
    async with database.reading(system) as work:
        events = await work.fetch(
            sa.select(LoggedEvent)
            .where(LoggedEvent.name.startswith("Participation"))
            .order_by(LoggedEvent.position)
        )
    assert [(one.name, one.public) for one in events] == [
        ("ParticipationSummarised", True),
        ("ParticipationSummarised", True),
        ("ParticipationDrafted", False),
    ]


async def test_what_a_summary_said_before_stays_to_be_read(database, story):
    async def sum_up(text):
        async with database.work(story.clerk) as work:
            await summarise_participation(work, story.item.id, text)

    async def told(who):
        async with database.reading(who) as work:
            found = (await summaries_at(work, [story.item.id])).get(story.item.id)
            return found and (found.text, [one.text for one in found.versions])

    for text in ("Eins.", "Zwei.", "Zwei.", "Drei."):
        await sum_up(text)
    assert await told(ANYBODY) == ("Drei.", ["Zwei.", "Eins."])
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    await change(database, AgendaItem, story.item.id, audience_id=inside)
    assert await told(ANYBODY) is None
    assert await told(story.clerk) == ("Drei.", ["Zwei.", "Eins."])


@pytest.mark.parametrize(
    ("state", "kept_words"), [(MeetingState.PLANNED, []), (MeetingState.INVITED, ["Ein Entwurf."])]
)
async def test_what_only_the_clerk_has_seen_is_no_history(database, story, state, kept_words):
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    await change(database, AgendaItem, story.item.id, audience_id=inside)
    await change(database, Meeting, story.meeting.id, meeting_state=state)
    seen = UNWRITTEN
    for text in ("Ein Entwurf.", "Was gilt."):
        async with database.work(story.clerk) as work:
            await summarise_participation(work, story.item.id, text, seen)
        async with database.reading(story.clerk) as work:
            seen = (await summaries_at(work, [story.item.id]))[story.item.id].mark
    async with database.reading(story.clerk) as work:
        summary = (await summaries_at(work, [story.item.id]))[story.item.id]
    assert (summary.text, [one.text for one in summary.versions]) == ("Was gilt.", kept_words)


async def test_two_clerks_who_sum_up_at_once_lose_no_word(database, story):
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    await change(database, AgendaItem, story.item.id, audience_id=inside)
    await change(database, Meeting, story.meeting.id, meeting_state=MeetingState.PLANNED)

    async def sum_up(text, seen=None):
        async with database.work(story.clerk) as work:
            await summarise_participation(work, story.item.id, text, seen)

    async def told():
        async with database.reading(story.clerk) as work:
            return (await summaries_at(work, [story.item.id]))[story.item.id]

    await sum_up("Von der einen.", UNWRITTEN)
    first = (await told()).mark
    with pytest.raises(Conflict, match="meanwhile"):
        await sum_up("Vom anderen.", UNWRITTEN)
    await sum_up("Vom anderen.")  # who does not say what was seen leaves it to be read
    assert [one.text for one in (await told()).versions] == ["Von der einen."]
    with pytest.raises(Conflict, match="meanwhile"):
        await sum_up("Noch einmal von der einen.", first)
    await sum_up("Von beiden.", (await told()).mark)
    assert (await told()).text == "Von beiden."


async def test_a_summary_can_be_mended_after_the_words_were_taken_out_of_sight(database, story):
    async with database.work(story.clerk) as work:
        await summarise_participation(work, story.item.id, "Jemand schreibt Unsägliches.")
    async with database.work(system) as work:
        await work.change(sa.update(Thread).values(comment_count=0))
    async with database.work(story.clerk) as work:
        await summarise_participation(work, story.item.id, "Es kam ein Hinweis.")
    async with database.reading(ANYBODY) as work:
        assert (await summaries_at(work, [story.item.id]))[story.item.id].text.startswith("Es kam")


async def test_only_the_clerk_sums_up_and_not_after_the_sitting(database, story):
    async def refused(who, error, text="Zusammengefasst."):
        with pytest.raises(error):
            async with database.work(who) as work:
                await summarise_participation(work, story.item.id, text)

    await refused(ANYBODY, NotPermitted)
    await refused(account_holder(story.authors[0]), NotPermitted)
    await refused(clerk_of(await make_body(database)), NotPermitted)
    await refused(story.clerk, Invalid, " \n")
    await refused(story.clerk, Invalid, "x" * 10_001)
    await change(database, Meeting, story.meeting.id, meeting_state=MeetingState.HELD)
    await refused(story.clerk, Conflict)
    await change(database, AgendaItem, story.item.id, audience_id=NOBODY)
    await refused(story.clerk, NotFound)
    async with database.reading(system) as work:
        assert await work.rows(sa.select(ParticipationSummary.text)) == []


async def test_there_is_nothing_to_sum_up_where_nothing_was_said(database):
    item = await make_agenda_item(database)
    body = await make_body(database)
    with pytest.raises(NotPermitted):
        async with database.work(clerk_of(body)) as work:
            await summarise_participation(work, item.id, "Nichts.")
    with pytest.raises(Conflict, match="Nothing was said"):
        async with database.work(system) as work:
            await summarise_participation(work, item.id, "Nichts.")
