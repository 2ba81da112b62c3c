"""Whoever asks to be forgotten is found through no address of the site any more, by nobody."""

import asyncio
import re
from html import unescape
from urllib.parse import urldefrag

import pytest

from rostra.access import Office
from rostra.database import Database
from support.canary import CANARY, EMAIL, SECRET, Canary
from support.keys import password_hash
from support.make.organizations import make_membership
from support.make.people import make_account, make_person
from support.printed import text_of
from support.town_hall import HERE, TownHall, serving, settings_for

BEGIN = (
    "/", "/posts", "/reports", "/projects", "/polls", "/papers", "/moderation/log",
    "/feeds/posts.atom", "/feeds/posts.rss", "/feeds/projects.atom", "/feeds/events.ics",
    "/feeds/meetings.ics", "/oparl/v1.1/system", "/open311/v2/discovery.json",
    "/open311/v2/requests.json", "/open311/v2/requests.xml", "/projects.csv", "/projects.json",
    "/moderation/figures.csv", "/moderation/export.jsonl", "/reports/desk", "/moderation",
    f"/search?q={CANARY}", "/sitemap.xml", "/demo/outbox", "/reports/figures", "/posts/desk",
)  # fmt: skip
"""Where the walk begins; it goes on wherever these lead."""
TOLD_TO_ALL = (
    "/posts/", "/comments/", "/discussions/post/", "/discussions/report/", "/reports/",
    "/reports/photos/", "/open311/v2/requests.json", "/open311/v2/requests.xml",
    "/feeds/all.atom", "/feeds/discussions/post/", "/feeds/reports.atom", "/graphql",
)  # fmt: skip
"""Where everybody reads the name before the erasure, so that its absence says something."""
NOWHERE = re.compile(r"^/(static|logout|login|demo/login|en\b)|\?")
LINKS = re.compile(r'(?:href|src|action)="([^"]+)"|' + re.escape(f"{HERE}/") + r'[^\s"<>]*')
SAID = (
    "query($q: String!, $post: UUID!) {"
    " search(query: $q) { totalCount hits { title { text } snippet { text } } }"
    ' commented(kind: "post", uuid: $post) {'
    " comments(first: 50) { nodes { text authorName quotation { text authorName } } } }"
    " reports(first: 50) { nodes { text authorName address history { text }"
    " photos { description } contact { name email phone } } } }"
)


def within(link):
    """The address as the site knows it, or nothing for what leads elsewhere."""
    path = urldefrag(unescape(link).removeprefix(HERE))[0]
    return path if path.startswith("/") and not NOWHERE.search(path) else ""


async def walk(visitor, addresses=()):
    """Everything that a visitor can open: what each address says, as text."""
    waiting, said = [*BEGIN, *addresses], {}
    while waiting:
        path = waiting.pop()
        if path in said:
            continue
        assert len(said) < 600, "the walk does not end"
        answer = await visitor.get(path)
        kind = answer.headers.get("content-type", "")
        assert answer.status_code < 500, path
        said[path] = text_of(answer.content) if "pdf" in kind else answer.text
        said[path] += " ".join(answer.headers.values())
        if answer.status_code < 300:
            found = (one[1] or one[0] for one in LINKS.finditer(answer.text))
            waiting += [path for path in map(within, found) if path and path not in said]
    return said


def telling(said):
    """The addresses that tell the name, without what was asked for in the address itself."""
    asked = f"q={CANARY}"
    return {
        path for path, text in said.items()
        if CANARY.lower() in text.replace(asked, "").lower() and asked not in path
    }  # fmt: skip


async def asked(visitor, post):
    """What the API says."""
    sent = {"query": SAID, "variables": {"q": CANARY, "post": str(post)}}
    headers = visitor._with({"Origin": HERE, "Sec-Fetch-Site": "same-origin"})
    answer = await visitor.client.post("/graphql", json=sent, headers=headers)
    assert "errors" not in answer.json(), answer.text
    return answer.text


async def officials(canary):
    """Those who see more than the public: an e-mail address for each."""
    emails = []
    for office in (Office.MODERATOR, Office.EDITOR, Office.CLERK, Office.ADMINISTRATOR):
        person = await make_person(canary.database, canary.depot.body, name=f"Amt {office}")
        await make_membership(canary.database, person, canary.depot.department, office=office)
        email = f"{office}@example.org"
        await make_account(
            canary.database, person, email=email, password_hash=password_hash(SECRET)
        )
        emails.append(email)
    return emails


async def seen_by_all(hall, emails, addresses=()):
    """What everybody, and each of those with an office, is told anywhere."""
    seen = {}
    for email in (None, *emails):
        async with hall.visitor() as visitor:
            if email:
                await visitor.log_in(email, SECRET)
                assert visitor.cookies, email
            said = await walk(visitor, addresses)
            said["/graphql"] = await asked(visitor, hall.post)
            seen[email] = said
    return seen


@pytest.mark.long
async def test_no_address_tells_the_name(database_url, tmp_path):
    database = Database(database_url)
    canary = Canary(database, tmp_path)
    await canary.settle()
    emails = await officials(canary)
    async with serving(settings_for(database_url, tmp_path, page_cache_entries=500)) as app:
        hall = TownHall(app, database, canary.post.id, canary.depot.body.id, {}, tmp_path)
        await until_found(hall, True)
        before = await seen_by_all(hall, emails)
        public = telling(before[None])
        for place in TOLD_TO_ALL:
            assert any(path.startswith(place) for path in public), f"{place} was not walked"
        assert "/moderation" in telling(before["moderator@example.org"])
        assert "/reports/desk" in telling(before["editor@example.org"])
        async with hall.visitor() as visitor:
            await visitor.log_in(EMAIL, SECRET)
            token = await visitor.token("/account/privacy")
            fields = {"email": EMAIL, "password": SECRET, "manner": "DELETE", "form_token": token}
            answer = await visitor.post("/account/erase", fields)
            assert answer.headers["location"].endswith("/account/erased"), answer.text
        await until_found(hall, False)
        after = await seen_by_all(hall, emails, {path for said in before.values() for path in said})
        assert {email: telling(said) for email, said in after.items()} == {
            email: set() for email in after
        }
    await database.close()


async def until_found(hall, found):
    """Until the search has heard of it, and no file with the name lies anywhere."""
    async with hall.visitor() as visitor:
        for _ in range(300):
            hits = "/comments/" in (await visitor.get(f"/search?q={CANARY}")).text
            files = b"".join(
                one.read_bytes() for one in (hall.folder / "files").rglob("*") if one.is_file()
            )
            if hits is found and (CANARY.encode() in files) is found:
                return
            await asyncio.sleep(0.1)
    raise AssertionError("the house does not catch up")
