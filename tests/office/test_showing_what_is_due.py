"""The list of what is due at the council office, and who sees it."""

import datetime as dt

from rostra.access import Office, members_and_clerks
from rostra.meetings.models import MeetingState
from rostra.minutes.models import MinutesState
from rostra.resolutions.models import Resolution
from support.invitations import ZONE
from support.make.meetings import make_agenda_item, make_meeting, make_minutes
from support.make.organizations import make_membership
from support.make.people import make_account, make_person
from support.making import kept, within

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
TODAY = dt.datetime.now(ZONE).date()
"""The day in the city, which is not always that of the machine."""
DAY = dt.timedelta(days=1)


async def make_resolution(database, item, **values):
    """What was resolved under an item."""
    usual = {"date": TODAY - 60 * DAY, "text": "Der Rat beschließt.", "result": "beschlossen"}
    return await kept(
        database, Resolution, body_id=item.body_id, meeting_id=item.meeting_id,
        agenda_item_id=item.id, **{**usual, **values},
    )  # fmt: skip


async def make_what_is_due(database, council):
    """Something of everything that can be due."""
    town = council.council
    async with within(database) as work:
        secret = await work.audience(members_and_clerks(council.body.id, town.id))
    planned = await make_meeting(
        database, town, name="Sitzung ohne Einladung", start=NOW + 20 * DAY,
        meeting_state=MeetingState.PLANNED,
    )  # fmt: skip
    await make_meeting(
        database, town, name="Sitzung mit Einladung", start=NOW + 9 * DAY,
        meeting_state=MeetingState.INVITED,
    )  # fmt: skip
    held = await make_meeting(database, town, name="Sitzung ohne Heft", start=NOW - 60 * DAY)
    signed = await make_meeting(database, town, name="Sitzung mit Heft", start=NOW - 9 * DAY)
    await make_minutes(database, signed, state=MinutesState.SIGNED)
    item = await make_agenda_item(database, held, 0, name="Steg")
    late = {"due": TODAY - DAY, "title": "Steg am Ufer", "number": "001/2026"}
    await make_resolution(database, item, **late)
    hidden = {
        "date": TODAY - 200 * DAY, "title": "Kauf am Anger", "number": "002/2026",
        "audience_id": secret,
    }  # fmt: skip
    await make_resolution(database, item, **hidden)
    guest = await make_person(database, council.body, name="Klara Amsel")
    await make_account(database, guest, email="amsel@example.org", password_hash=None)
    await make_membership(database, guest, council.faction, end_date=TODAY + 9 * DAY)
    return planned


async def test_shows_the_clerk_what_is_due_and_where_it_is_done(visitors, council, database):
    planned = await make_what_is_due(database, council)
    page = (await visitors[Office.CLERK].get("/office")).text
    for words in (
        "Sitzung ohne Einladung", "Sitzung ohne Heft", "Sitzung mit Heft", "Steg am Ufer",
        "Kauf am Anger", "Klara Amsel", "Fraktion Wald und Wiese",
    ):  # fmt: skip
        assert words in page, words
    assert "Sitzung mit Einladung" not in page
    assert f'href="/meetings/{planned.id}/invite"' in page
    last = (NOW + 20 * DAY).astimezone(ZONE).date() - 5 * DAY
    assert f'datetime="{last}"' in page
    assert page.count("überfällig") >= 2


async def test_tells_nobody_else_what_is_due(visitors, council, database):
    await make_what_is_due(database, council)
    for name in (Office.MEMBER, "anybody"):
        page = (await visitors[name].get("/office")).text
        assert "Kauf am Anger" not in page
        assert "Was ansteht" not in page
        home = (await visitors[name].get("/")).text
        assert 'href="/office"' not in home
    assert 'href="/office"' in (await visitors[Office.CLERK].get("/")).text


async def test_leads_to_every_page_of_the_office(visitors, council):
    clerk = visitors[Office.CLERK]
    page = (await clerk.get("/office")).text
    for path in (
        "/office/organizations", "/office/persons", "/office/terms", "/office/bodies",
        "/office/import", "/office/roles", "/office/requests", "/office/meetings/new",
        f"/office/{council.body.id}/rules", "/papers/new", "/resolutions",
    ):  # fmt: skip
        assert f'href="{path}"' in page
        assert (await clerk.get(path)).status_code == 200, path
