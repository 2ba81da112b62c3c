"""Tables out and in again: nothing changes, whatever is in them, and garbage does no harm."""

import asyncio
import csv
import io
import shutil
import sqlite3
from contextlib import closing, contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra.access import system
from rostra.database import Database
from rostra.errors import Conflict, Invalid
from rostra.imports.tables.cells import defused, undone, written
from rostra.imports.tables.handing_out import table_of
from rostra.imports.tables.reports import Fate
from rostra.imports.tables.sheets import decoded
from rostra.imports.tables.tables import TABLES, TableName
from rostra.imports.tables.taking_in import Sent, check_table, import_table
from rostra.organizations.models import Organization
from rostra.people.models import Person
from support import actors
from support.make.organizations import make_body, make_location, make_membership, make_organization
from support.make.people import make_person
from support.making import kept

FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORDS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
    st.text("=+-@'\";,\t\r\n ＝x1", max_size=6),
)
DAYS = st.one_of(st.none(), st.dates())
SEVERAL = st.one_of(st.none(), st.lists(WORDS.filter(bool), max_size=3))


@given(WORDS.filter(lambda text: text is not None))
def test_a_cell_comes_back_as_it_was(cell):
    assert undone(defused(cell)) == cell
    assert defused(cell)[:1] not in tuple("=+-@\t\r＝＋－＠")


def test_no_cell_of_a_download_is_a_formula():
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "=cmd|' /C calc'!A0", "＝1"]
    (heading, line) = csv.reader(io.StringIO(written(["a"] * 9, [evil])), delimiter=";")
    assert len(heading) == 9
    assert [cell[0] for cell in line] == ["'"] * 9
    assert [undone(cell) for cell in line] == evil


@st.composite
def councils(draw):
    """What is to be entered into a body: persons, organizations and memberships."""
    persons = draw(st.lists(st.fixed_dictionaries({
        "name": WORDS, "family_name": WORDS, "given_name": WORDS, "affix": WORDS,
        "gender": WORDS, "form_of_address": WORDS, "title": SEVERAL, "email": SEVERAL,
        "phone": SEVERAL,
    }), max_size=3))  # fmt: skip
    organizations = draw(st.lists(st.fixed_dictionaries({
        "name": WORDS, "short_name": WORDS, "classification": WORDS, "website": WORDS,
        "organization_type": WORDS, "start_date": DAYS, "end_date": DAYS,
    }), max_size=3))  # fmt: skip
    place = st.integers(0, 2)
    seats = draw(st.lists(st.tuples(place, place, place, st.fixed_dictionaries({
        "role": WORDS, "voting_right": st.sampled_from([None, True, False]), "office": WORDS,
        "start_date": DAYS, "end_date": DAYS,
    })), max_size=4))  # fmt: skip
    return persons, organizations, seats


async def entered(work, council):
    """A body with this council, as an import from another system leaves it."""
    persons, organizations, seats = council
    body = await make_body(work)
    hall = await make_location(work, body)
    people = [await kept(work, Person, body_id=body.id, **one) for one in persons]
    places = []
    for one in organizations:
        above = places[-1].id if places else None
        places.append(await kept(work, Organization, body_id=body.id, location_id=hall.id,
                                 sub_organization_of_id=above, **one))  # fmt: skip
    for who, where, whose, values in seats:
        if people and places:
            await make_membership(
                work, people[who % len(people)], places[where % len(places)],
                on_behalf_of_id=places[whose % len(places)].id, **values,
            )  # fmt: skip
    return body


@pytest.fixture
def fresh(sqlite_template, tmp_path):
    """A way to an empty database, again and again."""

    def opened():
        path = tmp_path / "tables.db"
        path.unlink(missing_ok=True)
        shutil.copy(sqlite_template, path)
        return Database(f"sqlite+aiosqlite:///{path}")

    return opened


def everything(database):
    """All that stands in the database."""
    with closing(sqlite3.connect(database.url.database)) as db:
        return list(db.iterdump())


async def out_and_in(database, body, name):
    """What becomes of a table that is handed out and taken in again."""
    async with database.reading(actors.clerk_of(body)) as work:
        text = await table_of(work, body.id, name)
    sent = Sent(body.id, name, text)
    async with database.work(actors.clerk_of(body)) as work:
        report = await check_table(work, sent)
    if report.fits:
        async with database.work(actors.clerk_of(body)) as work:
            await import_table(work, sent, report.fingerprint)
    return report


@given(council=councils())
@FEW
def test_out_and_in_again_changes_nothing(fresh, council):
    async def compare():
        database = fresh()
        async with database.work(system) as work:
            body = await entered(work, council)
        before = everything(database)
        for name in TableName:
            report = await out_and_in(database, body, name)
            assert {line.fate for line in report.lines} <= {Fate.LEFT}, report
        assert everything(database) == before
        await database.close()

    asyncio.run(compare())


@contextmanager
def refused_as_text():
    """No refusal, or one that speaks of the text."""
    try:
        yield
    except Invalid as refusal:
        if refusal.field != "text":
            raise


CELLS = st.one_of(
    WORDS.map(lambda text: text or ""),
    st.sampled_from(["1.2.2026", "2026-13-01", "31.02.2026", "ja", "x", "P1", "P2", "admin",
                     "0001-01-01", "9999-12-31", "clerk", "chair", "Stadtrat", "Klara Amsel",
                     "01a2071b-d51a-70bf-b1f9-7907529daae3"]),
)  # fmt: skip


@st.composite
def garbage(draw):
    """A table that somebody might send, or something that is none."""
    name = draw(st.sampled_from(TableName))
    if draw(st.booleans()):
        return name, draw(st.text(max_size=200))
    known = [heading for one in TABLES[name].columns for heading in (one.name, *one.headings)]
    heading = draw(st.lists(st.sampled_from(known), min_size=1, max_size=8, unique=True))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(heading), max_size=len(heading)), max_size=5))
    delimiter = draw(st.sampled_from(";,\t"))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([heading, *rows])
    return name, text.getvalue()


@given(tables=st.lists(garbage(), min_size=1, max_size=3))
@FEW
def test_whatever_comes_is_refused_reported_or_taken_as_a_whole(fresh, tables):
    async def send():
        database = fresh()
        body = await make_body(database)
        council = await make_organization(database, body, name="Stadtrat")
        await make_membership(database, await make_person(database, body), council)
        for name, text in tables:
            sent = Sent(body.id, name, text)
            before = everything(database)
            report = None
            with refused_as_text():
                async with database.work(actors.clerk_of(body)) as work:
                    report = await check_table(work, sent)
            assert everything(database) == before
            if report is None:
                continue
            async with database.work(actors.clerk_of(body)) as work:
                if not report.fits:
                    with pytest.raises(Conflict):
                        await import_table(work, sent, report.fingerprint)
                else:
                    assert await import_table(work, sent, report.fingerprint) == report
            changed = everything(database) != before
            expected = report.fits and any(line.fate is not Fate.LEFT for line in report.lines)
            assert changed == expected
        await database.close()

    asyncio.run(send())


@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_text_or_refused(content):
    with refused_as_text():
        assert isinstance(decoded(content), str)
