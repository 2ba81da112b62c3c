"""How a resolution is called: by its paper and day, or by the next number of the year.

Those of the non-public part count for themselves, so that the public's numbers have no gap
that would tell how much is resolved behind closed doors.
"""

import datetime as dt

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.minutes.readers import whole
from rostra.organizations.rules import Rules
from rostra.papers.models import Paper
from rostra.resolutions.models import Resolution
from rostra.work import Work

INNER = "N-"
"""Before the numbers of the non-public part."""


async def next_number(
    work: Work, resolution: Resolution, paper: Paper | None, rules: Rules, openly: bool
) -> tuple[str, int | None]:
    """The number of a resolution as it is written, and its place in the year if it is counted."""
    if paper is not None and paper.reference:
        return f"{paper.reference} vom {resolution.date:%d.%m.%Y}", None
    year = resolution.date.year
    counted = (
        (await whole(work))
        .readable(Resolution)
        .where(
            Resolution.body_id == resolution.body_id,
            Resolution.id != resolution.id,
            Resolution.date >= dt.date(year, 1, 1),
            Resolution.date <= dt.date(year, 12, 31),
            Resolution.counter.is_not(None),
            Resolution.audience_id == PUBLIC if openly else Resolution.number.like(f"{INNER}%"),
        )
    )
    last = await work.first(
        sa.select(sa.func.max(counted.with_only_columns(Resolution.counter).subquery().c.counter))
    )
    counter = (last or 0) + 1
    written = rules.resolution_scheme.format(number=counter, year=year)
    return (written if openly else INNER + written), counter
