"""The council as tables: what is shown is what is done, as a whole or not at all."""

import csv
import datetime as dt
import io

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, GRANTS, Office, role_token
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.imports.tables.handing_out import table_of
from rostra.imports.tables.lines import MOST_NEW
from rostra.imports.tables.sheets import LARGEST, MOST_LINES, decoded
from rostra.imports.tables.tables import TableName
from rostra.imports.tables.taking_in import Sent, check_table, import_table
from rostra.organizations.models import Membership, Organization
from rostra.people.keeping import withdraw_person
from rostra.people.models import Person
from rostra.records import Record, now
from support import actors
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_person

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


async def test_refuses_what_has_changed_since_it_was_shown(database, body):
    await taken(database, body, PERSONS, GERMAN)
    sent = Sent(body.id, PERSONS, GERMAN.replace("Klara", "Clara"))
    async with database.work(actors.clerk_of(body)) as work:
        report = await check_table(work, sent)
    await taken(database, body, PERSONS, GERMAN.replace("Klara", "Carla"))
    before = await everything(database)
    async with database.work(actors.clerk_of(body)) as work:
        with pytest.raises(Conflict, match="looked at"):
            await import_table(work, sent, report.fingerprint)
    assert await everything(database) == before


async def test_takes_in_all_lines_or_none(database, body):
    text = GERMAN + "P3;Ina;;\nP4;Ole;Rot;nowhere\nP1;Noch;Einmal;\nP5;Uwe\n"
    before = await everything(database)
    report = await checked(database, body, PERSONS, text)
    assert fates(report) == ["created", "created", *["refused"] * 4]
    assert [(number, column) for number, column, _ in remarks(report)] == [
        (4, "familyName"), (5, "email"), (6, "key"), (7, ""),
    ]  # fmt: skip
    async with database.work(actors.clerk_of(body)) as work:
        with pytest.raises(Conflict, match="Nothing was changed"):
            await import_table(work, Sent(body.id, PERSONS, text), report.fingerprint)
    assert await everything(database) == before


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("", "paste"),
        ("\ufeff\r\n;;\n", "no line"),
        ("Farbe;Form\nrot;rund\n", "none of the columns"),
        ("key\nP1\n", "none of the columns"),
        ("Nachname;familyName\nA;B\n", "same column"),
        ('Nachname\n"Am"sel\n', "Line 2"),
        ('Nachname\nA\n"Amsel\n', "Line 3"),
        ("Nachname\n" + "A\n" * (MOST_LINES + 1), "lines at most"),
        ("key;Nachname\n" + "".join(f"{n};A\n" for n in range(MOST_NEW + 1)), "something new"),
        ("Nachname\n" + "A" * LARGEST, "characters at most"),
        ("Nachname\nA\x00B\n", "no text"),
    ],
)
async def test_says_why_a_text_is_no_table(sqlite_database, text, about):
    body = await make_body(sqlite_database)
    with pytest.raises(Invalid, match=about) as refusal:
        await checked(sqlite_database, body, PERSONS, text)
    assert refusal.value.field == "text"


async def test_is_for_those_who_keep_such_things(database, body):
    council = await make_organization(database, body)
    other = await make_body(database, name="Anderswo")
    strangers = (ANYBODY, actors.councillor_of(council), actors.clerk_of(other))
    for who in strangers:
        for name in TableName:
            with pytest.raises(NotPermitted):
                await checked(database, body, name, GERMAN, who)
            with pytest.raises(NotPermitted):
                await handed_out(database, body, name, who)
    with pytest.raises(NotFound):
        async with database.reading(actors.clerk_of(body)) as work:
            await table_of(work, council.id, PERSONS)


async def test_finds_by_name_where_there_is_no_key(database, body):
    await make_person(database, body, given_name="Ina", family_name="Rot", name="Ina Rot")
    for number in range(2):
        await make_person(
            database, body, given_name="Uwe", family_name="Grau", name=f"Uwe {number}"
        )
    report = await checked(
        database, body, PERSONS,
        "Vorname;Nachname;Titel\nINA;rot;Dr.\nUwe;Grau;\nIna;Rot;Prof.\nMia;Weiß;\nMia;Weiß;\n",
    )  # fmt: skip
    assert fates(report) == ["changed", "refused", "refused", "created", "refused"]
    said = {number: sentence for number, _, sentence in remarks(report)}
    assert "Without a key" in said[2]
    assert "There are 2" in said[3]
    assert "Line 2" in said[4]
    assert "Line 5" in said[6]
    report = await checked(database, body, PERSONS, "key;Vorname;Nachname\nx1;Ina;Rot\n")
    assert (fates(report), [one[2] for one in remarks(report)]) == (
        ["created"], ["There is another one of this name."],
    )  # fmt: skip


async def test_leaves_alone_what_has_no_column_and_empties_empty_cells(database, body):
    person = await make_person(
        database, body, gender="weiblich", phone=["1", "2"], title=["Prof.", "Dr."]
    )
    text = f"key;familyName;gender\n{person.id};Meise;\n"
    await taken(database, body, PERSONS, text)
    async with database.reading(ANYBODY) as work:
        found = await work.find(Person, person.id)
    assert (found.gender, found.phone, found.title) == (None, ["1", "2"], ["Prof.", "Dr."])
    assert found.name == "Prof. Dr. Klara Meise"


async def test_brings_back_nothing_that_was_withdrawn(database, body):
    await taken(database, body, PERSONS, GERMAN)
    keys = [line["key"] for line in lines_of(await handed_out(database, body, PERSONS))]
    async with database.work(actors.clerk_of(body)) as work:
        for person in await work.fetch(work.readable(Person)):
            await withdraw_person(work, person.id)
    report = await taken(database, body, PERSONS, GERMAN)
    assert fates(report) == ["left", "left"]
    assert {sentence for _, _, sentence in remarks(report)} == {
        "What bore this key is not here any more, and stays away."
    }
    report = await checked(database, body, PERSONS, f"key;Nachname\n{keys[0]};Neu\n")
    assert fates(report) == ["refused"]


COUNCIL = (
    "key;Name;Kurzname;Art;gehört zu;Beginn;Ende\n"
    "U;Unterausschuss;UA;Ausschuss;A;;\n"
    "A;Ausschuss;;Ausschuss;Stadtrat;01.02.2024;\n"
    "R;Stadtrat;SR;Rat;;;\n"
)


async def test_enters_organizations_below_those_that_follow(database, body):
    report = await taken(database, body, ORGANIZATIONS, COUNCIL)
    assert fates(report) == ["created"] * 3
    told = {line.name: {one.column: one.after for one in line.changes} for line in report.lines}
    assert told["Unterausschuss"]["subOrganizationOf"] == "Ausschuss"
    assert told["Ausschuss"]["subOrganizationOf"] == "Stadtrat"
    assert told["Ausschuss"]["startDate"] == "2024-02-01"
    assert fates(await taken(database, body, ORGANIZATIONS, COUNCIL)) == ["left"] * 3
    circle = COUNCIL.replace("R;Stadtrat;SR;Rat;;", "R;Stadtrat;SR;Rat;U;")
    assert fates(await checked(database, body, ORGANIZATIONS, circle))[2] == "refused"
    other = await make_body(database, name="Anderswo")
    circle = circle.replace("SR;Rat;U", "SR;Rat;UA")
    assert fates(await checked(database, other, ORGANIZATIONS, circle)) == ["refused"] * 3


async def test_ends_an_organization_with_its_memberships(database, body):
    council = await make_organization(database, body, name="Ausschuss")
    person = await make_person(database, body)
    seat = await make_membership(database, person, council)
    text = f"key;name;endDate\n{council.id};Sonderausschuss;{TODAY:%d.%m.%Y}\n"
    report = await checked(database, body, ORGANIZATIONS, text)
    assert report.lines[0].endings == "Dr. Klara Amsel"
    await make_membership(database, await make_person(database, body, name="Ole Spät"), council)
    sent = Sent(body.id, ORGANIZATIONS, text)
    async with database.work(actors.clerk_of(body)) as work:
        with pytest.raises(Conflict):
            await import_table(work, sent, report.fingerprint)
    await taken(database, body, ORGANIZATIONS, text)
    async with database.reading(ANYBODY) as work:
        assert (await work.find(Membership, seat.id)).end_date == TODAY
        ended = await work.find(Organization, council.id)
    assert (ended.name, ended.end_date) == ("Sonderausschuss", TODAY)
    again = f"key;endDate\n{council.id};\n"
    assert fates(await checked(database, body, ORGANIZATIONS, again)) == ["refused"]


async def test_seats_those_of_earlier_tables(database, body):
    await taken(database, body, PERSONS, GERMAN)
    await taken(database, body, ORGANIZATIONS, COUNCIL)
    text = (
        "Schlüssel;Person;Gremium;Funktion;Stimmrecht;von;bis;Fraktion\n"
        "M1;P1;SR;Mitglied;ja;01.01.2025;;A\n"
        "M2;Jörg Zaß;Ausschuss;Vorsitz;nein;2025-01-01;2029-12-31;\n"
    )
    report = await taken(database, body, MEMBERSHIPS, text)
    assert [line.name for line in report.lines] == ["Klara Amsel, Stadtrat", "Jörg Zaß, Ausschuss"]
    assert fates(await taken(database, body, MEMBERSHIPS, text)) == ["left", "left"]
    later = text.replace("01.01.2025;;A", "01.01.2025;30.06.2027;A") + (
        "M3;P1;R;Vorsitz;ja;1.7.2027;;\nM4;P1;U;;;01.01.2025;31.12.2024;\nM5;P2;A;;vielleicht;;;\n"
        "M6;P9;A;;;;;\n"
    )
    report = await checked(database, body, MEMBERSHIPS, later)
    assert fates(report) == ["changed", "left", "created", "refused", "refused", "refused"]
    assert [one[1] for one in remarks(report)] == ["endDate", "votingRight", "person"]
    moved = text.replace("M1;P1;SR", "M1;P2;SR")
    assert fates(await checked(database, body, MEMBERSHIPS, moved)) == ["refused", "left"]


async def test_gives_no_office_beyond_ones_own(database, body):
    person = await make_person(database, body)
    council = await make_organization(database, body)
    head = "person;organization;office\n"
    for office in (Office.ADMINISTRATOR, Office.EDITOR, Office.MODERATOR, "king"):
        text = f"{head}{person.id};{council.id};{office}\n"
        assert fates(await checked(database, body, MEMBERSHIPS, text)) == ["refused"]
        assert fates(await checked(database, body, MEMBERSHIPS, text, administrator_of(body))) == [
            "refused" if office == "king" else "created"
        ]
    mighty = await make_membership(database, person, council, office=Office.ADMINISTRATOR)
    for text in (f"key;role\n{mighty.id};Bote\n", f"key;office\n{mighty.id};\n"):
        assert fates(await checked(database, body, MEMBERSHIPS, text)) == ["refused"]
    assert fates(await taken(database, body, MEMBERSHIPS, f"key;office\n{mighty.id};\n",
                             administrator_of(body))) == ["changed"]  # fmt: skip


def administrator_of(body):
    """Somebody who governs the body."""
    tokens = {role_token(Office.ADMINISTRATOR, body.id)}
    return actors.holder("administrator", tokens, {body.id: GRANTS[Office.ADMINISTRATOR]})


async def test_tells_nothing_of_what_one_may_not_read(database, body):
    person = await make_person(database, body, name="Ina Geheim", family_name="Geheim")
    council = await make_organization(database, body, name="Geheimrat")
    await make_membership(database, person, council)
    async with database.work(administrator_of(body)) as work:
        within = await work.audience({role_token(Office.ADMINISTRATOR, body.id)})
        for one in (await work.find(Person, person.id), await work.find(Organization, council.id)):
            one.audience_id = within
    shown = await make_organization(database, body, name="Amt", sub_organization_of_id=council.id)
    secret = {str(person.id), str(council.id), "Geheim", "Geheimrat"}
    for name in TableName:
        text = await handed_out(database, body, name)
        assert not [one for one in secret if one in text]
        assert [one for one in secret if one in await handed_out(
            database, body, name, administrator_of(body))]  # fmt: skip
    for kind, key in (PERSONS, person.id), (ORGANIZATIONS, council.id):
        column = "Nachname" if kind is PERSONS else "Name"
        absent = "01a2071b-d51a-70bf-b1f9-7907529daae3"
        said = []
        for one in (str(key), absent):
            report = await checked(database, body, kind, f"key;{column}\n{one};Neu\n")
            said.append([(line.fate, line.name, line.remarks) for line in report.lines])
        assert said[0] == said[1]
    await taken(database, body, ORGANIZATIONS, f"key;shortName\n{shown.id};A\n")
    async with database.reading(administrator_of(body)) as work:
        assert (await work.find(Organization, shown.id)).sub_organization_of_id == council.id
