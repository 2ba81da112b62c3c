"""Tables at the council office and over the API: looked at, taken in, handed out to those alone."""

import re
from contextlib import AsyncExitStack
from html import unescape

import httpx
import pytest

from rostra.access import ANYBODY, Office
from rostra.imports.tables.sheets import LARGEST
from rostra.people.models import Person
from support import actors
from support.asking import api_of, ask, refused
from support.keys import password_hash
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for

PAGE, TAKE = "/office/import", "/office/import/take"
TEXT = "key;Vorname;Nachname\nA1;Jördis;<Äpfel>\nA2;Öner;=Zaß\n"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
async def body(sqlite_database):
    """A body with a clerk and a councillor who have passwords."""
    body = await make_body(sqlite_database)
    council = await make_organization(sqlite_database, body)
    for office, email in ((Office.CLERK, "amt@example.org"), (None, "rat@example.org")):
        person = await make_person(sqlite_database, body, name=email, family_name=email)
        await make_membership(sqlite_database, person, council, office=office)
        kept = password_hash(PASSWORD)
        await make_account(sqlite_database, person, email=email, password_hash=kept)
    return body


class Sender(Visitor):
    """A browser that sends files."""

    async def send(self, path, fields, content=None, token=True):
        """Send a form with a file."""
        known = {"form_token": await self.token(PAGE)} if token else {}
        file = {"file": ("liste.csv", content if content is not None else b"")}
        headers = self._with({"Sec-Fetch-Site": "same-origin", "Origin": self.origin})
        return self._keep(
            await self.client.post(path, data={**known, **fields}, files=file, headers=headers)
        )


@pytest.fixture
async def visitors(body, sqlite_url, tmp_path):
    """The clerk, a councillor, and somebody who is not logged in."""
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app, AsyncExitStack() as all:
        found = []
        for email in ("amt@example.org", "rat@example.org", None):
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            found.append(Sender(await all.enter_async_context(client)))
            if email:
                await found[-1].log_in(email)
        yield found


def hidden(page):
    """What the form holds that takes the table in."""
    form = page.text.partition(TAKE)[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in HIDDEN.findall(form)}


async def test_a_table_is_looked_at_confirmed_and_downloaded(visitors, body, sqlite_database):
    clerk, _, _ = visitors
    asked = {"body": str(body.id), "table": "PERSONS"}
    assert PAGE in (await clerk.get("/office")).text
    looked = await clerk.send(PAGE, asked, TEXT.encode("cp1252"))
    assert looked.status_code == 200
    assert "no-store" in looked.headers["cache-control"]
    assert "Jördis &lt;Äpfel&gt;" in looked.text
    assert "2 neu, 0 geändert" in looked.text
    async with sqlite_database.reading(ANYBODY) as work:
        assert await work.count(work.readable(Person)) == 2
    sent = hidden(looked)
    assert sent["text"] == TEXT
    done = await clerk.send(TAKE, {**sent, "text": sent["text"].replace("\n", "\r\n")}, token=False)
    assert (done.status_code, done.headers["location"].partition("?")[0]) == (303, PAGE)
    assert "2 neu, 0 geändert" in (await clerk.get(done.headers["location"])).text
    again = await clerk.send("/en" + PAGE, {**asked, "text": TEXT})
    assert "There is nothing new in this table." in again.text

    for query in ("", f"?body={body.id}"):
        table = await clerk.get(f"/office/lists/persons.csv{query}")
        assert (table.status_code, table.headers["cache-control"]) == (200, "private, no-store")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        assert "attachment" in table.headers["content-disposition"]
        assert table.content.startswith(b"\xef\xbb\xbfkey;")
        assert ";'=Zaß;" in table.text
    unchanged = await clerk.send(PAGE, asked, table.content)
    assert "0 neu, 0 geändert, 4 unverändert" in unchanged.text


async def test_what_has_changed_meanwhile_is_looked_at_again(visitors, body, sqlite_database):
    clerk, _, _ = visitors
    asked = {"body": str(body.id), "table": "PERSONS", "text": TEXT}
    sent = hidden(await clerk.send(PAGE, asked))
    assert (await clerk.send(TAKE, sent, token=False)).status_code == 303
    late = await clerk.send(TAKE, sent, token=False)
    assert late.status_code == 409
    assert "Der Bestand hat sich geändert" in late.text
    assert "0 neu, 0 geändert, 2 unverändert" in late.text


async def test_a_table_that_cannot_be_read_is_shown_again(visitors, body):
    clerk, _, _ = visitors
    asked = {"body": str(body.id), "table": "PERSONS"}
    for content, said in (
        (None, "Wählen Sie eine Datei"),
        (b"Farbe;Form\nrot;rund\n", "Die erste Zeile nennt keine Spalte"),
        (b"\x81\x8d", "Das ist kein Text"),
        (b"Nachname\nA\x00B\n", "Das ist kein Text"),
        (b"A" * (LARGEST + 1), "Eine Tabelle hat höchstens 1500000 Zeichen"),
    ):
        answer = await clerk.send(PAGE, asked, content)
        assert (answer.status_code, said in answer.text) == (422, True), content[:20]
    pasted = await clerk.send(PAGE, {**asked, "text": "\nVorname\n<b>\n"})
    assert pasted.status_code == 200
    assert "\n\nVorname\n&lt;b&gt;" in pasted.text.replace("\r", "")
    for nonsense in ({}, {"body": "x", "table": "PERSONS", "text": "a"}, {**asked, "table": "y"}):
        assert (await clerk.send(PAGE, nonsense)).status_code in (400, 404)
        assert (await clerk.send(TAKE, nonsense)).status_code in (400, 404)
    assert (await clerk.send(PAGE, asked, b"A" * (5 * LARGEST))).status_code == 413


async def test_is_for_those_who_keep_the_council(visitors, body):
    _, councillor, anybody = visitors
    for who in (councillor, anybody):
        page = await who.get(PAGE)
        assert (page.status_code, "/office/lists" in page.text) == (200, False)
        for path in ("persons", "memberships", "organizations"):
            for query in ("", f"?body={body.id}"):
                refusal = await who.get(f"/office/lists/{path}.csv{query}")
                assert refusal.status_code == 404
    for path in ("nothing.csv", "persons", f"persons.csv?body={PAGE}", "persons.csv?body="):
        assert (await councillor.get(f"/office/lists/{path}")).status_code == 404
    asked = {"body": str(body.id), "table": "PERSONS", "text": TEXT, "fingerprint": "x"}
    token = (await councillor.get("/account")).text
    own = {"form_token": re.search(r'name="form_token" value="([^"]+)"', token)[1]}
    for path in (PAGE, TAKE):
        assert (await councillor.send(path, {**own, **asked}, token=False)).status_code == 403
        assert (await anybody.send(path, asked, token=False)).status_code == 403
        assert (await councillor.send(path, asked, token=False)).status_code == 403


CHECK = """mutation ($body: UUID!, $csv: String!) {
  checkTable(input: {body: $body, table: PERSONS, text: $csv}) {
    fingerprint fits created changed left refused remarks { column sentence }
    lines { number fate name endings changes { column before after } remarks { column sentence } }
  }
}"""
IMPORT = """mutation ($body: UUID!, $csv: String!, $fingerprint: String!) {
  importTable(input: {body: $body, table: PERSONS, text: $csv}, fingerprint: $fingerprint) {
    created
  }
  enterPerson(body: $body, input: {familyName: "Danach"}) { name }
}"""
READ = """query ($body: UUID!) {
  councilTable(body: $body, table: PERSONS)
  tableColumns(table: MEMBERSHIPS) { name headings form needed }
}"""


async def test_is_done_over_the_api(database):
    body = await make_body(database)
    api, clerk, asked = api_of(database), actors.clerk_of(body), {"body": str(body.id)}
    report = (await ask(api, CHECK, clerk, csv=TEXT + "A3;;\n", **asked))["checkTable"]
    assert (report["fits"], report["created"], report["refused"]) == (False, 2, 1)
    assert report["lines"][2]["remarks"] == [
        {"column": "familyName", "sentence": "Please fill in this field."}
    ]
    report = (await ask(api, CHECK, clerk, csv=TEXT, **asked))["checkTable"]
    wrong = await refused(api, IMPORT, clerk, csv=TEXT, fingerprint="", **asked)
    assert wrong["extensions"]["code"] == "CONFLICT"
    stranger = await refused(api, CHECK, csv=TEXT, **asked)
    assert stranger["extensions"]["code"] == "NOT_PERMITTED"
    empty = await ask(api, READ, clerk, **asked)
    assert empty["councilTable"].count("\n") == 1
    done = await ask(api, IMPORT, clerk, csv=TEXT, fingerprint=report["fingerprint"], **asked)
    assert done == {"importTable": {"created": 2}, "enterPerson": {"name": "Danach"}}
    shown = await ask(api, READ, clerk, **asked)
    assert shown["councilTable"].count("\n") == 4
    assert {"name": "key", "form": "KEY"}.items() <= shown["tableColumns"][0].items()
    error = await refused(api, READ, **asked)
    assert error["extensions"]["code"] == "NOT_PERMITTED"
