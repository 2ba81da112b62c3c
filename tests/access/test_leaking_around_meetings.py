"""What stands around a meeting stays with those for whom it is, in whatever city.

Requests for items, neutral titles, frozen agendas, answers, pauses and motions, each with a word
of its own, through the API, the pages, the screens, the prints, the feeds, OParl and the search;
and letters, which say to nobody what is not for everybody.
"""

import asyncio
import io
import json
import re
import shutil
from dataclasses import replace

import pypdfium2
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rostra.access import system
from rostra.agendas.events import MeetingInvited
from rostra.agendas.models import AgendaVersion, ItemRequest, Reply, Summons
from rostra.database import Database
from rostra.meetings.models import NeutralTitle
from rostra.minutes.events import MinutesPublished
from rostra.notifications.models import Letter
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.people.models import Account
from rostra.resolutions.events import ResolutionAssigned, ResolutionEntered
from rostra.settings import Settings
from rostra.sittings.models import Pause, Sitting
from support.random_city import NOON, Builder, Plan, built, canary, may_read, plans, readers
from support.running import running
from support.sockets import open_socket

COUNTS = {
    "item_request": 2, "neutral_title": 2, "agenda_version": 2, "reply": 2, "pause": 2,
}  # fmt: skip
ASKED = """query ($m: UUID!) {
  meeting(uuid: $m) { name neutralItems { number name } modified agendaItems { name } }
  agendaVersions(meeting: $m) { number note items { name } }
  full: agendaVersions(meeting: $m, edition: FULL) { number note items { name } }
  summonses(meeting: $m) { person { name } reply { reason } }
  ownSummons(meeting: $m) { number reply { reason } }
  quorumForecast(meeting: $m) { coming }
  itemRequests { title reasons fateReason person { name } signatories { name } meeting { name }
    agendaItem { name } }
  agendaInMaking(meeting: $m) { items { name neutralTitle } }
  preflight(meeting: $m) { prospects { name } }
  scene(uuid: $m) { interruptions { reason } state }
  resolutions(first: 20) { totalCount nodes { number title text result } }
}"""
SCREEN = """subscription ($uuid: UUID!) { sitting(uuid: $uuid) { sequence
  meeting { name neutralItems { name } agendaItems { name motions { text } } } } }"""
SEARCH = "query ($q: String!) { search(query: $q, first: 5) { totalCount hits { kind } } }"
PAGES = (
    "", "/versions", "/notice", "/invite", "/answers", "/invitation", "/moving", "/agenda/edit",
    "/ticker", "/hall", "/live", "/minutes/edit", "/meeting.ics", "/agenda.pdf", "/invitation.pdf",
    "/notice.pdf", "/minutes.pdf", "/votes.pdf", "/attendance.pdf",
)  # fmt: skip


@st.composite
def earlier_plans(draw: st.DrawFn) -> Plan:
    """A random city in which meetings are prepared, held and over."""
    plan = draw(plans())
    more = {
        kind: tuple(draw(st.lists(readers, min_size=count, max_size=count)))
        for kind, count in COUNTS.items()
    }
    return replace(plan, readers={**plan.readers, **more})


async def with_what_stands_around(database: Database, plan: Plan):
    """The city of the plan, with what stands around its meetings, and events that letters tell."""
    city = await built(database, plan)
    async with database.work(system) as work:
        builder = Builder(work, plan)
        builder.city, body = city, city.body_id
        meetings, items = city.ids["meeting"], city.ids["agenda_item"]
        person, council = city.person_ids[0], city.organization_ids[0]
        work.add(Sitting(meeting_id=meetings[0], opened=NOON, current_item_id=items[2]))
        await builder.keep("item_request", lambda n, word: ItemRequest(
            body_id=body, organization_id=council, person_id=person, title=word, reasons=word,
            fate="refused" if n else "open", fate_reason=word if n else None))  # fmt: skip
        await builder.keep("neutral_title", lambda n, word: NeutralTitle(
            body_id=body, meeting_id=meetings[n], agenda_item_id=items[n + 2], order=5,
            name=word))  # fmt: skip
        versions = await builder.keep("agenda_version", lambda n, word: AgendaVersion(
            body_id=body, meeting_id=meetings[n], number=1, edition="full", hash=word, note=word,
            occasion="supplement", content={"meeting": {}, "items": []}))  # fmt: skip
        for version in versions:
            version.content = frozen(version.note)
        await builder.keep("reply", lambda n, word: Reply(
            body_id=body, meeting_id=meetings[n], person_id=person, answer="excused",
            reason=word))  # fmt: skip
        await builder.keep("pause", lambda n, word: Pause(
            body_id=body, meeting_id=meetings[n], agenda_item_id=items[n], began=NOON, ended=NOON,
            reason=word))  # fmt: skip
        summonses = [
            Summons(body_id=body, meeting_id=one, person_id=person, number=1,
                    audience_id=version.audience_id)
            for one, version in zip(meetings, versions, strict=True)
        ]  # fmt: skip
        work.add(*summonses)
        await work.flush()
        for one, summons in zip(meetings, summonses, strict=True):
            work.record(MeetingInvited(one, None, (summons.id,), (), (), (), ()))
            minutes = city.ids["minutes"][meetings.index(one)]
            work.record(MinutesPublished(minutes, (), one))
        for one in city.ids["resolution"]:
            work.record(ResolutionEntered(one))
            work.record(ResolutionAssigned(one, council))
    return city


def frozen(word: str) -> dict:
    """The content of an agenda that went out."""
    item = {
        "id": word, "parent": None, "number": "1", "name": f"{word} Punkt", "public": False,
        "papers": [], "changes": [],
    }  # fmt: skip
    meeting = {
        "name": f"{word} Sitzung", "number": 1, "start": None, "end": None, "place": None,
        "organizations": [], "urgent": False, "second_summons": False, "cancelled": False,
    }  # fmt: skip
    return {"meeting": meeting, "items": [item]}


def words_of(content: bytes) -> str:
    """The text of a PDF, words that were broken at the end of a line whole again."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    said = " ".join(page.get_textpage().get_text_bounded() for page in document)
    said += str(document.get_metadata_dict())
    return said + "".join(said.split()).replace("\ufffe", "").replace("-", "")


class Spy:
    """Somebody who asks every channel, and what the plan lets them read."""

    def __init__(self, site, city, plan: Plan, login: str | None) -> None:
        self.site, self.city, self.login = site, city, login
        self.browser = site.browser(login)
        kinds = {kind: plan.readers[kind] for kind in city.canaries}
        self.allowed = {
            word
            for kind, whose in kinds.items()
            for word, one in zip(city.canaries[kind], whose, strict=True)
            if may_read(plan, one)
        }
        self.forbidden = {one for many in city.canaries.values() for one in many} - self.allowed

    def check(self, text: str, where: str) -> str:
        """No word that is not for this reader."""
        assert not {word for word in self.forbidden if word in text}, where
        return text

    async def read(self, path: str, **options) -> str:
        reply = await self.browser.request(options.pop("method", "GET"), path, **options)
        assert reply.status_code < 500, f"{path}: {reply.status_code} {reply.text[:300]}"
        pdf = reply.content.startswith(b"%PDF")
        text = words_of(reply.content) if pdf else reply.text
        return self.check(text + str(reply.headers), path)

    async def ask(self, document: str, **variables) -> dict:
        headers = {"origin": self.site.settings.base_url}
        reply = await self.browser.post(
            "/graphql", json={"query": document, "variables": variables}, headers=headers
        )
        answer = reply.json()
        assert "errors" not in answer, answer["errors"]
        asked = " ".join(variables.values())
        self.check(reply.text.replace(asked, ""), f"{document[:40]} {asked}")
        return answer["data"]

    async def look_everywhere(self) -> None:
        for number, id in enumerate(self.city.ids["meeting"]):
            told = json.dumps(await self.ask(ASKED, m=str(id)))
            here = self.city.canaries["meeting"][number] in self.allowed
            word = self.city.canaries["agenda_version"][number]
            assert (word in told) is (here and word in self.allowed), word
            for word in (*self.city.canaries["item_request"], *self.city.canaries["resolution"]):
                assert (word in told) is (word in self.allowed), word
            for page in PAGES:
                await self.read(f"/meetings/{id}{page}")
            await self.watch(id)
        for path in ("/", "/calendar", "/votes", "/resolutions", "/feeds/meetings.ics"):
            await self.read(path)
        for one in self.city.organization_ids:
            for path in (f"/organizations/{one}", f"/organizations/{one}/requests"):
                await self.read(path)
        for id in self.city.ids["resolution"]:
            await self.read(f"/resolutions/{id}")
            await self.read(f"/resolutions/{id}/extract.pdf")
        for word in (one for kind in (*COUNTS, "resolution") for one in self.city.canaries[kind]):
            await self.ask(SEARCH, q=word)

    async def watch(self, id) -> None:
        cookie = self.browser.headers.get("cookie", "")
        async with open_socket(self.site.app, cookie) as socket:
            await socket.subscribe(SCREEN, uuid=str(id))
            self.check(json.dumps(await socket.hear()), f"the screen of {id}")


async def open_data(public: Spy) -> None:
    """OParl's lists and what they lead to, for everybody."""
    waiting, seen = ["/oparl/v1.1/system"], set()
    while waiting and len(seen) < 80:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            text = await public.read(path)
            found = re.findall(r'"http[^"]*(/oparl/v1\.1/[^"]+)"', text)
            waiting += [one for one in found if "/deleted" not in one]


async def letters(database: Database, public: Spy) -> None:
    """Letters say to nobody what is not for everybody: mail is read by others too."""
    async with database.reading(system) as work:
        written = await work.fetch(sa.select(Letter))
    for one in written:
        public.check(f"{one.subject} {one.text} {one.html} {one.details}", f"the letter {one.id}")


async def spy_on(plan: Plan, folder, template) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(template, folder / "rostra.db")
    chosen = Settings(data_dir=str(folder), environment="development", log_level="ERROR")
    async with running(chosen) as site:
        database, login = Database(chosen.database), None
        city = await with_what_stands_around(database, plan)
        if city.account_id is not None:
            async with database.work(system) as work:
                account = await work.db.get(Account, city.account_id)
                login = await logins.issue(work, account, Terms.of(chosen))
        await Spy(site, city, plan, login).look_everywhere()
        public = Spy(site, city, replace(plan, actor=None), None)
        await public.look_everywhere()
        await open_data(public)
        await letters(database, public)
        await database.close()


@pytest.mark.long
def test_no_canary_leaves_its_cage(sqlite_template, tmp_path):
    @given(plan=earlier_plans())
    @settings(
        max_examples=4,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def whatever_the_city(plan):
        asyncio.run(spy_on(plan, tmp_path / "city", sqlite_template))

    whatever_the_city()


def test_every_word_occurs_in_one_record_alone():
    words = [canary(kind, n) for kind, count in COUNTS.items() for n in range(count)]
    assert len(words) == len(set(words))
