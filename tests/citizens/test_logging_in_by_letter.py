"""A link in a letter logs in who has no password; who has one is told to use it."""

import asyncio
import re

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.admission import entering
from rostra.admission.keys import key_named, signature
from rostra.notifications.models import Letter
from support.make.people import make_account
from support.town_hall import town_hall

SENT = "ist ein Brief mit einem Link unterwegs"


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


async def letters(hall, count=1) -> list[Letter]:
    """The letters that were written, as soon as there are so many."""
    for _ in range(100):
        async with hall.database.reading(system) as work:
            found = await work.fetch(sa.select(Letter).order_by(Letter.created))
        if len(found) >= count:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("no letter was written")


async def opened(hall) -> str:
    """The moment of a form that was opened a minute ago."""
    async with hall.database.work(system) as work:
        moment = str(int(work.now.timestamp()) - 60)
        return f"{moment}.{signature(await key_named(work, entering.KEY), moment)}"


async def ask(hall, visitor, email, **fields):
    sent = {"email": email, "opened": await opened(hall), **fields}
    reply = await visitor.post("/login/letter", sent)
    return await visitor.get(reply.headers["Location"]) if reply.status_code == 303 else reply


async def test_the_link_logs_in_once_and_looking_at_it_uses_nothing_up(hall):
    await make_account(hall.database, email="ada@example.org", display_name="Ada")
    async with hall.visitor() as visitor:
        assert SENT in (await ask(hall, visitor, "Ada@example.org")).text
        (letter,) = await letters(hall)
        path = re.search(r"(/confirm/\S+)", letter.text)[1]
        for _ in range(2):  # programs that scan mail open every link
            assert (
                "Sie melden sich mit der Adresse ada@example.org an"
                in (await visitor.get(path)).text
            )
        taken = await visitor.post(path)
        assert (taken.status_code, taken.headers["Location"]) == (303, "/account")
        assert "Ada" in (await visitor.get("/account")).text
    async with hall.visitor() as stranger:
        assert "Dieser Link gilt nicht mehr" in (await stranger.get(path)).text
        assert (await stranger.post(path)).status_code == 409
        assert not stranger.cookies


async def test_says_the_same_of_an_address_that_nobody_has(hall):
    await make_account(hall.database, email="ada@example.org")
    async with hall.visitor() as visitor:
        known = (await ask(hall, visitor, "ada@example.org")).text
        unknown = (await ask(hall, visitor, "nobody@example.org")).text
    assert SENT in known
    assert known == unknown
    assert len(await letters(hall)) == 1


async def test_a_password_is_never_passed_by_with_a_link(hall):
    async with hall.visitor() as visitor:
        await ask(hall, visitor, hall.emails["clerk"])
    (letter,) = await letters(hall)
    assert "mit dem Passwort" in letter.text
    assert "/confirm/" not in letter.text


async def test_a_machine_gets_no_letter_sent(hall):
    await make_account(hall.database, email="ada@example.org")
    async with hall.visitor() as visitor:
        filled = await ask(hall, visitor, "ada@example.org", website="https://spam.example")
        late = await ask(hall, visitor, "ada@example.org", opened="1.ab")
    assert (filled.status_code, late.status_code) == (403, 403)
    assert "ada@example.org" in filled.text  # what was typed is kept
    async with hall.database.reading(system) as work:
        assert await work.count(sa.select(Letter)) == 0


async def test_a_challenge_is_another_one_each_time_and_never_kept(hall):
    async with hall.visitor() as visitor:
        one, other = [await visitor.get("/door/challenge") for _ in range(2)]
    assert one.headers["Cache-Control"] == "no-store"
    assert one.json()["parameters"]["nonce"] != other.json()["parameters"]["nonce"]
