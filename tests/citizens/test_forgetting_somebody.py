"""Whoever asks to be forgotten is: in no table, no index, no picture; the public record stays."""

import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC, system
from rostra.citizens.clearing import Clearing, ErasureList
from rostra.citizens.erasing import CLEAR, erase_account, erase_again, erase_own_account
from rostra.citizens.exporting import own_dossier, packed
from rostra.citizens.models import Erasure, Manner
from rostra.comments.models import Comment, CommentState, CommentVersion, Thread
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.events import LoggedEvent
from rostra.jobs import Job
from rostra.notifications.models import Letter, LetterState
from rostra.people.models import (
    Account,
)
from rostra.people.services import make_administrator
from rostra.reports.models import (
    Report,
    ReportState,
)
from rostra_search.index import SearchIndex
from rostra_search.indexing import Indexer
from support import actors
from support.canary import CANARY, EMAIL, SECRET, Canary
from support.make.organizations import make_membership
from support.make.people import make_account, make_person
from support.make.reports import make_report


@pytest.fixture
async def canary(database, tmp_path):
    made = Canary(database, tmp_path)
    await made.settle()
    return made


def bytes_below(folder):
    """All bytes of all files of a folder."""
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


async def test_the_name_is_in_no_column_of_any_table(canary):
    before = await canary.found()
    assert {"accounts.email", "comments.text", "report_contacts.phone", "letters.html"} <= {*before}
    await canary.erase(Manner.DELETE)
    assert await canary.found() == []


async def test_nothing_is_left_in_the_index_the_store_or_the_database_file(canary, tmp_path):
    index = SearchIndex.open(canary.index_path, "whoosh")
    indexer = Indexer(canary.database, index)
    await indexer.catch_up()
    assert CANARY.lower().encode() in bytes_below(canary.index_path).lower()
    await canary.erase(Manner.DELETE)
    async with canary.database.reading(system) as work:
        job = await work.first(sa.select(Job).where(Job.name == CLEAR))
        payload = job.payload
    await indexer.catch_up()
    await Clearing(canary.store, indexer.rebuild)(canary.database, payload)
    index.close()
    assert bytes_below(tmp_path / "files") == b""
    assert CANARY.lower().encode() not in bytes_below(tmp_path).lower()


async def test_words_stay_under_a_pseudonym_where_that_is_chosen(canary):
    await canary.erase(Manner.PSEUDONYMISE)
    async with canary.database.reading(actors.anybody) as work:
        told = await work.fetch(work.readable(Comment).where(Comment.text != ""))
        names = {one.author_name for one in told if one.author_id is None}
        report = await work.find(Report, canary.defect.id)
        versions = await work.fetch(sa.select(CommentVersion))
    assert {one.text for one in told} == {f"{CANARY} allein", f"{CANARY} fragt", "Antwort"}
    (name,) = names  # one within a thread, so that the conversation can be followed
    assert name.startswith("Pseudonym ")
    assert (report.text, report.author_name) == (f"{CANARY} meldet", None)
    assert versions == []
    fields = {"comments.text", "comments.quote", "reports.text", "reports.address"}
    places = {*await canary.found()} - {"report_photos.description", "report_entries.text"}
    assert places == fields


async def test_a_trace_stays_where_there_are_answers_and_the_numbers_agree(canary):
    await canary.erase(Manner.DELETE)
    async with canary.database.reading(actors.anybody) as work:
        shown = {one.id: one for one in await work.fetch(work.readable(Comment))}
        thread = await work.first(work.readable(Thread))
        public = await work.first(sa.select(Report.audience_id))
    assert set(shown) == {canary.answered.id, canary.answer.id}
    assert shown[canary.answered.id].state == CommentState.DELETED
    answer = shown[canary.answer.id]
    assert (answer.support_count, answer.quote, answer.text) == (0, None, "Antwort")
    assert thread.comment_count == 1
    assert public != PUBLIC


async def test_letters_to_others_lose_the_words_and_are_not_sent(canary):
    await canary.erase(Manner.DELETE)
    async with canary.database.reading(system) as work:
        rows = await work.fetch(sa.select(Letter).order_by(Letter.unique_key))
    told = {one.unique_key: (one.state, one.text) for one in rows}
    assert told == {"sent": (LetterState.SENT, ""), "unsent": (LetterState.FAILED, "")}


async def test_the_log_names_ids_alone_and_says_what_changed(canary):
    erasure = await canary.erase(Manner.DELETE)
    async with canary.database.reading(system) as work:
        event = await work.first(sa.select(LoggedEvent).order_by(LoggedEvent.position.desc()))
    assert event.name == "PersonForgotten"
    assert event.public
    assert erasure.id in event.things()["erasure"]
    assert {canary.alone.id, canary.answer.id} <= {*event.things()["comment"]}
    assert event.things()["report"] == [canary.defect.id]


async def test_a_restored_backup_forgets_again_from_the_list(canary, tmp_path):
    listed = ErasureList(tmp_path / "erasures.jsonl")
    await canary.erase(Manner.DELETE)
    async with canary.database.reading(system) as work:
        events = await work.fetch(sa.select(LoggedEvent))
    for _ in range(2):  # the relay may tell twice
        await listed.handle(canary.database, events)
    assert [line["account"] for line in listed.lines()] == [str(canary.account.id)]
    assert CANARY.lower() not in (tmp_path / "erasures.jsonl").read_text().lower()
    async with canary.database.work(system) as work:  # the backup knows the account still
        work.add(Account(id=canary.account.id, email=EMAIL, display_name=CANARY))
        await work.change(sa.delete(Erasure))
    async with canary.database.work(system) as work:
        assert await erase_again(work, canary.account.id, Manner.DELETE)
    async with canary.database.work(system) as work:
        assert not await erase_again(work, canary.account.id, Manner.DELETE)
    assert await canary.found() == []


async def test_the_export_holds_everything_and_nothing_that_opens_doors(canary):
    async with canary.database.reading(actors.account_holder(canary.account)) as work:
        dossier = await own_dossier(work)
        content = await packed(dossier, canary.store, work.now)
    archive = zipfile.ZipFile(io.BytesIO(content))
    told = json.loads(archive.read("data.json"))
    mine = {place.partition(".")[0] for place in await canary.found()} - {"jobs"}
    assert mine <= set(told["held"])
    assert told["held"]["comments"]["rows"][0]["text"].startswith(CANARY)
    assert not any("hash" in key and key != "content_hash" for one in told["held"].values()
                   for row in one["rows"] for key in row)  # fmt: skip
    assert "Otto" not in json.dumps(told)
    assert archive.read(f"files/{canary.picture[:32]}") == f"picture of {CANARY}".encode()


async def test_others_learn_nothing_and_erase_nobody(canary):
    stranger = actors.account_holder(canary.other)
    for who in (stranger, actors.anybody, actors.clerk_of(canary.depot.body)):
        async with canary.database.work(who) as work:
            with pytest.raises(NotPermitted):
                await erase_account(work, canary.account.id, Manner.DELETE)
    async with canary.database.reading(actors.anybody) as work:
        with pytest.raises(NotPermitted):
            await own_dossier(work)


async def test_is_asked_twice_with_address_and_password(canary):
    async def tried(email, password):
        return await erase_own_account(
            canary.database, canary.account.id, email, password, Manner.DELETE, "192.0.2.1"
        )

    with pytest.raises(Invalid):
        await tried("other@example.org", SECRET)
    with pytest.raises(Invalid):
        await tried(EMAIL, "another password")
    assert await canary.found() != []
    await tried(f" {EMAIL.upper()}", SECRET)
    assert await canary.found() == []


async def test_a_mandate_stays_when_the_account_goes(canary):
    body, council = canary.depot.body, canary.depot.department
    person = await make_person(canary.database, body, name="Rätin Rabe")
    seat = await make_membership(canary.database, person, council)
    account = await make_account(canary.database, person, email="rabe@example.org")
    async with canary.database.work(system) as work:
        await erase_account(work, account.id, Manner.DELETE)
    async with canary.database.reading(actors.anybody) as work:
        assert (await work.find(type(person), person.id)).name == "Rätin Rabe"
        assert await work.find(type(seat), seat.id)
    async with canary.database.reading(system) as work:
        assert await work.db.get(Account, account.id) is None


async def test_the_last_who_governs_hands_over_first(canary):
    account = await make_account(canary.database, email="first@example.org")
    second = await make_account(canary.database, email="second@example.org")
    async with canary.database.work(system) as work:
        await make_administrator(work, account.id, canary.depot.body.id)
    async with canary.database.work(system) as work:
        with pytest.raises(Conflict, match="last"):
            await erase_account(work, account.id, Manner.DELETE)
    async with canary.database.work(system) as work:
        await make_administrator(work, second.id, canary.depot.body.id)
    async with canary.database.work(system) as work:
        await erase_account(work, account.id, Manner.DELETE)


async def test_a_report_that_waits_goes_in_any_case(canary):
    waiting = await make_report(
        canary.database, canary.depot, state=ReportState.UNCONFIRMED, text=f"{CANARY} wartet",
        author_id=canary.account.id,
    )  # fmt: skip
    await canary.erase(Manner.PSEUDONYMISE)
    async with canary.database.reading(system) as work:
        assert (await work.find(Report, waiting.id)).text == ""
