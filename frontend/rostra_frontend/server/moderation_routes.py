"""What moderators decided, as files: the figures for everybody, the decisions for moderators."""

import json
from collections.abc import Iterable
from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from rostra.access import Permission
from rostra.database import Database
from rostra.imports.tables.cells import written
from rostra.moderation.models import Appeal, Decision
from rostra.moderation.queries import Figures, figures
from rostra.organizations.models import Body
from rostra.work import Work
from rostra_frontend.server.visitors import visitor_of

AnyRequest = Request[Any, Any, Any]


def moderation_routes(database: Database) -> list[HTTPRouteHandler]:
    """The addresses of the figures of a year and of the decisions as data."""

    @get("/moderation/figures.csv", include_in_schema=False)
    async def table(request: AnyRequest) -> Response[bytes]:
        asked = str(request.query_params.get("year", ""))
        async with database.reading(visitor_of(request.scope).actor) as work:
            body = await first_body(work)
            known = asked.isascii() and asked.isdecimal() and len(asked) == 4 and asked >= "1900"
            year = int(asked) if known else work.today.year
            found = await figures(work, body.id, year)
        headers = {"Content-Disposition": f'attachment; filename="moderation-{year}.csv"'}
        return Response(as_table(found), media_type="text/csv; charset=utf-8", headers=headers)

    @get("/moderation/export.jsonl", include_in_schema=False)
    async def lines(request: AnyRequest) -> Response[bytes]:
        async with database.reading(visitor_of(request.scope).actor) as work:
            body = await first_body(work)
            if not work.actor.may_within(Permission.COMMENT_MODERATE, body.id):
                raise NotFoundException
            exported = await decisions_of(work, body)
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'attachment; filename="moderation.jsonl"',
        }
        return Response(exported, media_type="application/jsonl", headers=headers)

    return [table, lines]


async def first_body(work: Work) -> Body:
    """The city of this installation."""
    body = await work.first(work.readable(Body).order_by(Body.created, Body.id))
    if body is None:
        raise NotFoundException
    return body


async def decisions_of(work: Work, body: Body) -> bytes:
    """Each decision with the words, the rule and the answer to appeals; nobody's name."""
    made = await work.fetch(
        work.readable(Decision)
        .where(Decision.body_id == body.id)
        .order_by(Decision.decided, Decision.id)
    )
    appeals = await work.fetch(work.readable(Appeal).where(Appeal.body_id == body.id))
    return "".join(
        json.dumps(
            told(one, [it for it in appeals if it.decision_id == one.id]), ensure_ascii=False
        )
        + "\n"
        for one in made
    ).encode()


def told(decision: Decision, appeals: Iterable[Appeal]) -> dict[str, Any]:
    """A decision as data."""
    return {
        "id": str(decision.id),
        "thingKind": decision.thing_kind,
        "thing": str(decision.thing_id),
        "text": decision.words,
        "rule": decision.ground,
        "facts": decision.facts,
        "decision": decision.measure,
        "state": decision.state,
        "source": decision.source,
        "decided": decision.decided.isoformat(),
        "appeals": [
            {"text": one.words, "granted": one.granted, "reasons": one.reasons} for one in appeals
        ],
    }


def as_table(found: Figures) -> bytes:
    """A line for each number of the year."""
    rows: list[tuple[str, str, int | float]] = [
        ("notices", "", found.notices),
        ("decisions", "", found.decisions),
        ("appeals", "granted", found.appeals_granted),
        ("appeals", "refused", found.appeals_refused),
    ]
    if found.median_hours is not None:
        rows.append(("median hours", "", found.median_hours))
    named = (
        ("measure", found.by_measure),
        ("ground", found.by_ground),
        ("source", found.by_source),
    )
    for what, counts in named:
        rows += [(what, name, number) for name, number in counts.most_common()]
    year = str(found.year)
    return written(
        ("year", "what", "name", "count"),
        [(year, what, name, str(number)) for what, name, number in rows],
    ).encode("utf-8")
