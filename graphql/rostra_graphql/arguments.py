"""The arguments that many fields share, each described once."""

import datetime as dt
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.meetings import queries as meetings
from rostra.paging import Order
from rostra.papers import queries as papers
from rostra_graphql.context import Info
from rostra_graphql.telling import argument

First = Annotated[
    int | None, argument("How many at most, from the beginning: 20 unless given, at most 100.")
]
After = Annotated[str | None, argument("The cursor behind which the page begins.")]
Last = Annotated[int | None, argument("How many at most, counted back from the end.")]
Before = Annotated[str | None, argument("The cursor before which the page ends.")]
Wanted = Annotated[UUID, argument("The bare id, as it stands in the addresses of the site.")]
Current = Annotated[
    bool | None, argument("Only what is in force today (true), or only what is not (false).")
]
FromDay = Annotated[
    dt.date | None,
    strawberry.argument(name="from", description="The first day in the city's time."),
]
UntilDay = Annotated[dt.date | None, argument("The last day in the city's time.")]


@strawberry.enum(description="How meetings are sorted.")
class MeetingOrder(Enum):
    """How meetings are sorted."""

    EARLIEST_FIRST = strawberry.enum_value(
        meetings.EARLIEST_FIRST, description="By their beginning, the earliest first."
    )
    LATEST_FIRST = strawberry.enum_value(
        meetings.LATEST_FIRST, description="By their beginning, the latest first."
    )


@strawberry.enum(description="How papers are sorted.")
class PaperOrder(Enum):
    """How papers are sorted."""

    NEWEST_FIRST = strawberry.enum_value(
        papers.NEWEST_FIRST, description="By their date, the newest first."
    )
    OLDEST_FIRST = strawberry.enum_value(
        papers.OLDEST_FIRST, description="By their date, the oldest first."
    )
    REFERENCE = strawberry.enum_value(papers.BY_REFERENCE, description="By their reference.")


OrderOfMeetings = Annotated[MeetingOrder, argument("How they are sorted.")]
OrderOfPapers = Annotated[PaperOrder, argument("How they are sorted.")]


def order_of(choice: Enum) -> Order:
    """The order behind a name that the API gives it."""
    order: Order = choice.value
    return order


def between(info: Info, first_day: dt.date | None, last_day: dt.date | None) -> dict[str, Any]:
    """The moments between which a meeting begins that takes place on one of the days.

    The first and the last day that a calendar knows narrow nothing, and nothing lies beyond them.
    """
    first = first_day if first_day != dt.date.min else None
    after = last_day + dt.timedelta(days=1) if last_day and last_day != dt.date.max else None
    midnight = info.context.midnight
    return {"start_from": midnight(first), "start_before": midnight(after)}
