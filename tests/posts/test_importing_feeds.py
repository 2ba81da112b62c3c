"""A city's feed is taken in: each post once, and what changed there as a correction."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.errors import Invalid
from rostra.imports.feeds.reading import feed_in
from rostra.imports.feeds.taking_in import import_feed
from rostra.posts.models import Post, PostVersion
from rostra.posts.services import withdraw_post
from support.make.organizations import make_organization

REAL = Path(__file__).parents[2].parent / "shared/data/city-posts"
RSS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Stadt</title><link>https://stadt.example</link><language>de</language>
<item><title>Radweg &amp; Brücke</title><guid>a</guid><link>https://stadt.example/a</link>
<description><![CDATA[Ab <b onclick="x()">Montag</b>.<script>alert(1)</script>]]></description>
<pubDate>Mon, 05 Jan 2026 09:00:00 +0100</pubDate></item>
<item><title>Nur ein Titel &secret;</title><link>javascript:alert(1)</link></item>
<item><title>Radweg doppelt</title><guid>a</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<link href="https://city.example/news"/><link rel="self" href="https://city.example/feed"/>
<entry><id>tag:1</id><title type="html">Fire &amp;amp; water</title>
<link href="https://city.example/1"/><updated>2026-02-03T10:00:00Z</updated>
<content type="html">&lt;p&gt;Closed.&lt;/p&gt;</content></entry></feed>"""


async def everything(database, model):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(model).order_by(model.id))


def kept_in(tmp_path, text):
    path = tmp_path / "feed.xml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_reads_rss_in_clean_words():
    feed = feed_in(RSS.encode())
    first, second = feed.items
    assert (feed.home, feed.language, first.key) == ("stadt.example", "de", "a")
    assert first.title == "Radweg & Brücke"
    assert first.text == "Ab <b>Montag</b>."
    assert first.published == "2026-01-05T08:00:00+00:00"
    assert second.link is None
    assert "/etc" not in second.title
    assert second.title.startswith("Nur ein Titel")


def test_reads_atom():
    feed = feed_in(ATOM.encode())
    (entry,) = feed.items
    assert (feed.language, entry.title, entry.text) == ("en", "Fire & water", "<p>Closed.</p>")
    assert (entry.link, entry.published) == (
        "https://city.example/1", "2026-02-03T10:00:00+00:00",
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"{}", b"<html/>", b"<rss/>"])
def test_refuses_what_is_no_feed(content):
    with pytest.raises(Invalid):
        feed_in(content)


async def test_takes_in_each_post_once_and_changes_as_corrections(database, tmp_path):
    office = await make_organization(database, name="Presseamt")
    source = kept_in(tmp_path, RSS)
    assert await import_feed(database, source, office.id) == {"new": 2}
    assert await import_feed(database, source, office.id) == {"unchanged": 2}
    post = next(one for one in await everything(database, Post) if one.title == "Radweg & Brücke")
    assert (post.web, post.post_type) == ("https://stadt.example/a", "press_release")
    assert post.published.isoformat() == "2026-01-05T08:00:00+00:00"

    changed = kept_in(tmp_path, RSS.replace("Montag", "Dienstag"))
    assert await import_feed(database, changed, office.id) == {"changed": 1, "unchanged": 1}
    assert await import_feed(database, changed, office.id) == {"unchanged": 2}
    async with database.reading(ANYBODY) as work:
        (version,) = await work.fetch(work.readable(PostVersion))
        now = await work.find(Post, post.id)
    assert ("Montag" in version.before, "Dienstag" in version.after) == (True, True)
    assert now.text == "Ab <b>Dienstag</b>."
    assert now.published == post.published


async def test_what_the_city_took_back_stays_away(database, tmp_path):
    office = await make_organization(database, name="Presseamt")
    await import_feed(database, kept_in(tmp_path, RSS), office.id)
    post = next(one for one in await everything(database, Post) if one.title == "Radweg & Brücke")
    async with database.work(system) as work:
        await withdraw_post(work, post.id)
    changed = kept_in(tmp_path, RSS.replace("Montag", "Dienstag"))
    assert (await import_feed(database, changed, office.id))["withdrawn"] == 1
    async with database.reading(ANYBODY) as work:
        titles = {one.title for one in await work.fetch(work.readable(Post))}
    assert "Radweg & Brücke" not in titles


@pytest.mark.long
async def test_a_real_city_goes_in_twice_without_a_change(sqlite_database):
    database = sqlite_database
    if not REAL.is_dir():
        pytest.skip("the real feed is not here")
    (source,) = REAL.glob("*.xml")
    office = await make_organization(database, name="Presseamt")
    assert await import_feed(database, str(source), office.id) == {"new": 508}
    before = {one.id: (one.revision, one.modified) for one in await everything(database, Post)}
    assert await import_feed(database, str(source), office.id) == {"unchanged": 508}
    after = {one.id: (one.revision, one.modified) for one in await everything(database, Post)}
    assert (len(before), before) == (508, after)
