"""The council as tables: what is shown is what is done, as a whole or not at all."""

import csv
import datetime as dt
import io

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY
from rostra.events import LoggedEvent
from rostra.imports.tables.handing_out import table_of
from rostra.imports.tables.sheets import decoded
from rostra.imports.tables.tables import TableName
from rostra.imports.tables.taking_in import Sent, check_table, import_table
from rostra.people.models import Person
from rostra.records import Record, now
from support import actors
from support.make.organizations import make_body

PERSONS, ORGANIZATIONS, MEMBERSHIPS = TableName
TODAY = now().date()
DAY = dt.timedelta(days=1)


@pytest.fixture
async def body(database):
    return await make_body(database)


async def checked(database, body, name, text, who=None):
    """What a table would do."""
    async with database.work(who or actors.clerk_of(body)) as work:
        return await check_table(work, Sent(body.id, name, text))


async def taken(database, body, name, text, who=None):
    """The report of a table that was looked at and then taken in."""
    report = await checked(database, body, name, text, who)
    async with database.work(who or actors.clerk_of(body)) as work:
        done = await import_table(work, Sent(body.id, name, text), report.fingerprint)
    assert done == report
    return done


async def handed_out(database, body, name, who=None):
    """A table as it is handed out."""
    async with database.reading(who or actors.clerk_of(body)) as work:
        return await table_of(work, body.id, name)


async def everything(database):
    """All that stands in the database."""
    async with database.reading(ANYBODY) as work:
        return {
            table.name: sorted(map(repr, await work.rows(sa.select(table))))
            for table in Record.metadata.sorted_tables
        }


def fates(report):
    """What becomes of the lines."""
    return [str(line.fate) for line in report.lines]


def remarks(report):
    """What is said about the lines."""
    return [
        (line.number, one.column, one.sentence) for line in report.lines for one in line.remarks
    ]


def lines_of(text):
    """A table's lines by heading."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


GERMAN = "Schlüssel;Vorname;Nachname;E-Mail\r\nP1;Klara;Amsel;k@example.org\r\nP2;Jörg;Zaß;\r\n"


@pytest.mark.parametrize(
    "content",
    [
        GERMAN.encode(),
        GERMAN.encode("utf-8-sig"),
        GERMAN.encode("cp1252"),
        GERMAN.encode("utf-16"),
        GERMAN.replace(";", ",").encode(),
        GERMAN.replace(";", "\t").replace("\r\n", "\n").encode("cp1252"),
        b"sep=;\r\n" + GERMAN.encode("cp1252"),
        GERMAN.replace("Amsel", '"Amsel"').replace("\r\n", "\r").encode(),
    ],
)
async def test_reads_what_spreadsheets_write(sqlite_database, content):
    body = await make_body(sqlite_database)
    report = await taken(sqlite_database, body, PERSONS, decoded(content))
    assert fates(report) == ["created", "created"]
    assert [line.name for line in report.lines] == ["Klara Amsel", "Jörg Zaß"]
    async with sqlite_database.reading(ANYBODY) as work:
        found = await work.fetch(work.readable(Person).order_by(Person.name))
    assert [one.name for one in found] == ["Jörg Zaß", "Klara Amsel"]
    assert [one.email for one in found] == [None, ["k@example.org"]]


async def test_shows_each_field_and_keeps_nothing(database, body):
    await taken(database, body, PERSONS, GERMAN)
    before = await everything(database)
    text = GERMAN.replace("k@example.org", "klara@example.org").replace("Jörg", "Georg")
    report = await checked(database, body, PERSONS, text + "P3;Ina;Neu;\n")
    assert fates(report) == ["changed", "changed", "created"]
    (change,) = report.lines[0].changes
    assert (change.column, change.before, change.after) == (
        "email", "k@example.org", "klara@example.org",
    )  # fmt: skip
    assert await everything(database) == before


async def test_taking_the_same_file_in_again_changes_nothing(database, body):
    await taken(database, body, PERSONS, GERMAN)
    before = await everything(database)
    report = await taken(database, body, PERSONS, GERMAN)
    assert fates(report) == ["left", "left"]
    assert await everything(database) == before


async def test_records_the_events_of_the_single_verbs(database, body):
    await taken(database, body, PERSONS, GERMAN)
    await taken(database, body, PERSONS, GERMAN.replace("Klara", "Clara"))
    async with database.reading(ANYBODY) as work:
        logged = await work.fetch(sa.select(LoggedEvent.name).order_by(LoggedEvent.position))
    assert logged == ["PersonChanged"] * 3
