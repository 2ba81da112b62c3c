"""What comes after a meeting stays with those for whom it is, in whatever city.

Statements, absences, objections, resolutions, reports and the speakers that minutes name, each
with a word of its own, through the API, the pages and the prints.
"""

import asyncio
import base64
import datetime as dt
import io
import json
import shutil
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rostra.access import system
from rostra.database import Database
from rostra.minutes.models import Absence, Objection, Statement
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.people.models import Account
from rostra.resolutions.models import ProgressReport
from rostra.settings import Settings
from rostra.sittings.models import Presence, Speech
from support.random_city import Builder, Plan, built, canary, may_read, plans, readers
from support.running import running

COUNTS = {
    "statement": 2, "absence": 1, "objection": 2, "progress_report": 2, "speech": 2,
}  # fmt: skip
KINDS = (*COUNTS, "resolution")
TYPES = {
    "statement": "Statement", "absence": "Absence", "objection": "Objection",
    "resolution": "Resolution", "progress_report": "ProgressReport",
}  # fmt: skip
TODAY = dt.date.today()
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
LISTS = """{
  meetings(first: 10) { nodes { minutes { absences { reason } objections { text answer }
    signatures { name } steps entries { statements { text } versions { text }
      facts { spoken { guest } moved { text } } } }
    agendaItems { resolutions { number title text result reports { text } }
      minutesEntry { statements { text } facts { spoken { guest } } } } } }
  resolutions(first: 10) { totalCount nodes { number title text reports { text }
    agendaItem { name } meeting { name } publishingItems { name } } }
  resolutionYears resolvingOrganizations { name }
}"""

LECTERN = """query ($id: UUID!) { lectern(meeting: $id) { items { name } ballots { subject }
  persons { name } withdrawable { text agendaItem { name } }
  minutes { entries { text statements { text } } } } }"""


@st.composite
def later_plans(draw: st.DrawFn) -> Plan:
    """A random city in which meetings are over."""
    plan = draw(plans())
    more = {
        kind: tuple(draw(st.lists(readers, min_size=count, max_size=count)))
        for kind, count in COUNTS.items()
    }
    return replace(plan, readers={**plan.readers, **more})


async def with_what_came_after(database: Database, plan: Plan):
    """The city of the plan, and what came after its meetings."""
    city = await built(database, plan)
    async with database.work(system) as work:
        builder = Builder(work, plan)
        builder.city, body = city, city.body_id
        items, minutes, meetings = (
            city.ids[kind] for kind in ("agenda_item", "minutes", "meeting")
        )
        person = city.person_ids[0]
        work.add(Presence(meeting_id=meetings[0], person_id=person))
        await builder.keep("statement", lambda n, word: Statement(
            body_id=body, agenda_item_id=items[n], person_id=person, statement_type="verbatim",
            text=word))  # fmt: skip
        await builder.keep("absence", lambda n, word: Absence(
            body_id=body, minutes_id=minutes[n], person_id=city.person_ids[1], state="excused",
            reason=word))  # fmt: skip
        await builder.keep("objection", lambda n, word: Objection(
            body_id=body, minutes_id=minutes[n], person_id=person, text=word,
            answer=word))  # fmt: skip
        await builder.keep("progress_report", lambda n, word: ProgressReport(
            body_id=body, resolution_id=city.ids["resolution"][n], progress="done",
            text=word))  # fmt: skip
        await builder.keep("speech", lambda n, word: Speech(
            body_id=body, meeting_id=meetings[n], agenda_item_id=items[n], guest=word,
            state="done"))  # fmt: skip
    return city


def words_of(content: bytes) -> str:
    """The text of a PDF, words that were broken at the end of a line whole again."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    said = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return said + "".join(said.split()).replace("\ufffe", "").replace("-", "")


def words_for(city, plan: Plan) -> tuple[set[str], set[str]]:
    """The words that the plan's actor may read, and those that the actor may not."""
    allowed = {
        word
        for kind in KINDS
        for word, whose in zip(city.canaries[kind], plan.readers[kind], strict=True)
        if may_read(plan, whose)
    }
    return allowed, {word for kind in KINDS for word in city.canaries[kind]} - allowed


async def look_everywhere(browser, city, plan: Plan, base_url: str) -> None:
    """Every channel in the name of one actor: nothing forbidden, and what is complete is whole."""
    allowed, forbidden = words_for(city, plan)

    async def read(path: str, **options) -> str:
        reply = await browser.request(options.pop("method", "GET"), path, **options)
        assert reply.status_code < 500, f"{path}: {reply.status_code}"
        text = words_of(reply.content) if reply.content.startswith(b"%PDF") else reply.text
        assert not {word for word in forbidden if word in text}, path
        return text

    async def ask(document: str, **variables) -> dict:
        asked = {"query": document, "variables": variables}
        return json.loads(await read("/graphql", method="POST", json=asked,
                                     headers={"origin": base_url}))  # fmt: skip

    for kind, name in TYPES.items():
        for id, word in zip(city.ids[kind], city.canaries[kind], strict=True):
            told = base64.urlsafe_b64encode(f"{name}:{id}".encode()).decode().rstrip("=")
            found = (await ask(NODE, id=told))["data"]["node"] is not None
            assert found is (word in allowed), f"{name} {word}"
    lists = await ask(LISTS)
    assert "errors" not in lists, lists
    readable = [word for word in city.canaries["resolution"] if word in allowed]
    assert lists["data"]["resolutions"]["totalCount"] == len(readable)
    assert bool(lists["data"]["resolutionYears"]) is bool(readable)
    register = await read("/resolutions")
    await read("/feeds/resolutions.atom")
    for id, word in zip(city.ids["resolution"], city.canaries["resolution"], strict=True):
        assert (word in register) is (word in allowed)
        for path in (f"/resolutions/{id}", f"/resolutions/{id}/extract.pdf"):
            assert (word in await read(path)) is (word in allowed), path
    for id in city.ids["meeting"]:
        for document in ("minutes.pdf", "attendance.pdf", "votes.pdf", "minutes/edit", "minutes"):
            await read(f"/meetings/{id}/{document}")
        await ask(LECTERN, id=str(id))


async def spy(plan: Plan, folder, template) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(template, folder / "rostra.db")
    chosen = Settings(data_dir=str(folder), environment="development", log_level="ERROR")
    async with running(chosen) as site:
        database, login = Database(chosen.database), None
        city = await with_what_came_after(database, plan)
        if city.account_id is not None:
            async with database.work(system) as work:
                account = await work.db.get(Account, city.account_id)
                login = await logins.issue(work, account, Terms.of(chosen))
        await look_everywhere(site.browser(login), city, plan, chosen.base_url)
        nobody = replace(plan, actor=None)
        await look_everywhere(site.browser(), city, nobody, chosen.base_url)
        await database.close()


@pytest.mark.long
def test_no_canary_leaves_its_cage(sqlite_template, tmp_path):
    @given(plan=later_plans())
    @settings(
        max_examples=4,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def whatever_the_city(plan):
        asyncio.run(spy(plan, tmp_path / "city", sqlite_template))

    whatever_the_city()


def test_every_word_occurs_in_one_record_alone():
    counts = {**COUNTS, "resolution": 2}
    words = [canary(kind, n) for kind, count in counts.items() for n in range(count)]
    assert len(words) == len(set(words))
