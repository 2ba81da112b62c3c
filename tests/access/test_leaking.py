"""Whatever the city, whoever asks, through whichever door: no canary gets out that may not.

Each text of a random city holds a word of its own. Every channel is asked in the name of a
random actor; what comes out is compared with what the ten-line rule of support.random_city
allows. Channels that can be complete must be: what may be read is there.
"""

import asyncio
import base64
import io
import json
import shutil
from uuid import UUID

import pypdfium2
import pytest
from httpx import Response
from hypothesis import HealthCheck, Phase, given, settings

from rostra.access import system
from rostra.database import Database
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.people.models import Account
from rostra.settings import Settings
from support.random_city import City, Plan, built, plans
from support.running import Running, running
from support.sockets import open_socket

PAGES = {
    "meeting": "/meetings/{}", "agenda_item": "/agenda-items/{}", "paper": "/papers/{}",
    "file": "/files/{}", "organization": "/organizations/{}", "person": "/persons/{}",
    "post": "/posts/{}", "resolution": "/resolutions/{}",
    "project": "/projects/{}", "poll": "/polls/{}", "comment": "/comments/{}",
}  # fmt: skip
LISTINGS = (
    "/", "/calendar", "/organizations", "/terms", "/papers", "/persons", "/posts", "/votes",
    "/resolutions", "/projects", "/projects?archived=yes", "/projects/desk", "/projects.csv",
    "/projects.json", "/projects.pdf", "/polls",
)  # fmt: skip
SEARCHED = (
    "meeting", "agenda_item", "paper", "resolution", "file", "organization", "person", "post",
    "comment", "project",
)  # fmt: skip
UNSEARCHED = (
    "held_comment", "comment_version", "notice", "decision", "appeal", "post_draft",
    "post_picture", "post_version", "project_draft", "poll_text",
)  # fmt: skip
TYPES = {
    "meeting": "Meeting", "agenda_item": "AgendaItem", "paper": "Paper", "file": "File",
    "organization": "Organization", "person": "Person", "post": "Post", "comment": "Comment",
    "consultation": "Consultation", "membership": "Membership", "ballot": "Ballot",
    "motion": "Motion", "resolution": "Resolution",
    "project": "Project", "project_change": "ProjectChange",
    "poll": "Poll", "poll_text": "PollText", "held_comment": "Comment", "post_draft": "Post",
    "post_picture": "PostPicture", "post_version": "PostVersion", "project_draft": "Project",
    "minutes": "Minutes", "minutes_entry": "MinutesEntry", "legislative_term": "LegislativeTerm",
}  # fmt: skip


NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
SEARCH = """query ($query: String!) {
  search(query: $query, first: 20) {
    totalCount
    hits { kind snippet { text } node { __typename id } }
    facets { kinds { kind count } organizations { organization { name } count } years { year } }
    suggestion
  }
}"""
LISTS = """{
  meetings(first: 10) { totalCount nodes { name attendances { person { name } }
    organizations { name } agendaItems { name result resolutionText ballots { subject } standingText
      votings { subject result turnout { voted } electors { voted } motion { text } }
      motions { text amends amended changes { text } ballots { subject } }
      consultation { role } auxiliaryFiles { name } }
    minutes { secretaryName quorumNote entries { text } } auxiliaryFiles { name } } }
  papers(first: 10) { totalCount nodes { name proposedResolution
    consultations { role agendaItem { name } meeting { name } } auxiliaryFiles { name } } }
  organizations(first: 10) { totalCount nodes { name memberships { role person { name } } } }
  persons(first: 10) { totalCount nodes { name memberships { role } } }
  posts(first: 10) { totalCount nodes { title commentCount comments(first: 10) { totalCount
    nodes { text authorName } } } }
  projects(first: 10) { totalCount nodes { title aim topics contactName changeReason
    papers { name } steps { title } changes { reason differences { before after } } } }
  projectDrafts(first: 10) { totalCount nodes { title } }
  projectChanges(first: 10) { totalCount nodes { reason project { title } } }
  projectTopics projectOrganizations { name }
  polls(first: 10) { totalCount nodes { title introduction questions { text options }
    results { participants questions { tallies { label } } } texts { text released } } }
  legislativeTerms(first: 10) { totalCount nodes { name } }
  decisions(first: 10) { totalCount nodes { name } }
  resolutions(first: 10) { totalCount nodes { number title text result agendaItem { name } } }
  votingRecord { ballots persons { person { name } } pairs { one { name } } }
}"""


class Spy:
    """Asks every channel in the name of the plan's actor and reads what comes out."""

    def __init__(self, site: Running, plan: Plan, city: City, login: str | None) -> None:
        self.site, self.plan, self.city = site, plan, city
        self.browser = site.browser(login)
        self.stranger = site.browser()
        self.allowed = city.allowed(plan)
        self.forbidden = city.forbidden(plan)
        nobody = Plan(plan.seats, plan.readers, None)
        self.secret = city.forbidden(nobody)
        """What the public may not see: the measure of doors that know the public alone."""
        self.open = city.allowed(nobody)

    async def read(self, path: str, public: bool = False, **options) -> str:
        """What a channel says, with a check that no forbidden canary is in it."""
        client = self.stranger if public else self.browser
        reply = await client.request(options.pop("method", "GET"), path, **options)
        assert reply.status_code < 500, f"{path}: {brief(reply)}"
        pdf = reply.content.startswith(b"%PDF")
        text = words_of_pdf(reply.content) if pdf else reply.text
        text += " ".join(reply.headers.values())
        self.check(text, path, public)
        return text

    def check(self, text: str, where: str, public: bool = False) -> None:
        """No canary that this reader may not see."""
        leaked = {word for word in (self.secret if public else self.forbidden) if word in text}
        assert not leaked, f"{where} tells {leaked}"


def brief(reply: Response) -> str:
    """A reply in one line, so that what went wrong outlives a log that is cut off."""
    return f"{reply.status_code} {' '.join(reply.text[:200].split())}"


def words_of_pdf(content: bytes) -> str:
    """Everything a PDF says: its pages, its bookmarks, its metadata."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    said = [page.get_textpage().get_text_bounded() for page in document]
    said += [item.get_title() for item in document.get_toc()]
    said += [str(value) for value in document.get_metadata_dict().values()]
    joined = " ".join(said)
    return joined + joined.replace("\r\n", "").replace("\n", "").replace("\u00ad", "").replace(
        "\ufffe", ""
    ).replace("-", "")


async def ask(spy: Spy, document: str, variables: dict) -> dict:
    """The API's answer, checked for canaries; the words of the question are no leak."""
    asked = {"query": document, "variables": variables}
    headers = {"origin": spy.site.settings.base_url}
    reply = await spy.browser.post("/graphql", json=asked, headers=headers)
    asking = f"{' '.join(document.split())[:60]} {variables}"
    assert reply.status_code in {200, 400}, f"{asking}: {brief(reply)}"
    spy.check(reply.text, asking)
    return reply.json()


def global_id(type_name: str, id: UUID) -> str:
    """The id under which the API knows a thing."""
    return base64.urlsafe_b64encode(f"{type_name}:{id}".encode()).decode().rstrip("=")


async def pages(spy: Spy) -> None:
    """The website, for the actor and then for the public, since pages are kept."""
    for path in LISTINGS:
        await spy.read(path)
        await spy.read(path, public=True)
    for kind, path in PAGES.items():
        for id, word in zip(spy.city.ids[kind], spy.city.canaries[kind], strict=True):
            page = await spy.read(path.format(id))
            shown = word in page
            assert shown or word not in spy.allowed, f"{kind} {word} is missing on its page"
            await spy.read(path.format(id), public=True)


async def absence(spy: Spy) -> None:
    """What may not be read and what does not exist get the same reply, byte for byte."""
    nowhere = "01890000-0000-7000-8000-000000000000"
    for kind, path in PAGES.items():
        for id, word in zip(spy.city.ids[kind], spy.city.canaries[kind], strict=True):
            if word in spy.secret:
                hidden = await spy.stranger.get(path.format(id))
                absent = await spy.stranger.get(path.format(nowhere))
                assert hidden.status_code == absent.status_code == 404, path.format(id)
                same = hidden.text.replace(str(id), "") == absent.text.replace(nowhere, "")
                assert same, f"{path.format(id)} is hidden in other words than what is absent"


async def search(spy: Spy) -> None:
    """Hits, counts, facets, snippets and suggestions."""
    words = [word for kind in SEARCHED for word in spy.city.canaries[kind]]
    for word in sorted(words, key=lambda word: word not in spy.allowed):
        seen = word in spy.allowed
        found = await found_by(spy, word, wait=seen)
        counted = sum(facet["count"] for facet in found["facets"]["kinds"])
        told = found["totalCount"] > 0, bool(found["hits"]), counted > 0
        assert set(told) == {seen}, f"{word}: total, hits, facets are {told}, expected {seen}"
        await spy.read("/search", params={"q": word[:-1]})
        misspelt = (await spy.browser.get("/search", params={"q": word[:-1] + "x"})).text
        suggested = word in misspelt
        assert seen or not suggested, f"{word} is suggested"
    for word in [word for kind in UNSEARCHED for word in spy.city.canaries[kind]]:
        if word in spy.forbidden:
            found = await found_by(spy, word, wait=False)
            assert not found["totalCount"], f"{word} is found"


async def found_by(spy: Spy, word: str, wait: bool) -> dict:
    """What the search has for a word; where something must come, the index may take a moment."""
    for _ in range(100):
        found = (await ask(spy, SEARCH, {"query": word}))["data"]["search"]
        if found["totalCount"] or not wait:
            break
        await asyncio.sleep(0.1)
    return found


async def api(spy: Spy) -> None:
    """GraphQL: every node, and the lists."""
    for kind, name in TYPES.items():
        for id, word in zip(spy.city.ids[kind], spy.city.canaries[kind], strict=True):
            answer = await ask(spy, NODE, {"id": global_id(name, id)})
            found = (answer.get("data") or {}).get("node") is not None
            assert found is (word in spy.allowed), f"{name} {word}: {str(answer)[:200]}"
    answer = await ask(spy, LISTS, {})
    assert "errors" not in answer, str(answer["errors"])[:500]
    text = json.dumps(answer)
    for kind in ("meeting", "paper", "organization", "person", "post", "project", "poll"):
        for word in spy.city.canaries[kind]:
            listed = word in text
            assert listed is (word in spy.allowed), f"{kind} {word} in the lists: {listed}"


async def prints(spy: Spy) -> None:
    """The PDFs of a meeting, for the actor and the public."""
    for id in spy.city.ids["meeting"]:
        for document in ("minutes", "agenda", "invitation"):
            await spy.read(f"/meetings/{id}/{document}.pdf")
            await spy.read(f"/meetings/{id}/{document}.pdf", public=True)


async def downloads(spy: Spy) -> None:
    """The bytes of files."""
    for id, word in zip(spy.city.ids["file"], spy.city.canaries["file"], strict=True):
        for way in ("view", "download"):
            await spy.read(f"/files/{id}/{way}")
            hidden = await spy.stranger.get(f"/files/{id}/{way}")
            if word in spy.secret:
                assert hidden.status_code == 404, f"{id} {way}: {hidden.status_code}"


async def open_data(spy: Spy) -> None:
    """OParl knows the public alone, whoever asks."""
    seen, waiting = set(), ["/oparl/v1.1/system"]
    base = spy.site.settings.base_url
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = await spy.browser.get(path)
        spy.check(reply.text, path, public=True)
        spy.check(" ".join(reply.headers.values()), path, public=True)
        assert reply.status_code == 200, f"{path}: {brief(reply)}"
        waiting += [
            url.removeprefix(base) for url in addresses_in(reply.json()) if url.startswith(base)
        ]


def addresses_in(thing) -> set[str]:
    """All addresses of our OParl interface in a reply."""
    if isinstance(thing, dict):
        return set().union(*(addresses_in(value) for value in thing.values()))
    if isinstance(thing, list):
        return set().union(*(addresses_in(value) for value in thing))
    return {thing} if isinstance(thing, str) and "/oparl/v1.1/" in thing else set()


async def feeds(spy: Spy) -> None:
    """Calendars, and what Atom and RSS tell."""
    organization = spy.city.organization_ids[0]
    shown = (
        "/feeds/meetings.ics", f"/feeds/organizations/{organization}.ics", "/feeds/posts.atom",
        "/feeds/posts.rss", "/feeds/resolutions.atom", "/feeds/resolutions.rss",
        "/feeds/projects.atom", "/feeds/projects.rss",
    )  # fmt: skip
    for path in shown:
        await spy.read(path)
        await spy.read(path, public=True)
    for path in (
        f"/feeds/posts/{id}.{form}" for id in spy.city.ids["post"] for form in ("atom", "rss")
    ):
        await spy.read(path)
        await spy.read(path, public=True)
    for id in spy.city.ids["meeting"]:
        await spy.read(f"/meetings/{id}/meeting.ics")
        await spy.read(f"/meetings/{id}/meeting.ics", public=True)


WATCHED = """meeting {
    name attendances { person { name } } organizations { name memberships { person { name } } }
    agendaItems { name result resolutionText ballots { subject } auxiliaryFiles { name }
      consultation { role paper { name } } }
    minutes { secretaryName quorumNote entries { text } } auxiliaryFiles { name } }"""
SCREEN = f"subscription ($uuid: UUID!) {{ sitting(uuid: $uuid) {{ sequence {WATCHED} }} }}"
POLL = f"query ($uuid: UUID!) {{ sittingMessage(uuid: $uuid) {{ sequence {WATCHED} }} }}"


async def screens(spy: Spy) -> None:
    """Screens that are told of a sitting, by socket and by asking again: both say the same."""
    own = spy.browser.headers.get("cookie", "")
    for id, word in zip(spy.city.ids["meeting"], spy.city.canaries["meeting"], strict=True):
        for cookie in {own, ""}:
            async with open_socket(spy.site.app, cookie) as socket:
                await socket.subscribe(SCREEN, uuid=str(id))
                text = json.dumps(await socket.hear(), ensure_ascii=False)
            spy.check(text, f"the screen of {id}", public=not cookie)
            params = {"query": POLL, "variables": json.dumps({"uuid": str(id)})}
            asked = await spy.read("/graphql", public=not cookie, params=params)
            words = spy.allowed if cookie else spy.open
            assert (word in text) is (word in words), f"{word} on the screen"
            assert {one for one in words if one in asked} == {one for one in words if one in text}
        for page in ("ticker", "hall", "live"):
            await spy.read(f"/meetings/{id}/{page}")
            await spy.read(f"/meetings/{id}/{page}", public=True)


CHECK = """mutation ($body: UUID!, $table: CouncilTable!, $text: String!) {
  checkTable(input: {body: $body, table: $table, text: $text}) {
    refused lines { fate name changes { column before } remarks { sentence } } }
}"""
NOWHERE = "01890000-0000-7000-8000-000000000000"


async def tables(spy: Spy) -> None:
    """Persons, organizations and memberships as tables, out and in."""
    body = str(spy.city.body_id)
    await spy.read("/office/import")
    for name, kind in (("persons", "person"), ("organizations", "organization")):
        path = f"/office/lists/{name}.csv?body={body}"
        keeps = (await spy.browser.get(path)).status_code == 200
        assert (await spy.stranger.get(path)).status_code == 404, path
        text = await spy.read(path)
        for id, word in zip(spy.city.ids[kind], spy.city.canaries[kind], strict=True):
            assert (word in text) is (keeps and word in spy.allowed), f"{word} in {path}"
            said = []
            for key in (str(id), NOWHERE):
                lines = f"key;Nachname;Kurzname\n{key};x;x\n"
                asked = {"body": body, "table": name.upper(), "text": lines}
                said.append(await ask(spy, CHECK, asked))
            known = word in spy.allowed and keeps
            assert (said[0] != said[1]) is known, f"{word} is told apart from what is absent"
    await spy.read(f"/office/lists/memberships.csv?body={body}")


OFFICE = (
    "/office", "/office/organizations?state=all", "/office/organizations/new", "/office/persons",
    "/office/persons/new", "/office/terms", "/office/terms/new", "/office/bodies",
)  # fmt: skip
KEPT = {
    "organization": ("/office/organizations/{}", "/office/organizations/{}/end?lastDay=2030-01-01"),
    "person": ("/office/persons/{}",),
    "membership": ("/office/seats/{}",),
    "legislative_term": ("/office/terms/{}",),
}
DUE = """{ due { body { name } invitations { day meeting { name } }
  minutes { step meeting { name agendaItems { name } } }
  overdueResolutions { title text } secretsToReview { title text }
  invitedToAccounts { name } seatsEnding { role person { name } organization { name } } }
  locations { description } }"""
ENDING = """query ($id: UUID!) {
  membershipsEndedWith(organization: $id, lastDay: "2030-01-01") { role person { name } } }"""


async def office(spy: Spy) -> None:
    """The council office: what is due there, and the pages with which the council is kept."""
    for path in OFFICE:
        await spy.read(path)
        await spy.read(path, public=True)
    for kind, paths in KEPT.items():
        for id, word in zip(spy.city.ids[kind], spy.city.canaries[kind], strict=True):
            for path in paths:
                reply = await spy.browser.get(path.format(id))
                assert reply.status_code == (200 if word in spy.allowed else 404), path
                await spy.read(path.format(id))
                await spy.read(path.format(id), public=True)
    await ask(spy, DUE, {})
    for id in spy.city.ids["organization"]:
        await ask(spy, ENDING, {"id": str(id)})


TALK = (
    "/moderation", "/moderation/log", "/moderation/rules", "/moderation/figures",
    "/moderation/figures.csv", "/moderation/export.jsonl", "/account", "/account/comments",
    "/posts/desk", "/projects/desk",
)  # fmt: skip
ABOUT = {
    "post": ("/discussions/post/{}", "/feeds/discussions/post/{}.atom", "/posts/{}/versions"),
    "comment": ("/comments/{}", "/comments/{}/history", "/comments/{}/edit", "/comments/{}/office",
                "/notices/new?kind=comment&id={}"),
    "held_comment": ("/comments/{}", "/comments/{}/history", "/notices/new?kind=comment&id={}"),
    "decision": ("/decisions/{}",),
    "post_draft": ("/posts/{}", "/posts/{}/edit", "/discussions/post/{}"),
    "project_draft": ("/projects/{}", "/projects/{}/edit"),
    "agenda_item": ("/agenda-items/{}",),
    "paper": ("/discussions/paper/{}", "/feeds/discussions/paper/{}.atom"),
}  # fmt: skip
SAID = """query ($comment: UUID!, $decision: UUID!, $post: UUID!, $item: UUID!, $paper: UUID!) {
  comment(uuid: $comment) { text authorName versions { text } thing { id } }
  moderationDecision(uuid: $decision) { ground facts words appeals { words } }
  post(uuid: $post) { title note pictures { alternative caption credit } commentCount
    versions { reason before }
    thread { commentCount comments(first: 10) { totalCount nodes { text versions { text } } } } }
  agendaItem(uuid: $item) { participation { summary { text versions { text } }
    papers { paper { name } groups { stance comments(first: 5) { nodes { text } } } } } }
  paper(uuid: $paper) { comments(first: 5) { nodes { text officialAnswers { text } } } }
  overdueAnswers { text }
  drafts(first: 10) { totalCount nodes { title note } }
  projectDrafts(first: 10) { totalCount nodes { title aim } }
  myComments { text }
  moderationLog(first: 10) { nodes { ground } }
  moderation { waiting { why words notices { words name law } decisions { words facts }
      thing { __typename id } below { __typename id } againstAuthor }
    unconfirmed { words } proposed { words ground appeals { words } }
    appeals { appeal { words } decision { words } } } }"""


async def talk(spy: Spy) -> None:
    """Discussions, the moderators' desk, what waits, former words, and what is not out yet."""
    ids = spy.city.ids
    for path in TALK + tuple(
        path.format(id) for kind, paths in ABOUT.items() for id in ids[kind] for path in paths
    ):
        await spy.read(path)
        await spy.read(path, public=True)
    heard = ""
    for n, comment in enumerate(ids["comment"] + ids["held_comment"]):
        asked = {"comment": comment, "decision": ids["decision"][n % 2],
                 "post": ids["post"][n % 2], "item": ids["agenda_item"][0],
                 "paper": ids["paper"][0]}  # fmt: skip
        answer = await ask(spy, SAID, {name: str(id) for name, id in asked.items()})
        assert "errors" not in answer, str(answer["errors"])[:500]
        heard += json.dumps(answer)
    for kind in ("comment", "held_comment", "decision"):
        for word in spy.city.canaries[kind]:
            assert (word in heard) is (word in spy.allowed), f"{kind} {word}: {word in heard}"
    for word in spy.city.joint:
        assert (word in heard) is (word in spy.allowed), f"{word}: {word in heard}"


CHANNELS = {
    "talk": talk,
    "office": office,
    "screens": screens,
    "pages": pages, "absence": absence, "search": search, "api": api, "prints": prints,
    "downloads": downloads, "open data": open_data, "feeds": feeds,
    "tables": tables,
}  # fmt: skip


async def spy_on(plan: Plan, folder, template, channel) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(template, folder / "rostra.db")
    chosen = Settings(data_dir=str(folder), environment="development", log_level="ERROR")
    async with running(chosen) as site:
        database = Database(chosen.database)
        city = await built(database, plan)
        login = None
        if city.account_id is not None:
            async with database.work(system) as work:
                account = await work.db.get(Account, city.account_id)
                login = await logins.issue(work, account, Terms.of(chosen))
        await channel(Spy(site, plan, city, login))
        await database.close()


@pytest.mark.long
@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS.keys())
def test_no_canary_leaves_its_cage(channel, sqlite_template, tmp_path):
    wrong = []

    @given(plan=plans())
    @settings(
        max_examples=6,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a city takes too long to shrink
        suppress_health_check=list(HealthCheck),
    )
    def whatever_the_city(plan):
        try:
            asyncio.run(spy_on(plan, tmp_path / "city", sqlite_template, channel))
        except Exception as error:
            wrong.append(f"{type(error).__name__}: {str(error)[:300]}")
            raise

    try:
        whatever_the_city()
    except Exception as error:
        raise AssertionError(wrong[0] if wrong else str(error)[:300]) from error
