"""The same messages by asking again and again, which costs the public's server next to nothing."""

import json

import httpx
import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.meetings.events import MeetingPublished
from rostra.meetings.models import AgendaItem, Meeting
from rostra.sittings.models import Part
from rostra_graphql.execution import Api

ASK = """
query ($uuid: UUID!, $after: Int, $inside: Boolean) {
  sittingMessage(uuid: $uuid, after: $after, inside: $inside) {
    kind inside after sequence parts
    meeting(changed: [AGENDA]) { agendaItems { name } }
  }
}
"""


async def get(hall, who="", known="", query=ASK, **variables):
    """The response to a GET of somebody."""
    transport = httpx.ASGITransport(app=hall.app)
    headers = {"Cookie": hall.cookies.get(who, ""), "If-None-Match": known}
    params = {"query": query, "variables": json.dumps({"uuid": str(hall.meeting), **variables})}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return await client.get(
            "/graphql", params=params, headers={k: v for k, v in headers.items() if v}
        )


def message(response):
    assert response.status_code == 200, response.text
    return response.json()["data"]["sittingMessage"]


async def test_says_what_the_stream_says(hall):
    for who in ("", "citizen", "member"):
        async with hall.watching(who) as socket:
            told = await socket.next()
        asked = message(await get(hall, who))
        assert {**asked, "meeting": None} == {**told, "meeting": None}
        assert asked["meeting"] == told["meeting"]


async def test_goes_on_from_a_number(hall):
    await hall.change(Part.SPEAKERS)
    await hall.change(Part.MOTIONS, audience_id=hall.closed)
    public = message(await get(hall, after=0, inside=False))
    assert (public["kind"], public["parts"], public["sequence"]) == ("CHANGE", ["SPEAKERS"], 1)
    inside = message(await get(hall, "member", after=0, inside=True))
    assert (inside["parts"], inside["sequence"]) == (["MOTIONS", "SPEAKERS"], 2)
    assert message(await get(hall, after=2, inside=False))["kind"] == "SNAPSHOT"


async def test_costs_the_public_nothing_while_nothing_is_new(small_hall, monkeypatch):
    executed = []
    execute = Api.execute

    async def counted(api, document, *rest, **more):
        executed.append(document)
        return await execute(api, document, *rest, **more)

    monkeypatch.setattr(Api, "execute", counted)
    monkeypatch.setattr("rostra_graphql.live.polling.FRESH", 0)
    first = await get(small_hall)
    tag = first.headers["etag"]
    again = await get(small_hall, known=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert (await get(small_hall)).content == first.content
    assert len(executed) == 1
    await small_hall.change(Part.SPEAKERS, audience_id=small_hall.closed)
    assert (await get(small_hall, known=tag)).status_code == 304
    await small_hall.change(Part.SPEAKERS)
    new = await get(small_hall, known=tag, after=0)
    assert message(new)["parts"] == ["SPEAKERS"]
    assert new.headers["etag"] != tag


async def test_hands_a_members_news_to_nobody_else(hall):
    inside = await get(hall, "member")
    assert "no-store" in inside.headers["cache-control"]
    assert "etag" not in inside.headers
    public = await get(hall)
    assert "no-store" not in public.headers["cache-control"]
    assert public.headers["vary"].lower().startswith("cookie")
    tag = public.headers["etag"]
    assert (await get(hall, "member", known=tag)).content == inside.content


@pytest.mark.parametrize("who", ["", "citizen"])
async def test_a_meeting_that_is_closed_looks_absent_whatever_was_known(hall, who, monkeypatch):
    monkeypatch.setattr("rostra_graphql.live.polling.FRESH", 0)
    tag = (await get(hall)).headers["etag"]
    closing = sa.update(Meeting).where(Meeting.id == hall.meeting)
    await hall.write(closing.values(audience_id=hall.closed))
    hidden = await get(hall, who, known=tag)
    absent = await get(hall, who, known=tag, uuid=str(hall.council.id))
    assert hidden.json() == absent.json()
    assert hidden.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_streams_are_not_given_over_http(small_hall):
    query = "subscription ($uuid: UUID!) { sitting(uuid: $uuid) { kind } }"
    said = (await get(small_hall, query=query)).json()
    assert "WebSocket" in said["errors"][0]["message"]


async def test_keeps_nothing_for_the_public_that_was_hidden_meanwhile(small_hall, monkeypatch):
    monkeypatch.setattr("rostra_graphql.live.polling.FRESH", 0)
    shown = await get(small_hall)
    assert "Radweg" in shown.text
    hiding = sa.update(AgendaItem).where(AgendaItem.meeting_id == small_hall.meeting)
    async with small_hall.database.work(system) as work:
        await work.change(hiding.values(audience_id=small_hall.closed))
        work.record(MeetingPublished(small_hall.meeting, ()))
    for known in ("", shown.headers["etag"]):
        hidden = await get(small_hall, known=known)
        assert message(hidden)["meeting"]["agendaItems"] == []


async def test_reads_anew_after_a_while_whatever_was_told(small_hall, monkeypatch):
    monkeypatch.setattr("rostra_graphql.live.polling.LONGEST_KEPT", -1)
    assert "Radweg" in (await get(small_hall)).text
    hiding = sa.update(AgendaItem).where(AgendaItem.meeting_id == small_hall.meeting)
    await small_hall.write(hiding.values(audience_id=small_hall.closed))
    assert "Radweg" not in (await get(small_hall)).text
