"""What is refused says why in a sentence and a code; what breaks says nothing but an id."""

import asyncio

import pytest
from structlog.testing import capture_logs

from rostra.access import system
from rostra.comments.models import Comment
from rostra.events import LoggedEvent
from rostra.meetings import queries
from rostra_graphql.context import Caller
from support import actors
from support.asking import api_of, ask, only_error, refused
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_organization
from support.make.people import make_account
from support.make.posts import make_comment, make_post

COMMENT = "mutation Say($input: CommentInput!) { writeComment(input: $input) { id text } }"
WRITE = "mutation Write($input: PostInput!) { writePost(input: $input) { uuid title published } }"
PUBLISH = "mutation Publish($uuid: UUID!) { publishPost(uuid: $uuid) { uuid published } }"
MEETING = "mutation Publish($uuid: UUID!) { publishMeeting(uuid: $uuid) { uuid } }"


async def number_of(database, model):
    async with database.reading(system) as work:
        return await work.count(model.__table__.select())


async def test_not_permitted(database, api):
    comment = await make_comment(database, await make_post(database))
    support = "mutation S($id: UUID!) { supportComment(comment: $id) { supportCount } }"
    error = await refused(api, support, id=str(comment.id))
    assert error["extensions"] == {"code": "NOT_PERMITTED"}
    assert error["path"] == ["supportComment"]


async def test_invalid_names_the_field(database, api):
    post, account = await make_post(database), await make_account(database)
    who = actors.account_holder(account)
    error = await refused(api, COMMENT, who, input={"post": str(post.id), "text": " "})
    assert error["extensions"] == {"code": "INVALID", "field": "text"}


async def test_conflict(database, api):
    organization = await make_organization(database)
    post = await make_post(database, organization)
    error = await refused(api, PUBLISH, actors.editor_of(organization), uuid=str(post.id))
    assert error["extensions"] == {"code": "CONFLICT"}


async def test_absent_and_forbidden_look_the_same(database, api):
    organization = await make_organization(database)
    draft = (
        await ask(
            api, WRITE, actors.editor_of(organization),
            input={"organization": str(organization.id), "title": "Entwurf", "text": "<p>x</p>"},
        )
    )["writePost"]  # fmt: skip
    who = actors.account_holder(await make_account(database))
    forbidden = await refused(api, COMMENT, who, input={"post": draft["uuid"], "text": "Gut"})
    absent = await refused(api, COMMENT, who, input={"post": str(organization.id), "text": "Gut"})
    assert forbidden == absent
    assert absent["extensions"] == {"code": "NOT_FOUND"}
    text = "query One($uuid: UUID!) { post(uuid: $uuid) { title } }"
    assert await ask(api, text, who, uuid=draft["uuid"]) == {"post": None}


async def test_a_refusal_undoes_the_whole_operation(database, api):
    account, post = await make_account(database), await make_post(database)
    before = await number_of(database, LoggedEvent)
    text = """mutation Both($good: CommentInput!, $bad: CommentInput!) {
      one: writeComment(input: $good) { id }
      two: writeComment(input: $bad) { id }
    }"""
    answer = await api.execute(
        text,
        {"good": {"post": str(post.id), "text": "Gut"}, "bad": {"post": str(post.id), "text": ""}},
        Caller(actors.account_holder(account)),
    )
    assert answer.data is None
    assert only_error(answer)["path"] == ["two"]
    assert await number_of(database, Comment) == 0
    assert await number_of(database, LoggedEvent) == before


async def test_a_fault_after_the_change_undoes_it_too(database, api, monkeypatch):
    async def broken(*_):
        raise RuntimeError("the secret of the cellar")

    monkeypatch.setattr("rostra_graphql.comments.queries.comments_by_id", broken)
    account, post = await make_account(database), await make_post(database)
    error = await refused(
        api, COMMENT, actors.account_holder(account), input={"post": str(post.id), "text": "Gut"}
    )
    assert error["extensions"]["code"] == "INTERNAL"
    assert await number_of(database, Comment) == 0


async def test_a_fault_is_masked_and_logged_with_its_id(sqlite_database, sqlite_api, monkeypatch):
    async def broken(*_):
        raise RuntimeError("the secret of the cellar")

    meeting = await make_meeting(sqlite_database)
    await make_agenda_item(sqlite_database, meeting)
    monkeypatch.setattr(queries, "agenda_of", broken)
    with capture_logs() as logged:
        answer = await sqlite_api.execute("{ meetings { nodes { name agendaItems { name } } } }")
    error = only_error(answer)
    assert "cellar" not in str(answer.written)
    assert error["extensions"]["code"] == "INTERNAL"
    (line,) = [one for one in logged if one["event"] == "graphql_fault"]
    assert line["fault_id"] == error["extensions"]["id"]
    assert "cellar" in str(line["exc_info"])


async def test_a_fault_before_the_first_field_is_masked_too(sqlite_api):
    async def nobody(_db):
        raise RuntimeError("the secret of the cellar")

    error = await refused(sqlite_api, "{ viewer { name } }", nobody)
    assert error["message"] == "Something went wrong on our side."
    assert error["extensions"]["code"] == "INTERNAL"


@pytest.mark.parametrize(
    "text", ["{ paperz { nodes { name } } }", "{ papers(frist: 1) { nodes { nam } } }", "{", ""]
)
async def test_a_mistake_in_the_document_gets_no_hints_in_public(sqlite_api, text):
    answer = await sqlite_api.execute(text)
    assert answer.begun is False
    assert "data" not in answer.written
    for error in answer.written["errors"]:
        assert error["extensions"]["code"] == "BAD_REQUEST"
        assert "Did you mean" not in error["message"]


async def test_a_wrong_variable_gets_no_hints_in_public(sqlite_api):
    text = "query Q($order: MeetingOrder!) { meetings(orderBy: $order) { totalCount } }"
    error = await refused(sqlite_api, text, order="LATEST_FRIST")
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert "LATEST_FIRST" not in error["message"]


async def test_developers_get_hints(sqlite_database):
    api = api_of(sqlite_database, "development")
    answer = await api.execute("{ paperz { nodes { name } } }")
    assert "Did you mean 'paper' or 'papers'" in only_error(answer)["message"]


@pytest.mark.parametrize(
    "text", ["{ __schema { types { name } } }", '{ __type(name: "Post") { name } }']
)
async def test_the_schema_is_not_told_in_public(sqlite_database, text):
    answer = await api_of(sqlite_database).execute(text)
    assert answer.data is None
    assert answer.begun is False
    assert all("introspection" in error["message"] for error in answer.written["errors"])
    for environment in ("development", "demo"):
        assert (await api_of(sqlite_database, environment).execute(text)).errors is None


async def test_a_meeting_is_published_by_its_clerk_alone(database, api):
    body = await make_body(database)
    organization = await make_organization(database, body)
    async with database.work(system) as work:
        inside = await work.audience({f"role:clerk:{body.id}", f"organization:{organization.id}"})
        meeting = await make_meeting(work, organization, audience_id=inside)
        await make_agenda_item(work, meeting, audience_id=inside)
    councillor = actors.councillor_of(organization)
    error = await refused(api, MEETING, councillor, uuid=str(meeting.id))
    assert error["extensions"] == {"code": "NOT_PERMITTED"}
    text = "query One($uuid: UUID!) { meeting(uuid: $uuid) { name } }"
    assert (await ask(api, text, uuid=str(meeting.id)))["meeting"] is None
    await ask(api, MEETING, actors.clerk_of(body), uuid=str(meeting.id))
    assert (await ask(api, text, uuid=str(meeting.id)))["meeting"]["name"] == meeting.name


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ('{ papers(filter: {reference: "a\\u0000b"}) { totalCount } }', {}),
        ('{ papers(filter: {reference: "a\\u{0}b"}) { totalCount } }', {}),
        ("query ($f: PaperFilter) { papers(filter: $f) { totalCount } }",
         {"f": {"reference": "a\x00b"}}),
    ],
)  # fmt: skip
async def test_a_nul_is_refused_before_the_database_sees_it(api, text, variables):
    error = await refused(api, text, **variables)
    assert error["extensions"]["code"] == "INVALID"
    assert "NUL" in error["message"]


RHYTHM = "mutation { chooseRhythm(topic: MINUTES, rhythm: DAILY) { rhythm } }"


async def test_what_is_done_twice_at_the_same_moment_is_no_fault(database, api):
    account = await make_account(database)
    caller = Caller(actors.account_holder(account))
    with capture_logs() as logged:
        answers = await asyncio.gather(*(api.execute(RHYTHM, {}, caller) for _ in range(6)))
    codes = [one.errors[0].extensions["code"] for one in answers if one.errors]
    assert len(codes) < 6
    assert set(codes) <= {"CONFLICT"}
    assert not [line for line in logged if str(account.id) in str(line)]
