"""Search through the API: hits with the things themselves, pages, facets and suggestions."""

import datetime as dt

import pytest

from rostra.access import NOBODY, system
from rostra_search.index import SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import Search
from support.asking import api_of, ask, refused
from support.make.files import make_file
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_person
from support.make.posts import make_comment, make_post

SEARCH = """query S($query: String!, $kinds: [SearchKind!], $organizations: [UUID!], $from: Date,
                    $until: Date, $order: SearchOrder! = RELEVANCE, $first: Int, $after: String) {
  search(query: $query, kinds: $kinds, organizations: $organizations, from: $from, until: $until,
         order: $order, first: $first, after: $after) {
    totalCount suggestion
    hits {
      cursor kind date title { text highlighted } snippet { text highlighted }
      node { __typename uuid ... on Paper { reference } }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    facets {
      kinds { kind count } years { year count } organizations { organization { name } count }
    }
  }
}"""


@pytest.fixture
async def town(database, tmp_path):
    """The API of an indexed town, its paper, and its committee."""
    async with database.work(system) as work:
        body = await make_body(work)
        committee = await make_organization(work, body, name="Bauausschuss")
        meeting = await make_meeting(work, committee, name="Sitzung zur Gebührensatzung")
        item = await make_agenda_item(work, meeting, name="Abwassergebührensatzung")
        paper = await make_paper(work, body, name="Abwassergebührensatzung 2026",
                                 date=dt.date(2026, 1, 5))  # fmt: skip
        await make_consultation(work, paper, item, committee)
        await make_file(work, paper, name="Anlage", text="Die Gebührensatzung gilt ab Januar.")
        await make_person(work, body, name="Gerda Gebühr", family_name="Gebühr")
        post = await make_post(work, committee, title="Neue Gebührensatzung")
        await make_comment(work, post, text="Die Gebührensatzung ist zu teuer.")
        secret = await make_paper(work, body, name="Geheime Gebührensatzung", audience_id=NOBODY)
    index = SearchIndex.open(tmp_path / "index", "whoosh")
    await Indexer(database, index).rebuild()
    yield api_of(database, search=Search(index)), paper, committee, secret
    index.close()


async def found(api, query, **narrowed):
    return (await ask(api, SEARCH, query=query, **narrowed))["search"]


async def test_finds_every_kind_with_the_thing_itself(town):
    api, paper, _, secret = town
    result = await found(api, "Gebührensatzung")
    kinds = {hit["kind"]: hit for hit in result["hits"]}
    assert set(kinds) == {"MEETING", "AGENDA_ITEM", "PAPER", "FILE", "POST", "COMMENT"}
    assert result["totalCount"] == len(result["hits"]) == 6
    assert kinds["PAPER"]["node"] == {
        "__typename": "Paper", "uuid": str(paper.id), "reference": paper.reference,
    }  # fmt: skip
    assert kinds["AGENDA_ITEM"]["node"]["__typename"] == "AgendaItem"
    assert str(secret.id) not in str(result)
    assert {"kind": "PAPER", "count": 1} in result["facets"]["kinds"]
    assert result["facets"]["organizations"][0]["organization"] == {"name": "Bauausschuss"}


async def test_marks_what_was_looked_for(town):
    api, *_ = town
    (hit,) = (await found(api, "Gebührensatzung", kinds=["FILE"]))["hits"]
    marked = [piece["text"] for piece in hit["snippet"] if piece["highlighted"]]
    assert marked == ["Gebührensatzung"]
    assert "".join(piece["text"] for piece in hit["snippet"]).startswith("Die Gebührensatzung")


async def test_pages_through_all_hits_once(town):
    api, *_ = town
    seen, after = [], None
    while True:
        page = await found(api, "Gebührensatzung", first=4, after=after)
        seen += [hit["node"]["uuid"] for hit in page["hits"]]
        assert page["totalCount"] == 6
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == 6


async def test_is_narrowed(town):
    api, paper, committee, _ = town
    one_day = await found(api, "Gebührensatzung", **{"from": "2026-01-05", "until": "2026-01-05"})
    assert str(paper.id) in {hit["node"]["uuid"] for hit in one_day["hits"]}
    assert {hit["date"] for hit in one_day["hits"]} == {"2026-01-05"}
    mine = await found(api, "", organizations=[str(committee.id)], order="NEWEST")
    assert {"MEETING", "AGENDA_ITEM", "PAPER"} <= {hit["kind"] for hit in mine["hits"]}
    assert "PERSON" not in {hit["kind"] for hit in mine["hits"]}
    other = await found(api, "", organizations=[str(paper.id)])
    assert (other["totalCount"], other["hits"]) == (0, [])


async def test_suggests_another_spelling(town):
    api, *_ = town
    result = await found(api, "Bauauschuss")
    assert result["totalCount"] == 0
    assert result["suggestion"].lower() == "bauausschuss"


async def test_what_is_withdrawn_leaves_the_hits_at_once(town, database):
    api, paper, *_ = town
    async with database.work(system) as work:
        work.withdraw(await work.find(type(paper), paper.id))
    result = await found(api, "Abwassergebührensatzung 2026", kinds=["PAPER"])
    assert result["hits"] == []


@pytest.mark.parametrize("after", ["x", "aGl0Oi0x", "aGl0Ojk5OTk5OTk", "äöü", ""])
async def test_refuses_what_is_no_place(town, after):
    api, *_ = town
    error = await refused(api, SEARCH, query="x", after=after)
    assert error["extensions"] == {"code": "INVALID", "field": "after"}


async def test_a_house_without_search_finds_nothing(sqlite_api):
    result = await found(sqlite_api, "Gebührensatzung")
    assert (result["totalCount"], result["hits"]) == (0, [])
