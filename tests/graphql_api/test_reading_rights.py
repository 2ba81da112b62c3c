"""Whatever the city, whoever asks: the API shows what the ten-line rule allows, and all of it."""

import asyncio
import base64
import shutil

import orjson
from hypothesis import HealthCheck, Phase, given, settings

from rostra.database import Database
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra_graphql.context import Caller
from rostra_graphql.nodes import TYPE_NAMES
from support.asking import api_of
from support.random_city import TODAY, built, plans

THINGS = """
query Everything($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Person { name life memberships { role } }
    ... on Organization {
      name memberships { role person { name } } meetings { totalCount nodes { name } }
      papers { totalCount nodes { name } } subOrganizations { name }
    }
    ... on LegislativeTerm { name }
    ... on Membership { role person { name } organization { name } }
    ... on Meeting {
      name organizations { name } attendances { person { name } }
      agendaItems { name result } auxiliaryFiles { name } minutes { quorumNote entries { text } }
    }
    ... on AgendaItem {
      name result resolutionText meeting { name } minutesEntry { text } auxiliaryFiles { name }
      ballots { subject } consultations { role paper { name } }
    }
    ... on Ballot { subject agendaItem { name } }
    ... on Motion { moved: text agendaItem { name } }
    ... on Resolution {
      code: number heading: title resolved: text outcome: result agendaItem { name }
    }
    ... on Minutes { quorumNote secretaryName meeting { name } entries { text } }
    ... on MinutesEntry { html: text agendaItem { name } }
    ... on Paper {
      name proposedResolution consultations { role organizations { name } }
      originators { ... on Organization { name } ... on Person { name } }
      files { name text } posts { title teaser text }
    }
    ... on Consultation { role paper { name } agendaItem { name } meeting { name } }
    ... on File {
      name fileName words: text
      inPapers: papers { name } inMeetings: meetings { name } inItems: agendaItems { name }
    }
    ... on Post {
      title teaser html: text paper { name } commentCount comments { totalCount nodes { text } }
    }
    ... on Project { title aim place changeReason about: papers { name } }
    ... on ProjectChange { reason }
    ... on Poll { title introduction }
    ... on PostPicture { alternative caption credit }
    ... on PostVersion { reason before }
    ... on PollText { reply: text }
    ... on Comment { said: text authorName post { title } }
  }
}"""
LISTS = """{
  persons(first: 100) { totalCount nodes { name life } }
  organizations(first: 100) { totalCount nodes { name } }
  legislativeTerms(first: 100) { totalCount nodes { name } }
  meetings(first: 100) { totalCount nodes { name agendaItems { name } } }
  papers(first: 100) { totalCount nodes { name } }
  posts(first: 100) { totalCount nodes { title commentCount } }
  projects(first: 100) { totalCount nodes { title aim } }
  resolutions(first: 100) { totalCount nodes { title text } }
  decisions(first: 100) { totalCount nodes { name result } }
}"""


def id_of(kind, uuid):
    """The global id of a thing of which only the kind and the bare id are known."""
    return base64.urlsafe_b64encode(f"{TYPE_NAMES[kind]}:{uuid}".encode()).decode()


def nodes_of(city):
    """The kinds of the city's things that have global ids under their own names."""
    return [kind for kind in city.ids if kind in TYPE_NAMES]


async def answers(database, city):
    """All that the API says to the city's actor, thing by thing and list by list."""

    async def who(db):
        account = await db.get(Account, city.account_id) if city.account_id else None
        return await actor_of(db, account, TODAY)

    api = api_of(database)
    ids = [id_of(kind, uuid) for kind in nodes_of(city) for uuid in city.ids[kind]]
    things = await api.execute(THINGS, {"ids": ids}, Caller(who), trusted=True)
    lists = await api.execute(LISTS, {}, Caller(who), trusted=True)
    assert things.errors is None, things.errors
    assert lists.errors is None, lists.errors
    return things.data["nodes"], lists.data


def spelled(value):
    return orjson.dumps(value).decode()


@given(plan=plans())
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_shows_what_the_rule_allows(sqlite_template, tmp_path, plan):
    async def compare():
        path = tmp_path / "city.db"
        path.unlink(missing_ok=True)
        shutil.copy(sqlite_template, path)
        database = Database(f"sqlite+aiosqlite:///{path}")
        city = await built(database, plan)
        nodes, lists = await answers(database, city)
        await database.close()

        allowed, forbidden = city.allowed(plan), city.forbidden(plan)
        said = spelled([nodes, lists])
        assert [word for word in forbidden if word in said] == []
        words = [word for kind in nodes_of(city) for word in city.canaries[kind]]
        for word, node in zip(words, nodes, strict=True):
            assert (word in spelled(node)) == (word in allowed)
        for name, kind in (("persons", "person"), ("organizations", "organization"),
                           ("meetings", "meeting"), ("papers", "paper"), ("posts", "post"),
                           ("legislativeTerms", "legislative_term"),
                           ("resolutions", "resolution")):  # fmt: skip
            expected = {word for word in city.canaries[kind] if word in allowed}
            assert {
                word for word in city.canaries[kind] if word in spelled(lists[name])
            } == expected
            assert lists[name]["totalCount"] == len(lists[name]["nodes"])
        for post in (node for node in nodes if node and "comments" in node):
            shown = post["comments"]
            assert post["commentCount"] == shown["totalCount"] == len(shown["nodes"])

    asyncio.run(compare())
