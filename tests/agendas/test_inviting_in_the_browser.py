"""The pages before a meeting, without JavaScript: from the look before to the answers."""

from contextlib import AsyncExitStack

import httpx
import pytest
import sqlalchemy as sa
from icalendar import Calendar

from rostra.access import Office, system
from rostra.agendas.models import Proof, Reply, Summons
from rostra.people.services import prepared_password
from support.invitations import SECRET, SECRET_PAPER, evening_in, make_council
from support.make.meetings import make_meeting
from support.make.organizations import make_location, make_membership, make_organization
from support.make.people import make_account, make_person
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for


@pytest.fixture
async def council(sqlite_database):
    """A council whose clerk and first members have passwords."""
    council = await make_council(sqlite_database, consents=4)
    kept = await prepared_password(PASSWORD)
    office = await make_organization(
        sqlite_database, council.body, name="Ratsbüro", organization_type="Verwaltungsbereich"
    )
    clerk = await make_person(sqlite_database, council.body, name="Ulla Amt")
    await make_membership(sqlite_database, clerk, office, office=Office.CLERK, voting_right=False)
    account = await make_account(sqlite_database, clerk, email="amt@example.org")
    async with sqlite_database.work(system) as work:
        for one in [account, *council.accounts]:
            (await work.db.get(type(one), one.id)).password_hash = kept
    return council


@pytest.fixture
async def site(council, sqlite_url, tmp_path):
    """The site, to which everybody comes with a browser of their own."""
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app, AsyncExitStack() as all:

        async def browser(email=None):
            transport = httpx.ASGITransport(app=app)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            visitor = Visitor(await all.enter_async_context(client))
            if email:
                await visitor.log_in(email)
            return visitor

        yield browser


async def send(visitor, page, path, **fields):
    """Fill in a form of a page and send it."""
    token = await visitor.token(page)
    return await visitor.post(path, {"form_token": token, **fields})


async def test_from_the_look_before_to_the_answers(site, council, sqlite_database):
    place = f"/meetings/{council.meeting.id}"
    clerk = await site("amt@example.org")
    anybody, member = await site(), await site(council.accounts[1].email)
    for path in ("invite", "answers", "invitation", "moving"):
        assert (await anybody.get(f"{place}/{path}")).status_code == 404
        assert (await member.get(f"{place}/{path}")).status_code == 404

    look = await clerk.get(f"{place}/invite")
    assert "INV-1" in look.text
    assert "Esche" in look.text  # who gets the invitation by post
    assert SECRET in look.text
    sent = await send(clerk, f"{place}/invite", f"{place}/invite")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{place}/answers")
    again = await send(clerk, f"{place}/invite", f"{place}/invite")
    assert again.status_code == 409

    await member.get(f"{place}/invitation", Sec_Purpose="prefetch")
    async with sqlite_database.reading(system) as work:
        assert await work.fetch(sa.select(Summons).where(Summons.received.is_not(None))) == []
    page = await member.get(f"{place}/invitation")
    assert SECRET in page.text
    async with sqlite_database.reading(system) as work:
        (opened,) = await work.fetch(sa.select(Summons).where(Summons.received.is_not(None)))
    assert (opened.person_id, opened.proof) == (council.persons[1].id, Proof.OPENED)

    wrong = await send(member, f"{place}/invitation", f"{place}/invitation", answer="EXCUSED")
    assert wrong.status_code == 422
    assert "MIN-1" in wrong.text
    done = await send(
        member, f"{place}/invitation", f"{place}/invitation", answer="EXCUSED", reason="Krank"
    )
    assert done.status_code == 303
    table = await clerk.get(f"{place}/answers")
    assert "Krank" in table.text
    assert (await member.get(f"{place}/answers")).status_code == 404

    entered = await send(
        clerk, f"{place}/answers", f"{place}/answers",
        whose=str(council.persons[4].id), answer="LATE", expected="18:30",
    )  # fmt: skip
    assert entered.status_code == 303
    async with sqlite_database.reading(system) as work:
        assert len(await work.fetch(sa.select(Reply))) == 2


async def test_guests_are_invited_by_name_and_a_meeting_moves_to_another_place(
    site, council, sqlite_database
):
    place = f"/meetings/{council.meeting.id}"
    clerk = await site("amt@example.org")
    wrong = await send(clerk, f"{place}/invite", f"{place}/invite", names="Ulla Amt\nKarla Niemand")
    assert wrong.status_code == 422
    assert "Karla Niemand" in wrong.text
    assert "Ulla Amt" in wrong.text
    sent = await send(clerk, f"{place}/invite", f"{place}/invite", names=" Ulla Amt \n\nUlla Amt")
    assert sent.status_code == 303
    async with sqlite_database.reading(system) as work:
        guests = await work.fetch(sa.select(Summons).where(Summons.guest))
    assert len(guests) == 1

    async with sqlite_database.work(system) as work:
        hall = await make_location(work, council.body, room="Volksbad")
        await make_meeting(work, council.organization, start=evening_in(-30), location_id=hall.id)
    assert "Volksbad" in (await clerk.get(f"{place}/moving")).text
    day = evening_in(10)
    moved = await send(
        clerk, f"{place}/moving", f"{place}/moving",
        day=f"{day:%Y-%m-%d}", begins="18:00", location=str(hall.id),
    )  # fmt: skip
    assert moved.status_code == 303, moved.text
    assert "Volksbad" in (await (await site()).get(place)).text


async def test_everybody_reads_the_notice_and_nothing_else(site, council):
    place = f"/meetings/{council.meeting.id}"
    clerk = await site("amt@example.org")
    await send(clerk, f"{place}/invite", f"{place}/invite")
    for path in ("", "/versions", "/notice"):
        page = await (await site()).get(place + path)
        assert page.status_code == 200
        assert "Radweg an der Saale" in page.text
        assert SECRET not in page.text
        assert SECRET_PAPER not in page.text
        assert "Nichtöffentlicher Tagesordnungspunkt" in page.text
    assert SECRET in (await clerk.get(f"{place}/versions")).text


async def test_moving_and_cancelling_by_form(site, council):
    place = f"/meetings/{council.meeting.id}"
    clerk = await site("amt@example.org")
    await send(clerk, f"{place}/invite", f"{place}/invite")
    late = await send(clerk, f"{place}/moving", f"{place}/moving", day="2020-01-01", begins="18:00")
    assert late.status_code == 409
    moved = await send(
        clerk, f"{place}/moving", f"{place}/moving", day="2099-03-29", begins="02:30"
    )
    assert moved.status_code == 303, moved.text
    page = await (await site()).get(place)
    assert "2099" in page.text
    gone = await send(
        clerk, f"{place}/moving", f"{place}/moving/cancel", reason="Der Saal ist überflutet."
    )
    assert gone.status_code == 303
    assert "Der Saal ist überflutet." in (await (await site()).get(place)).text


async def test_calendars_learn_of_a_move_and_a_cancellation(site, council):
    place = f"/meetings/{council.meeting.id}"
    clerk = await site("amt@example.org")

    async def entry(visitor):
        reply = await visitor.get(f"{place}/meeting.ics")
        (event,) = Calendar.from_ical(reply.content).walk("VEVENT")
        return event["SEQUENCE"], event["STATUS"], event["DTSTART"].dt.date().isoformat()

    await send(clerk, f"{place}/invite", f"{place}/invite")
    anybody = await site()
    first = await entry(anybody)
    assert first[:2] == (0, "CONFIRMED")
    await send(clerk, f"{place}/moving", f"{place}/moving", day="2099-03-29", begins="18:00")
    assert await entry(anybody) == (1, "CONFIRMED", "2099-03-29")
    await send(clerk, f"{place}/moving", f"{place}/moving/cancel", reason="Hochwasser")
    assert await entry(anybody) == (2, "CANCELLED", "2099-03-29")
    assert await entry(clerk) == (2, "CANCELLED", "2099-03-29")
