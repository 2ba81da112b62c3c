"""The addresses of the feeds of everything that is new, and of what is said to one thing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from rostra_frontend.feeds.atom import Item
from rostra_frontend.feeds.items import item_of_comment, item_of_project, item_of_report
from rostra_frontend.feeds.routes import Feeds, id_in
from rostra_frontend.page import Query
from rostra_frontend.pages.comments.things import name_of

FOLDER = Path(__file__).parent
EVERYTHING, DISCUSSION, TOPIC = (
    Query(FOLDER / f"{name}.graphql", with_layout=False)
    for name in ("everything", "discussion", "topic")
)
MOST_ITEMS = 50

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class TalkFeeds:
    """What is new in the city, and what is said to it, read through the API like every page."""

    feeds: Feeds

    def routes(self) -> list[HTTPRouteHandler]:
        """All addresses at which it can be subscribed to."""
        return [
            get(["/feeds/all.atom", "/feeds/all.rss"], include_in_schema=False)(self.everything),
            get("/feeds/discussions/{kind:str}/{name:str}", include_in_schema=False)(
                self.discussion
            ),
            get("/feeds/topics/{name:str}", include_in_schema=False)(self.topic),
            get("/feeds/posts/{name:str}", include_in_schema=False)(self.below_a_post),
        ]

    async def everything(self, request: AnyRequest) -> Response[bytes]:
        """News, resolutions, defect reports and projects, what appeared last first."""
        feeds, settings = self.feeds, self.feeds.settings
        answer = await feeds.ask(request, EVERYTHING, {})
        data = feeds.whole(answer, EVERYTHING)
        resolved = [one for one in data["resolutions"]["nodes"] if one["public"]]
        items = [
            *(feeds.item_of_post(one) for one in published_in(data["posts"])),
            *(feeds.item_of_resolution(one) for one in resolved),
            *(item_of_report(one, settings) for one in data["reports"]["nodes"]),
            *(item_of_project(one, settings) for one in published_in(data["projects"])),
        ]
        items.sort(key=lambda item: item.published, reverse=True)
        title = settings.city_name or "Rostra"
        return feeds.feed(title, request, "/", items[:MOST_ITEMS])

    async def topic(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        """The news under one topic, at `<its name in addresses>.atom` or `.rss`."""
        slug, _, ending = name.rpartition(".")
        if ending not in ("atom", "rss"):
            raise NotFoundException
        data = self.feeds.whole(await self.feeds.ask(request, TOPIC, {"slug": slug}), TOPIC)
        if data["topic"] is None:
            raise NotFoundException
        items = [self.feeds.item_of_post(one) for one in published_in(data["posts"])]
        title = ": ".join(filter(None, (self.feeds.settings.city_name, data["topic"]["name"])))
        return self.feeds.feed(title, request, f"/topics/{slug}", items)

    async def below_a_post(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        """What was said last to a post, at the address that such a feed had first."""
        return await self.discussion(request, "post", name)

    async def discussion(
        self, request: AnyRequest, kind: FromPath[str], name: FromPath[str]
    ) -> Response[bytes]:
        """What was said last to one thing, at `<id>.atom` or `<id>.rss`."""
        id: UUID = id_in(name, ".rss" if name.endswith(".rss") else ".atom")
        asked = {"kind": kind, "id": str(id)}
        thing = await self.feeds.answer(request, DISCUSSION, asked, "talk")
        said: list[Item] = [
            item_of_comment(one, self.feeds.settings) for one in thing["comments"]["nodes"]
        ]
        return self.feeds.feed(name_of(thing), request, f"/discussions/{kind}/{id}", said)


def published_in(connection: dict[str, Any]) -> list[dict[str, Any]]:
    """What has a day on which it was published."""
    return [one for one in connection["nodes"] if one["published"]]
