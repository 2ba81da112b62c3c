"""Votes as open data: who is counted, with whom they agree, and what the page and OParl show."""

import datetime as dt

import httpx
import pytest

from rostra.access import members_and_clerks, system
from rostra.voting.tallying import voting_record
from support.actors import clerk_of
from support.asking import api_of, ask
from support.make.meetings import make_agenda_item, make_ballot, make_meeting
from support.make.organizations import make_membership, make_organization
from support.make.people import make_person
from support.town_hall import HERE, serving, settings_for

PAST = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=20)
RECORD = """query ($from: Date, $until: Date) { votingRecord(from: $from, until: $until) {
  ballots months { accepted rejected }
  persons { agreement person { name } faction { name } counts { yes no notParticipating } }
  factions { agreement faction { name } counts { yes no } }
  pairs { ballots alike one { name } other { name } } } }"""


class Council:
    """Two factions of two, and somebody without one."""

    def __init__(self):
        self.people = {}


async def make_council(database):
    made = Council()
    made.council = await make_organization(database, name="Stadtrat")
    for faction, names in (("Die Linden", ("Ahorn", "Buche")), ("Die Eichen", ("Cedern", "Dorn"))):
        organization = await make_organization(
            database, name=faction, short_name=None, organization_type="Fraktion"
        )
        for name in names:
            made.people[name] = await make_person(database, name=name, family_name=name)
            await make_membership(database, made.people[name], organization)
    made.people["Esche"] = await make_person(database, name="Esche", family_name="Esche")
    made.meeting = await make_meeting(database, made.council, start=PAST)
    return made


@pytest.fixture
async def council(database):
    return await make_council(database)


async def held(database, council, said, **values):
    """A ballot by name: how each voted, in the order of the names."""
    item = await make_agenda_item(database, council.meeting, **values.pop("item", {}))
    choices = {"y": "yes", "n": "no", "a": "abstention", "-": "not_participating"}
    votes = {
        person: choices[letter]
        for person, letter in zip(council.people.values(), said, strict=True)
    }
    return await make_ballot(database, item, votes, **values)


async def test_persons_and_factions_are_counted_and_compared(database, council):
    await held(database, council, "yynny")
    await held(database, council, "ynyyn", outcome="rejected")
    await held(database, council, "yyy--")
    told = (await ask(api_of(database), RECORD))["votingRecord"]
    assert told["ballots"] == 3
    assert told["months"] == [{"accepted": 2, "rejected": 1}]
    persons = {one["person"]["name"]: one for one in told["persons"]}
    assert persons["Ahorn"]["counts"] == {"yes": 3, "no": 0, "notParticipating": 0}
    assert persons["Dorn"]["counts"] == {"yes": 1, "no": 1, "notParticipating": 1}
    assert persons["Esche"]["faction"] is None
    assert persons["Ahorn"]["faction"] == {"name": "Die Linden"}
    assert persons["Buche"]["agreement"] == 1.0  # where the faction was split, nothing is compared
    (pair,) = told["pairs"]
    assert (pair["ballots"], pair["alike"]) == (2, 1)


async def test_nothing_is_counted_that_is_not_public_announced_and_by_name(database, council):
    await held(database, council, "yyyyy")
    before = await ask(api_of(database), RECORD)
    async with database.work(system) as work:
        closed = await work.audience(
            members_and_clerks(council.council.body_id, council.council.id)
        )
    await held(database, council, "nnnnn", audience_id=closed, item={"audience_id": closed})
    await held(database, council, "nnnnn", item={"audience_id": closed})
    await held(database, council, "nnnnn", state="closed")
    await held(database, council, "nnnnn", method="secret")
    for who in ({}, {"who": clerk_of(council.council)}):
        assert await ask(api_of(database), RECORD, **who) == before


async def test_only_the_votes_of_the_time_are_counted(database, council):
    await held(database, council, "yyyyy")
    tomorrow = (PAST + dt.timedelta(days=2)).date().isoformat()
    assert (await ask(api_of(database), RECORD, **{"from": tomorrow}))["votingRecord"] == {
        "ballots": 0, "months": [], "persons": [], "factions": [], "pairs": [],
    }  # fmt: skip
    async with database.reading(system) as work:
        assert (await voting_record(work, None, None)).ballots == 1


async def test_the_page_shows_strips_with_their_numbers(sqlite_url, sqlite_database, tmp_path):
    made = await make_council(sqlite_database)
    await held(sqlite_database, made, "yynny")
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            page = await client.get("/votes")
            empty = await client.get("/votes?from=1990-01-01&until=nonsense&until=x")
    assert page.status_code == empty.status_code == 200
    assert "Die Linden" in page.text
    assert '<rect class="yes" x="0.0" width="100.0" height="8"/>' in page.text
    assert "Namentliche Abstimmungen" in page.text
