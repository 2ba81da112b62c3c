import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import pytest

from rostra.access import ANYBODY, Office, organization_token, role_token, system
from rostra.database import Database
from rostra.errors import NotFound
from rostra.meetings.models import Meeting
from rostra.organizations.models import Body, Organization
from rostra.papers.models import PaperOrganization
from rostra_documents.edition import Edition
from rostra_documents.minutes.printing import minutes_pdf
from rostra_documents.minutes.reading import minutes_sheet
from rostra_documents.stationery import Stationery
from support.actors import clerk_of, councillor_of
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
    make_location,
    make_membership,
    make_organization,
)
from support.make.papers import make_consultation, make_paper
from support.make.people import make_person
from support.making import linked
from support.printed import everything_in, faults, text_of

CANARY = "Zaunkoenigsache"
START = dt.datetime(2026, 9, 24, 15, 0, tzinfo=dt.UTC)
BEGUN = dt.date(2024, 7, 1)


@dataclass
class Sitting:
    """What the tests need to know of the meeting they built."""

    meeting: Meeting
    council: Organization
    body: Body
    approving: UUID


async def built(database: Database) -> Sitting:
    """A council with a faction, its 4th meeting, a public and a non-public item, its minutes."""
    async with database.work(system) as work:
        body = await make_body(work)
        council = await make_organization(work, body, name="Stadtrat", short_name=None)
        faction = await make_organization(
            work, body, name="Fraktion Bürgerforum", short_name="BF", organization_type="Fraktion"
        )
        office = await make_organization(work, body, name="Fachdienst Verkehr")
        term = await make_legislative_term(work, body, name="Wahlperiode 2024–2029")
        hall = await make_location(work, body, description="Rathaus")
        meeting = await make_meeting(
            work, council, number=4, start=START, end=START + dt.timedelta(hours=3),
            legislative_term_id=term.id, location_id=hall.id, meeting_state="durchgeführt",
        )  # fmt: skip
        inner = await work.audience(
            [organization_token(council.id), role_token(Office.CLERK, body.id)]
        )
        chair = await make_person(work, body, name="Vera Vorne", family_name="Vorne")
        member = await make_person(work, body, name="Max Mitte", family_name="Mitte")
        ill = await make_person(work, body, name="Klaus Krank", family_name="Krank")
        hidden = await make_person(work, body, name=f"Gast {CANARY}", audience_id=inner)
        for person, role in ((chair, "Vorsitzende"), (member, "Mitglied"), (ill, "Mitglied")):
            await make_membership(
                work, person, council, role=role, start_date=BEGUN, on_behalf_of_id=faction.id
            )
        await make_attendance(work, meeting, chair)
        late = START + dt.timedelta(minutes=14)
        await make_attendance(work, meeting, member, position=1, arrived=late)
        await make_attendance(work, meeting, ill, position=2, state="excused", reason="erkrankt")
        await make_attendance(work, meeting, hidden, position=3)
        minutes = await make_minutes(
            work, meeting, state="approved", chair_id=chair.id, invited=dt.date(2026, 9, 10),
            interruptions=[{"from": "17:40", "until": "17:55"}], quorum_note="gegeben",
            approved=dt.date(2026, 10, 22),
        )  # fmt: skip
        opening = await make_agenda_item(work, meeting, 0, name="Eröffnung")
        item = await make_agenda_item(
            work, meeting, 1, name="Radweg", resolution_text="1. Der Radweg wird gebaut.\n2. Bald."
        )
        below = await make_agenda_item(
            work, meeting, 2, name="Ergänzung", number="2.1", parent_id=item.id
        )
        secret = await make_agenda_item(
            work, meeting, 3, name=CANARY, public=False, audience_id=inner, resolution_text=CANARY
        )
        paper = await make_paper(work, body, reference="26/0042-BV", name="Radweg")
        change = await make_paper(
            work, body, reference="26/0043-ÄA", paper_type="Änderungsantrag",
            proposed_resolution="1. Breiter.",
        )  # fmt: skip
        veiled = await make_paper(work, body, reference=CANARY, audience_id=inner)
        part = {"organization_id": office.id, "part": "direction"}
        await linked(work, PaperOrganization(paper_id=paper.id, **part))
        part = {"organization_id": faction.id, "part": "originator"}
        await linked(work, PaperOrganization(paper_id=change.id, **part))
        for position, one in enumerate((paper, change)):
            await make_consultation(work, one, item, council, position=position)
        await make_consultation(work, veiled, item, council, position=2, audience_id=inner)
        await make_minutes_entry(work, minutes, item, text="<p>Es wird <b>rege</b> beraten.</p>")
        await make_minutes_entry(
            work, minutes, item, text=f"<p>{CANARY}</p>", audience_id=inner, position=9
        )
        await make_minutes_entry(work, minutes, secret, text=f"<p>{CANARY}</p>", audience_id=inner)
        votes = {chair: "yes", member: "no", ill: "excluded", hidden: "yes"}
        await make_ballot(work, item, votes, subject="Vorlage", yes=2, no=1, abstention=0)
        await make_ballot(
            work, below, subject="Geheim", method="secret", outcome="rejected", yes=1, no=1,
            abstention=0,
        )  # fmt: skip
        await make_ballot(work, secret, subject=CANARY, audience_id=inner)
        return Sitting(meeting, council, body, opening.id)


async def test_tells_everything_the_records_say(database):
    sitting = await built(database)
    async with database.reading(ANYBODY) as work:
        sheet, _ = await minutes_sheet(work, sitting.meeting.id, Stationery())
    assert (sheet.organization, sheet.number) == ("Stadtrat", 4)
    assert sheet.term == "Wahlperiode 2024–2029"
    assert sheet.place == "Rathaus, Großer Saal, Am Anger 1, 99999 Brunnfeld"
    assert (sheet.start.hour, sheet.end.hour) == (17, 20), "in the city's time"
    assert (sheet.chair, sheet.secretary) == ("Vera Vorne", "Uwe Schreiber")
    assert sheet.interruptions == (("17:40", "17:55"),)
    assert [(one.name, one.faction, one.role, one.state) for one in sheet.attendees] == [
        ("Vera Vorne", "BF", "Vorsitzende", "present"),
        ("Max Mitte", "BF", None, "present"),
        ("Klaus Krank", "BF", None, "excused"),
    ]
    assert sheet.attendees[1].arrived.strftime("%H:%M") == "17:14"
    assert sheet.attendees[2].reason == "erkrankt"
    assert [(one.name, one.depth) for one in sheet.public_items] == [
        ("Eröffnung", 0), ("Radweg", 0), ("Ergänzung", 1),
    ]  # fmt: skip
    item = sheet.public_items[1]
    assert item.texts == ("<p>Es wird <b>rege</b> beraten.</p>",)
    assert [(one.reference, one.direction) for one in item.papers] == [
        ("26/0042-BV", "Fachdienst Verkehr")
    ]
    assert [(one.reference, one.originator) for one in item.motions] == [
        ("26/0043-ÄA", "Fraktion Bürgerforum")
    ]
    assert item.resolution_number == "26/0042-BV vom 24. September 2026"
    assert [(one.choice, one.names) for one in item.ballots[0].votes] == [
        ("yes", ("Vera Vorne",)), ("no", ("Max Mitte",)), ("excluded", ("Klaus Krank",)),
    ]  # fmt: skip
    assert sheet.public_items[2].ballots[0].votes == ()
    assert sheet.nonpublic_items == ()
    assert not sheet.confidential


async def test_a_resolution_on_a_motion_alone_bears_the_number_of_the_motion(sqlite_database):
    sitting = await built(sqlite_database)
    async with sqlite_database.work(system) as work:
        item = await make_agenda_item(work, sitting.meeting, 7, resolution_text="1. Breiter.")
        motion = await make_paper(
            work, sitting.body, reference="26/7-ÄA", paper_type="Änderungsantrag"
        )
        await make_consultation(work, motion, item)
    async with sqlite_database.reading(ANYBODY) as work:
        sheet, _ = await minutes_sheet(work, sitting.meeting.id, Stationery())
    assert sheet.public_items[-1].resolution_number == "26/7-ÄA vom 24. September 2026"


async def test_makes_two_documents_from_one_source(database):
    sitting = await built(database)
    async with database.reading(councillor_of(sitting.council)) as work:
        public = await minutes_pdf(work, sitting.meeting.id, Edition.PUBLIC)
        full = await minutes_pdf(work, sitting.meeting.id, Edition.FULL)
    for document in (public, full):
        assert faults(document.content) == []
        assert "1. Der Radweg wird gebaut." in text_of(document.content)
    assert CANARY not in everything_in(public.content)
    assert "ichtöffentlich" not in everything_in(public.content)
    assert text_of(full.content).count(CANARY) >= 6
    assert public.file_name == full.file_name == "Niederschrift-Stadtrat-2026-09-24.pdf"


async def test_the_full_edition_of_the_public_is_the_public_edition(database):
    sitting = await built(database)
    async with database.reading(ANYBODY) as work:
        full = await minutes_pdf(work, sitting.meeting.id, Edition.FULL)
    async with database.reading(clerk_of(sitting.body)) as work:
        public = await minutes_pdf(work, sitting.meeting.id, Edition.PUBLIC)
    assert full.content == public.content


async def test_what_is_not_there_and_what_is_hidden_look_the_same(database):
    sitting = await built(database)
    async with database.work(system) as work:
        bare = await make_meeting(work, sitting.council)
        inner = await work.audience([organization_token(sitting.council.id)])
        drafted = await make_meeting(work, sitting.council)
        await make_minutes(work, drafted, state="draft", audience_id=inner)
        closed = await make_meeting(work, sitting.council, audience_id=inner)
        await make_minutes(work, closed, audience_id=inner)
    async with database.reading(ANYBODY) as work:
        for meeting_id in (bare.id, drafted.id, closed.id, sitting.council.id):
            with pytest.raises(NotFound):
                await minutes_pdf(work, meeting_id, Edition.FULL)
    async with database.reading(councillor_of(sitting.council)) as work:
        draft = await minutes_pdf(work, drafted.id, Edition.FULL)
        with pytest.raises(NotFound):
            await minutes_pdf(work, drafted.id, Edition.PUBLIC)
    assert "Entwurf" in text_of(draft.content)


async def test_names_the_item_that_approved_only_to_those_who_may_read_it(database):
    sitting = await built(database)
    async with database.work(system) as work:
        later = await make_meeting(work, sitting.council)
        closed = await work.audience([organization_token(sitting.council.id)])
        approving = await make_agenda_item(work, later, 2, number="88", audience_id=closed)
        minutes = await make_minutes(
            work, later, approved=dt.date(2026, 11, 1), approved_in_item_id=approving.id
        )
        assert minutes.approved_in_item_id == approving.id
    for actor, said in ((ANYBODY, None), (councillor_of(sitting.council), "88")):
        async with database.reading(actor) as work:
            sheet, _ = await minutes_sheet(work, later.id, Stationery())
        assert sheet.approved_in == said
