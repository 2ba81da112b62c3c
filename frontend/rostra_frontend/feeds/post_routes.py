"""Dated posts as iCalendar: events and consultations, to subscribe to or one by one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from rostra_frontend.feeds.calendars import USUAL_LENGTH, moment
from rostra_frontend.feeds.routes import CALENDAR, LOOKING_BACK, MOST_PAGES, Feeds
from rostra_frontend.page import Query

FOLDER = Path(__file__).parent
EVENTS, EVENT = (
    Query(FOLDER / f"{name}.graphql", with_layout=False) for name in ("events", "event")
)

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class PostFeeds:
    """The calendars of one installation's posts, read through the API like every page."""

    feeds: Feeds

    def routes(self) -> list[HTTPRouteHandler]:
        """All addresses of calendars of posts."""
        return [
            get("/feeds/events.ics", include_in_schema=False)(self.all_events),
            get("/posts/{id:uuid}/event.ics", include_in_schema=False)(self.one_event),
        ]

    async def all_events(self, request: AnyRequest) -> Response[bytes]:
        """What takes place in the city, the last year included, each once."""
        since = dt.datetime.now(dt.UTC) - LOOKING_BACK
        asked: dict[str, Any] = {
            "since": since.isoformat(), "language": self.feeds.settings.default_language,
        }  # fmt: skip
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            page = await self.feeds.answer(request, EVENTS, asked, "posts")
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            asked["after"] = page["pageInfo"]["endCursor"]
        name = self.feeds.settings.city_name or "Rostra"
        return self.calendar(found, f"{name}: Veranstaltungen")

    async def one_event(self, request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        """One dated post."""
        post = await self.feeds.answer(request, EVENT, {"uuid": str(id)}, "post")
        if post is None or not post["starts"]:
            raise NotFoundException
        return self.calendar([post], post["title"])

    def calendar(self, posts: Iterable[dict[str, Any]], name: str) -> Response[bytes]:
        """Dated posts as a reply that calendars understand."""
        base, zone = self.feeds.settings.base_url, self.feeds.settings.time_zone
        return Response(events_of(posts, name, base, zone), media_type=CALENDAR)


def events_of(posts: Iterable[dict[str, Any]], name: str, base_url: str, time_zone: str) -> bytes:
    """A calendar with one event for each post that has a start."""
    from icalendar import Calendar  # here, since it takes a tenth of a second to import

    calendar = Calendar()
    calendar.add("prodid", "-//Rostra//Posts//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", time_zone)
    for post in posts:
        if post["starts"]:
            calendar.add_component(entry_of(post, base_url))
    return calendar.to_ical()


def entry_of(post: dict[str, Any], base_url: str) -> Any:
    """A post as an event; a corrected one keeps its UID and counts its versions."""
    from icalendar import Event, vText

    start = moment(post["starts"])
    end = moment(post["ends"]) if post["ends"] else start + USUAL_LENGTH
    entry = Event()
    entry.add("uid", f"{post['uuid']}@{urlsplit(base_url).hostname}")
    entry.add("dtstamp", moment(post["modified"]))
    entry.add("last-modified", moment(post["modified"]))
    entry.add("sequence", max(post["revision"] - 1, 0))
    entry.add("dtstart", start)
    entry.add("dtend", max(end, start))
    entry.add("summary", post["title"])
    entry.add("url", f"{base_url}/posts/{post['uuid']}")
    if post["teaser"]:
        entry.add("description", post["teaser"])
    if post["place"]:
        entry["location"] = vText(post["place"])
    if post["latitude"] is not None and post["longitude"] is not None:
        entry.add("geo", (post["latitude"], post["longitude"]))
    return entry
