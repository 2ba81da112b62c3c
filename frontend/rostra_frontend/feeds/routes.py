"""The addresses of the feeds: calendars of meetings, Atom and RSS of what the city publishes."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from rostra.settings import Settings
from rostra_frontend.feeds.atom import Item, feed_of
from rostra_frontend.feeds.items import item_of_report
from rostra_frontend.feeds.rss import channel_of
from rostra_frontend.page import Answer, Ask, Query

FOLDER = Path(__file__).parent
MEETINGS, MEETING, ORGANIZATION, POSTS, RESOLUTIONS, REPORTS = (
    Query(FOLDER / f"{name}.graphql", with_layout=False)
    for name in (
        "meetings",
        "meeting",
        "organization",
        "posts",
        "resolutions",
        "reports",
    )
)  # fmt: skip
CALENDAR = "text/calendar"
ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
LOOKING_BACK = dt.timedelta(days=365)
"""How long a meeting stays in the calendars that people subscribe to."""
MOST_PAGES = 20
BEFORE_ALL = "1970-01-01T00:00:00+00:00"

AnyRequest = Request[Any, Any, Any]


class Failed(Exception):
    """The API could not answer a feed's query; a fault of ours."""


@dataclass(frozen=True)
class Feeds:
    """The feeds of one installation, read through the API like every page."""

    settings: Settings
    ask: Ask

    def routes(self) -> list[HTTPRouteHandler]:
        """All addresses of feeds."""
        return [
            get("/feeds/meetings.ics", include_in_schema=False)(self.all_meetings),
            get("/feeds/organizations/{name:str}", include_in_schema=False)(self.of_organization),
            get("/meetings/{id:uuid}/meeting.ics", include_in_schema=False)(self.one_meeting),
            get(["/feeds/posts.atom", "/feeds/posts.rss"], include_in_schema=False)(self.all_posts),
            get(["/feeds/resolutions.atom", "/feeds/resolutions.rss"], include_in_schema=False)(
                self.all_resolutions
            ),
            get(["/feeds/reports.atom", "/feeds/reports.rss"], include_in_schema=False)(
                self.all_reports
            ),
        ]

    async def all_meetings(self, request: AnyRequest) -> Response[bytes]:
        """The meetings of the whole city to subscribe to."""
        name = self.settings.city_name or "Sitzungen"
        return self.calendar(await self.meetings(request), name)

    async def of_organization(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        """The meetings of one organization to subscribe to, at `<id>.ics`."""
        id = id_in(name, ".ics")
        found = await self.answer(request, ORGANIZATION, {"id": str(id)}, "organization")
        meetings = await self.meetings(request, [str(id)])
        return self.calendar(meetings, found["name"] or "Sitzungen")

    async def one_meeting(self, request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        """One meeting, to put it into a calendar of one's own."""
        meeting = await self.answer(request, MEETING, {"id": str(id)}, "meeting")
        return self.calendar([meeting], meeting["name"] or "Sitzung")

    async def all_posts(self, request: AnyRequest) -> Response[bytes]:
        """What the city has published last."""
        posts = (await self.answer(request, POSTS, {}, "posts"))["nodes"]
        items = [self.item_of_post(post) for post in posts if post["published"]]
        return self.feed(self.settings.city_name or "Rostra", request, "/posts", items)

    async def all_resolutions(self, request: AnyRequest) -> Response[bytes]:
        """What was resolved last, as far as everybody may read it."""
        found = (await self.answer(request, RESOLUTIONS, {}, "resolutions"))["nodes"]
        items = [self.item_of_resolution(one) for one in found if one["public"]]
        return self.feed(
            f"{self.settings.city_name or 'Rostra'}: Beschlüsse", request, "/resolutions", items
        )

    async def all_reports(self, request: AnyRequest) -> Response[bytes]:
        """The defect reports that were received last."""
        found = (await self.answer(request, REPORTS, {}, "reports"))["nodes"]
        title = f"{self.settings.city_name or 'Rostra'}: Mängelmeldungen"
        items = [item_of_report(one, self.settings) for one in found]
        return self.feed(title, request, "/reports", items)

    async def meetings(
        self, request: AnyRequest, organizations: list[str] | None = None
    ) -> list[dict[str, Any]]:
        """The meetings of the last year and all to come, page after page."""
        today = dt.datetime.now(self.settings.zone).date()
        asked: dict[str, Any] = {"from": (today - LOOKING_BACK).isoformat()}
        if organizations:
            asked["organizations"] = organizations
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            page = await self.answer(request, MEETINGS, asked, "meetings")
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            asked["after"] = page["pageInfo"]["endCursor"]
        return found

    async def answer(
        self, request: AnyRequest, query: Query, variables: dict[str, Any], subject: str
    ) -> Any:
        """What the API has for the subject; not found where there is nothing for this reader."""
        answer = await self.ask(request, query, variables)
        if answer.data is not None and answer.data.get(subject) is not None:
            return answer.data[subject]
        codes = {(error.extensions or {}).get("code") for error in answer.errors or ()}
        if codes - {"NOT_FOUND"}:
            raise Failed(f"{query.path.name}: {answer.errors}")
        raise NotFoundException

    def whole(self, answer: Answer, query: Query) -> dict[str, Any]:
        """All that the API says; a fault of ours where it cannot."""
        if answer.data is None or answer.errors:
            raise Failed(f"{query.path.name}: {answer.errors}")
        return answer.data

    def calendar(self, meetings: list[dict[str, Any]], name: str) -> Response[bytes]:
        """Meetings as a reply that calendar programs understand."""
        # Here, so that a start does not pay for what the first calendar needs.
        from rostra_frontend.feeds.calendars import calendar_of

        content = calendar_of(meetings, name, self.settings.base_url, self.settings.time_zone)
        return Response(content, media_type=CALENDAR)

    def feed(
        self, title: str, request: AnyRequest, page: str, items: list[Item]
    ) -> Response[bytes]:
        """Items as a reply that feed readers understand; the address says whether Atom or RSS."""
        base = self.settings.base_url
        url, page_url = base + request.scope["path"], base + page
        if url.endswith(".rss"):
            return Response(channel_of(title, url, page_url, items), media_type=RSS)
        return Response(feed_of(title, url, page_url, items, BEFORE_ALL), media_type=ATOM)

    def item_of_post(self, post: dict[str, Any]) -> Item:
        """A post as an item of a feed."""
        organization = post["organization"] or {}
        return Item(
            id=f"urn:uuid:{post['uuid']}",
            url=f"{self.settings.base_url}/posts/{post['uuid']}",
            title=post["title"],
            updated=str_of(post["modified"]),
            published=str_of(post["published"]),
            author=organization.get("name") or self.settings.city_name,
            html=post["text"],
            language="de" if post["language"] == "de-simple" else post["language"],
        )

    def item_of_resolution(self, resolution: dict[str, Any]) -> Item:
        """A resolution as an item of a feed; its progress is no news of its own."""
        sat = (resolution["meeting"] or {}).get("organizations") or [{}]
        return Item(
            id=f"urn:uuid:{resolution['uuid']}",
            url=f"{self.settings.base_url}/resolutions/{resolution['uuid']}",
            title=" – ".join(filter(None, (resolution["number"], resolution["title"]))),
            updated=str_of(resolution["modified"]),
            published=str_of(resolution["published"] or resolution["created"]),
            author=sat[0].get("name") or self.settings.city_name,
            text="\n\n".join(filter(None, (resolution["text"], resolution["result"]))),
        )


def str_of(moment: str | dt.datetime) -> str:
    """A moment as Atom writes it."""
    return moment.isoformat() if isinstance(moment, dt.datetime) else moment


def id_in(name: str, ending: str) -> UUID:
    """The id in a file name such as `<id>.ics`; not found for anything else."""
    try:
        if name.endswith(ending):
            return UUID(name.removesuffix(ending))
    except ValueError:
        pass
    raise NotFoundException
