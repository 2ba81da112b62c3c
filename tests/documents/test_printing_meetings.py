import datetime as dt

import pytest

from rostra.access import ANYBODY, organization_token, system
from rostra.errors import NotFound
from rostra.meetings.models import AgendaItem
from rostra.organizations.models import Location
from rostra.settings import Settings
from rostra_documents.edition import Edition
from rostra_documents.meetings.printing import agenda_pdf, invitation_pdf
from rostra_documents.meetings.reading import depths_of, spelled
from rostra_documents.stationery import Stationery, stationery_of
from support.actors import councillor_of
from support.make.meetings import make_agenda_item, make_meeting, make_minutes
from support.make.organizations import make_location, make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_person
from support.printed import everything_in, faults, text_of
from support.sheets import ARMS

CANARY = "Rohrdommelangelegenheit"
START = dt.datetime(2027, 1, 14, 16, 30, tzinfo=dt.UTC)


async def planned(database):
    """A committee's meeting with two items, the second of them behind closed doors."""
    async with database.work(system) as work:
        committee = await make_organization(work)
        chair = await make_person(work, name="Dr. Vera Vorne")
        deputy = await make_person(work, name="Dieter Dann")
        began = dt.date(2024, 7, 1)
        for person, role in ((deputy, "stellv. Vorsitzender"), (chair, "Vorsitzende")):
            await make_membership(work, person, committee, role=role, start_date=began)
        hall = await make_location(work)
        meeting = await make_meeting(work, committee, number=7, start=START, location_id=hall.id)
        inner = await work.audience([organization_token(committee.id)])
        item = await make_agenda_item(work, meeting, 0, name="Parkraumkonzept")
        paper = await make_paper(work, reference="26/0099-BV")
        await make_consultation(work, paper, item, committee)
        await make_agenda_item(work, meeting, 1, name=CANARY, public=False, audience_id=inner)
    return committee, meeting


@pytest.mark.parametrize("print_", [agenda_pdf, invitation_pdf])
async def test_prints_what_its_reader_may_read(database, print_):
    committee, meeting = await planned(database)
    async with database.reading(councillor_of(committee)) as work:
        public = await print_(work, meeting.id)
        full = await print_(work, meeting.id, Edition.FULL)
    for document in (public, full):
        assert faults(document.content) == []
        text = text_of(document.content)
        for said in ("Stadt Brunnfeld", "Ausschuss für Stadtentwicklung", "Parkraumkonzept",
                     "Donnerstag, 14. Januar 2027", "17:30 Uhr", "Am Anger 1", "TOP 1",
                     "Beschlussvorlage 26/0099-BV"):  # fmt: skip
            assert said in text, said
    assert CANARY in text_of(full.content)
    assert CANARY not in everything_in(public.content)
    assert "TOP 2" not in text_of(public.content)


async def test_the_chair_signs_the_invitation_and_not_the_deputy(database):
    _, meeting = await planned(database)
    async with database.reading(ANYBODY) as work:
        text = text_of((await invitation_pdf(work, meeting.id)).content)
    assert "Mit freundlichen Grüßen Dr. Vera Vorne Vorsitz" in text
    assert "Dieter Dann" not in text


async def test_the_letter_bears_the_day_on_which_it_went_out(sqlite_database):
    async with sqlite_database.work(system) as work:
        past = await make_meeting(work, start=START - dt.timedelta(days=400))
    async with sqlite_database.reading(ANYBODY) as work:
        undated = text_of((await invitation_pdf(work, past.id)).content)
        ordered = await invitation_pdf(work, past.id, written=dt.date(2025, 11, 28))
    async with sqlite_database.work(system) as work:
        await make_minutes(work, past, invited=dt.date(2025, 11, 28))
    async with sqlite_database.reading(ANYBODY) as work:
        dated = text_of((await invitation_pdf(work, past.id)).content)
    assert "28. November 2025" in dated
    assert dated.replace("28. November 2025 ", "") == undated
    assert text_of(ordered.content) == dated


@pytest.mark.parametrize("print_", [agenda_pdf, invitation_pdf])
async def test_says_that_a_meeting_is_cancelled(sqlite_database, print_):
    async with sqlite_database.work(system) as work:
        meeting = await make_meeting(work, cancelled=True)
    async with sqlite_database.reading(ANYBODY) as work:
        assert "Die Sitzung ist abgesagt." in text_of((await print_(work, meeting.id)).content)


async def test_an_agenda_without_items_says_so(database):
    async with database.work(system) as work:
        meeting = await make_meeting(work)
    async with database.reading(ANYBODY) as work:
        document = await agenda_pdf(work, meeting.id)
    assert "noch keine Tagesordnung" in text_of(document.content)
    assert faults(document.content) == []


async def test_a_hidden_meeting_is_not_found(database):
    async with database.work(system) as work:
        committee = await make_organization(work)
        inner = await work.audience([organization_token(committee.id)])
        meeting = await make_meeting(work, committee, audience_id=inner)
    async with database.reading(ANYBODY) as work:
        for print_ in (agenda_pdf, invitation_pdf):
            with pytest.raises(NotFound):
                await print_(work, meeting.id, Edition.FULL)


async def test_bears_the_arms_from_the_data_folder(sqlite_database, tmp_path):
    (tmp_path / "coat-of-arms.svg").write_text(ARMS, "utf-8")
    settings = Settings(data_dir=str(tmp_path), contact_email="rat@example.org")
    _, meeting = await planned(sqlite_database)
    async with sqlite_database.reading(ANYBODY) as work:
        document = await agenda_pdf(work, meeting.id, stationery=stationery_of(settings))
    assert "Wappen: Stadt Brunnfeld" in everything_in(document.content)
    assert faults(document.content) == []


async def test_speaks_english_when_asked(sqlite_database):
    _, meeting = await planned(sqlite_database)
    async with sqlite_database.reading(ANYBODY) as work:
        document = await agenda_pdf(work, meeting.id, stationery=Stationery(language="en"))
    assert document.language == "en"
    assert "Thursday, 14 January 2027" in text_of(document.content)


def test_numbers_tell_how_deep_an_item_stands():
    items = [AgendaItem(id=number, number=number) for number in
             ("1", "2", "2.1", "2.1.1", "2.2.", "Ö 5", "Ö 5.1", "7.1", "", "3.1.4")]  # fmt: skip
    assert list(depths_of(items).values()) == [0, 0, 1, 2, 1, 0, 1, 0, 0, 0]


def test_a_place_is_spelled_without_saying_anything_twice():
    place = Location(description="Rathaus, Großer Saal", room="Großer Saal", street_address=" ",
                     postal_code="99999", locality="Brunnfeld")  # fmt: skip
    assert spelled(place) == "Rathaus, Großer Saal, 99999 Brunnfeld"
