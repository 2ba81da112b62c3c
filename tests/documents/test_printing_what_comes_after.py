import pytest

from rostra.access import ANYBODY, system
from rostra.errors import NotFound
from rostra.minutes.approving import approve_minutes, publish_minutes
from rostra.minutes.drafting import draft_minutes
from rostra.minutes.models import Signer
from rostra.minutes.signing import sign_minutes
from rostra.minutes.stating import record_own_vote, state_verbatim
from rostra.organizations.models import StandingOrders
from rostra.resolutions.services import enter_resolutions
from rostra.voting.models import Ballot, BallotState, Method, Outcome
from rostra_documents.edition import Edition
from rostra_documents.minutes.lists import attendance_pdf, votes_pdf
from rostra_documents.minutes.printing import minutes_pdf
from rostra_documents.resolutions.printing import extract_pdf
from support.afterwards import CANARY, ZONE, hall
from support.making import kept
from support.printed import everything_in, faults, text_of


async def test_the_minutes_name_what_was_recorded(sqlite_database):
    here, database = await hall(sqlite_database), sqlite_database
    async with database.work(here.who("clerk")) as work:
        minutes = await draft_minutes(work, here.meeting.id, ZONE)
    async with database.work(here.who("member")) as work:
        await record_own_vote(work, here.ballot.id, "no", ZONE)
        await state_verbatim(work, here.item.id, "Das wird zu teuer.", ZONE)
    for name, part in (("chair", Signer.CHAIR), ("clerk", Signer.SECRETARY)):
        async with database.work(here.who(name)) as work:
            await sign_minutes(work, minutes.id, part, ZONE)
    async with database.work(here.who("clerk")) as work:
        await approve_minutes(work, minutes.id, here.approving.id, ZONE)
        await publish_minutes(work, minutes.id, ZONE)
    async with database.reading(here.who("member")) as work:
        full = await minutes_pdf(work, here.meeting.id, Edition.FULL)
        public = await minutes_pdf(work, here.meeting.id, Edition.PUBLIC)
        again = await minutes_pdf(work, here.meeting.id, Edition.FULL)
    assert full.content == again.content
    assert faults(full.content) == faults(public.content) == []
    for said in (
        "Es sprechen: Person member", "Person member gibt zu Protokoll", "Das wird zu teuer.",
        "Person member lässt die eigene Stimme festhalten: Nein.",
        "unterzeichnet von Person chair am", "3 von 4 Mitgliedern haben teilgenommen",
    ):  # fmt: skip
        assert said in text_of(full.content), said
        assert said in text_of(public.content), said
    assert "entschuldigt (erkrankt)" in text_of(full.content)
    assert "ausgeschlossen: Person other" in text_of(full.content)
    hidden = everything_in(public.content)
    for secret in (CANARY, "erkrankt", "Person other hat", "ausgeschlossen: Person"):
        assert secret not in hidden


async def test_lists_what_is_paid_for_attending_to_those_who_pay(sqlite_database):
    here, database = await hall(sqlite_database), sqlite_database
    async with database.work(system) as work:
        await kept(
            work, StandingOrders, body_id=here.body.id, numbers={"allowance_cents": 3550},
            valid_from=here.meeting.start.date().replace(year=2020),
        )  # fmt: skip
    async with database.work(here.who("clerk")) as work:
        await draft_minutes(work, here.meeting.id, ZONE)
    async with database.reading(here.who("clerk")) as work:
        printed = await attendance_pdf(work, here.meeting.id)
        again = await attendance_pdf(work, here.meeting.id)
    assert faults(printed.content) == []
    assert printed.content == again.content
    text = text_of(printed.content)
    assert text.count("35,50 €") == 3
    assert "106,50 €" in text
    assert "entschuldigt (erkrankt)" in text
    for who in (here.who("member"), ANYBODY):
        async with database.reading(who) as work:
            with pytest.raises(NotFound):
                await attendance_pdf(work, here.meeting.id)


async def test_lists_the_votes_that_the_reader_may_read(sqlite_database):
    here = await hall(sqlite_database)
    async with sqlite_database.reading(here.who("member")) as work:
        full = await votes_pdf(work, here.meeting.id)
        public = await votes_pdf(work, here.meeting.id, Edition.PUBLIC)
    assert faults(full.content) == faults(public.content) == []
    assert "mehrheitlich angenommen (2 Ja, 1 Nein)" in text_of(public.content)
    assert "einstimmig" in text_of(full.content)
    assert "einstimmig" not in text_of(public.content)


async def test_an_election_is_printed_as_it_was_announced(sqlite_database):
    here, words = await hall(sqlite_database), "gewählt: Amsel, Buche (Amsel 3, Buche 3)"
    await kept(
        sqlite_database, Ballot, body_id=here.body.id, agenda_item_id=here.item.id, position=5,
        method=Method.ELECTION, outcome=Outcome.ELECTED, seats=2, state=BallotState.ANNOUNCED,
        subject="Wahl des Beirats", rule="VOT-2", result=words,
        tallies=[{"key": "c1", "name": "Amsel", "votes": 3}],
    )  # fmt: skip
    async with sqlite_database.work(here.who("clerk")) as work:
        await draft_minutes(work, here.meeting.id, ZONE)
    async with sqlite_database.reading(here.who("clerk")) as work:
        for printed in (
            await votes_pdf(work, here.meeting.id),
            await minutes_pdf(work, here.meeting.id, Edition.FULL),
        ):
            assert words in text_of(printed.content)


async def test_an_extract_is_for_those_who_may_read_the_resolution(sqlite_database):
    here, database = await hall(sqlite_database), sqlite_database
    async with database.work(here.who("clerk")) as work:
        found = {
            one.agenda_item_id: one.id
            for one in await enter_resolutions(work, here.meeting.id, ZONE)
        }
    async with database.reading(ANYBODY) as work:
        public = await extract_pdf(work, found[here.item.id])
        assert (await extract_pdf(work, found[here.item.id])).content == public.content
        with pytest.raises(NotFound):
            await extract_pdf(work, found[here.secret.id])
    async with database.reading(here.who("member")) as work:
        inner = await extract_pdf(work, found[here.secret.id])
        with pytest.raises(NotFound):
            await extract_pdf(work, found[here.secret.id], Edition.PUBLIC)
    assert faults(public.content) == faults(inner.content) == []
    assert "Der Radweg wird gebaut." in text_of(public.content)
    assert CANARY in text_of(inner.content)
    assert "Nur für den Dienstgebrauch" in text_of(inner.content)
