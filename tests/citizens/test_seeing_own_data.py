"""The page of one's own data: seen, taken along as a ZIP, and erased when asked twice."""

import asyncio
import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.citizens.holdings import HOLDINGS, Fate
from rostra.people.models import Account
from rostra_frontend.pages.citizens.data.page import FOLDER
from support.make.posts import make_comment, make_post
from support.town_hall import PASSWORD, town_hall


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


async def test_takes_along_and_is_forgotten(hall):
    email = hall.emails["citizen"]
    async with hall.database.reading(system) as work:
        account = await work.first(sa.select(Account).where(Account.email == email))
    post = await make_post(hall.database)
    await make_comment(hall.database, post, account, text="Zaunkoenigsworte")
    async with hall.visitor() as visitor, hall.visitor() as stranger:
        assert "Zaunkoenigsworte" in (await stranger.get(f"/posts/{post.id}")).text
        assert (await stranger.get("/account/data")).status_code == 404
        await visitor.log_in(email)
        page = await visitor.get("/account/privacy")
        assert "Ihre Kommentare" in page.text
        packed = await visitor.get("/account/data")
        assert packed.headers["Cache-Control"] == "private, no-store"
        told = json.loads(zipfile.ZipFile(io.BytesIO(packed.content)).read("data.json"))
        assert told["held"]["comments"]["rows"][0]["text"] == "Zaunkoenigsworte"

        token = await visitor.token("/account/privacy")
        asked = {"form_token": token, "manner": "DELETE", "email": email, "password": "wrong"}
        assert (await visitor.post("/account/erase", asked)).status_code == 422
        done = await visitor.post("/account/erase", {**asked, "password": PASSWORD})
        assert (done.status_code, done.headers["Location"]) == (303, "/account/erased")
        assert "Sie sind vergessen" in (await visitor.get("/account/erased")).text
        assert "Bitte melden Sie sich an" in (await visitor.get("/account")).text
        assert (await visitor.log_in(email)).status_code == 403
        for _ in range(100):  # until the kept page is known to be old
            page = (await stranger.get(f"/posts/{post.id}")).text
            if "Zaunkoenigsworte" not in page:
                break
            await asyncio.sleep(0.05)
        assert "Zaunkoenigsworte" not in page


def test_every_kind_has_its_words():
    page = (FOLDER / "page.html").read_text("utf-8")
    shown = {one.table for one in HOLDINGS if one.fate is not Fate.EXPIRES}
    assert {name for name in shown if f'"{name}": _(' not in page} == set()
