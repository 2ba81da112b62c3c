"""Feeds in both of their forms: the same items, ids and words in Atom and in RSS."""

from email.utils import parsedate_to_datetime

import httpx
import pytest
from lxml import etree

from rostra_frontend.feeds.atom import Item
from rostra_frontend.feeds.rss import channel_of
from support.shown_city import CANARY, make_shown_city
from support.town_hall import HERE, serving, settings_for

ENTRY = "{http://www.w3.org/2005/Atom}"
ITEM = Item(
    id="urn:uuid:1",
    url="http://here/posts/1",
    title="Brücke & Radweg",
    updated="2026-11-23T10:00:00+01:00",
    published="2026-11-23T09:30:00+01:00",
    author="",
    text="Zu <b>eng</b> & zu laut\x0b\nFinde ich",
)


@pytest.fixture
async def city(database):
    return await make_shown_city(database)


@pytest.fixture
async def client(city, database_url, tmp_path):
    settings = settings_for(database_url, tmp_path / "data")
    async with serving(settings) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            yield client


async def test_rss_tells_the_same_as_atom(client, city):
    for path in ("/feeds/posts", f"/feeds{city.places['post']}", "/feeds/resolutions"):
        atom = await client.get(f"{path}.atom")
        rss = await client.get(f"{path}.rss")
        assert atom.status_code == rss.status_code == 200, path
        assert rss.headers["content-type"] == "application/rss+xml; charset=utf-8"
        assert CANARY not in rss.text
        entries = etree.fromstring(atom.content).findall(f"{ENTRY}entry")
        items = etree.fromstring(rss.content).findall("channel/item")
        told = [(one.findtext(f"{ENTRY}id"), one.findtext(f"{ENTRY}title")) for one in entries]
        assert [(one.findtext("guid"), one.findtext("title")) for one in items] == told
        assert told or "resolutions" in path, path


async def test_no_other_ending_is_a_feed(client, city):
    assert (await client.get(f"/feeds{city.places['post']}.xml")).status_code == 404
    assert (await client.get(f"/feeds{city.places['post']}")).status_code == 404
    unknown = "/feeds/posts/00000000-0000-4000-8000-000000000000.rss"
    assert (await client.get(unknown)).status_code == 404


def test_bare_words_stay_words_and_the_time_keeps_its_offset():
    channel = etree.fromstring(channel_of("Stadt", "http://here/f.rss", "http://here", [ITEM]))
    (item,) = channel.findall("channel/item")
    assert item.findtext("description") == ("Zu &lt;b&gt;eng&lt;/b&gt; &amp; zu laut<br>Finde ich")
    assert parsedate_to_datetime(item.findtext("pubDate")).isoformat() == ITEM.published
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "–"
