"""A real city's persons, organizations and memberships as tables: out there, in here."""

import csv
import io
import re

import sqlalchemy as sa

from rostra.database import Database
from rostra.imports.tables.cells import undone, written
from rostra.imports.tables.handing_out import table_of
from rostra.imports.tables.reports import Fate
from rostra.imports.tables.sheets import decoded
from rostra.imports.tables.tables import TableName
from rostra.imports.tables.taking_in import Sent, check_table, import_table
from rostra.organizations.models import Body
from support import actors
from support.make.organizations import make_body
from support.real_cities import beside_the_checkout

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MANY = 120
pytestmark = beside_the_checkout


def lines_of(text):
    """The lines of a table."""
    read = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    return [[undone(cell) for cell in line] for line in read]


def as_another_system_has_it(text):
    """The table with keys of its own, without places, in the old encoding and with commas."""
    heading, *rows = lines_of(ID.sub(lambda found: "hw-" + found[0], text))
    kept = [number for number, name in enumerate(heading) if name != "location"]
    told = written([heading[n] for n in kept], [[row[n] for n in kept] for row in rows])
    again = io.StringIO(newline="")
    csv.writer(again).writerows(lines_of(told))
    return decoded(again.getvalue().encode("cp1252"))


def without_keys(text):
    """What a table says, whatever the keys are, and whole names that are made from their parts."""
    heading, *rows = lines_of(ID.sub("", text))
    told = {"location", "personName"} | ({"name"} if "familyName" in heading else set())
    kept = [number for number, name in enumerate(heading) if name not in told]
    return sorted([row[n] for n in kept] for row in rows)


def beginning_of(text):
    """The first lines of a table: all of most."""
    heading, *rows = lines_of(text)
    return written(heading, rows[:MANY])


async def tables_of(database, body):
    """All tables of a body."""
    async with database.reading(actors.clerk_of(body)) as work:
        return {name: await table_of(work, body.id, name) for name in TableName}


async def test_comes_out_there_and_in_here(huertgenwald, database):
    there = Database(huertgenwald.url)
    async with there.reading(actors.anybody) as work:
        (body,) = await work.fetch(work.readable(Body).order_by(sa.func.length(Body.name)))
    tables = await tables_of(there, body)
    await there.close()
    assert [len(lines_of(text)) - 1 for text in tables.values()] == [49, 22, 533]
    tables = {name: beginning_of(text) for name, text in tables.items()}

    here = await make_body(database)
    for name, text in tables.items():
        sent = Sent(here.id, name, as_another_system_has_it(text))
        async with database.work(actors.clerk_of(here)) as work:
            report = await check_table(work, sent)
        wrong = [(line.name, line.remarks) for line in report.lines if line.fate is Fate.REFUSED]
        assert wrong == []
        async with database.work(actors.clerk_of(here)) as work:
            await import_table(work, sent, report.fingerprint)
        async with database.work(actors.clerk_of(here)) as work:
            again = await check_table(work, sent)
        assert again.count(Fate.LEFT) == len(lines_of(text)) - 1
    found = await tables_of(database, here)
    for name, text in tables.items():
        assert without_keys(found[name]) == without_keys(text)
