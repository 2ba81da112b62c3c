"""References of papers: a number that is given once, without gaps, in a scheme of the city's."""

import datetime as dt
import re
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.rules import rules_of
from rostra.papers.models import ReferenceCounter
from rostra.work import Work

ABBREVIATION = re.compile(r"\b([A-ZÄÖÜ]{2,4})\b")
USUAL = {
    "beschlussvorlage": "BV",
    "berichtsvorlage": "BE",
    "antrag": "AT",
    "änderungsantrag": "ÄA",
    "anfrage": "AF",
    "mitteilung": "MI",
}
"""How the usual types of papers are abbreviated."""
OTHER = "VO"


async def next_reference(work: Work, body_id: UUID, paper_type: str | None, day: dt.date) -> str:
    """The next reference of a body's papers in the scheme that holds on the day."""
    rules = await rules_of(work, body_id, None, day)
    number = await next_number(work, body_id, f"papers:{day.year}")
    return rules.reference_scheme.format(
        year=day.year % 100, number=number, type=abbreviation(paper_type)
    )


async def next_number(work: Work, body_id: UUID, series: str) -> int:
    """The next number of a series, given to nobody else: the row is locked until the commit."""
    counter = ReferenceCounter
    for _ in range(2):
        row = (
            await work.change(
                sa.update(counter)
                .where(counter.body_id == body_id, counter.series == series)
                .values(last=counter.last + 1)
                .returning(counter.last)
            )
        ).first()
        if row is not None:
            return int(row.last)
        await begin_series(work, body_id, series)
    raise RuntimeError("A series of numbers could not be begun.")


async def begin_series(work: Work, body_id: UUID, series: str) -> None:
    """Begin a series at nothing, unless somebody else has begun it at the same moment."""
    values = {"body_id": body_id, "series": series, "last": 0}
    await work.change(work.insert(ReferenceCounter).values(values).on_conflict_do_nothing())


def abbreviation(paper_type: str | None) -> str:
    """The letters of a type of papers: its own, such as in "Vorlage (BV)", or the usual ones."""
    if not paper_type:
        return OTHER
    own = ABBREVIATION.search(paper_type)
    return USUAL.get(paper_type.strip().lower()) or (own[1] if own else OTHER)
