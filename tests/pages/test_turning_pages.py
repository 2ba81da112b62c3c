"""Whoever turns a list's pages sees each entry once, keeps what they asked for, and ends."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from rostra.access import system
from rostra.organizations.models import Body
from rostra.posts.models import Post
from rostra.reports.models import ReportState
from support.make.organizations import make_organization
from support.make.papers import make_paper
from support.make.people import make_person
from support.make.polls import make_poll
from support.make.posts import make_comment, make_post
from support.make.projects import make_project
from support.make.reports import make_depot, make_report
from support.town_hall import town_hall

MANY = 70
"""More than two pages of the longest of the lists."""
FURTHER = re.compile(r'rel="next" href="([^"]+)"')
BACK = re.compile(r'rel="prev" href="([^"]+)"')


async def fill(database, body, post):
    """Many of everything that is listed, and some that nobody asks for."""
    async with database.work(system) as work:
        office = await make_organization(work, body, name="Amt der vielen Dinge")
        depot = await make_depot(work, body)
        for n in range(MANY):
            await make_post(work, office, title=f"Meldung {n}", post_type="press_release")
            await make_project(work, office, title=f"Vorhaben {n}")
            await make_paper(work, body, name=f"Vorlage {n}")
            await make_person(work, body, name=f"Person {n}")
            await make_poll(work, post, office, title=f"Umfrage {n}")
            await make_comment(work, post, text=f"Kommentar {n}")
            state = ReportState.RECEIVED if n else ReportState.RESOLVED
            await make_report(work, depot, text=f"Mangel {n}", state=state)
    return depot


def lists(post, depot):
    """The lists with what is asked for, what an entry's address looks like, and how many."""
    id = "[0-9a-f-]{36}"
    lamps = f"?category={depot.lamps.id}&state=open"
    return [
        ("/posts", f"/posts/{id}", MANY + 1),
        ("/posts?type=press_release", f"/posts/{id}", MANY),
        ("/projects?q=Vorhaben&order=title", f"/projects/{id}", MANY),
        ("/reports" + lamps, f"/reports/{id}", MANY - 1),
        ("/papers", f"/papers/{id}", MANY),
        ("/persons", f"/persons/{id}", MANY),
        ("/polls", f"/polls/{id}", MANY),
        (f"/discussions/post/{post.id}?sort=oldest", f"/comments/{id}#comment-{id}", MANY),
        (f"/discussions/post/{post.id}?sort=supported", f"/comments/{id}#comment-{id}", MANY),
    ]


def entries_of(text, pattern):
    """The addresses of the entries of a page, in their order."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return list(dict.fromkeys(re.findall(rf'href="({pattern})"', main)))


async def turned(visitor, path, direction, pattern):
    """The entries of all pages in a direction, the last page's address, and how many pages."""
    seen, pages, asked = [], 0, parse_qs(urlsplit(path).query)
    while True:
        answer = await visitor.get(path)
        assert answer.status_code == 200, path
        found = entries_of(answer.text, pattern)
        seen = seen + found if direction is FURTHER else found + seen
        pages += 1
        link = direction.search(answer.text)
        if link is None:
            return seen, path, pages
        following = urlsplit(path).path + unescape(link[1])
        kept = parse_qs(urlsplit(following).query)
        assert {name: kept.get(name) for name in asked if name not in ("after", "before")} == {
            name: value for name, value in asked.items() if name not in ("after", "before")
        }, following
        assert following != path, "a page leads to itself"
        assert pages < MANY, "the pages do not end"
        path = following


@pytest.mark.long
async def test_every_entry_is_seen_once_there_and_back(database_url, tmp_path):
    async with town_hall(database_url, tmp_path / "data") as hall:
        async with hall.database.reading(system) as work:
            post, body = await work.find(Post, hall.post), await work.find(Body, hall.body)
        depot = await fill(hall.database, body, post)
        async with hall.visitor() as visitor:
            for path, pattern, many in lists(post, depot):
                there, last, pages = await turned(visitor, path, FURTHER, pattern)
                assert len(there) == len(set(there)), f"{path}: twice"
                assert len(there) >= many, f"{path}: {len(there)} of {many}"
                assert pages > 1, path
                back, _, _ = await turned(visitor, last, BACK, pattern)
                assert back == there, f"{path}: back is another way"
