"""What moderators have before them, what the public may see of it, and the figures of a year."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.comments.models import Comment, CommentState, CommentVersion
from rostra.moderation.models import (
    Appeal,
    Decision,
    DecisionState,
    HouseRule,
    LogEntry,
    Notice,
)
from rostra.paging import Order
from rostra.reading import Shape
from rostra.reports.models import Report, ReportState
from rostra.work import Work

RULE = Shape(HouseRule)
NOTICE = Shape(Notice)
DECISION = Shape(Decision)
APPEAL = Shape(Appeal)
ENTRY = Shape(LogEntry)
LATEST_FIRST = Order("log.-day", LogEntry.day, descending=True, always=True)
MOST_WAITING = 200


class Cause(StrEnum):
    """Why something waits for moderators."""

    REPORTED = "reported"
    """Somebody gave notice of it."""
    HELD = "held"
    """A rule of the city held it."""
    REWORKED = "reworked"
    """Its author has written it anew."""
    UNCONFIRMED = "unconfirmed"
    """Its author has not opened the link in the letter; there is nothing to decide."""


@dataclass(frozen=True)
class Waiting:
    """Something about which moderators have to decide."""

    thing_kind: str
    thing_id: UUID
    why: Cause
    since: dt.datetime


@dataclass(frozen=True)
class Narrowing:
    """What of the queue somebody wants to see."""

    why: Cause | None = None
    kind: str | None = None
    days: int = 0
    """For how many days it has waited at least."""

    def shows(self, one: Waiting, moment: dt.datetime) -> bool:
        """Whether it is wanted."""
        return (
            self.why in (None, one.why)
            and self.kind in (None, one.thing_kind)
            and one.since <= moment - dt.timedelta(days=min(max(self.days, 0), 36_500))
        )


async def waiting(work: Work, body_id: UUID) -> list[Waiting]:
    """The queue: what was reported, what a rule held, what was written anew; oldest first."""
    noticed = await work.rows(
        sa.select(Notice.thing_kind, Notice.thing_id, sa.func.min(Notice.given))
        .where(work.may_read(Notice), Notice.body_id == body_id, Notice.decision_id.is_(None))
        .group_by(Notice.thing_kind, Notice.thing_id)
        .limit(MOST_WAITING)
    )
    found = {(kind, id): Waiting(kind, id, Cause.REPORTED, since) for kind, id, since in noticed}
    for model, state in ((Comment, CommentState.HELD), (Report, ReportState.HELD)):
        held = await work.rows(
            sa.select(model.id, model.created)
            .where(work.may_read(model), model.body_id == body_id, model.state == state)
            .order_by(model.created)
            .limit(MOST_WAITING)
        )
        for id, since in held:
            found.setdefault((model.kind, id), Waiting(model.kind, id, Cause.HELD, since))
    for id, since in await rewritten(work, body_id):
        found.setdefault(("comment", id), Waiting("comment", id, Cause.REWORKED, since))
    return sorted(found.values(), key=lambda one: one.since)


async def waiting_count(work: Work, body_id: UUID) -> int:
    """How many things wait for a decision, with the blocks and the appeals."""
    return (
        len(await waiting(work, body_id))
        + await work.count(proposed(work, body_id))
        + await work.count(open_appeals(work, body_id))
    )


async def rewritten(work: Work, body_id: UUID) -> list[Any]:
    """The comments that were hidden to be reworked, and were written anew since."""
    last = (
        sa.select(
            CommentVersion.comment_id,
            sa.func.max(CommentVersion.created).label("since"),
            sa.func.count(sa.distinct(CommentVersion.text)).label("texts"),
        )
        .where(work.may_read(CommentVersion))
        .group_by(CommentVersion.comment_id)
        .subquery()
    )
    return await work.rows(
        sa.select(Comment.id, last.c.since)
        .join(last, last.c.comment_id == Comment.id)
        .where(
            work.may_read(Comment),
            Comment.body_id == body_id,
            Comment.state == CommentState.REWORKING,
            last.c.texts > 1,
        )
        .limit(MOST_WAITING)
    )


async def unconfirmed(work: Work, body_id: UUID) -> list[Waiting]:
    """What waits for its author's letter: shown, with nothing to decide."""
    rows = await work.rows(
        sa.select(Comment.id, Comment.created)
        .where(
            work.may_read(Comment),
            Comment.body_id == body_id,
            Comment.state == CommentState.UNCONFIRMED,
            Comment.author_id != work.actor.account_id,
        )
        .order_by(Comment.created.desc())
        .limit(50)
    )
    return [Waiting("comment", id, Cause.UNCONFIRMED, since) for id, since in rows]


async def notices_on(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, list[Notice]]:
    """The notices of each thing, the latest last."""
    statement = NOTICE.select(work, Notice.thing_id).where(Notice.thing_id.in_(thing_ids))
    return await NOTICE.grouped(work, statement.order_by(Notice.given, Notice.id))


def notices_of(work: Work, decision_id: UUID | None = None) -> sa.Select[Any]:
    """The actor's own notices, or the one that a decision answers; the latest first."""
    mine = NOTICE.select(work).where(Notice.account_id == work.actor.account_id)
    if decision_id is not None:
        mine = mine.where(Notice.decision_id == decision_id)
    return mine.order_by(Notice.given.desc(), Notice.id.desc()).limit(MOST_WAITING)


async def entries_of(work: Work, decision_ids: Collection[UUID]) -> dict[UUID, list[LogEntry]]:
    """The line of the public log for each decision."""
    statement = ENTRY.select(work, LogEntry.decision_id)
    return await ENTRY.grouped(work, statement.where(LogEntry.decision_id.in_(decision_ids)))


async def decisions_on(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, list[Decision]]:
    """The decisions about each thing, the latest last."""
    statement = DECISION.select(work, Decision.thing_id).where(Decision.thing_id.in_(thing_ids))
    return await DECISION.grouped(work, statement.order_by(Decision.decided, Decision.id))


async def decisions_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Decision]:
    """The decisions with these ids that the actor may read."""
    return await DECISION.by_id(work, ids)


async def appeals_of(work: Work, decision_ids: Collection[UUID]) -> dict[UUID, list[Appeal]]:
    """The appeals against each decision that the actor may read."""
    statement = APPEAL.select(work, Appeal.decision_id).where(Appeal.decision_id.in_(decision_ids))
    return await APPEAL.grouped(work, statement.order_by(Appeal.made))


async def decisions_against(work: Work, author_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many decisions against each author are in force, as far as the actor may know."""
    rows = await work.rows(
        sa.select(Decision.author_id, sa.func.count())
        .where(
            work.may_read(Decision),
            Decision.author_id.in_(author_ids),
            Decision.state == DecisionState.IN_FORCE,
            Decision.measure.in_(("hide", "rework", "block")),
        )
        .group_by(Decision.author_id)
    )
    return {row[0]: row[1] for row in rows}


def proposed(work: Work, body_id: UUID) -> sa.Select[Any]:
    """The blocks that a second moderator has to confirm."""
    return (
        DECISION.select(work)
        .where(Decision.body_id == body_id, Decision.state == DecisionState.PROPOSED)
        .order_by(Decision.decided)
    )


def open_appeals(work: Work, body_id: UUID) -> sa.Select[Any]:
    """The appeals that wait for an answer."""
    return (
        APPEAL.select(work)
        .where(Appeal.body_id == body_id, Appeal.decided.is_(None))
        .order_by(Appeal.made)
    )


def house_rules(work: Work, body_id: UUID) -> sa.Select[Any]:
    """The rules of the house."""
    return RULE.select(work).where(HouseRule.body_id == body_id).order_by(HouseRule.created)


def public_log(work: Work, body_id: UUID) -> sa.Select[Any]:
    """The lines of the public log."""
    return ENTRY.select(work).where(LogEntry.body_id == body_id)


@dataclass
class Figures:
    """What happened in a year (Art. 24 DSA): numbers and nothing of anybody."""

    year: int
    notices: int = 0
    decisions: int = 0
    by_measure: Counter[str] = field(default_factory=Counter)
    by_ground: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    appeals_granted: int = 0
    appeals_refused: int = 0
    median_hours: int | None = None


async def figures(work: Work, body_id: UUID, year: int) -> Figures:
    """The figures of a year, from the public log; the notices are counted for everybody."""
    house = await work.as_the_system()
    found = Figures(year)
    found.notices = await house.count(
        sa.select(Notice.id).where(Notice.body_id == body_id, Notice.year == year)
    )
    entries = await work.fetch(
        work.readable(LogEntry).where(
            LogEntry.body_id == body_id,
            LogEntry.day >= dt.date(year, 1, 1),
            LogEntry.day <= dt.date(year, 12, 31),
        )
    )
    for entry in entries:
        found.by_measure[entry.measure] += 1
        found.by_ground[entry.ground.partition(":")[0] or "–"] += 1
        found.by_source[entry.source] += 1
    found.decisions = len(entries)
    found.appeals_granted = sum(entry.appeal == "granted" for entry in entries)
    found.appeals_refused = sum(entry.appeal == "refused" for entry in entries)
    hours = sorted(entry.hours for entry in entries if entry.hours is not None)
    found.median_hours = hours[len(hours) // 2] if hours else None
    return found
