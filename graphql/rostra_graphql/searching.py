"""Full-text search in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra_graphql import names
from rostra_graphql.arguments import After, First
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import PageInfo
from rostra_graphql.telling import answers, argument, described, told
from rostra_search.engines.engine import Order
from rostra_search.entry import Kind

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
        raise NotImplementedError
