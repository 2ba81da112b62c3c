"""Letting visitors into the demo by a link, and nobody anywhere else."""

import contextlib

import httpx
import pytest

from rostra.errors import NotFound
from rostra.people.logins import Terms
from rostra_frontend.demo import accounts
from rostra_frontend.demo.founding import body_id, id_of
from support.making import kept
from support.town_hall import HERE, serving, settings_for


@pytest.fixture
async def furnished(sqlite_database):
    from rostra.organizations.models import Body
    from rostra.people.models import Person

    await kept(sqlite_database, Body, id=body_id(), name="Lerchenroda")
    for guise in accounts.GUISES:
        if guise.person:
            await kept(
                sqlite_database,
                Person,
                id=id_of("person", guise.person),
                body_id=body_id(),
                name=guise.name,
            )
    await accounts.open_all(sqlite_database)
    return sqlite_database


@contextlib.asynccontextmanager
async def stranger(app):
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client


def demo_settings(url, folder, environment="demo"):
    folder.mkdir(exist_ok=True)
    return settings_for(url, folder, environment=environment)


async def test_becomes_the_person_of_the_link(furnished, sqlite_url, tmp_path):
    settings = demo_settings(sqlite_url, tmp_path / "data")
    links = accounts.make_links(settings)
    assert len(links) == len(accounts.GUISES)
    async with serving(settings) as app:
        for guise, link in links.items():
            async with stranger(app) as client:
                answer = await client.get(link)
                assert answer.status_code == 303
                token = answer.cookies.get("login") or answer.cookies.get("__Host-login")
                page = await client.get("/account", headers={"Cookie": f"login={token}"})
                assert guise.name in page.text


async def test_turns_away_any_other_token(furnished, sqlite_url, tmp_path):
    settings = demo_settings(sqlite_url, tmp_path / "data")
    old = next(iter(accounts.make_links(settings).values()))
    accounts.make_links(settings)
    async with serving(settings) as app, stranger(app) as client:
        for link in (old, "/demo/login/guessed", "/demo/login/"):
            answer = await client.get(link)
            assert answer.status_code == 404
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("environment", ["production", "development"])
async def test_does_not_exist_outside_the_demo(furnished, sqlite_url, tmp_path, environment):
    folder = tmp_path / "data"
    links = accounts.make_links(demo_settings(sqlite_url, folder))
    settings = demo_settings(sqlite_url, folder, environment)
    async with serving(settings) as app, stranger(app) as client:
        unknown = await client.get("/demo/no-such-page")
        for link in links.values():
            answer = await client.get(link)
            assert answer.status_code == unknown.status_code == 404
            assert "set-cookie" not in answer.headers
    token = next(iter(links.values())).rpartition("/")[2]
    with pytest.raises(NotFound):
        await accounts.enter(furnished, settings, token, Terms.of(settings))


async def test_keeps_no_token_and_lets_nobody_else_read(tmp_path):
    settings = demo_settings("sqlite://", tmp_path / "data")
    links = accounts.make_links(settings)
    path = settings.folder / accounts.LINKS
    assert path.stat().st_mode & 0o077 == 0
    assert not [one for one in links.values() if one.rpartition("/")[2] in path.read_text()]
    accounts.drop_links(settings)
    token = next(iter(links.values())).rpartition("/")[2]
    assert accounts.email_behind(settings.folder, token) is None
