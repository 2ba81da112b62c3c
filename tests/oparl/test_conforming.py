"""The interface does what the standard says, point by point."""

import re
from urllib.parse import parse_qsl, urlsplit

from rostra.access import system
from rostra.meetings.models import AgendaItem, Meeting
from support.make.meetings import make_agenda_item
from support.make.organizations import make_body
from support.make.papers import make_paper
from support.publishing import (
    ENTRY,
    LISTS,
    ROOT,
    SETTINGS,
    SITE,
    everything,
    first_body,
    got,
    inside,
    listed,
    make_council,
    reading,
)
from support.schemas import DATE_TIME, faults

SCHEMA = "https://schema.oparl.org/1.1/"
REFERENCES = {
    "body": "Body", "system": "System", "organization": "Organization", "person": "Person",
    "meeting": "Meeting", "agendaItem": "AgendaItem", "paper": "Paper", "file": "File",
    "consultation": "Consultation", "membership": "Membership", "location": "Location",
    "participant": "Person", "onBehalfOf": "Organization", "subOrganizationOf": "Organization",
    "originatorPerson": "Person", "originatorOrganization": "Organization",
    "underDirectionOf": "Organization", "relatedPaper": "Paper", "superordinatedPaper": "Paper",
    "subordinatedPaper": "Paper", "masterFile": "File", "derivativeFile": "File",
    "bodies": "Body", "organizations": "Organization", "persons": "Person",
    "meetings": "Meeting", "papers": "Paper", "rostra:parent": "AgendaItem",
    "rostra:legislativeTerm": "LegislativeTerm",
}  # fmt: skip
"""The fields that name objects, and the type that must be found there."""


def references(thing):
    """The addresses of objects in an object, each with the type that it promises."""
    kind = thing["type"].rsplit("/", 1)[-1]
    for field, name in REFERENCES.items():
        values = thing.get(field)
        for value in values if isinstance(values, list) else [values]:
            is_list = kind in ("Body", "System") and field != "system" and field != "location"
            is_list |= kind == "Organization" and field in ("meeting", "consultation")
            if isinstance(value, str) and not is_list:
                yield value, name


async def test_the_entry_is_a_system_of_version_1_1(database):
    await make_council(database)
    async with reading(database) as client:
        entry = await got(client, ENTRY)
    assert entry["type"] == SCHEMA + "System"
    assert entry["oparlVersion"] == SCHEMA
    assert entry["license"] == SETTINGS.license_url
    assert entry["name"] == "Brunnfeld"
    assert faults(entry) == []


async def test_an_empty_installation_has_an_entry_and_no_bodies(sqlite_database):
    async with reading(sqlite_database) as client:
        entry = await got(client, ENTRY)
        page = await got(client, entry["body"])
    assert page["data"] == []
    assert page["pagination"]["totalElements"] == 0
    assert "next" not in page["links"]


async def test_every_object_fits_its_schema(database):
    await make_council(database)
    async with reading(database) as client:
        found = await everything(client)
    assert {field for field, things in found.items() if not things} == set()
    assert [fault for things in found.values() for one in things for fault in faults(one)] == []


async def test_what_does_not_fit_is_noticed(sqlite_database):
    await make_council(sqlite_database)
    async with reading(sqlite_database) as client:
        (meeting,) = await listed(client, (await first_body(client))["meeting"])
    assert faults(meeting) == []
    for field, value in (("start", "2026-01-01T10:00:00"), ("cancelled", "no"), ("web", 1)):
        (fault,) = faults(meeting | {field: value})
        assert field in fault
    (item, *others) = meeting["agendaItem"]
    (fault,) = faults(meeting | {"agendaItem": [item | {"order": "first"}, *others]})
    assert "order" in fault
    (fault,) = faults({name: value for name, value in meeting.items() if name != "modified"})
    assert "modified" in fault


async def test_every_address_leads_to_an_object_of_that_type_and_address(database):
    await make_council(database)
    async with reading(database) as client:
        found = [one for things in (await everything(client)).values() for one in inside(things)]
        named = {pair for thing in found for pair in references(thing)}
        assert len({name for _, name in named}) >= 9
        for address, name in named:
            thing = await got(client, address)
            assert (thing["id"], thing["type"]) == (address, SCHEMA + name)


async def test_every_embedded_object_is_found_at_its_address_with_its_way_back(database):
    council = await make_council(database)
    ways_back = {
        "AgendaItem": ("meeting", council.address("meeting")),
        "Membership": ("person", council.address("klara")),
        "LegislativeTerm": ("body", council.address("body")),
        "Consultation": ("paper", council.address("paper")),
    }
    async with reading(database) as client:
        lists = await everything(client)
        embedded = [
            one for things in lists.values() for thing in things for one in inside(thing)[1:]
        ]
        kinds = {one["type"].rsplit("/", 1)[-1] for one in embedded}
        assert kinds == {*ways_back, "File", "Location"}
        for one in embedded:
            kind = one["type"].rsplit("/", 1)[-1]
            alone = await got(client, one["id"])
            assert one.items() <= alone.items()
            if kind in ways_back:
                field, parent = ways_back[kind]
                assert field not in one
                assert alone[field] == parent
            if kind == "File":
                assert {"meeting", "agendaItem", "paper"} & set(alone)
                assert not {"meeting", "agendaItem", "paper", "text"} & set(one)


async def test_every_object_has_its_times_and_a_page(database):
    await make_council(database)
    async with reading(database) as client:
        found = [one for things in (await everything(client)).values() for one in inside(things)]
    for one in found:
        assert DATE_TIME.fullmatch(one["created"])
        assert DATE_TIME.fullmatch(one["modified"])
    pages = {one["type"].rsplit("/", 1)[-1]: one.get("web", "") for one in found}
    assert re.fullmatch(f"{SITE}/agenda-items/[0-9a-f-]{{36}}", pages["AgendaItem"])
    assert pages["Meeting"].startswith(f"{SITE}/meetings/")


async def test_times_carry_the_offset_of_the_city(database):
    council = await make_council(database)
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
    assert meeting["start"] == "2026-03-12T18:00:00+01:00"
    assert meeting["created"] == "2020-01-01T01:00:00+01:00"


async def test_times_of_any_year_keep_to_the_grammar(sqlite_database):
    council = await make_council(sqlite_database)
    for year in (1, 1850, 9999):
        async with sqlite_database.work(system) as work:
            meeting = await work.find(Meeting, council.meeting.id)
            meeting.start = meeting.start.replace(year=year, month=12, day=31, hour=23)
        async with reading(sqlite_database) as client:
            meeting = await got(client, council.address("meeting"))
        assert DATE_TIME.fullmatch(meeting["start"]), meeting["start"]


async def test_order_counts_from_0_over_what_is_shown(database):
    council = await make_council(database)
    async with database.work(system) as work:
        inside_only = await work.audience({"role:clerk:1"})
        await make_agenda_item(work, council.meeting, 4, audience_id=inside_only)
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
        assert [item["order"] for item in meeting["agendaItem"]] == [0, 1, 2]
        alone = [await got(client, item["id"]) for item in meeting["agendaItem"]]
        assert [item["order"] for item in alone] == [0, 1, 2]
        body = await first_body(client)
        by_id = {item["id"]: item["order"] for item in await listed(client, body["agendaItem"])}
    assert by_id == {item["id"]: item["order"] for item in meeting["agendaItem"]}


async def test_a_public_item_of_the_closed_part_says_so(database):
    council = await make_council(database)
    async with database.work(system) as work:
        (await work.find(AgendaItem, council.opening.id)).public = False
    async with reading(database) as client:
        item = await got(client, council.address("opening"))
    assert item["public"] is False


async def test_brevity_leaves_out_what_is_inside(database):
    await make_council(database)
    left_out = {
        "meeting": {"auxiliaryFile", "agendaItem"},
        "agendaItem": {"auxiliaryFile"},
        "paper": {"auxiliaryFile", "location"},
        "person": {"membership"},
        "file": {"text"},
    }
    async with reading(database) as client:
        body = await first_body(client)
        for field, names in left_out.items():
            full = await listed(client, body[field])
            brief = await listed(client, body[field], omit_internal="true")
            assert names <= {name for one in full for name in one}
            assert not names & {name for one in brief for name in one}
            assert [one["id"] for one in brief] == [one["id"] for one in full]
        entry = await got(client, ENTRY)
        (brief_body,) = await listed(client, entry["body"], omit_internal="true")
        assert "legislativeTerm" in body
        assert "legislativeTerm" not in brief_body


async def test_text_is_not_escaped(database):
    council = await make_council(database)
    async with reading(database) as client:
        reply = await client.get(council.address("roadway"))
    assert reply.json()["name"] == "Radweg & <Brücke>"
    assert "Radweg & <Brücke>" in reply.text


async def test_bytes_that_we_hold_are_ours_and_others_the_sources(database):
    council = await make_council(database)
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
        paper = await got(client, council.address("paper"))
    ours, others = meeting["invitation"], paper["auxiliaryFile"][0]
    id = ours["id"].rsplit("/", 1)[-1]
    assert ours["accessUrl"] == f"{SITE}/files/{id}/view"
    assert ours["downloadUrl"] == f"{SITE}/files/{id}/download"
    assert others["accessUrl"] == f"{SITE}/fremd/1.pdf"


async def test_fields_of_other_systems_pass_through(database):
    council = await make_council(database)
    async with database.work(system) as work:
        await make_paper(
            work, council.body, name="Fremd",
            vendor={"OTHER:state": "offen", "OTHER:none": None, "name": "falsch"},
        )  # fmt: skip
    async with reading(database) as client:
        body = await first_body(client)
        (paper,) = [p for p in await listed(client, body["paper"]) if p["name"] == "Fremd"]
    assert paper["OTHER:state"] == "offen"
    assert "OTHER:none" not in paper


async def test_each_body_lists_its_own_things(database):
    council = await make_council(database)
    other = await make_body(database, name="Ortsteil")
    await make_paper(database, other, name="Dorfplatz")
    async with reading(database) as client:
        entry = await got(client, ENTRY)
        bodies = {one["name"]: one for one in await listed(client, entry["body"])}
        mine = await listed(client, bodies[council.body.name]["paper"])
        theirs = await listed(client, bodies["Ortsteil"]["paper"])
        empty = {field: await listed(client, bodies["Ortsteil"][field])
                 for field in LISTS if field != "paper"}  # fmt: skip
    assert [one["name"] for one in theirs] == ["Dorfplatz"]
    assert "Dorfplatz" not in [one["name"] for one in mine]
    assert set(map(len, empty.values())) == {0}


async def test_an_organization_lists_its_meetings_and_consultations(database):
    council = await make_council(database)
    async with reading(database) as client:
        organization = await got(client, council.address("council"))
        meetings = await listed(client, organization["meeting"])
        consultations = await listed(client, organization["consultation"])
        faction = await got(client, council.address("faction"))
        assert await listed(client, faction["meeting"]) == []
        assert meetings == [await got(client, council.address("meeting"))]
        assert consultations == [await got(client, council.address("consultation"))]


async def test_links_spell_every_parameter_in_one_order(database):
    await make_council(database)
    asked = {
        "omit_internal": "true", "limit": "1", "modified_until": "2030-01-01T00:00:00+02:00",
        "created_since": "2001-02-03T04:05:06+01:00", "modified_since": "2001-02-03T04:05:06Z",
        "created_until": "2030-01-01T00:00:00-05:00", "unknown": "x",
    }  # fmt: skip
    async with reading(database) as client:
        page = await got(client, f"{(await first_body(client))['agendaItem']}", **asked)
        for name, link in page["links"].items():
            query = urlsplit(link).query
            assert "+" not in query
            assert "%2B" in query
            names = [key for key, _ in parse_qsl(query)]
            kept = ["created_since", "created_until", "modified_since", "modified_until", "limit",
                    "omit_internal"]  # fmt: skip
            more = {"next": ["after"], "last": ["before"]}.get(name, [])
            assert names == kept + more
        assert (await got(client, page["links"]["self"])) == page
        assert page["links"]["self"].startswith(ROOT)
