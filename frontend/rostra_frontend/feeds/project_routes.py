"""The addresses of the list of projects for other programs: table, data, feed of changes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from rostra_frontend.feeds.atom import Item
from rostra_frontend.feeds.project_table import data_of, table_of
from rostra_frontend.feeds.routes import Feeds, str_of
from rostra_frontend.page import Query
from rostra_frontend.translations.languages import languages

FOLDER = Path(__file__).parent
WHOLE, CHANGES, PUBLISHED = (
    Query(FOLDER / f"{name}.graphql", with_layout=False)
    for name in ("projects", "project_changes", "projects_published")
)
MOST_PAGES = 50
CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=utf-8"
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Vary": "Cookie"}

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class ProjectFeeds:
    """The list of projects of one installation, read through the API like every page."""

    feeds: Feeds

    def routes(self) -> list[HTTPRouteHandler]:
        """All addresses at which the list can be had as a whole."""
        return [
            get("/projects.csv", include_in_schema=False)(self.table),
            get("/projects.json", include_in_schema=False)(self.data),
            get(["/feeds/projects.atom", "/feeds/projects.rss"], include_in_schema=False)(
                self.changes
            ),
        ]

    async def table(self, request: AnyRequest) -> Response[bytes]:
        """The list as a table, as a spreadsheet of the city's language opens it."""
        settings = self.feeds.settings
        language = languages(settings.default_language)[0]
        projects = [one async for one in self.whole(request)]
        comma = "," if language.code == "de" else "."
        content = table_of(projects, settings.base_url, language.texts.gettext, comma)
        headers = {"Content-Disposition": 'attachment; filename="projects.csv"', **ANYWHERE}
        return Response(content, media_type=CSV, headers=headers)

    async def data(self, request: AnyRequest) -> Response[bytes]:
        """The list as data."""
        settings = self.feeds.settings
        projects = [one async for one in self.whole(request)]
        content = data_of(
            projects, settings.base_url, settings.city_name or "", settings.license_url or ""
        )
        return Response(content, media_type=JSON, headers=ANYWHERE)

    async def whole(self, request: AnyRequest) -> AsyncIterator[dict[str, Any]]:
        """Every project on the list, by title."""
        asked: dict[str, Any] = {}
        for _ in range(MOST_PAGES):
            page = await self.feeds.answer(request, WHOLE, asked, "projects")
            for project in page["nodes"]:
                yield project
            if not page["pageInfo"]["hasNextPage"]:
                break
            asked["after"] = page["pageInfo"]["endCursor"]

    async def changes(self, request: AnyRequest) -> Response[bytes]:
        """What was published and what changed last, with the reasons."""
        changes = await self.feeds.answer(request, CHANGES, {}, "projectChanges")
        projects = await self.feeds.answer(request, PUBLISHED, {}, "projects")
        items = [
            *(self.item_of_change(one) for one in changes["nodes"] if one["project"]),
            *(self.item_of_project(one) for one in projects["nodes"]),
        ]
        items.sort(key=lambda item: item.published, reverse=True)
        name = self.feeds.settings.city_name or "Rostra"
        return self.feeds.feed(f"{name}: Vorhaben", request, "/projects", items[:50])

    def item_of_change(self, change: dict[str, Any]) -> Item:
        """A change as an item of a feed: its reason is the text."""
        project = change["project"]
        return Item(
            id=f"urn:uuid:{change['uuid']}",
            url=f"{self.feeds.settings.base_url}/projects/{project['uuid']}#changes",
            title=project["title"],
            updated=str_of(change["modified"]),
            published=str_of(change["created"]),
            author=(project["organization"] or {}).get("name") or self.feeds.settings.city_name,
            text=change["reason"],
        )

    def item_of_project(self, project: dict[str, Any]) -> Item:
        """That a project was published, as an item of a feed."""
        return Item(
            id=f"urn:uuid:{project['uuid']}",
            url=f"{self.feeds.settings.base_url}/projects/{project['uuid']}",
            title=project["title"],
            updated=str_of(project["published"]),
            published=str_of(project["published"]),
            author=(project["organization"] or {}).get("name") or self.feeds.settings.city_name,
            text=project["aim"],
        )
