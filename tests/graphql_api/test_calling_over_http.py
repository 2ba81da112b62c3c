"""The API takes JSON by POST and queries by GET, from whom it may, and nothing else."""

import asyncio

import orjson
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from rostra.access import ANYBODY, system
from rostra.comments.models import Comment
from rostra.database import Database
from rostra.people import logins, services
from rostra.people.logins import Terms
from rostra.people.models import Account
from rostra.settings import Settings
from rostra_frontend.explorer import explorer_page
from rostra_graphql.context import Caller, House
from rostra_graphql.endpoint import Endpoint
from rostra_graphql.execution import Api
from rostra_graphql.limits import LONGEST_BODY
from rostra_graphql.live.polling import Polls
from support import actors
from support.make.people import make_account
from support.make.posts import make_post

PASSWORD = "Saale-Radweg-1924"
OWN = "http://testserver.local"
LOG_IN = "mutation L($input: LogInInput!) { logIn(input: $input) { loggedIn } }"


class Town:
    """A city behind the endpoint alone, with one account and one post."""

    def __init__(self, url, environment="production"):
        self.database = Database(url)
        self.settings = Settings(environment=environment, public_url=OWN)
        self.who = ANYBODY
        self.token = ""
        self.handed_out = []

    async def furnish(self, kept):
        self.account = await make_account(self.database, email="a@example.org", password_hash=kept)
        self.post = await make_post(self.database)

    def caller(self, _request):
        return Caller(self.who, self.token, "192.0.2.7")

    def settle(self, _request, caller):
        self.handed_out.append(caller.new_token)

    def client(self, explorer=None):
        api = Api(House(self.settings, self.database))
        endpoint = Endpoint(api, self.caller, self.settle, Polls(api), explorer)
        return AsyncTestClient(Litestar(endpoint.routes(), openapi_config=None), base_url=OWN)

    def log_in(self):
        self.who, self.token = actors.account_holder(self.account), "cookie"


@pytest.fixture(scope="session")
def kept_password():
    """The password as it is kept, made once since it takes its time."""
    return asyncio.run(services.prepared_password(PASSWORD))


@pytest.fixture
async def town(sqlite_url, kept_password):
    """A furnished city."""
    city = Town(sqlite_url)
    await city.furnish(kept_password)
    yield city
    await city.database.close()


def say(town):
    """A comment as the body of a request."""
    text = "mutation S($input: CommentInput!) { writeComment(input: $input) { text } }"
    return {"query": text, "variables": {"input": {"post": str(town.post.id), "text": "Gut"}}}


async def number_of_comments(database):
    async with database.reading(system) as work:
        return await work.count(Comment.__table__.select())


async def test_answers_json(town):
    async with town.client() as client:
        answer = await client.post("/graphql", json={"query": "{ posts { totalCount } }"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"data": {"posts": {"totalCount": 1}}}
    assert "no-store" in answer.headers["cache-control"]


async def test_answers_in_the_media_type_that_is_preferred(town):
    accept = {"accept": "application/graphql-response+json, application/json;q=0.9"}
    async with town.client() as client:
        answer = await client.post(
            "/graphql", json={"query": "{ viewer { name } }"}, headers=accept
        )
    assert answer.headers["content-type"] == "application/graphql-response+json"


async def test_takes_variables_and_the_name_of_an_operation(town):
    text = "query A { viewer { name } } query B($n: Int) { posts(first: $n) { nodes { title } } }"
    body = {"query": text, "variables": {"n": 1}, "operationName": "B"}
    async with town.client() as client:
        answer = await client.post("/graphql", json=body)
        unclear = await client.post("/graphql", json={"query": text})
    assert answer.json()["data"]["posts"]["nodes"] == [{"title": town.post.title}]
    assert unclear.status_code == 400
    assert "operationName" in unclear.json()["errors"][0]["message"]


async def test_answers_queries_by_get(town):
    given = {"query": "query B($n: Int) { posts(first: $n) { nodes { title } } }",
             "variables": orjson.dumps({"n": 1}).decode()}  # fmt: skip
    async with town.client() as client:
        answer = await client.get("/graphql", params=given)
    assert answer.json()["data"]["posts"]["nodes"] == [{"title": town.post.title}]


async def test_changes_nothing_by_get(town):
    town.log_in()
    body = say(town)
    given = {"query": body["query"], "variables": orjson.dumps(body["variables"]).decode()}
    async with town.client() as client:
        answer = await client.get("/graphql", params=given)
        assert await number_of_comments(town.database) == 0
    assert answer.status_code == 400
    assert "POST" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
        "application/jsonx",
    ],
)
async def test_takes_no_other_bodies(town, kind):
    town.log_in()
    async with town.client() as client:
        answer = await client.post(
            "/graphql", content=orjson.dumps(say(town)), headers={"content-type": kind}
        )
        assert await number_of_comments(town.database) == 0
    assert answer.status_code == 415
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"null",
        b"{}",
        b'{"query": 1}',
        b'{"query": " "}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "operationName": 1}',
    ],
)
async def test_takes_one_operation_and_no_batches(town, body):
    async with town.client() as client:
        answer = await client.post(
            "/graphql", content=body, headers={"content-type": "application/json"}
        )
    assert answer.status_code == 400
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_takes_no_endless_bodies(town):
    async with town.client() as client:
        answer = await client.post("/graphql", json={"query": "#" * LONGEST_BODY})
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["limit"] == "length"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.local.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_does_nothing_in_the_name_of_somebody_for_another_site(town, headers):
    town.log_in()
    async with town.client() as client:
        answer = await client.post("/graphql", json=say(town), headers=headers)
        assert await number_of_comments(town.database) == 0
    assert answer.status_code == 403
    assert "another website" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "headers", [{"origin": OWN}, {"sec-fetch-site": "same-origin", "origin": OWN}, {}]
)
async def test_does_what_our_own_pages_and_programs_ask_for(town, headers):
    town.log_in()
    async with town.client() as client:
        answer = await client.post("/graphql", json=say(town), headers=headers)
        assert await number_of_comments(town.database) == 1
    assert answer.json() == {"data": {"writeComment": {"text": "Gut"}}}


async def test_a_login_hands_out_a_cookie_that_we_made(town):
    given = {"email": "a@example.org", "password": PASSWORD}
    async with town.client() as client:
        answer = await client.post(
            "/graphql", json={"query": LOG_IN, "variables": {"input": given}}
        )
    assert answer.json() == {"data": {"logIn": {"loggedIn": True}}}
    (token,) = town.handed_out
    assert len(token) >= 40
    assert token not in answer.text


async def test_a_wrong_password_is_refused_and_counted(town):
    given = {"email": "a@example.org", "password": "falsch"}
    said = set()
    async with town.client() as client:
        for _ in range(7):
            answer = await client.post(
                "/graphql", json={"query": LOG_IN, "variables": {"input": given}}
            )
            assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
            said.add(answer.json()["errors"][0]["message"])
        good = {"input": {**given, "password": PASSWORD}}
        right = await client.post("/graphql", json={"query": LOG_IN, "variables": good})
    assert set(town.handed_out) == {None}
    assert len(said) == 2
    assert "too many" in right.json()["errors"][0]["message"]


async def test_a_logout_takes_the_cookie_back_and_ends_the_login(town):
    async def begin():
        async with town.database.work(system) as work:
            account = await work.db.get(Account, town.account.id)
            return await logins.issue(work, account, Terms.of(town.settings))

    town.log_in()
    async with town.client() as client:
        town.token = await begin()
        answer = await client.post("/graphql", json={"query": "mutation { logOut { loggedIn } }"})
    assert answer.json() == {"data": {"logOut": {"loggedIn": False}}}
    assert town.handed_out == [""]


async def test_a_password_is_changed_by_who_knows_it(town):
    town.log_in()
    text = "mutation P($input: PasswordInput!) { changePassword(input: $input) { loggedIn } }"

    async def change(client, old):
        given = {"oldPassword": old, "newPassword": "Thüringer-Wald-7"}
        body = {"query": text, "variables": {"input": given}}
        return (await client.post("/graphql", json=body)).json()

    async with town.client() as client:
        assert (await change(client, "falsch"))["errors"][0]["extensions"]["field"] == "oldPassword"
        assert await change(client, PASSWORD) == {"data": {"changePassword": {"loggedIn": True}}}
        assert (await change(client, PASSWORD))["errors"][0]["extensions"]["code"] == "INVALID"


@pytest.mark.parametrize(
    "text",
    [
        "mutation { logOut { loggedIn } again: logOut { loggedIn } }",
        "mutation { ...L } fragment L on Mutation { logOut { loggedIn } b: logOut { loggedIn } }",
    ],
)
async def test_a_login_stands_alone(town, text):
    async with town.client() as client:
        answer = await client.post("/graphql", json={"query": text})
    assert answer.status_code == 400
    assert "alone" in answer.json()["errors"][0]["message"]


async def test_the_explorer_is_shown_where_there_is_one(town):
    page = {"accept": "text/html,*/*"}
    async with town.client("<p>explorer</p>") as client:
        answer = await client.get("/graphql", headers=page)
        assert answer.text == "<p>explorer</p>"
        assert "no-store" in answer.headers["cache-control"]
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        answer = await client.get("/graphql", params={"query": "{ __typename }"})
        assert answer.json() == {"data": {"__typename": "Query"}}
    async with town.client() as client:
        answer = await client.get("/graphql", headers=page)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("environment", "shown"), [("production", False), ("development", True), ("demo", True)]
)
def test_the_explorer_is_never_shown_in_public(environment, shown):
    page = explorer_page(Settings(environment=environment))
    assert bool(page) == shown
    assert "//" not in (page or "").replace("<!doctype", "")
