"""Lists are read a page at a time, and what is entered meanwhile neither repeats nor hides."""

import base64
import datetime as dt
import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.access import system
from rostra.errors import Invalid
from rostra.meetings.queries import EARLIEST_FIRST, LATEST_FIRST
from rostra.organizations.queries import ORGANIZATIONS_BY_NAME
from rostra.papers.queries import NEWEST_FIRST
from rostra_graphql.paging import cursor, read_cursor
from support.asking import ask, refused
from support.make.meetings import make_meeting
from support.make.organizations import make_body, make_organization
from support.make.papers import make_paper
from support.make.posts import make_comment, make_post

MEETINGS = """query M($first: Int, $after: String, $last: Int, $before: String,
                     $order: MeetingOrder!) {
  list: meetings(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { uuid } }
    nodes { uuid }
  }
}"""
PAPERS = MEETINGS.replace("MeetingOrder", "PaperOrder").replace("meetings", "papers")
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


async def make_sittings(database, starts):
    """Meetings of one committee with these beginnings; their ids."""
    async with database.work(system) as work:
        organization = await make_organization(work)
        return [str((await make_meeting(work, organization, start=one)).id) for one in starts]


async def walked(api, text, order, size=2, backwards=False):
    """The ids of a whole list, read page by page from one of its ends."""
    found, place = [], None
    while True:
        ends = {"last": size, "before": place} if backwards else {"first": size, "after": place}
        page = (await ask(api, text, order=order, **ends))["list"]
        ids = [edge["node"]["uuid"] for edge in page["edges"]]
        assert [node["uuid"] for node in page["nodes"]] == ids
        found = ids + found if backwards else found + ids
        info = page["pageInfo"]
        if not info["hasPreviousPage" if backwards else "hasNextPage"]:
            return found
        place = info["startCursor" if backwards else "endCursor"]


def written(place):
    """A cursor as somebody else might write it."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


STARTS = [NOON, None, NOON + dt.timedelta(days=1), NOON, None, NOON - dt.timedelta(days=3), NOON]


@pytest.mark.parametrize("order", ["EARLIEST_FIRST", "LATEST_FIRST"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
async def test_every_thing_once_from_both_ends(database, api, order, size):
    ids = await make_sittings(database, STARTS)
    forwards = await walked(api, MEETINGS, order, size)
    assert sorted(forwards) == sorted(ids)
    assert await walked(api, MEETINGS, order, size, backwards=True) == forwards
    dated = {id: start for id, start in zip(ids, STARTS, strict=True)}
    known = [dated[id] for id in forwards if dated[id]]
    assert known == sorted(known, reverse=order == "LATEST_FIRST")
    assert [dated[id] for id in forwards[-2:]] == [None, None]


async def test_what_is_entered_meanwhile_neither_repeats_nor_hides(database, api):
    ids = await make_sittings(database, [NOON + dt.timedelta(days=n) for n in range(6)])
    first = (await ask(api, MEETINGS, order="LATEST_FIRST", first=3))["list"]
    await make_sittings(database, [NOON + dt.timedelta(days=n, hours=1) for n in range(-2, 8)])
    after = first["pageInfo"]["endCursor"]
    rest = (await ask(api, MEETINGS, order="LATEST_FIRST", first=100, after=after))["list"]
    seen = [node["uuid"] for node in first["nodes"] + rest["nodes"]]
    assert len(seen) == len(set(seen))
    assert set(ids) <= set(seen)
    assert rest["totalCount"] == 16


async def test_the_pages_say_where_they_lie(database, api):
    await make_sittings(database, STARTS)
    page = (await ask(api, MEETINGS, order="LATEST_FIRST", first=3))["list"]
    assert page["totalCount"] == 7
    assert (page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["hasNextPage"]) == (False, True)
    assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
    middle = (
        await ask(api, MEETINGS, order="LATEST_FIRST", first=2, after=page["edges"][0]["cursor"])
    )["list"]
    assert [edge["cursor"] for edge in middle["edges"]] == [
        edge["cursor"] for edge in page["edges"][1:]
    ]
    empty = (await ask(api, MEETINGS, order="LATEST_FIRST", first=0))["list"]
    assert (empty["nodes"], empty["pageInfo"]["endCursor"]) == ([], None)


async def test_between_two_places(database, api):
    await make_sittings(database, STARTS)
    page = (await ask(api, MEETINGS, order="EARLIEST_FIRST", first=7))["list"]
    cursors = [edge["cursor"] for edge in page["edges"]]
    inner = (
        await ask(
            api, MEETINGS, order="EARLIEST_FIRST", first=7, after=cursors[1], before=cursors[5]
        )
    )["list"]
    assert [edge["cursor"] for edge in inner["edges"]] == cursors[2:5]


@pytest.mark.parametrize("order", ["NEWEST_FIRST", "OLDEST_FIRST", "REFERENCE"])
async def test_papers_in_every_order(database, api, order):
    async with database.work(system) as work:
        body = await make_body(work)
        for day in (1, 1, 2, None, 3):
            date = day and dt.date(2026, 3, day)
            await make_paper(work, body, date=date, **({} if day else {"reference": None}))
    forwards = await walked(api, PAPERS, order)
    assert len(set(forwards)) == 5
    assert await walked(api, PAPERS, order, backwards=True) == forwards


async def test_names_as_in_a_dictionary(database, api):
    async with database.work(system) as work:
        body = await make_body(work)
        for name in ("Zoobeirat", "Ältestenrat", "ausschuss", "Österlicher Beirat", "Ortsrat"):
            await make_organization(work, body, name=name)
    found = await ask(api, "{ organizations { nodes { name } } }")
    names = [node["name"] for node in found["organizations"]["nodes"]]
    assert names == ["Ältestenrat", "ausschuss", "Ortsrat", "Österlicher Beirat", "Zoobeirat"]


async def test_each_parent_has_its_own_page(database, api):
    async with database.work(system) as work:
        body = await make_body(work)
        posts = [await make_post(work, await make_organization(work, body)) for _ in range(3)]
        for number, post in enumerate(posts):
            for nth in range(number * 2):
                await make_comment(work, post, text=f"{number}.{nth}")
    text = """query C($after: String) { posts { nodes { uuid commentCount
      comments(first: 3, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { text }
      } } } }"""
    found = {one["uuid"]: one for one in (await ask(api, text))["posts"]["nodes"]}
    pages = [found[str(post.id)] for post in posts]
    assert [page["commentCount"] for page in pages] == [0, 2, 4]
    assert [page["comments"]["totalCount"] for page in pages] == [0, 2, 4]
    assert [[c["text"] for c in page["comments"]["nodes"]] for page in pages] == [
        [], ["1.0", "1.1"], ["2.0", "2.1", "2.2"],
    ]  # fmt: skip
    assert [page["comments"]["pageInfo"]["hasNextPage"] for page in pages] == [False, False, True]
    after = pages[2]["comments"]["pageInfo"]["endCursor"]
    rest = {one["uuid"]: one for one in (await ask(api, text, after=after))["posts"]["nodes"]}
    assert [c["text"] for c in rest[str(posts[2].id)]["comments"]["nodes"]] == ["2.3"]


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"after": "x"}, "after"),
        ({"after": "äöü"}, "after"),
        ({"before": "WzFd"}, "before"),
        ({"before": written(["meetings.-start", "0001-01-01T00:00:00+14:00", "1" * 32])}, "before"),
        ({"first": -1}, "first"),
        ({"first": 1, "last": 1}, "last"),
    ],
)
async def test_refuses_what_is_no_place(sqlite_api, arguments, field):
    error = await refused(sqlite_api, MEETINGS, order="LATEST_FIRST", **arguments)
    assert error["extensions"] == {"code": "INVALID", "field": field}


async def test_the_ends_of_the_calendar_narrow_nothing(database, api):
    ids = set(await make_sittings(database, [NOON, NOON + dt.timedelta(days=1)]))
    text = "query M($f: MeetingFilter) { meetings(filter: $f) { nodes { uuid } } }"
    ends = {"from": "0001-01-01", "until": "9999-12-31"}
    found = (await ask(api, text, f=ends))["meetings"]["nodes"]
    assert {one["uuid"] for one in found} == ids
    assert (await ask(api, text, f={"until": "0001-01-01"}))["meetings"]["nodes"] == []
    assert (await ask(api, text, f={"from": "9999-12-31"}))["meetings"]["nodes"] == []


moments = st.none() | st.datetimes(timezones=st.just(dt.UTC))
days = st.none() | st.dates()


@given(value=moments, id=st.uuids(), order=st.sampled_from([EARLIEST_FIRST, LATEST_FIRST]))
def test_a_moment_survives_its_cursor(value, id, order):
    assert read_cursor(order, cursor(order, (value, id)), "after") == (value, id)


@given(value=days, id=st.uuids())
def test_a_day_survives_its_cursor(value, id):
    assert read_cursor(NEWEST_FIRST, cursor(NEWEST_FIRST, (value, id)), "after") == (value, id)


names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(value=st.none() | names, id=st.uuids())
def test_a_name_survives_its_cursor(value, id):
    order = ORGANIZATIONS_BY_NAME
    assert read_cursor(order, cursor(order, (value, id)), "after") == (value, id)


@given(text=st.text() | st.binary().map(lambda b: b.hex()))
def test_whatever_is_given_as_a_cursor_is_taken_or_refused(text):
    with pytest.raises(Invalid):
        read_cursor(LATEST_FIRST, text, "after")


def test_a_cursor_belongs_to_its_list():
    place = cursor(LATEST_FIRST, (NOON, UUID(int=1)))
    with pytest.raises(Invalid):
        read_cursor(EARLIEST_FIRST, place, "after")
    with pytest.raises(Invalid):
        read_cursor(NEWEST_FIRST, place, "after")
