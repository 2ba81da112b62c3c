"""Full-text search in the API."""

import asyncio
import base64
import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.types.nodes import SelectedField, Selection

from rostra.comments.queries import comments_by_id
from rostra.errors import Invalid
from rostra.files.queries import files_by_id
from rostra.meetings.queries import agenda_items_by_id, meetings_by_id
from rostra.organizations.queries import organizations_by_id
from rostra.papers.queries import papers_by_id
from rostra.people.queries import persons_by_id
from rostra.posts.queries import posts_by_id
from rostra.projects.queries import projects_by_id
from rostra.reports.queries import reports_by_id as defect_reports_by_id
from rostra.resolutions.queries import resolutions_by_id
from rostra_graphql import names
from rostra_graphql.arguments import After, First
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import PageInfo, size_of
from rostra_graphql.telling import answers, argument, described, told
from rostra_search.engines.engine import Facets, Order
from rostra_search.entry import Kind
from rostra_search.searching import FARTHEST_OFFSET, NOTHING, Question, Results

BY_KIND: dict[Kind, Any] = {
    Kind.MEETING: meetings_by_id,
    Kind.AGENDA_ITEM: agenda_items_by_id,
    Kind.PAPER: papers_by_id,
    Kind.RESOLUTION: resolutions_by_id,
    Kind.FILE: files_by_id,
    Kind.ORGANIZATION: organizations_by_id,
    Kind.PERSON: persons_by_id,
    Kind.POST: posts_by_id,
    Kind.PROJECT: projects_by_id,
    Kind.REPORT: defect_reports_by_id,
    Kind.COMMENT: comments_by_id,
}
"""How the record behind a hit is read."""

SearchKind = strawberry.enum(Kind, name="SearchKind", description="What can be searched for.")
SearchOrder = strawberry.enum(Order, name="SearchOrder", description="How hits are sorted.")


@described
class Fragment:
    """A piece of a text, highlighted where it is what was looked for."""

    text: str = told("The words.")
    highlighted: bool = told("Whether they are what was looked for.")


@described
class SearchHit:
    """Something that was found."""

    cursor: str = told("Its place among the hits.")
    kind: SearchKind = told("What it is.")
    node: Node = told("The thing itself.")
    date: dt.date | None = told("The day by which it is sorted.")
    title: list[Fragment] = told("Its title, with what was looked for.")
    snippet: list[Fragment] = told("Where the words stand in it.")


@described
class KindCount:
    """How many hits are of a kind."""

    kind: SearchKind = told("The kind.")
    count: int = told("How many hits there are.")


@described
class OrganizationCount:
    """How many hits belong to an organization."""

    organization: names.ORGANIZATION = strawberry.field(
        graphql_type=names.ORGANIZATION, description="The organization."
    )
    count: int = told("How many hits there are.")


@described
class YearCount:
    """How many hits are of a year."""

    year: int = told("The year.")
    count: int = told("How many hits there are.")


@described
class SearchFacets:
    """How many hits there are of each kind, organization and year, under the other filters."""

    kinds: list[KindCount] = told("By kind.")
    organizations: list[OrganizationCount] = told("By organization, the most hits first.")
    years: list[YearCount] = told("By year, the latest first.")


@described
class SearchResult:
    """What was found that the viewer may read."""

    total_count: int = told("How many hits there are.")
    hits: list[SearchHit] = told("The hits of this page.")
    page_info: PageInfo = told("Where the page lies among all hits.")
    facets: SearchFacets = told("How the hits are spread.")
    suggestion: str | None = told("What may have been meant, where little was found.")


@described
class SearchQueries:
    """What can be looked for."""

    @answers(SearchResult)
    async def search(
        self,
        info: Info,
        query: Annotated[
            str, argument('Words, "phrases", begin*, AND, OR, NOT, parentheses; never an error.')
        ],
        kinds: Annotated[list[SearchKind] | None, argument("Only these kinds.")] = None,
        organizations: Annotated[
            list[UUID] | None, argument("Only what belongs to one of these organizations.")
        ] = None,
        from_: Annotated[
            dt.date | None, strawberry.argument(name="from", description="Only from this day on.")
        ] = None,
        until: Annotated[dt.date | None, argument("Only up to this day.")] = None,
        order: Annotated[SearchOrder, argument("How hits are sorted.")] = Order.RELEVANCE,
        first: First = None,
        after: After = None,
    ) -> SearchResult:
        """Search in everything that the viewer may read."""
        offset = read_place(after)
        question = Question(
            query, kinds or (), organizations or (), from_, until, order,
            offset, size_of(info.context, "first", first),
            with_facets=is_wanted(info, "facets"),
        )  # fmt: skip
        search = info.context.house.search
        found = await search.search(info.context.work, question) if search else NOTHING
        return await shown(info, question, found)


def is_wanted(info: Info, name: str) -> bool:
    """Whether the operation chooses the field of the result, directly or in a fragment."""
    return any(chooses(field.selections, name) for field in info.selected_fields)


def chooses(selections: list[Selection], name: str) -> bool:
    """Whether a field of this name is among the selections."""
    return any(
        one.name == name if isinstance(one, SelectedField) else chooses(one.selections, name)
        for one in selections
    )


def place(offset: int) -> str:
    """The place of a hit as an opaque text."""
    return base64.urlsafe_b64encode(f"hit:{offset}".encode()).decode().rstrip("=")


def read_place(text: str | None) -> int:
    """How many hits come before the place, itself included."""
    if text is None:
        return 0
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), "-_", validate=True).decode()
        name, _, offset = plain.partition(":")
        if name != "hit" or not 0 < int(offset) <= FARTHEST_OFFSET:
            raise ValueError
        return int(offset)
    except ValueError:
        raise Invalid("after", "This cursor does not belong to this list.") from None


async def shown(info: Info, question: Question, found: Results) -> SearchResult:
    """The results with the things themselves; what cannot be read any more is left out."""
    nodes = await asyncio.gather(
        *(info.context.one(BY_KIND[hit.kind], hit.id) for hit in found.hits)
    )
    hits = [
        SearchHit(
            cursor=place(question.offset + number),
            kind=hit.kind,
            node=node,
            date=hit.entry.date,
            title=fragments(hit.title),
            snippet=fragments(hit.snippet),
        )
        for number, (hit, node) in enumerate(zip(found.hits, nodes, strict=True), start=1)
        if node is not None
    ]
    reached = question.offset + question.limit
    return SearchResult(
        total_count=found.total,
        hits=hits,
        page_info=PageInfo(
            has_next_page=reached < min(found.total, FARTHEST_OFFSET),
            has_previous_page=question.offset > 0,
            start_cursor=hits[0].cursor if hits else None,
            end_cursor=place(reached) if hits else None,
        ),
        facets=await counted(info, found.facets),
        suggestion=found.suggestion,
    )


def fragments(pieces: Iterable[tuple[str, bool]]) -> list[Fragment]:
    """The pieces of a text as the API has them."""
    return [Fragment(text=text, highlighted=highlighted) for text, highlighted in pieces]


async def counted(info: Info, facets: Facets) -> SearchFacets:
    """The facets with the organizations themselves, the largest numbers first."""
    ids = sorted(facets.organizations, key=lambda id: (-facets.organizations[id], id))
    known = await asyncio.gather(*(info.context.one(organizations_by_id, id) for id in ids))
    return SearchFacets(
        kinds=[KindCount(kind=kind, count=facets.kinds[kind]) for kind in Kind
               if facets.kinds.get(kind)],
        organizations=[
            OrganizationCount(organization=one, count=facets.organizations[one.id])
            for one in known
            if one is not None
        ],
        years=[
            YearCount(year=year, count=count)
            for year, count in sorted(facets.years.items(), reverse=True)
        ],
    )  # fmt: skip
