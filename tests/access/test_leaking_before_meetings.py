"""What goes out before a meeting, and what is answered, stays with those whom it concerns."""

import io
from contextlib import AsyncExitStack

import httpx
import pypdfium2
import pytest

from rostra.access import system
from rostra.agendas.inviting import Reason, invite_meeting, supplement_agenda
from rostra.agendas.models import Answer
from rostra.agendas.replying import Said, answer_invitation
from rostra.meetings.models import AgendaItem
from rostra.people.models import Account
from rostra.people.services import prepared_password
from support.invitations import SECRET, SECRET_PAPER, ZONE, add_deputy, make_council
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for

REASON = "Rohrbruch im Keller"
NOTE = "Wegen des Angebots Holunder"
CANARIES = (SECRET, SECRET_PAPER, REASON, NOTE, "Kastanie", "Holunder", "Rohrbruch")
PATHS = (
    "", "/versions", "/notice", "/meeting.ics", "/agenda.pdf", "/invitation.pdf", "/notice.pdf",
    "/invite", "/answers", "/invitation", "/moving",
)  # fmt: skip
ELSEWHERE = ("/", "/calendar", "/papers", "/feeds/meetings.ics", "/oparl/v1.1/system")
ASKED = """query ($m: UUID!) {
  meeting(uuid: $m) { agendaVersion agendaItems { name } modified }
  agendaVersions(meeting: $m) { number note items { name papers { name } } removed { name } }
  full: agendaVersions(meeting: $m, edition: FULL) { number }
  summonses(meeting: $m) { person { name } reply { reason } }
  ownSummons(meeting: $m) { number } quorumForecast(meeting: $m) { coming }
  preflight(meeting: $m) { prospects { name } } ownDeputies(meeting: $m) { name }
}"""


@pytest.fixture
async def council(sqlite_database):
    """A council with an answer, a deputy and a supplement of which the public may not know."""
    council = await make_council(sqlite_database)
    deputy = await add_deputy(sqlite_database, council, 1, "Vertreterin")
    async with sqlite_database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    said = Said(Answer.DEPUTY, REASON, None, deputy.person_id)
    async with sqlite_database.work(council.member(1)) as work:
        await answer_invitation(work, council.meeting.id, said, ZONE)
    other = await make_organization(sqlite_database, council.body, name="Werkausschuss")
    person = await make_person(sqlite_database, council.body, name="Nachbarin")
    await make_membership(sqlite_database, person, other)
    kept = await prepared_password(PASSWORD)
    await make_account(sqlite_database, person, email="nachbarin@example.org", password_hash=kept)
    async with sqlite_database.work(system) as work:
        chair = await work.db.get(Account, council.accounts[0].id)
        chair.password_hash = kept
    return council


@pytest.fixture
async def site(council, sqlite_url, tmp_path):
    """The site, to which everybody comes with a browser of their own."""
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app, AsyncExitStack() as all:

        async def browser(email=None):
            transport = httpx.ASGITransport(app=app)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            visitor = Visitor(await all.enter_async_context(client))
            if email:
                assert (await visitor.log_in(email)).status_code == 303
            return visitor

        yield browser


def words(reply):
    """All that a reply says."""
    if not reply.content.startswith(b"%PDF"):
        return reply.text + str(reply.headers)
    document = pypdfium2.PdfDocument(io.BytesIO(reply.content))
    said = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join([*said, str(document.get_metadata_dict())])


async def everything(visitor, council):
    """What all channels say to somebody, by address."""
    place = f"/meetings/{council.meeting.id}"
    said = {}
    for path in [*(place + one for one in PATHS), *ELSEWHERE, "/search?q=Grundst%C3%BCcks"]:
        said[path] = words(await visitor.get(path))
    asked = {"query": ASKED, "variables": {"m": str(council.meeting.id)}}
    reply = await visitor.client.post("/graphql", json=asked, headers={"origin": HERE})
    assert "errors" not in reply.json(), reply.text
    said["graphql"] = reply.text
    return said


async def test_nobody_else_reads_a_word(site, council, sqlite_database):
    anybody, neighbour = await site(), await site("nachbarin@example.org")
    before = await everything(anybody, council)
    async with sqlite_database.work(system) as work:
        (await work.find(AgendaItem, council.items[3].id)).name = f"{SECRET} (neu)"
    async with sqlite_database.work(council.clerk) as work:
        await supplement_agenda(work, council.meeting.id, ZONE, Reason(NOTE))
    after = await everything(anybody, council)
    for said in (before, after, await everything(neighbour, council)):
        for path, text in said.items():
            assert not [one for one in CANARIES if one in text], path
    assert before["graphql"] == after["graphql"]
    told = str(await everything(await site(council.accounts[0].email), council))
    assert [one for one in CANARIES if one not in told] == []  # the chair reads all of it


async def test_what_is_hidden_leaves_no_trace_in_public(site, council, sqlite_database):
    anybody, place = await site(), f"/meetings/{council.meeting.id}"
    tags = {path: (await anybody.get(place + path)).headers["etag"] for path in ("", "/versions")}
    async with sqlite_database.work(council.member(2)) as work:
        await answer_invitation(work, council.meeting.id, Said(Answer.EXCUSED, REASON), ZONE)
    for path, tag in tags.items():
        assert (await anybody.get(place + path)).headers["etag"] == tag


async def test_forbidden_and_absent_look_the_same(site, council):
    nowhere = "01890000-0000-7000-8000-000000000000"
    for visitor in (await site(), await site("nachbarin@example.org")):
        for path in ("invite", "answers", "invitation", "moving"):
            hidden = await visitor.get(f"/meetings/{council.meeting.id}/{path}")
            absent = await visitor.get(f"/meetings/{nowhere}/{path}")
            assert hidden.status_code == absent.status_code == 404
            assert hidden.text.replace(str(council.meeting.id), "") == absent.text.replace(
                nowhere, ""
            )
