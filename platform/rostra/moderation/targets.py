"""What can be moderated: comments and reports, one line for each kind."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.comments import hiding as comments
from rostra.comments.counting import versions_of
from rostra.comments.models import Comment, CommentState
from rostra.errors import Conflict, Invalid, NotFound
from rostra.moderation.models import Measure
from rostra.records import Readable
from rostra.reports import hiding as reports
from rostra.reports.attributes import words_in
from rostra.reports.models import Report, ReportWords
from rostra.work import Work

Act = Callable[[Work, UUID], Awaitable[object]]


@dataclass(frozen=True)
class Target:
    """A kind of thing that can be moderated, and what its room does for each measure."""

    model: type[Any]
    acts: Mapping[Measure, Act]


TARGETS: Mapping[str, Target] = {
    Comment.kind: Target(
        Comment,
        {
            Measure.HIDE: comments.hide,
            Measure.RESTORE: comments.restore,
            Measure.REWORK: comments.ask_to_rework,
            Measure.PUBLISH: comments.publish_held,
        },
    ),
    Report.kind: Target(
        Report,
        {
            Measure.HIDE: reports.hide,
            Measure.RESTORE: reports.restore,
            Measure.PUBLISH: reports.publish_held,
        },
    ),
}


async def target_of(work: Work, kind: str, id: UUID) -> Any:
    """Something that the actor may read and that can be moderated."""
    if kind not in TARGETS:
        raise Invalid("thing", "Of this kind of thing no notice can be given.")
    model = TARGETS[kind].model
    found: Readable | None = await work.first(work.readable(model).where(model.id == id))
    if found is None:
        raise NotFound
    return found


async def noticed_target(work: Work, kind: str, id: UUID) -> Any:
    """Something to be decided about: also what its author took back since notice was given."""
    if kind not in TARGETS:
        raise Invalid("thing", "Of this kind of thing no notice can be given.")
    model = TARGETS[kind].model
    house = await work.as_the_system()
    found: Any | None = await house.first(sa.select(model).where(model.id == id))
    if found is None:
        raise NotFound
    if found.audience_id == NOBODY and work.actor.may_within(
        Permission.COMMENT_MODERATE, found.body_id
    ):
        return found
    return await target_of(work, kind, id)


def taken_back(thing: Any) -> bool:
    """Whether its author took it back: then there is nothing left to hide or to show."""
    return bool(thing.audience_id == NOBODY or thing.state == CommentState.DELETED)


async def act(work: Work, kind: str, id: UUID, measure: Measure) -> None:
    """Do to a thing what was decided; leaving it does nothing."""
    if measure in (Measure.LEAVE, Measure.BLOCK):
        return
    if taken_back(await noticed_target(work, kind, id)):
        raise Conflict("Its author has taken this back. It can be left so, or its author blocked.")
    done = TARGETS[kind].acts.get(measure)
    if done is None:
        raise Conflict("This cannot be decided about this kind of thing.")
    await done(work, id)


async def words_of(work: Work, thing: Any) -> str:
    """What somebody wrote, also where it is out of sight."""
    if thing.text:
        return with_answers(thing)
    house = await work.as_the_system()
    if thing.kind == Comment.kind:
        versions = await versions_of(house, thing.id)
        return versions[-1].text if versions else ""
    kept: ReportWords | None = await house.first(
        sa.select(ReportWords).where(ReportWords.report_id == thing.id)
    )
    return with_answers(kept) if kept else ""


def with_answers(written: Any) -> str:
    """The words, and below them what was answered to a category's further questions."""
    answers = words_in(getattr(written, "attributes", ()))
    return f"{written.text}\n{answers}".rstrip()
