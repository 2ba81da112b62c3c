"""What of defect reports is not for everybody leaves by no channel: neither words nor numbers."""

import asyncio
import base64
import datetime as dt
import json

import pytest

from rostra.access import ANYBODY, Office, Permission, role_token, system
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.reports.handling import note_report
from rostra.reports.hiding import hide
from rostra.reports.models import ApiKey, ReportContact, ReportPhoto, ReportState
from rostra.reports.readers import those_it_waits_for, those_who_may_answer
from rostra.reports.receiving import receive
from rostra.settings import Settings
from support import actors
from support.make.organizations import make_membership
from support.make.people import make_account, make_person
from support.make.reports import make_depot, make_report
from support.making import kept
from support.running import running
from support.town_hall import settings_for

PHOTO = "c" * 128
SECRETS = {
    "waiting": ("Zwiebelfisch", "Wartegasse", "Ungeduld"),
    "held": ("Haltewort", "Halteplatz", "Haltemann"),
    "hidden": ("Versteckwort", "Versteckweg", "Versteckfrau"),
    "note": ("Vermerkgeheimnis",),
    "contact": ("kontaktgeheim@example.org", "0555-0100", "Kontaktname"),
    "key": ("Schluesselprogramm",),
}
ALL = {word for words in SECRETS.values() for word in words}
SHOWN = "Offenkundig"
EVERYTHING = """{
  reports { totalCount nodes { uuid reference text address authorName latitude reason
    contact { name email phone } photos { uuid description } history { kind text }
    commentCount } }
  overdue: reports(filter: {overdue: true}) { totalCount }
  desk: reports(filter: {onViewersDesk: true}) { totalCount nodes { text } }
  reportFigures { received states { state count } categories { received open } }
  reportsNear(latitude: 50.98, longitude: 11.03, address: "Wartegasse") { report { text } }
  myReports { text } apiKeys { name } due { overdueReports { text } }
}"""
NODE = "query ($id: ID!) { node(id: $id) { uuid ... on Report { text } } }"


def words(kind):
    text, address, author = SECRETS[kind]
    return {"text": f"{text} {kind}", "address": f"{address} 1", "author_name": author}


class Town:
    """The reports of a town, and those who look at them."""

    async def build(self, database):
        self.depot = depot = await make_depot(database)
        async with database.work(system) as work:
            self.shown = await make_report(work, depot, text=SHOWN, year=2026, number=1)
            contact = dict(zip(("email", "phone", "name"), SECRETS["contact"], strict=True))
            audience = await work.audience(those_who_may_answer(self.shown))
            await kept(
                work, ReportContact, report_id=self.shown.id, audience_id=audience, **contact
            )
            for kind, state in (("waiting", "unconfirmed"), ("held", "held")):
                report = await make_report(
                    work, depot, state=state, received=None,
                    due=dt.date.today() - dt.timedelta(days=9), **words(kind),
                )  # fmt: skip
                report.audience_id = await work.audience(those_it_waits_for(report))
                setattr(self, kind, report)
            self.photo = await kept(
                work, ReportPhoto, body_id=depot.body.id, report_id=self.waiting.id,
                content_hash=PHOTO, width=1, height=1, description="Zwiebelfisch im Bild",
                audience_id=self.waiting.audience_id,
            )  # fmt: skip
            self.hidden = await make_report(work, depot, year=2026, number=2, **words("hidden"))
            readers = {role_token(Office.CLERK, depot.body.id)}
            await kept(
                work, ApiKey, body_id=depot.body.id, name=SECRETS["key"][0], key_hash="x",
                audience_id=await work.audience(readers),
            )  # fmt: skip
        async with database.work(system) as work:
            await hide(work, self.hidden.id)
        async with database.work(depot.editor) as work:
            await note_report(work, self.shown.id, SECRETS["note"][0])
        self.logins = {}
        for name, office, place in (
            ("editor", Office.EDITOR, depot.department), ("other", Office.EDITOR, depot.other),
            ("moderator", Office.MODERATOR, depot.department),
            ("clerk", Office.CLERK, depot.other),
        ):  # fmt: skip
            person = await make_person(database, depot.body, name=name)
            await make_membership(database, person, place, office=office)
            account = await make_account(database, person)
            self.logins[name] = await self.login_of(database, account)
        self.logins["author"] = await self.login_of(database, depot.author)
        stranger = await make_account(database, confirmed=dt.datetime.now(dt.UTC))
        self.logins["citizen"] = await self.login_of(database, stranger)
        self.logins["public"] = None

    async def login_of(self, database, account):
        async with database.work(system) as work:
            known = await work.db.get(type(account), account.id)
            return await logins.issue(work, known, Terms.of(Settings()))

    def allowed(self, who):
        """What each of them may see."""
        waits = {*SECRETS["waiting"], *SECRETS["held"], *SECRETS["hidden"]}
        return {
            "public": set(), "citizen": set(), "other": set(),
            "editor": {*SECRETS["note"], *SECRETS["contact"]},
            "author": waits | set(SECRETS["contact"]),
            "moderator": waits | {*SECRETS["note"], *SECRETS["contact"]},
            "clerk": {*SECRETS["note"], *SECRETS["contact"], *SECRETS["key"]},
        }[who]  # fmt: skip


def paths_of(town):
    reports = (town.shown, town.waiting, town.held, town.hidden)
    return [
        "/reports", "/reports?q=Zwiebelfisch", "/reports?latitude=50.98&longitude=11.03",
        "/reports/figures", "/reports/desk", "/reports/desk?show=overdue", "/reports/categories",
        "/reports/new?address=Wartegasse+1&latitude=50.98&longitude=11.03",
        "/office", "/account", "/search?q=Zwiebelfisch", "/search?q=Vermerkgeheimnis",
        "/search?q=Haltewort", "/search?q=Versteckwort", "/feeds/reports.atom",
        "/feeds/reports.rss", "/open311/v2/requests.json", "/open311/v2/requests.xml",
        *(f"/reports/{one.id}" for one in reports),
        *(f"/open311/v2/tokens/{one.id}.json" for one in reports),
        *(f"/open311/v2/requests/{one.id}.xml" for one in reports),
        f"/reports/photos/{town.photo.id}.jpg", f"/discussions/report/{town.waiting.id}",
    ]  # fmt: skip


async def look(site, town, who):
    """Everything that somebody can open or ask for, without a word that is not for them."""
    forbidden = ALL - town.allowed(who)
    seen = {}
    async with site.browser(town.logins[who]) as browser:
        for path in paths_of(town):
            reply = await browser.get(path)
            assert reply.status_code < 500, path
            asked = path.partition("?")[2]
            told = {word for word in forbidden if word in reply.text and word not in asked}
            assert not told, f"{who}: {path} tells {told}"
            seen[path] = reply
        headers = {"origin": site.settings.base_url}
        for document, variables in (
            (EVERYTHING, {}),
            *((NODE, {"id": node_id(one)}) for one in (town.waiting, town.held)),
        ):
            asked = {"query": document, "variables": variables}
            reply = await browser.post("/graphql", json=asked, headers=headers)
            told = {word for word in forbidden - {"Wartegasse"} if word in reply.text}
            assert not told, f"{who}: the API tells {told}"
            seen.setdefault("api", reply.json())
    return seen


def node_id(report):
    return base64.urlsafe_b64encode(f"Report:{report.id}".encode()).decode().rstrip("=")


async def test_nothing_of_what_waits_is_hidden_or_inner_leaves(database, database_url, tmp_path):
    town = Town()
    await town.build(database)
    settings = settings_for(database_url, tmp_path / "data")
    async with running(settings) as site:
        seen = {who: await look(site, town, who) for who in town.logins}
        for _ in range(50):  # the index may take a moment
            async with site.browser() as browser:
                if SHOWN in (await browser.get(f"/search?q={SHOWN}")).text:
                    break
            await asyncio.sleep(0.1)
        seen["public"] = await look(site, town, "public")
        nowhere = "01890000-0000-7000-8000-000000000000"
        async with site.browser() as browser:
            absent = (await browser.get(f"/reports/{nowhere}")).text
    public = seen["public"]
    for one in (town.waiting, town.held):
        hidden = public[f"/reports/{one.id}"]
        assert hidden.status_code == 404
        assert hidden.text.replace(str(one.id), nowhere) == absent
    assert public[f"/reports/photos/{town.photo.id}.jpg"].status_code == 404
    told = public["api"]["data"]
    assert told["reports"]["totalCount"] == told["reportFigures"]["received"] == 2
    assert told["overdue"]["totalCount"] == 0
    assert told["apiKeys"] == told["myReports"] == []
    assert "Zwiebelfisch" in json.dumps(seen["author"]["api"]["data"]["myReports"])
    assert SECRETS["note"][0] in seen["editor"][f"/reports/{town.shown.id}"].text
    assert SECRETS["contact"][0] in seen["editor"][f"/reports/{town.shown.id}"].text
    assert "Haltewort" in seen["moderator"][f"/reports/{town.held.id}"].text


async def test_numbers_have_no_gaps_for_what_waits(database):
    depot = await make_depot(database)
    waiting = await make_report(database, depot, state="unconfirmed", received=None)
    async with database.work(system) as work:
        shown = await make_report(work, depot, state="unconfirmed", received=None)
        await receive(work, shown)
    assert (waiting.number, shown.number) == (None, 1)
    assert shown.state == ReportState.RECEIVED


@pytest.mark.parametrize("permission", [Permission.REPORT_HANDLE, Permission.CATEGORY_KEEP])
def test_the_public_deals_with_nothing(permission):
    assert not ANYBODY.may_within(permission)
    assert actors.anybody is ANYBODY
