"""Every page of the site, over a small city: what it shows, and what it keeps to itself."""

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from graphql import build_schema, validate

import rostra_frontend
import rostra_graphql
from rostra_frontend.page import Inputs, Query
from rostra_frontend.pages.start.home.page import decisions
from rostra_frontend.site import FORMS, PAGES
from support.make.files import make_file
from support.make.organizations import make_body
from support.make.papers import make_paper
from support.make.posts import make_comment, make_post
from support.shown_city import CANARY, MEMBERS_EMAIL, PASSWORD, make_shown_city
from support.town_hall import HERE, Visitor, serving, settings_for

FRONTEND = Path(rostra_frontend.__file__).parent
SCHEMA = build_schema((Path(rostra_graphql.__file__).parents[1] / "schema.graphql").read_text())
DOCUMENTS = sorted(FRONTEND.glob("pages/**/*.graphql"))
WRITTEN = {"discussion", "comment", "poll"}
"""Where strangers write their browsers do a small sum, where they can."""
VOID = {"meta", "link", "input", "br", "hr", "img", "circle", "path", "use", "rect"}


@pytest.fixture
async def city(sqlite_database):
    return await make_shown_city(sqlite_database)


@pytest.fixture
async def client(city, sqlite_database, sqlite_url, tmp_path):
    settings = settings_for(sqlite_url, tmp_path / "data")
    async with serving(settings) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            yield client


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: "/".join(path.parts[-4:]))
def test_every_query_fits_the_schema(path):
    query = Query(path, with_layout=path.stem == "query")
    assert validate(SCHEMA, query.document) == []


def test_every_page_is_on_the_map():
    mapped = {page.folder for page in PAGES} | {form.mutation.parent for form in FORMS}
    assert {path.parent for path in FRONTEND.glob("pages/*/*/page.py")} == mapped
    assert {path.parent for path in DOCUMENTS} == mapped


class Tags(HTMLParser):
    """Whether tags are closed in the order in which they were opened."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.inline = [], [], []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.inline += [name for name in names if name == "style" or name.startswith("on")]
        self.ids += [names["id"]] if "id" in names else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


async def test_every_page_is_shown_in_every_language(client, city):
    for name, path in city.places.items():
        for address, language in ((path, "de"), ("/en" + path.rstrip("/"), "en")):
            response = await client.get(address or "/en")
            assert response.status_code == (404 if name == "refusal" else 200), address
            assert f'<html lang="{language}">' in response.text
            assert CANARY not in response.text
            tags = Tags()
            tags.feed(response.text)
            assert tags.open == []
            assert tags.inline == []
            assert len(tags.ids) == len(set(tags.ids))
            assert ("<script" in response.text) == (name in WRITTEN), address


async def test_what_is_forbidden_looks_like_what_is_absent(client, city):
    absent = await client.get("/papers/00000000-0000-7000-8000-000000000000")
    assert absent.status_code == 404
    for path in city.secrets.values():
        response = await client.get(path)
        assert (response.status_code, response.text) == (404, absent.text)


async def test_members_are_shown_what_is_theirs(client, city):
    member = Visitor(client)
    assert (await member.log_in(MEMBERS_EMAIL, PASSWORD)).status_code == 303
    agenda = (await member.get(city.places["meeting"])).text
    assert "Nichtöffentlicher Teil" in agenda
    assert CANARY in agenda
    for path in city.secrets.values():
        response = await member.get(path)
        assert (response.status_code, CANARY in response.text) == (200, True)
        assert "no-store" in response.headers["cache-control"]
    client.cookies.clear()
    assert CANARY not in (await client.get(city.places["meeting"])).text


async def test_addresses_that_make_no_sense_lead_nowhere(client):
    for path in (
        "/papers?after=nonsense", "/meetings/12", "/organizations/x", "/calendar?month=x",
        "/calendar?month=9999-12", "/calendar?month=0001-01", "/search?q=x&year=٢٠٢٦&kind=x",
        "/search?q=x&organization=x&after=x", "/persons?before=x", "/calendar?month=-1",
    ):  # fmt: skip
        response = await client.get(path)
        assert response.status_code in (200, 404), path


async def test_what_others_wrote_is_shown_and_never_run(client, sqlite_database):
    hostile = '<img src=x onerror="alert(1)">'
    body = await make_body(sqlite_database, name=hostile, website="javascript:alert(1)")
    paper = await make_paper(
        sqlite_database, body, name=hostile, reference=hostile, proposed_resolution=hostile
    )
    file = await make_file(
        sqlite_database, paper, text=hostile, name=hostile, access_url="javascript:alert(1)"
    )
    post = await make_post(sqlite_database, title=hostile, teaser=hostile)
    await make_comment(sqlite_database, post, text=hostile, author_name=hostile)
    for path in (
        f"/bodies/{body.id}",
        f"/papers/{paper.id}",
        f"/files/{file.id}",
        f"/posts/{post.id}",
    ):
        text = (await client.get(path)).text
        assert "<img" not in text
        assert 'href="javascript' not in text
        assert "&lt;img" in text


async def test_search_engines_are_told_what_to_leave_out(client):
    text = (await client.get("/robots.txt")).text
    assert "Disallow: /search\n" in text
    assert "Disallow: /en/login\n" in text


async def test_the_start_page_shows_what_is_next_decided_and_new(client):
    text = (await client.get("/")).text
    assert "13. Sitzung des Stadtrates" in text
    assert "mehrheitlich beschlossen" in text
    assert "26/0417-BV" in text
    assert "Radweg an der Saale gesperrt" in text


def test_the_start_page_prefers_what_is_final_to_what_was_recommended():
    def item(name, consultation):
        return {"name": name, "consultation": consultation}

    def shown(*items):
        named = decisions({"decided": {"nodes": list(items)}}, Inputs())["decisions"]
        return "".join(one["name"] for one in named)

    advice = item("a", {"authoritative": False})
    final, formal = item("f", {"authoritative": True}), item("o", None)
    assert shown(formal, advice, final, final, formal, final) == "fff"
    assert shown(formal, advice, final, advice) == "afa"
    assert shown(formal, formal) == "oo"
    assert len(shown(*[final] * 9)) == 6


async def test_the_masthead_names_the_city_or_else_its_only_body(
    sqlite_database, sqlite_url, tmp_path
):
    async def masthead(**chosen):
        settings = settings_for(sqlite_url, tmp_path / "data", **chosen)
        async with serving(settings) as app:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
                text = (await client.get("/papers")).text
        return re.search(r"<span><b>(.*?)</b>", text)[1]

    assert await masthead(city_name="") == "Rostra"
    await make_body(sqlite_database, name="Stadt Brunnfeld")
    assert await masthead(city_name="") == "Stadt Brunnfeld"
    assert await masthead(city_name="Brunnfeld an der Ilm") == "Brunnfeld an der Ilm"
    await make_body(sqlite_database, name="Landkreis Ilmtal")
    assert await masthead(city_name="") == "Rostra"


async def test_what_was_typed_is_shown_again_to_who_is_no_longer_logged_in(client, city):
    visitor = Visitor(client)
    typed = {"text": "Ein langer Gedanke zum Radweg"}
    place = city.places["post"].replace("/posts/", "/discussions/post/")
    response = await visitor.post(place, typed)
    assert response.status_code == 422
    assert "Ein langer Gedanke zum Radweg" in response.text
    assert typed["text"] not in (await client.get(city.places["post"])).text


async def test_a_calendar_to_subscribe_to_says_its_type_once(client):
    response = await client.get("/feeds/meetings.ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"


async def test_the_paper_shows_its_way_and_its_file(client, city):
    text = (await client.get(city.places["paper"])).text
    assert text.count('class="dot"') == 2
    assert city.places["file"] in text
    assert city.places["item"] in text


async def test_the_item_shows_who_voted_how(client, city):
    text = (await client.get(city.places["item"])).text
    assert text.count('<circle class="yes"') == 7
    assert text.count('<circle class="no"') == 3
    assert "Klara Amsel" in text
    assert "Wahl der Stellvertretung" in text
    assert "Die Verwaltung erläutert die Vorlage." in text


async def test_links_to_the_other_language_stay_on_the_page(client, city):
    text = (await client.get("/calendar?view=list")).text
    assert 'href="/en/calendar?view=list"' in text
    text = (await client.get("/en" + city.places["paper"])).text
    assert f'href="{city.places["paper"]}"' in text


async def test_every_link_of_ours_leads_somewhere(client, city):
    links = set()
    for path in city.places.values():
        text = (await client.get(path)).text
        links |= set(re.findall(r'(?:href|action|src)="(/[^"#]*)', text))
    for link in sorted(links - {"/graphql"}):
        response = await client.get(link.replace("&amp;", "&"), headers={"Accept": "text/html"})
        assert response.status_code in (200, 405), link


def test_variables_are_read_as_what_the_query_takes():
    query = Query(FRONTEND / "pages/organizations/organization/query.graphql")
    read = query.variables({"id": ["x"]}, {"first": ["12"], "last": ["many"], "other": ["y"]})
    assert read == {"id": "x", "first": 12}


def test_the_address_of_a_page_is_its_path_filled_in():
    page = next(page for page in PAGES if page.path == "/papers/{id:uuid}")
    assert page.address(Inputs({"id": "7"})) == "/papers/7"
