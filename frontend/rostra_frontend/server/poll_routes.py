"""The results of a poll as a table."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from rostra.database import Database
from rostra.imports.tables.cells import written
from rostra.polls.queries import Results, polls_by_id, results_of
from rostra_frontend.server.visitors import visitor_of

HEADING = ("question", "answer", "count", "answered", "participants")


def poll_routes(database: Database) -> list[HTTPRouteHandler]:
    """The address at which results are had by whoever sees them."""

    @get("/polls/{id:uuid}/results.csv", include_in_schema=False)
    async def results(request: Request[Any, Any, Any], id: FromPath[UUID]) -> Response[bytes]:
        async with database.reading(visitor_of(request.scope).actor) as work:
            poll = (await polls_by_id(work, [id])).get(id)
            found = await results_of(work, poll) if poll else None
        if found is None:
            raise NotFoundException
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'attachment; filename="poll-{id}.csv"',
        }
        return Response(as_table(found), media_type="text/csv; charset=utf-8", headers=headers)

    return [results]


def as_table(results: Results) -> bytes:
    """A line for each choice, with how many took part and how many answered the question."""
    rows = []
    for one in results.questions:
        numbers = (str(one.answered), str(results.participants))
        tallies = [(tally.label, str(tally.count)) for tally in one.tallies] or [("", "")]
        rows += [(one.question.text, *tally, *numbers) for tally in tallies]
    return written(HEADING, rows).encode("utf-8")
