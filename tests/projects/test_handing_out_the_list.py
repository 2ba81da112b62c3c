"""The list as a table, as data, as a feed and as a print, for everybody and over the command."""

import csv
import io
import json

import httpx
import pypdfium2
import pytest
from lxml import etree

from rostra.access import organization_token, system
from rostra.projects import services
from rostra.projects.models import ProjectState
from support import actors
from support.make.papers import make_paper
from support.make.projects import make_department, make_project, writing
from support.town_hall import HERE, serving, settings_for

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FORMULA = '=HYPERLINK("https://boese.example";"Preis")'
CANARY = "Wiedehopfvorhaben"


@pytest.fixture
async def client(sqlite_database, sqlite_url, tmp_path):
    """A stranger at a town hall with two projects on the list and a draft."""
    department = await make_department(sqlite_database)
    editor = actors.editor_of(department)
    async with sqlite_database.work(system) as work:
        inner = await work.audience([organization_token(department.id)])
        await make_project(
            work, department, title=CANARY, aim=CANARY, state=ProjectState.DRAFT, audience_id=inner
        )
        await make_project(work, department, title="Zweite Brücke", latitude=50.9, longitude=11.5)
        body = type("B", (), {"id": department.body_id})
        paper = await make_paper(work, body, reference="26/9-BV")
    words = writing(title=FORMULA, contact_phone="+49 1", papers=(str(paper.id),))
    async with sqlite_database.work(editor) as work:
        project = await services.draft_project(work, department.id, words)
        await services.publish_project(work, project.id)
    async with sqlite_database.work(editor) as work:
        changed = writing(title=FORMULA, contact_phone="+49 2")
        await services.edit_project(work, project.id, 2, changed, "Die Nummer war falsch.")
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            yield client


async def test_no_cell_of_the_table_is_a_formula(client):
    reply = await client.get("/projects.csv")
    assert reply.headers["content-type"].startswith("text/csv")
    text = reply.content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [line["Titel"] for line in lines] == [f"'{FORMULA}", "Zweite Brücke"]
    assert lines[0]["Telefon für die Öffentlichkeit"] == "'+49 2"
    assert lines[0]["Themen"] == "Familie, Grün"
    assert lines[0]["Begründung der Änderung"] == "Die Nummer war falsch."
    assert lines[1]["Geografische Breite"] == "50,9"
    assert lines[1]["Zeitplan"].startswith("Entwurf; geplant: 2026-03-02 – 2026-05-01")
    assert not [cell for line in lines for cell in line.values() if cell[:1] in "=+-@" and cell]
    assert CANARY not in text


async def test_the_data_say_what_the_pages_say(client):
    reply = await client.get("/projects.json")
    assert reply.headers["access-control-allow-origin"] == "*"
    told = json.loads(reply.content)
    assert [one["title"] for one in told["projects"]] == [FORMULA, "Zweite Brücke"]
    for one in told["projects"]:
        page = await client.get(one["id"].removeprefix(HERE))
        assert page.status_code == 200
    assert told["projects"][1]["steps"][0]["plannedFrom"] == "2026-03-02"
    assert CANARY not in reply.text


async def test_the_feed_tells_of_each_change_with_its_reason(client):
    reply = await client.get("/feeds/projects.atom")
    feed = etree.fromstring(reply.content)
    said = [
        (entry.findtext("a:title", namespaces=ATOM), "".join(entry.itertext()))
        for entry in feed.findall("a:entry", ATOM)
    ]
    assert sorted(title for title, _ in said) == [FORMULA, FORMULA, "Zweite Brücke"]
    assert sum("Die Nummer war falsch." in text for _, text in said) == 1
    ids = feed.xpath("//a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) == 3
    assert CANARY not in reply.text
    assert "<rss" in (await client.get("/feeds/projects.rss")).text
    assert "+49 1" not in (await client.get("/projects.json")).text


async def test_is_printed_for_everybody(client):
    for path, title in (("/projects.pdf", "Vorhabenliste"), ("/en/projects.pdf", "List of")):
        reply = await client.get(path)
        assert reply.headers["content-type"] == "application/pdf"
        pages = [page.get_textpage().get_text_range() for page in
                 pypdfium2.PdfDocument(reply.content)]  # fmt: skip
        assert title in pages[0]
        assert CANARY not in "".join(pages)
        again = await client.get(path, headers={"If-None-Match": reply.headers["etag"]})
        assert again.status_code == 304


async def test_the_listing_links_to_all_of_them(client):
    page = (await client.get("/projects")).text
    for path in ("/projects.pdf", "/projects.csv", "/projects.json", "/feeds/projects.atom"):
        assert f'href="{path}"' in page
    assert f">{FORMULA.replace(chr(34), '&#34;')}</a>" in page
