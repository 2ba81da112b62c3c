"""What the city has not said yet, or has taken back, leaves its department by no channel."""

import asyncio
import base64
import datetime as dt
import re
from dataclasses import replace

import pytest

from rostra.access import Office, system
from rostra.comments.keeping import follow
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.posts.models import Post, PostPicture, PostState, PostVersion
from rostra.posts.services import (
    draft_post,
    edit_post,
    publish_post,
    settle_review,
    submit_post,
    withdraw_post,
)
from rostra.posts.states import state_of
from rostra.posts.writing import Writing
from rostra.settings import Settings
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person
from support.make.posts import make_comment
from support.making import kept
from support.running import running
from support.town_hall import settings_for

DAY = dt.timedelta(days=1)
SHOWN, LATE = "Offenkundig", "Spaetabgang"
WAITING = ("draft", "review", "scheduled")
SECRETS = {
    "draft": "Zwiebelfisch", "review": "Pruefstein", "scheduled": "Uhrwerk",
    "withdrawn": "Rueckzug",
}  # fmt: skip
NOWHERE = "01890000-0000-7000-8000-000000000000"
EVERYTHING = """{
  posts { totalCount nodes { uuid title text topics { name } pictures { alternative caption }
    versions { before reason } variants { title } } }
  dated: posts(filter: {dated: true}) { totalCount nodes { title place } }
  under: posts(filter: {topics: ["Zwiebelfischthema"]}) { totalCount }
  drafts { totalCount nodes { title note } } topics { name slug } postYears
  postOrganizations { name }
  search(query: "Zwiebelfisch OR Pruefstein OR Uhrwerk OR Rueckzug") { totalCount
    hits { title { text } snippet { text } node { uuid } } suggestion }
}"""
NODE = """query ($id: ID!, $uuid: UUID!) {
  node(id: $id) { uuid ... on Post { title } ... on PostPicture { alternative }
    ... on PostVersion { before } }
  post(uuid: $uuid) { title text note }
}"""
WITHDRAW = "mutation ($uuid: UUID!) { withdrawPost(uuid: $uuid) }"


def words_with(secret):
    """A post whose every field tells the word."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return Writing(
        f"{secret} Titel", f"<p>{secret} Text</p>", f"{secret} Anreißer", "event",
        topics=(f"{secret}thema",), starts=now + DAY, ends=now + 2 * DAY, place=f"{secret}platz",
        video_url="https://video.example/1", transcript=f"{secret} gesprochen",
        captions=f"WEBVTT\n\n00:00.000 --> 00:01.000\n{secret} Untertitel",
    )  # fmt: skip


class Newsroom:
    """Posts in every state, and those who look at them."""

    async def build(self, database):
        self.body = await make_body(database)
        self.department = department = await make_organization(
            database, self.body, name="Presseamt"
        )
        self.other = await make_organization(database, self.body, name="Bauhof")
        await self.let_in(database)
        async with database.work(system) as work:
            await settle_review(work, department.id, review=False)
        self.posts, self.parts = {}, {}
        for name, secret in {**SECRETS, "shown": SHOWN, "late": LATE}.items():
            await self.write(database, name, words_with(secret))
        async with database.work(system) as work:
            await submit_post(work, self.posts["review"].id)
        async with database.work(system) as work:
            await publish_post(work, self.posts["scheduled"].id)
        for name in ("withdrawn", "shown", "late"):
            await self.publish(database, name)
        async with database.work(system) as work:
            await withdraw_post(work, self.posts["withdrawn"].id)
        async with database.work(system) as work:  # as the keeper of threads does at once
            await follow(work, Post, {self.posts["withdrawn"].id})

    async def let_in(self, database):
        """The logins of those who look."""
        self.logins = {"public": None}
        for name, office, place in (
            ("editor", Office.EDITOR, self.department), ("other", Office.EDITOR, self.other),
            ("moderator", Office.MODERATOR, self.department), ("clerk", Office.CLERK, self.other),
            ("member", Office.MEMBER, self.other),
        ):  # fmt: skip
            person = await make_person(database, self.body, name=name)
            await make_membership(database, person, place, office=office)
            account = await make_account(database, person)
            self.logins[name] = await self.login_of(database, account)
        self.logins["citizen"] = await self.login_of(database, await make_account(database))

    async def login_of(self, database, account):
        async with database.work(system) as work:
            known = await work.db.get(type(account), account.id)
            return await logins.issue(work, known, Terms.of(Settings()))

    async def write(self, database, name, writing):
        """A draft with a picture, as it stands before it goes on."""
        if name == "scheduled":
            writing = replace(writing, appears=dt.datetime.now(dt.UTC) + DAY)
        async with database.work(system) as work:
            post = await draft_post(work, self.department.id, writing)
            word = writing.title.split()[0]
            picture = await kept(
                work, PostPicture, body_id=post.body_id, post_id=post.id, content_hash="c" * 128,
                width=1, height=1, alternative=f"{word} im Bild", caption=f"{word} darunter",
                audience_id=post.audience_id,
            )  # fmt: skip
        self.posts[name], self.parts[name] = post, [picture]

    async def publish(self, database, name):
        """Publish it, correct it, and let somebody say something to it."""
        post, secret = self.posts[name], {**SECRETS, "shown": SHOWN, "late": LATE}[name]
        async with database.work(system) as work:
            await publish_post(work, post.id)
        changed = replace(words_with(secret), text=f"<p>{secret} berichtigt</p>")
        async with database.work(system) as work:
            await edit_post(work, post.id, post.revision, changed, f"{secret} war falsch.")
            version = await work.first(work.readable(PostVersion).filter_by(post_id=post.id))
            self.posts[name] = post = await work.find(Post, post.id)
        self.parts[name].append(version)
        await make_comment(database, post, text=f"{secret} kommentiert")

    def allowed(self, who):
        """The words that somebody may read: a department its own, until they are taken back."""
        return {SECRETS[name] for name in WAITING} if who in ("editor", "moderator") else set()


def paths_of(room):
    return [
        "/", "/posts", "/posts?page=1", "/posts/desk", "/posts/new", "/account",
        "/calendar", f"/organizations/{room.department.id}", "/feeds/posts.atom",
        "/feeds/posts.rss", "/feeds/all.atom", "/feeds/all.rss", "/feeds/events.ics",
        "/oparl/v1.1/system", f"/oparl/v1.1/organization/{room.department.id}", "/sitemap.xml",
        "/moderation", "/moderation/log",
        *(path for secret in SECRETS.values() for path in (
            f"/search?q={secret}", f"/topics/{secret.lower()}thema",
            f"/feeds/topics/{secret.lower()}thema.atom", f"/posts?topic={secret.lower()}thema",
        )),
        *(path for name in SECRETS for path in paths_to(room, name)),
    ]  # fmt: skip


def paths_to(room, name):
    """All addresses of one post and its parts."""
    id = room.posts[name].id
    return [
        f"/posts/{id}", f"/posts/{id}/edit", f"/posts/{id}/event.ics",
        f"/posts/{id}/captions.vtt", f"/feeds/discussions/post/{id}.atom",
        f"/feeds/posts/{id}.atom", f"/discussions/post/{id}", f"/posts/new?variantOf={id}",
        f"/posts/pictures/{room.parts[name][0].id}.jpg",
    ]  # fmt: skip


def node_id(kind, thing):
    return base64.urlsafe_b64encode(f"{kind}:{thing.id}".encode()).decode().rstrip("=")


def things_of(room):
    """Every secret record with its kind and the state of its post."""
    for name in SECRETS:
        records = (room.posts[name], *room.parts[name])
        for kind, record in zip(("Post", "PostPicture", "PostVersion"), records, strict=False):
            yield kind, name, record


def told(text, forbidden, asked=""):
    """The words of a reply that are not for those who got it, what they asked for left out."""
    return {word for word in forbidden if word in text and word.lower() not in asked.lower()}


async def look(site, room, who):
    """Everything that somebody can open or ask for, without a word that is not for them."""
    forbidden = set(SECRETS.values()) - room.allowed(who)
    seen = {}
    async with site.browser(room.logins[who]) as browser:
        for path in paths_of(room):
            reply = await browser.get(path)
            assert reply.status_code < 500, path
            leaked = told(reply.text, forbidden, path)
            assert not leaked, f"{who}: {path} tells {leaked}"
            seen[path] = reply
        headers = {"origin": site.settings.base_url}
        for kind, name, thing in things_of(room):
            names = {"id": node_id(kind, thing), "uuid": str(room.posts[name].id)}
            asked = {"query": NODE, "variables": names}
            reply = await browser.post("/graphql", json=asked, headers=headers)
            assert not told(reply.text, forbidden), f"{who}: the {kind} of {name}"
            seen[kind, name] = reply.json()["data"]
        reply = await browser.post("/graphql", json={"query": EVERYTHING}, headers=headers)
        assert not told(reply.text, forbidden), f"{who}: the API"
        seen["api"] = reply.json()["data"]
    return seen


@pytest.fixture
async def room(database):
    made = Newsroom()
    await made.build(database)
    wanted = {
        "draft": PostState.DRAFT, "review": PostState.REVIEW, "scheduled": PostState.SCHEDULED,
        "shown": PostState.PUBLISHED, "late": PostState.PUBLISHED,
    }  # fmt: skip
    async with database.reading(system) as work:
        for name, state in wanted.items():
            post = await work.find(Post, made.posts[name].id)
            assert state_of(post, work.now) == state
    return made


async def test_what_is_not_published_is_read_by_its_department_alone(room, database_url, tmp_path):
    async with running(settings_for(database_url, tmp_path / "data")) as site:
        await until_found(site, SHOWN)
        seen = {who: await look(site, room, who) for who in room.logins}
        async with site.browser() as browser:
            absent = (await browser.get(f"/posts/{NOWHERE}")).text
            elsewhere = (await browser.get(f"/posts/{room.posts['shown'].id}")).text
    assert SHOWN in elsewhere
    public = seen["public"]
    for name in WAITING:
        id = str(room.posts[name].id)
        for path in paths_to(room, name)[2:7]:
            assert public[path].status_code == 404, path
        assert nonced(public[f"/posts/{id}"].text.replace(id, NOWHERE)) == nonced(absent)
        assert public["Post", name] == {"node": None, "post": None}
        assert public["PostPicture", name]["node"] is None
        assert SECRETS[name] in seen["editor"][f"/posts/{id}"].text
    for who in ("public", "citizen", "other", "clerk", "member"):
        told_to = seen[who]["api"]
        assert told_to["posts"]["totalCount"] == 2, who
        assert told_to["dated"]["totalCount"] == 2, who
        assert told_to["under"]["totalCount"] == told_to["drafts"]["totalCount"] == 0, who
        assert told_to["search"]["totalCount"] == 0, (who, told_to["search"])
        assert {one["name"] for one in told_to["topics"]} == {f"{SHOWN}thema", f"{LATE}thema"}
    assert seen["editor"]["api"]["drafts"]["totalCount"] == 3


def nonced(text):
    """A page without what differs from reply to reply."""
    return re.sub(r'(nonce|value)="[^"]*"', "", text)


async def test_what_is_taken_back_is_gone_everywhere_at_once(room, database_url, tmp_path):
    late = room.posts["late"]
    listed = [
        "/", "/posts", "/feeds/posts.atom", "/feeds/posts.rss", "/feeds/all.atom",
        "/feeds/events.ics", f"/search?q={LATE}", f"/topics/{LATE.lower()}thema",
        f"/feeds/topics/{LATE.lower()}thema.atom", *paths_to(room, "late"),
        f"/organizations/{room.department.id}",
    ]  # fmt: skip
    async with running(settings_for(database_url, tmp_path / "data")) as site:
        await until_found(site, LATE)
        async with site.browser() as browser:
            before = {path: (await browser.get(path)).text for path in listed * 2}
            told_before = {path for path in listed if LATE in before[path]}
            assert {"/posts", "/feeds/posts.atom", f"/posts/{late.id}"} <= told_before
            assert f"/feeds/discussions/post/{late.id}.atom" in told_before
            async with site.browser(room.logins["editor"]) as editor:
                asked = {"query": WITHDRAW, "variables": {"uuid": str(late.id)}}
                headers = {"origin": site.settings.base_url}
                done = await editor.post("/graphql", json=asked, headers=headers)
                assert done.json() == {"data": {"withdrawPost": True}}
            for path in set(listed) - {f"/search?q={LATE}"}:
                assert not told((await browser.get(path)).text, {LATE}, path), path
            await until_gone(browser, late)
            told_now = await browser.post("/graphql", json={"query": EVERYTHING}, headers=headers)
        assert LATE not in told_now.text


async def until_found(site, word):
    """Wait until the index has read what there is."""
    async with site.browser() as browser:
        for _ in range(100):
            if f"{word} Titel" in (await browser.get(f"/search?q={word}")).text:
                return
            await asyncio.sleep(0.1)
    raise AssertionError(f"{word} is not found")


async def until_gone(browser, post):
    """Search never tells it, not even before the index knows that it is gone."""
    for _ in range(5):
        reply = await browser.get(f"/search?q={LATE}")
        assert f"{LATE} Titel" not in reply.text
        assert str(post.id) not in reply.text
        await asyncio.sleep(0.05)
