"""The index follows the event log, and what it shows is what the records say now."""

import asyncio
import datetime as dt
import time

import pytest
import sqlalchemy as sa

from rostra.access import NOBODY, organization_token, system
from rostra.comments.hiding import hide
from rostra.comments.keeping import ThreadKeeper
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.papers.models import Paper
from rostra.posts.services import withdraw_post
from rostra.relay import Relay
from rostra_search.engines.engine import Order
from rostra_search.entry import Kind
from search.conftest import SomethingHappened, ids, tell
from support.actors import account_holder, councillor_of, editor_of
from support.make.files import make_file
from support.make.meetings import (
    make_agenda_item,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import (
    make_body,
    make_membership,
    make_organization,
)
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.make.posts import make_comment, make_post


@pytest.fixture
def engine() -> str:
    """The records are read alike for each engine: one is enough here."""
    return "whoosh"


async def test_every_kind_is_found_by_its_words(database, indexer, find):
    council = await make_organization(database, name="Wunschgremium", short_name="WG")
    meeting = await make_meeting(database, council, name="Herbstklausur")
    item = await make_agenda_item(
        database, meeting, name="Kanalbrücke", resolution_text="Die Fuge wird vergossen."
    )
    minutes = await make_minutes(database, meeting)
    await make_minutes_entry(database, minutes, item, text="<p>Rückfrage zum <b>Geländer</b></p>")
    paper = await make_paper(database, name="Obstwiese", reference="26/4711-BV")
    file = await make_file(database, paper, text="Auf Seite 3 steht etwas von Quittenbäumen.")
    person = await make_person(database, name="Leonore Quast")
    post = await make_post(database, council, title="Markttag", text="<p>Stände &amp; Musik</p>")
    comment = await make_comment(database, post, text="Gern auch mit Riesenrad!")
    await indexer.rebuild()

    for text, record in (
        ("Wunschgremium", council),
        ("WG", council),
        ("Herbstklausur", meeting),
        ("Kanalbrücke", item),
        ("Fuge", item),
        ("Geländer", item),
        ("Obstwiesen", paper),
        ("4711", paper),
        ("Quitte", file),
        ("Quast", person),
        ("Musik", post),
        ("Riesenrad", comment),
    ):
        assert record.id in ids(await find(text)), text


async def test_what_is_lent_by_others_sorts_and_narrows(database, indexer, find):
    council = await make_organization(database)
    noon = dt.datetime(2024, 5, 6, 22, 30, tzinfo=dt.UTC)
    meeting = await make_meeting(database, council, start=noon, name="Sitzung")
    item = await make_agenda_item(database, meeting, name="Punkt")
    paper = await make_paper(database, date=dt.date(2023, 1, 2), reference="26/77-BV")
    await make_consultation(database, paper, item, council)
    of_paper = await make_file(database, paper, name="Plan")
    of_item = await make_file(database, item, name="Liste")
    person = await make_person(database, name="Leonore Quast")
    await make_membership(database, person, council)
    post = await make_post(database, council)
    comment = await make_comment(database, post)
    await indexer.rebuild()

    results = await find(organization_ids=[council.id], limit=50)
    expected = {meeting, item, paper, of_paper, of_item, person, post, comment, council}
    assert ids(results) == {record.id for record in expected}
    days = {hit.id: hit.entry.date for hit in results.hits}
    assert days[item.id] == days[meeting.id] == days[of_item.id] == dt.date(2024, 5, 7)
    assert days[of_paper.id] == dt.date(2023, 1, 2)
    assert of_paper.id in ids(await find("26/77-BV"))
    newest = await find(
        organization_ids=[council.id], kinds=[Kind.PAPER, Kind.MEETING], order=Order.OLDEST
    )
    assert [hit.id for hit in newest.hits] == [paper.id, meeting.id]


async def test_a_new_record_is_found_after_its_event(database, indexer, find):
    await indexer.catch_up()
    paper = await make_paper(database, name="Obstwiese")
    assert ids(await find("Obstwiese")) == set()
    await tell(database, paper)
    await indexer.catch_up()
    assert ids(await find("Obstwiese")) == {paper.id}


async def test_a_changed_record_is_found_by_its_new_words_alone(database, indexer, find):
    paper = await make_paper(database, name="Obstwiese")
    await indexer.rebuild()
    async with database.work(system) as work:
        (await work.find(Paper, paper.id)).name = "Streuobst"
        work.record(SomethingHappened(paper=(paper.id,)))
    await indexer.catch_up()
    assert ids(await find("Obstwiese")) == set()
    assert ids(await find("Streuobst")) == {paper.id}


async def test_nothing_is_lent_that_the_borrowers_readers_may_not_know(database, indexer, find):
    body = await make_body(database)
    secret_council = await make_organization(database, body, audience_id=NOBODY)
    async with database.work(system) as work:
        inside = await work.audience({organization_token(secret_council.id)})
    council = await make_organization(database, body)
    meeting = await make_meeting(database, council, audience_id=inside)
    item = await make_agenda_item(database, meeting, name="Kanalbrücke")
    hidden = await make_paper(database, body, reference="26/99-NÖ", audience_id=inside)
    file = await make_file(database, hidden, name="Kanalbrücke")
    await indexer.rebuild()

    results = await find("Kanalbrücke")
    assert ids(results) == {item.id, file.id}
    assert results.facets.organizations == {}
    assert results.facets.years == {}
    assert ids(await find("26/99-NÖ")) == set()
    assert ids(await find("26/99-NÖ", councillor_of(secret_council))) == {hidden.id}


async def test_a_facet_names_no_organization_that_may_not_be_read(database, indexer, find):
    council = await make_organization(database)
    meeting = await make_meeting(database, council, name="Herbstklausur")
    await indexer.rebuild()
    async with database.work(system) as work:
        (await work.find(type(council), council.id)).audience_id = NOBODY
    results = await find("Herbstklausur")
    assert ids(results) == {meeting.id}
    assert results.facets.organizations == {}
    assert (await find("Herbstklausur", organization_ids=[council.id])).total == 0


async def test_what_was_withdrawn_is_gone_before_the_index_knows(database, indexer, find):
    paper = await make_paper(database, name="Obstwiese", paper_type="Antrag")
    other = await make_paper(database, name="Obstwiese", paper_type="Antrag")
    await indexer.rebuild()
    async with database.work(system) as work:
        work.withdraw(await work.find(Paper, paper.id))
        work.record(SomethingHappened(paper=(paper.id,)))

    results = await find("Obstwiese")
    assert ids(results) == {other.id}
    assert results.total == 1
    assert results.facets.kinds == {Kind.PAPER: 1}
    async with database.work(system) as work:
        work.withdraw(await work.find(Paper, other.id))
        work.record(SomethingHappened(paper=(other.id,)))
    assert (await find("Obstwise")).suggestion is None
    await indexer.catch_up()
    assert (await find("Obstwiese")).total == 0
    assert (await find("Obstwise")).suggestion is None


async def test_a_record_that_left_without_an_event_is_not_shown(database, indexer, find):
    paper = await make_paper(database, name="Obstwiese")
    await indexer.rebuild()
    async with database.work(system) as work:
        await work.change(sa.update(Paper).where(Paper.id == paper.id).values(audience_id=NOBODY))
    results = await find("Obstwiese")
    assert results.hits == []
    assert results.total == 0


async def test_withdrawn_records_are_found_by_nobody_at_all(database, indexer, find):
    paper = await make_paper(database, name="Obstwiese", audience_id=NOBODY)
    await indexer.rebuild()
    assert (await find("Obstwiese", system)).total == 0
    assert paper.audience_id == NOBODY


async def test_comments_go_with_their_post(database, indexer, find):
    office = await make_organization(database, name="Presseamt")
    post = await make_post(database, office)
    comment = await make_comment(database, post, text="Riesenrad")
    await indexer.rebuild()
    assert ids(await find("Riesenrad")) == {comment.id}
    async with database.work(editor_of(office)) as work:
        await withdraw_post(work, post.id)
    await Relay(database, [ThreadKeeper()]).drain()
    await indexer.catch_up()
    assert (await find("Riesenrad")).total == 0


async def test_the_position_survives_and_nothing_is_read_twice(database, indexer, index):
    await indexer.catch_up()
    paper = await make_paper(database)
    await tell(database, paper)
    await indexer.catch_up()
    reached = index.position()
    await indexer.catch_up()
    assert index.position() == reached
    async with database.work(system) as work:
        work.record(SomethingHappened())
    await indexer.catch_up()
    assert index.position() == reached + 1


async def test_an_index_ahead_of_the_log_is_built_again(database, indexer, index, find):
    paper = await make_paper(database, name="Obstwiese")
    index.write((), (), 4_000)
    await indexer.catch_up()
    assert index.position() == 0
    assert ids(await find("Obstwiese")) == {paper.id}


async def test_many_events_are_followed_in_order(database, indexer, index, find, monkeypatch):
    monkeypatch.setattr("rostra_search.indexing.EVENTS_AT_ONCE", 2)
    await indexer.catch_up()
    papers = [await make_paper(database, name=f"Obstwiese {n}") for n in range(7)]
    for paper in papers:
        await tell(database, paper)
    await indexer.catch_up()
    assert ids(await find("Obstwiese")) == {paper.id for paper in papers}
    assert index.position() == 7


async def test_a_rebuild_that_breaks_off_leaves_the_old_index(
    database, indexer, index, find, monkeypatch
):
    paper = await make_paper(database, name="Obstwiese")
    await indexer.rebuild()

    async def broken(reading):
        yield []
        raise OSError("the database went away")

    monkeypatch.setattr("rostra_search.indexing.all_entries", broken)
    with pytest.raises((OSError, RuntimeError)):
        await indexer.rebuild()
    assert ids(await find("Obstwiese")) == {paper.id}


async def test_a_comment_is_found_within_two_seconds(database, indexer, find):
    post = await make_post(database)
    account = await make_account(database)
    relay = Relay(database, [indexer])
    await indexer.start()
    await relay.start()
    try:
        for number in range(3):
            begun = time.monotonic()
            async with database.work(account_holder(account)) as work:
                comment = await write_comment(
                    work, "post", post.id, Words(f"Riesenrad Nummer {number}")
                )
            while comment.id not in ids(await find("Riesenrad")):
                await asyncio.sleep(0.05)
                assert time.monotonic() - begun < 2.0
    finally:
        await relay.stop()
        await indexer.stop()


async def test_a_comment_is_found_by_what_it_is_about_until_it_is_hidden(database, indexer, find):
    paper = await make_paper(database, name="Neue Obstwiese")
    account = await make_account(database)
    async with database.work(account_holder(account)) as work:
        comment = await write_comment(work, "paper", paper.id, Words("Endlich!"))
    await indexer.catch_up()
    assert ids(await find("Obstwiese")) == {paper.id, comment.id}
    async with database.work(system) as work:
        await hide(work, comment.id)
    await indexer.catch_up()
    assert ids(await find(account.display_name)) == set()
    assert comment.id not in ids(await find("Obstwiese"))


async def test_hits_come_with_marked_titles_and_snippets(database, indexer, find):
    paper = await make_paper(database, name="Neue Obstwiese")
    await make_file(database, paper, name="Anlage", text="Es geht um die <b>Obstwiesen</b>.")
    await indexer.rebuild()
    results = await find("Obstwiese")
    shown = {hit.kind: hit for hit in results.hits}
    assert [tuple(one) for one in shown[Kind.PAPER].title] == [
        ("Neue ", False),
        ("Obstwiese", True),
    ]
    assert [tuple(one) for one in shown[Kind.FILE].snippet] == [
        ("Es geht um die <b>", False),
        ("Obstwiesen", True),
        ("</b>.", False),
    ]


async def test_a_page_is_never_larger_than_allowed(database, indexer, find):
    for number in range(3):
        await make_paper(database, name=f"Obstwiese {number}")
    await indexer.rebuild()
    assert len((await find("Obstwiese", limit=10_000)).hits) == 3
    assert (await find("Obstwiese", limit=0)).total == 3
    assert (await find("Obstwiese", offset=-5)).total == 3


async def test_members_find_what_is_theirs(database, indexer, find):
    council = await make_organization(database)
    async with database.work(system) as work:
        inside = await work.audience({organization_token(council.id)})
    paper = await make_paper(database, name="Kaufvertrag", audience_id=inside)
    await indexer.rebuild()
    assert ids(await find("Kaufvertrag", councillor_of(council))) == {paper.id}
    assert (await find("Kaufvertrag")).total == 0


async def test_stopping_does_not_wait_for_a_long_rebuild(
    database, indexer, index, find, monkeypatch
):
    paper = await make_paper(database, name="Obstwiese")
    await indexer.rebuild()
    under_way = asyncio.Event()

    async def endless(reading):
        under_way.set()
        while True:
            yield []
            await asyncio.sleep(0.01)

    monkeypatch.setattr("rostra_search.indexing.all_entries", endless)
    index.write((), (), 4_000)
    await indexer.start()
    await asyncio.wait_for(under_way.wait(), 5)
    await asyncio.wait_for(indexer.stop(), 5)
    assert ids(await find("Obstwiese")) == {paper.id}
