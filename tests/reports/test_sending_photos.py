"""Photos that are sent: asked for before they are looked at, and none fills memory or disk."""

import io
import re
import subprocess
import sys

import httpx
import pytest
from PIL import Image

from rostra.access import ANYBODY
from rostra.admission import rates
from rostra.admission.models import Deed
from rostra.reports.models import Report, ReportPhoto
from support.make.reports import make_depot, make_report, visit_to
from support.town_hall import HERE, serving, settings_for

SAME = {"Sec-Fetch-Site": "same-origin", "Origin": HERE}
MOST_MEGABYTES = 400
PAINT = """
import resource
import sys
from rostra.files.painting import painted_anew
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
painted_anew(content)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def photo(form="JPEG", size=(40, 30), mode="RGB", **chosen):
    written = io.BytesIO()
    Image.new(mode, size).save(written, form, **chosen)
    return written.getvalue()


@pytest.fixture
async def depot(database):
    return await make_depot(database)


@pytest.fixture
async def client(database_url, depot, tmp_path):
    async with serving(settings_for(database_url, tmp_path / "data")) as app:
        transport = httpx.ASGITransport(app=app, client=("192.0.2.7", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            yield client


async def form_of(database, depot, **said):
    """What a stranger sends with a report; the form was opened a minute ago."""
    async with database.work(ANYBODY) as work:
        opened = (await visit_to(work)).opened
    usual = {
        "category": str(depot.lamps.id), "text": "Dunkel", "address": "Anger 3", "opened": opened,
        "authorName": "Resi", "email": "resi@example.org", "photoDescription": "Eine Laterne",
    }  # fmt: skip
    return {**usual, **said}


async def send(client, path, fields, content):
    files = {"photo": ("laterne.jpg", content, "image/jpeg")}
    return await client.post(path, data=fields, files=files, headers=SAME)


def kept_in(folder):
    """What lies in the strong-room under its digest."""
    return [one for one in folder.rglob("*") if re.fullmatch("[0-9a-f]{128}", one.name)]


async def test_a_photo_comes_with_its_report(client, database, depot, tmp_path):
    reply = await send(client, "/reports/new", await form_of(database, depot), photo())
    assert reply.status_code == 303, reply.text
    assert len(kept_in(tmp_path)) == 1
    async with database.reading(ANYBODY) as work:
        (found,) = await work.fetch((await work.as_the_system()).readable(ReportPhoto))
    assert (found.width, found.height, found.description) == (40, 30, "Eine Laterne")


async def test_nothing_is_kept_of_a_report_that_is_refused(client, database, depot, tmp_path):
    fields = await form_of(database, depot, text="")
    reply = await send(client, "/reports/new", fields, photo())
    assert reply.status_code == 422
    assert "Anger 3" in reply.text
    assert kept_in(tmp_path) == []


async def test_nothing_is_reported_with_a_photo_that_cannot_be_read(client, database, depot):
    reply = await send(client, "/reports/new", await form_of(database, depot), photo()[:300])
    assert reply.status_code == 422
    assert "Dunkel" in reply.text
    async with database.reading(ANYBODY) as work:
        system = await work.as_the_system()
        assert await work.fetch(system.readable(Report)) == []


async def test_whose_photo_it_is_is_asked_before_it_is_looked_at(client, database, depot, tmp_path):
    report = await make_report(database, depot)
    for content in (photo(), b"no photo at all"):
        reply = await send(client, f"/reports/{report.id}/photos", {"ticket": "guessed"}, content)
        assert reply.status_code == 403, reply.text
    assert kept_in(tmp_path) == []


async def test_too_many_from_one_neighbourhood_are_not_looked_at(
    client, database, depot, monkeypatch
):
    few = rates.Rate(account=9, recipient=9, neighbourhood=2, unproven=9)
    monkeypatch.setitem(rates.RATES, Deed.PICTURE, few)
    for number in range(2):
        fields = await form_of(database, depot, text=f"Dunkel {number}")
        assert (await send(client, "/reports/new", fields, photo())).status_code == 303
    fields = await form_of(database, depot, text="Noch dunkler")
    reply = await send(client, "/reports/new", fields, b"no photo at all")
    assert reply.status_code == 403
    assert "Noch dunkler" in reply.text


@pytest.mark.parametrize(
    "content",
    [
        photo("PNG", (5_000, 3_200), "RGBA"),
        photo("WEBP", (5_000, 3_200), "RGBA", lossless=True),
        photo("JPEG", (5_000, 3_200), progressive=True, subsampling=0),
        photo("JPEG", (8_160, 6_120)),
    ],
    ids=["png", "webp", "progressive", "baseline"],
)
def test_the_largest_pictures_take_little_memory(content):
    ran = subprocess.run(
        [sys.executable, "-c", PAINT], input=content, capture_output=True, check=True
    )
    assert int(ran.stdout) < MOST_MEGABYTES
