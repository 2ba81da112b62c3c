"""Building the demo city: its numbers add up, its secrets are kept, its links lead somewhere."""

import datetime as dt
import re
import sqlite3
from collections import Counter, defaultdict

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, PUBLIC, Audience, system
from rostra.comments.models import Comment
from rostra.files.models import File, FileUse
from rostra.files.storage import Folder
from rostra.kinds import READABLE
from rostra.meetings.models import AgendaItem, Attendance, Meeting
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.papers.models import Consultation, Paper
from rostra.posts.models import Post
from rostra.resolutions.models import Resolution
from rostra.sittings.models import Sitting
from rostra.voting.models import Ballot, Vote
from rostra_frontend.demo.building import (
    Plot,
    be_busy,
    is_demo,
    is_empty,
    open_accounts,
    settle_dates,
    write_down,
)
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.founding import id_of
from rostra_frontend.demo.publishing import publish
from rostra_frontend.demo.today import beginning, sit_today

pytestmark = pytest.mark.long
CHOICES = ("yes", "no", "abstention", "not_participating", "excluded")


async def records_of(city, model):
    async with city.reading(system) as work:
        return await work.fetch(sa.select(model))


async def everything(city, model):
    """All of a kind of which the city must have some: nothing is shown by looking at none."""
    found = await records_of(city, model)
    assert found, f"The city has no {model.__tablename__}."
    return found


async def all_records(city):
    """Everything that has readers, of whatever kind."""
    found = [one for model in READABLE.values() for one in await records_of(city, model)]
    assert {"paper", "meeting", "file", "post", "comment"} <= {one.kind for one in found}
    return found


async def test_is_as_large_as_a_town(city, built):
    counted = {}
    for model in (Paper, Meeting, Post, Comment, File):
        counted[model.kind] = len(await everything(city, model))
    assert 60 <= counted["paper"] <= 90
    assert counted["meeting"] > 100
    assert counted["post"] >= 20
    assert counted["comment"] >= 50
    assert counted["file"] > counted["paper"]
    assert await is_demo(city)
    assert not await is_empty(city)


async def test_stands_on_either_kind_of_database(database):
    now = dt.datetime.now(ZONE)
    plot = Plot.of(now.date(), beginning(now))
    await write_down(database, plot)
    await settle_dates(database)
    await open_accounts(database, plot)
    await publish(database, plot.told.posts, plot.papers)
    await be_busy(database, plot)
    await sit_today(database, now)
    papers = [one for one in await everything(database, Paper) if one.date is not None]
    assert len(papers) == len(plot.papers)
    assert len(await everything(database, Comment)) >= 50
    assert len(await everything(database, Resolution)) >= 40
    assert [one.state for one in await everything(database, Sitting)] == ["open"]


async def test_counts_every_member_who_was_in_the_room(city):
    seats = defaultdict(list)
    for one in await everything(city, Attendance):
        if one.state == "present" and one.role is None:
            seats[one.meeting_id].append(one)
    items = {one.id: one for one in await everything(city, AgendaItem)}
    advising = await advisers(city)
    ballots = [one for one in await everything(city, Ballot) if one.opened is None]
    assert len(ballots) > 100
    for ballot in ballots:
        item = items[ballot.agenda_item_id]
        here = [
            one
            for one in seats[item.meeting_id]
            if (one.arrived is None or one.arrived <= item.start)
            and (one.left is None or item.end <= one.left)
            and one.person_id not in advising
        ]
        assert ballot.present == len(here), item.name
        if ballot.method != "election":
            assert sum(getattr(ballot, choice) for choice in CHOICES) == ballot.present


async def advisers(city):
    async with city.reading(system) as work:
        found = await work.rows(
            sa.text("SELECT DISTINCT person_id FROM memberships WHERE voting_right = 0")
        )
    kept = {row[0] for row in found}
    people = await everything(city, READABLE["person"])
    return {one.id for one in people if one.id.hex in kept or one.id in kept}


async def test_says_what_the_numbers_say(city):
    for ballot in await everything(city, Ballot):
        if ballot.method == "election":
            cast = sum(one["votes"] for one in ballot.tallies) + ballot.abstention
            assert cast == ballot.present
            assert ballot.tallies[0]["votes"] * 2 > ballot.present
        else:
            assert (ballot.outcome == "accepted") == (ballot.yes > ballot.no)


async def test_names_who_voted_how_only_where_it_was_asked_for(city):
    votes = defaultdict(Counter)
    for vote in await everything(city, Vote):
        votes[vote.ballot_id][vote.choice] += 1
    nominal = 0
    for ballot in await everything(city, Ballot):
        if ballot.method == "nominal":
            nominal += 1
            assert all(votes[ballot.id][one] == getattr(ballot, one) for one in CHOICES)
        else:
            assert ballot.id not in votes
    assert nominal >= 2


async def test_lets_every_record_be_read_by_somebody(city):
    audiences = {one.id for one in await everything(city, Audience)}
    unsent = {
        one.id for one in await everything(city, Meeting) if one.meeting_state == "terminiert"
    }
    records = [
        one
        for one in await all_records(city)
        if not (one.kind == "neutral_title" and one.meeting_id in unsent)
    ]
    assert {one.kind for one in records if one.audience_id not in audiences - {NOBODY}} == set()


async def test_keeps_what_is_not_public(city, built):
    secret = [one.text for one in built.plot.papers if not one.text.public]
    assert len(secret) >= 5
    ids = {id_of("paper", one.key) for one in secret}
    async with city.reading(ANYBODY) as work:
        papers = await work.fetch(work.readable(Paper))
        items = await work.fetch(work.readable(AgendaItem))
        entries = await work.fetch(work.readable(MinutesEntry))
        steps = await work.fetch(work.readable(Consultation))
        files = await work.fetch(work.readable(File))
        ballots = await work.fetch(work.readable(Ballot))
    assert not ids & {one.id for one in papers}
    assert not ids & {one.paper_id for one in steps}
    shown = {one.id for one in items}
    assert {one.agenda_item_id for one in (*entries, *ballots)} <= shown
    words = " ".join(str(one.name) for one in (*papers, *items, *files))
    assert not [one.title for one in secret if one.title in words]
    said = " ".join(one.text for one in entries)
    told = [text for one in secret for text in one.debate.values() if len(text) > 60]
    assert not [text for text in told if text in said]


async def test_keeps_secret_files_with_their_papers(city, built):
    papers = {one.id: one for one in await everything(city, Paper)}
    files = {one.id: one for one in await everything(city, File)}
    uses = [one for one in await everything(city, FileUse) if one.paper_id]
    assert {papers[one.paper_id].audience_id == PUBLIC for one in uses} == {True, False}
    for use in uses:
        assert files[use.file_id].audience_id == papers[use.paper_id].audience_id


async def filed_papers(city):
    return [one for one in await everything(city, Paper) if one.date is not None]


async def test_numbers_each_paper_once(city):
    papers = await filed_papers(city)
    references = [one.reference for one in papers]
    assert len(set(references)) == len(references)
    assert all(re.fullmatch(r"\d\d/\d{4}-(BV|BE|AT|ÄA|AF|MI)", one) for one in references)
    in_order = sorted(papers, key=lambda one: one.reference.partition("/")[2])
    assert [one.date for one in in_order] == sorted(one.date for one in papers)


async def test_leads_nowhere_into_the_void(city, built):
    with sqlite3.connect(built.folder / "rostra.db") as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    things = {one.id for kind in (Post, Paper) for one in await everything(city, kind)}
    comments = await everything(city, Comment)
    assert {one.thing_id for one in comments} <= things
    assert all(one.said == one.created for one in comments if one.state == "published")
    items = {one.id: one for one in await everything(city, AgendaItem)}
    steps = [one for one in await everything(city, Consultation) if one.agenda_item_id]
    assert steps
    for step in steps:
        assert items[step.agenda_item_id].meeting_id == step.meeting_id


async def test_leaves_no_gap_in_any_text(city):
    for model in (Paper, AgendaItem, MinutesEntry, Post, Comment, Minutes, Meeting):
        for record in await everything(city, model):
            told = [value for value in vars(record).values() if isinstance(value, str)]
            assert not [one for one in told if "{" in one or "None" in one]


async def test_prints_each_paper(city, built):
    papers = await filed_papers(city)
    main = {one.paper_id: one.file_id for one in await everything(city, FileUse) if one.paper_id}
    files = {one.id: one for one in await everything(city, File)}
    storage = Folder(built.folder / "files")
    for paper in papers:
        file = files[main[paper.id]]
        assert file.mime_type == "application/pdf"
        assert await storage.size(file.content_hash) == file.size > 5_000


async def test_publishes_the_minutes_once_they_are_approved(city):
    meetings = {one.id: one for one in await everything(city, Meeting)}
    items = {one.id: one for one in await everything(city, AgendaItem)}
    states = Counter()
    for minutes in await everything(city, Minutes):
        states[minutes.state] += 1
        assert (minutes.audience_id == PUBLIC) == (minutes.state == "published")
        if minutes.approved_in_item_id:
            later = meetings[items[minutes.approved_in_item_id].meeting_id]
            assert later.start > meetings[minutes.meeting_id].start
            assert minutes.approved == later.start.date()
    assert set(states) == {"published", "signed"}


async def test_seems_not_to_have_been_built_in_a_day(city):
    records = await all_records(city)
    assert {one.kind for one in records if one.modified != one.created} == set()
