"""The link of a letter opens an account once: a password is chosen, and one is logged in."""

import asyncio
import re

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.notifications.models import Letter
from rostra.people.inviting import invite_person
from support.make.organizations import make_body
from support.make.people import make_person
from support.town_hall import town_hall

PASSWORD = "Kirschbaum 1904 am Anger"


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


async def link_for(hall, email) -> str:
    """The path to which the letter leads that somebody new is written."""
    body = await make_body(hall.database)
    person = await make_person(hall.database, body)
    async with hall.database.work(system) as work:
        await invite_person(work, person.id, email)
    for _ in range(200):
        async with hall.database.reading(system) as work:
            letter = await work.first(sa.select(Letter))
        if letter is not None:
            return re.search(r"(/invitations/\S+)", letter.text)[1]
        await asyncio.sleep(0.1)
    raise AssertionError("no letter was written")


async def test_a_password_is_chosen_once(hall):
    path = await link_for(hall, "neu@example.org")
    async with hall.visitor() as visitor:
        assert "Passwort festlegen" in (await visitor.get(path)).text
        weak = await visitor.post(path, {"new": "kurz"})
        assert weak.status_code == 422
        taken = await visitor.post(path, {"new": PASSWORD})
        assert taken.status_code == 303, taken.text
        assert taken.headers["Location"] == "/account"
        assert "neu@example.org" in (await visitor.get("/account")).text
    async with hall.visitor() as visitor:
        again = await visitor.post(path, {"new": PASSWORD + "!"})
        assert again.status_code == 403
        assert (await visitor.log_in("neu@example.org", PASSWORD)).status_code == 303


async def test_a_guessed_link_opens_nothing(hall):
    async with hall.visitor() as visitor:
        reply = await visitor.post("/invitations/geraten", {"new": PASSWORD})
    assert reply.status_code == 403
    assert not re.search("geraten", reply.text.split("<main")[1].split("</main")[0])
