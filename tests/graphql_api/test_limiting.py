"""What is larger than the house serves is refused with the limit and the number asked for."""

import asyncio

import pytest
from graphql import parse

from rostra_graphql import execution
from rostra_graphql.documents import Library
from rostra_graphql.limits import (
    DEEPEST,
    HIGHEST_COST,
    LIST_SIZES,
    MOST_ALIASES,
    MOST_TOKENS,
    USUAL_LIST,
    Scale,
)
from rostra_graphql.schema import executable
from support import actors
from support.asking import ask, only_error, refused
from support.make.people import make_account
from support.make.posts import make_post


def nested(levels):
    """An operation that goes from organization to organization above it."""
    inner = "name"
    for _ in range(levels - 3):
        inner = f"subOrganizationOf {{ {inner} }}"
    return f"{{ organizations {{ nodes {{ {inner} }} }} }}"


def exceeded(error):
    """The limit that was exceeded, what is allowed and what was asked for."""
    assert error["extensions"]["code"] == "LIMIT"
    assert str(error["extensions"]["allowed"]) in error["message"]
    return tuple(error["extensions"][name] for name in ("limit", "allowed", "asked"))


async def test_depth(sqlite_api):
    await ask(sqlite_api, nested(DEEPEST))
    error = await refused(sqlite_api, nested(DEEPEST + 1))
    assert exceeded(error) == ("depth", DEEPEST, DEEPEST + 1)


async def test_depth_through_fragments(sqlite_api):
    inner = "subOrganizationOf { " * DEEPEST + "name" + "}" * DEEPEST
    text = f"""
        query {{ organizations {{ nodes {{ ...A }} }} }}
        fragment A on Organization {{ subOrganizationOf {{ ...B }} }}
        fragment B on Organization {{ ... on Node {{ ... on Organization {{ {inner} }} }} }}
    """
    error = await refused(sqlite_api, text)
    assert exceeded(error) == ("depth", DEEPEST, DEEPEST + 4)


async def test_aliases(sqlite_api):
    def aliased(number):
        viewers = " ".join(f"a{n}: viewer {{ name }}" for n in range(number))
        return f"{{ {viewers} }}"

    await ask(sqlite_api, aliased(MOST_ALIASES))
    error = await refused(sqlite_api, aliased(MOST_ALIASES + 1))
    assert exceeded(error) == ("aliases", MOST_ALIASES, MOST_ALIASES + 1)


async def test_tokens(sqlite_api):
    def worded(number):
        types = '"Gremium" ' * (number - 19)
        return f"{{ organizations(filter: {{types: [{types}]}}) {{ nodes {{ name }} }} }}"

    await ask(sqlite_api, worded(MOST_TOKENS))
    error = await refused(sqlite_api, worded(MOST_TOKENS + 1))
    assert exceeded(error) == ("tokens", MOST_TOKENS, MOST_TOKENS + 1)


@pytest.mark.parametrize("argument", ["first", "last"])
async def test_page_size(sqlite_api, argument):
    await ask(sqlite_api, f"{{ papers({argument}: 100) {{ nodes {{ name }} }} }}")
    error = await refused(sqlite_api, f"{{ papers({argument}: 101) {{ nodes {{ name }} }} }}")
    assert exceeded(error) == ("page size", 100, 101)


async def test_page_size_of_a_search(sqlite_api):
    error = await refused(sqlite_api, '{ search(query: "x", first: 101) { totalCount } }')
    assert exceeded(error) == ("page size", 100, 101)


async def test_number_of_ids(sqlite_api):
    text = "query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    error = await refused(sqlite_api, text, ids=["x"] * 101)
    assert exceeded(error) == ("ids", 100, 101)


async def test_cost_multiplies_lists(sqlite_api):
    text = """query Q($n: Int) {
      organizations(first: 100) { nodes { meetings(first: $n) { nodes { name start } } } }
    }"""
    await ask(sqlite_api, text, n=100)
    wide = text.replace("name start", "name start end number cancelled")
    error = await refused(sqlite_api, wide, n=100)
    assert exceeded(error) == ("cost", HIGHEST_COST, 2 + 100 * (2 + 100 * 5))


def cost(text, **variables):
    """What an operation costs."""
    document = parse(text)
    return Scale(executable, document, variables).operation(document.definitions[0]).cost


def test_cost_of_lists_of_all_sorts():
    assert cost("{ viewer { name } }") == 2
    assert cost("{ papers { nodes { name } } }") == 2 + 20
    assert cost("{ papers(first: 7) { edges { cursor node { name } } totalCount } }") == 3 + 7 * 3
    assert cost("query($n: Int = 9) { papers(first: $n) { nodes { name } } }") == 2 + 9
    assert cost("query($n: Int = 9) { papers(first: $n) { nodes { name } } }", n=50) == 2 + 50
    assert cost("{ papers(first: 1) { nodes { files { name } } } }") == 3 + USUAL_LIST
    way = "consultations { meeting { attendances { role } } }"
    people = LIST_SIZES["attendances"]
    assert cost(f"{{ paper(uuid: 1) {{ {way} }} }}") == 2 + USUAL_LIST * (2 + people)
    assert cost("query($n: Int) { papers(first: $n) { nodes { name } } }", n=50.0) == 2 + 50
    assert cost('{ nodes(ids: ["a", "b", "c"]) { id } }') == 1 + 3
    assert cost('query($i: [ID!]! = ["a", "b"]) { nodes(ids: $i) { id } }') == 1 + 2
    assert cost("query($i: [ID!]!) { nodes(ids: $i) { id } }", i=["a", "b"]) == 1 + 2
    assert cost('{ search(query: "x", first: 5) { hits { cursor } totalCount } }') == 3 + 5


async def test_many_fragments_are_measured_without_being_unfolded(sqlite_api):
    chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(100))
    text = f"{{ ...F0 }} {chain} fragment F100 on Query {{ viewer {{ name }} }}"
    error = await asyncio.wait_for(refused(sqlite_api, text), 5)
    assert exceeded(error) == ("cost", HIGHEST_COST, 2**53 - 1)
    assert str(2 * 2**100) in error["message"]


def chain(length):
    """A mutation whose fragments each spread the next one twice."""
    links = " ".join(
        f"fragment F{n} on Mutation {{ ...F{n + 1} ...F{n + 1} }}" for n in range(length)
    )
    last = f"fragment F{length} on Mutation {{ logOut {{ loggedIn }} }}"
    return f"mutation {{ ...F0 }} {links} {last}"


async def test_the_fields_of_a_mutation_are_listed_without_unfolding_its_fragments(sqlite_api):
    ready = Library(executable, open_house=False).prepared(chain(10), trusted=False)
    assert ready.root_fields(ready.operation(None)) == ["logOut"]
    error = await refused(sqlite_api, chain(100))
    assert exceeded(error)[0] == "cost"


async def test_time(database, api, monkeypatch):
    async def endless(*_):
        await asyncio.sleep(60)

    post, account = await make_post(database), await make_account(database)
    monkeypatch.setattr(execution, "LONGEST_TIME", 0.3)
    monkeypatch.setattr("rostra_graphql.comments.queries.comments_by_id", endless)
    text = "mutation S($input: CommentInput!) { writeComment(input: $input) { id } }"
    who = actors.account_holder(account)
    error = await refused(api, text, who, input={"post": str(post.id), "text": "Gut"})
    assert (error["extensions"]["code"], error["extensions"]["limit"]) == ("LIMIT", "time")
    count = "query P($uuid: UUID!) { post(uuid: $uuid) { commentCount } }"
    assert await ask(api, count, uuid=str(post.id)) == {"post": {"commentCount": 0}}


async def test_our_own_pages_are_not_narrowed(sqlite_api):
    aliases = " ".join(f"a{n}: name" for n in range(MOST_ALIASES + 1))
    text = f"{{ papers(first: 2000) {{ nodes {{ {aliases} }} }} }}"
    answer = await sqlite_api.execute(text, trusted=True)
    assert answer.errors is None
    assert only_error(await sqlite_api.execute(text))["extensions"]["code"] == "LIMIT"


async def test_a_document_that_was_ours_stays_limited_for_others(sqlite_api):
    text = "{ papers(first: 500) { nodes { name } } }"
    assert (await sqlite_api.execute(text, trusted=True)).errors is None
    error = await refused(sqlite_api, text)
    assert exceeded(error) == ("page size", 100, 500)
