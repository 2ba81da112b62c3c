"""Filters and relations: what belongs together is found together, and nothing else."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rostra.access import NOBODY, system
from rostra.meetings.models import MeetingOrganization
from rostra.papers.models import PaperOrganization, PaperPerson, PaperRelation
from support import actors
from support.asking import ask
from support.make.files import make_file
from support.make.meetings import (
    make_agenda_item,
    make_attendance,
    make_ballot,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import (
    make_body,
    make_legislative_term,
    make_membership,
    make_organization,
)
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.make.posts import make_post

TODAY = dt.datetime.now(ZoneInfo("Europe/Berlin")).date()
DAY = dt.timedelta(days=1)


async def named(api, text, who=actors.anybody, **variables):
    """The names of the things in the only list of an answer."""
    (found,) = (await ask(api, text, who, **variables)).values()
    return [node.get("name") or node.get("title") for node in found["nodes"]]


async def test_meetings_of_a_day_in_the_citys_time(database, api):
    committee = await make_organization(database)
    for name, start in (
        ("am Abend davor", dt.datetime(2026, 7, 1, 21, 59, tzinfo=dt.UTC)),
        ("gleich nach Mitternacht", dt.datetime(2026, 7, 1, 22, 0, tzinfo=dt.UTC)),
        ("kurz vor Mitternacht", dt.datetime(2026, 7, 2, 21, 59, tzinfo=dt.UTC)),
        ("am Tag danach", dt.datetime(2026, 7, 2, 22, 0, tzinfo=dt.UTC)),
    ):
        await make_meeting(database, committee, name=name, start=start)
    text = """query M($filter: MeetingFilter) {
      meetings(filter: $filter, orderBy: EARLIEST_FIRST) { nodes { name } } }"""
    one_day = {"from": "2026-07-02", "until": "2026-07-02"}
    assert await named(api, text, filter=one_day) == [
        "gleich nach Mitternacht", "kurz vor Mitternacht",
    ]  # fmt: skip
    below = """query O($uuid: UUID!) { organization(uuid: $uuid) {
      meetings(from: "2026-07-02", until: "2026-07-02") { totalCount nodes { name } } } }"""
    found = (await ask(api, below, uuid=str(committee.id)))["organization"]["meetings"]
    assert found["totalCount"] == 2
    assert [node["name"] for node in found["nodes"]] == [
        "kurz vor Mitternacht", "gleich nach Mitternacht",
    ]  # fmt: skip


async def test_meetings_by_what_they_are(database, api):
    city, village = await make_body(database), await make_body(database, name="Dorf")
    council = await make_organization(database, city, name="Stadtrat")
    committee = await make_organization(database, city)
    joint = await make_meeting(database, council, name="100 % Haushalt")
    async with database.work(system) as work:
        work.add(MeetingOrganization(meeting_id=joint.id, organization_id=committee.id, position=1))
    await make_meeting(database, committee, name="Radverkehr", cancelled=True)
    await make_meeting(
        database,
        await make_organization(database, village),
        name="Dorf",
        meeting_state="terminiert",
    )
    text = "query M($filter: MeetingFilter) { meetings(filter: $filter) { nodes { name } } }"

    async def found(**wanted):
        return sorted(await named(api, text, filter=wanted))

    assert await found(organizations=[str(committee.id)]) == ["100 % Haushalt", "Radverkehr"]
    assert await found(organizations=[str(council.id)]) == ["100 % Haushalt"]
    assert await found(body=str(village.id)) == ["Dorf"]
    assert await found(state="terminiert") == ["Dorf"]
    assert await found(cancelled=True) == ["Radverkehr"]
    assert await found(cancelled=False) == ["100 % Haushalt", "Dorf"]
    assert await found(text="haus") == ["100 % Haushalt"]
    assert await found(text="0 %") == ["100 % Haushalt"]
    assert await found(text="%d%") == []


@pytest.mark.parametrize(
    ("audience", "found"),
    [({}, ["Gefunden"]), ({"audience_id": NOBODY}, [])],
    ids=["open", "closed"],
)
async def test_a_committee_nobody_may_read_narrows_to_nothing(database, api, audience, found):
    body = await make_body(database)
    committee = await make_organization(database, body, **audience)
    await make_meeting(database, committee, name="Gefunden")
    paper = await make_paper(database, body, name="Gefunden")
    await make_consultation(database, paper, organization=committee)
    await make_post(database, committee, title="Gefunden")
    filter = {"organizations": [str(committee.id)]}
    for text in (
        "query M($filter: MeetingFilter) { meetings(filter: $filter) { nodes { name } } }",
        "query P($filter: PaperFilter) { papers(filter: $filter) { nodes { name } } }",
        "query P($filter: PostFilter) { posts(filter: $filter) { nodes { title } } }",
    ):
        assert await named(api, text, filter=filter) == found


async def test_papers_by_what_they_are(database, api):
    body = await make_body(database)
    faction = await make_organization(database, body, name="Fraktion")
    committee = await make_organization(database, body)
    async with database.work(system) as work:
        motion = await make_paper(
            work, body, name="Antrag", paper_type="Antrag", reference="26/0001-AT",
            date=dt.date(2026, 1, 31),
        )  # fmt: skip
        work.add(
            PaperOrganization(paper_id=motion.id, organization_id=faction.id, part="originator")
        )
        report = await make_paper(
            work, body, name="Bericht", paper_type="Bericht", reference="26/0002-BE",
            date=dt.date(2026, 2, 1),
        )  # fmt: skip
        await make_consultation(work, report, organization=committee)
    text = "query P($filter: PaperFilter) { papers(filter: $filter) { nodes { name } } }"

    async def found(**wanted):
        return await named(api, text, filter=wanted)

    assert await found() == ["Bericht", "Antrag"]
    assert await found(types=["Antrag"]) == ["Antrag"]
    assert await found(reference="26/0002") == ["Bericht"]
    assert await found(reference="26/____") == []
    assert await found(organizations=[str(faction.id)]) == ["Antrag"]
    assert await found(organizations=[str(committee.id), str(faction.id)]) == ["Bericht", "Antrag"]
    assert await found(**{"from": "2026-02-01"}) == ["Bericht"]
    assert await found(until="2026-01-31") == ["Antrag"]
    below = "query O($uuid: UUID!) { organization(uuid: $uuid) { papers { nodes { name } } } }"
    mine = await ask(api, below, uuid=str(faction.id))
    assert mine["organization"]["papers"]["nodes"] == [{"name": "Antrag"}]


async def test_organizations_by_what_they_are(database, api):
    body = await make_body(database)
    await make_organization(database, body, name="Stadtrat", classification="Parlament")
    await make_organization(database, body, name="Alt", end_date=TODAY - DAY)
    await make_organization(database, body, name="Neu", start_date=TODAY + DAY)
    await make_organization(database, body, name="Liste", organization_type="Fraktion")
    text = "query O($f: OrganizationFilter) { organizations(filter: $f) { nodes { name } } }"
    assert await named(api, text, f={"current": True}) == ["Liste", "Stadtrat"]
    assert await named(api, text, f={"current": False}) == ["Alt", "Neu"]
    assert await named(api, text, f={"types": ["Fraktion"]}) == ["Liste"]
    assert await named(api, text, f={"classifications": ["Parlament"]}) == ["Stadtrat"]
    assert await named(api, text, f={"body": str(body.id)}) == ["Alt", "Liste", "Neu", "Stadtrat"]


async def test_members_the_chair_first(database, api):
    committee = await make_organization(database)
    for name, role, end in (
        ("Zander", "Vorsitzende", None),
        ("Ähre", "Mitglied", None),
        ("Bach", "stellv. Vorsitzender", None),
        ("Alt", "Mitglied", TODAY - DAY),
    ):
        person = await make_person(database, name=name, family_name=name)
        await make_membership(database, person, committee, role=role, end_date=end)
    text = """query O($uuid: UUID!, $current: Boolean) { organization(uuid: $uuid) {
      memberships(current: $current) { current person { name } } } }"""

    async def members(current=None):
        found = await ask(api, text, uuid=str(committee.id), current=current)
        return [one["person"]["name"] for one in found["organization"]["memberships"]]

    assert await members() == ["Zander", "Bach", "Ähre", "Alt"]
    assert await members(True) == ["Zander", "Bach", "Ähre"]
    assert await members(False) == ["Alt"]


async def test_a_paper_with_all_that_belongs_to_it(database, api):
    body = await make_body(database)
    faction = await make_organization(database, body, name="Fraktion")
    office = await make_organization(database, body, name="Tiefbauamt")
    person = await make_person(database, body)
    paper, amendment = await make_paper(database, body), await make_paper(database, body, name="ÄA")
    late = await make_agenda_item(database, await make_meeting(database, faction), name="Beschluss")
    early = await make_agenda_item(
        database,
        await make_meeting(database, faction, start=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        name="Vorberatung",
    )
    await make_consultation(database, paper, late, faction, role="Entscheidung")
    await make_consultation(database, paper, early, office, role="Vorberatung", position=7)
    await make_consultation(database, paper, role="geplant")
    await make_file(database, paper, name="Anlage", position=1)
    await make_file(database, paper, use="main", name="Vorlage", text="Der Radweg", position=2)
    await make_post(database, paper_id=paper.id)
    async with database.work(system) as work:
        work.add(
            PaperOrganization(paper_id=paper.id, organization_id=faction.id, part="originator"),
            PaperOrganization(paper_id=paper.id, organization_id=office.id, part="direction"),
            PaperPerson(paper_id=paper.id, person_id=person.id),
            PaperRelation(paper_id=paper.id, other_id=amendment.id, relation="subordinated"),
        )
    text = """query P($uuid: UUID!) { paper(uuid: $uuid) {
      consultations { role agendaItem { name } organizations { name } }
      originators { __typename ... on Organization { name } ... on Person { name } }
      underDirectionOf { name } relations { relation paper { name } }
      mainFile { name text(first: 3) textLength } auxiliaryFiles { name } files { name }
      posts { title } } }"""
    found = (await ask(api, text, uuid=str(paper.id)))["paper"]
    assert found == {
        "consultations": [
            {"role": "Vorberatung", "agendaItem": {"name": "Vorberatung"},
             "organizations": [{"name": "Tiefbauamt"}]},
            {"role": "Entscheidung", "agendaItem": {"name": "Beschluss"},
             "organizations": [{"name": "Fraktion"}]},
            {"role": "geplant", "agendaItem": None, "organizations": []},
        ],
        "originators": [
            {"__typename": "Organization", "name": "Fraktion"},
            {"__typename": "Person", "name": person.name},
        ],
        "underDirectionOf": [{"name": "Tiefbauamt"}],
        "relations": [{"relation": "subordinated", "paper": {"name": "ÄA"}}],
        "mainFile": {"name": "Vorlage", "text": "Der", "textLength": 10},
        "auxiliaryFiles": [{"name": "Anlage"}],
        "files": [{"name": "Vorlage"}, {"name": "Anlage"}],
        "posts": [{"title": "Radweg an der Saale gesperrt"}],
    }  # fmt: skip


async def test_a_meeting_with_all_that_belongs_to_it(database, api):
    body = await make_body(database)
    committee = await make_organization(database, body)
    term = await make_legislative_term(database, body)
    chair, absent = await make_person(database, body), await make_person(database, body, name="B")
    meeting = await make_meeting(database, committee, legislative_term_id=term.id, number=7)
    whole = await make_agenda_item(database, meeting, 0, name="Haushalt")
    part = await make_agenda_item(database, meeting, 1, name="Straßen", parent_id=whole.id,
                                  result="beschlossen")  # fmt: skip
    await make_ballot(database, part, {chair: "yes"}, tallies=[{"name": "Amsel", "votes": 3}])
    await make_ballot(database, part, method="secret", position=1)
    await make_attendance(database, meeting, chair, position=0, role="Vorsitz")
    await make_attendance(database, meeting, absent, position=1, state="excused", reason="Urlaub")
    minutes = await make_minutes(
        database, meeting, chair_id=chair.id, approved_in_item_id=whole.id,
        interruptions=[{"from": "19:05", "until": "19:20"}],
    )  # fmt: skip
    await make_minutes_entry(database, minutes, part)
    await make_file(database, meeting, use="invitation", name="Einladung")
    await make_file(database, part, use="resolution", name="Beschluss")
    text = """query M($uuid: UUID!) { meeting(uuid: $uuid) {
      number legislativeTerm { name } body { name } invitation { name } resultsProtocol { name }
      attendances { state role reason person { name } }
      agendaItems(topLevel: true) { name children {
        name parent { name } result resolutionFile { name meetings { name } agendaItems { name } }
        minutesEntry { text }
        ballots { method votes { choice person { name } } tallies { name votes } }
      } }
      minutes {
        chair { name } approvedInItem { name } interruptions { start end }
        entries { agendaItem { name } }
      } } }"""
    found = (await ask(api, text, uuid=str(meeting.id)))["meeting"]
    (top,) = found["agendaItems"]
    (child,) = top["children"]
    assert (found["number"], found["legislativeTerm"]["name"]) == (7, term.name)
    assert (found["invitation"], found["resultsProtocol"]) == ({"name": "Einladung"}, None)
    assert [one["reason"] for one in found["attendances"]] == [None, "Urlaub"]
    assert (child["name"], child["parent"]) == ("Straßen", {"name": "Haushalt"})
    assert child["resolutionFile"] == {
        "name": "Beschluss", "meetings": [], "agendaItems": [{"name": "Straßen"}],
    }  # fmt: skip
    assert child["minutesEntry"]["text"].startswith("<p>")
    assert child["ballots"] == [
        {"method": "nominal", "votes": [{"choice": "yes", "person": {"name": chair.name}}],
         "tallies": [{"name": "Amsel", "votes": 3}]},
        {"method": "secret", "votes": [], "tallies": []},
    ]  # fmt: skip
    assert found["minutes"] == {
        "chair": {"name": chair.name},
        "approvedInItem": {"name": "Haushalt"},
        "interruptions": [{"start": "19:05", "end": "19:20"}],
        "entries": [{"agendaItem": {"name": "Straßen"}}],
    }
    decided = await named(api, "{ decisions { nodes { name } } }")
    assert decided == ["Straßen"]


@pytest.mark.parametrize("kept", [True, False])
async def test_a_file_says_where_its_bytes_are(database, api, kept):
    paper = await make_paper(database)
    source = "https://rats.example.org/1.pdf"
    file = await make_file(
        database, paper, access_url=source, content_hash="ab" * 64 if kept else None, size=2**40
    )
    text = "query F($uuid: UUID!) { file(uuid: $uuid) { accessUrl downloadUrl stored size } }"
    found = (await ask(api, text, uuid=str(file.id)))["file"]
    assert found == {
        "accessUrl": f"/files/{file.id}/view" if kept else source,
        "downloadUrl": f"/files/{file.id}/download" if kept else source,
        "stored": kept,
        "size": 2**40,
    }


async def test_the_viewer_and_what_they_may(database, api):
    committee = await make_organization(database)
    person = await make_person(database, None)
    await make_membership(database, person, committee, office="editor", role="Redaktion")
    await make_membership(database, person, committee, end_date=TODAY - DAY)
    account = await make_account(database, person, email="a@example.org")
    who = actors.account_holder(account)
    text = """{ viewer { name email person { name } offices { role organization { name } }
      may(permission: POST_WRITE) organizationsWhere(permission: POST_WRITE) { name } } }"""
    assert (await ask(api, text))["viewer"] is None
    assert (await ask(api, text, who))["viewer"] == {
        "name": person.name,
        "email": "a@example.org",
        "person": {"name": person.name},
        "offices": [{"role": "Redaktion", "organization": {"name": committee.name}}],
        "may": True,
        "organizationsWhere": [{"name": committee.name}],
    }
    may = """query O($uuid: UUID!) { organization(uuid: $uuid) {
      write: viewerMay(permission: POST_WRITE) keep: viewerMay(permission: MEETING_KEEP) } }"""
    assert (await ask(api, may, who, uuid=str(committee.id)))["organization"] == {
        "write": True, "keep": False,
    }  # fmt: skip
    assert (await ask(api, may, uuid=str(committee.id)))["organization"]["write"] is False
