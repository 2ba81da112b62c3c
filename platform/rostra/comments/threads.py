"""The thread below a thing: made when something is first said, and following the thing since."""

from typing import Any

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from rostra.comments.models import Thread
from rostra.comments.writing import asks_stance
from rostra.organizations.models import Organization
from rostra.work import Work


async def thread_below(work: Work, thing: Any) -> Thread:
    """The thread of a thing, made when it has none; two who come at once get the same."""
    mine = sa.select(Thread).where(Thread.thing_kind == thing.kind, Thread.thing_id == thing.id)
    found: Thread | None = await work.first(mine)
    if found is not None:
        return found
    organization_id = getattr(thing, "organization_id", None)
    if organization_id is not None and not await work.first(
        sa.select(Organization.id).where(Organization.id == organization_id)
    ):
        organization_id = None
    values = {
        "id": uuid7(),
        "body_id": thing.body_id,
        "thing_kind": thing.kind,
        "thing_id": thing.id,
        "organization_id": organization_id,
        "asks_stance": asks_stance(thing),
        "audience_id": thing.audience_id,
        "created": work.now,
        "modified": work.now,
    }
    await work.change(work.insert(Thread).values(**values).on_conflict_do_nothing())
    made: Thread | None = await work.first(mine)
    assert made is not None
    return made
