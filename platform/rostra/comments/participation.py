"""From comment to council: what the public said to the papers of an item reaches the committee."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.comments.events import ParticipationDrafted, ParticipationSummarised
from rostra.comments.models import (
    Comment,
    CommentState,
    ParticipationSummary,
    ParticipationVersion,
    Stance,
    Thread,
)
from rostra.comments.queries import COMMENT
from rostra.errors import Conflict
from rostra.meetings.models import AgendaItem, Meeting, MeetingState
from rostra.paging import Order, Sheet, Stretch, sheets
from rostra.papers.models import Consultation, Paper
from rostra.posts.services import refuse_unless_sized
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_SUMMARY = 10_000
OVERTAKEN = (
    "Somebody else changed the summary meanwhile. What it says now stands above what you typed."
)
UNWRITTEN = "none"
"""The mark of what is not written yet."""
OVER = "The sitting is over: what the committee was told stays as it was."


@dataclass(frozen=True, slots=True)
class Said:
    """How much everybody said to one paper, and where they stand; numbers that are kept."""

    paper_id: UUID
    thread_id: UUID
    comment_count: int
    by_stance: dict[Stance | None, int]
    """None: those who did not say where they stand."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the clerk sums up for the committee."""

    text: str
    written: dt.datetime
    versions: tuple["Version", ...] = ()
    """What it said before, the latest first."""

    @property
    def mark(self) -> str:
        """Names the wording, so that who changes it can say what they have seen."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Version:
    """What a summary said until the clerk mended it."""

    text: str
    until: dt.datetime


async def said_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Said]]:
    """What was said in public to the papers of each item; papers without a word are left out."""
    said = await work.rows(
        sa.select(
            Consultation.agenda_item_id,
            Paper.id,
            Thread.id,
            Thread.comment_count,
            Thread.for_count,
            Thread.against_count,
            Thread.neutral_count,
        )
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .join(Thread, sa.and_(Thread.thing_kind == Paper.kind, Thread.thing_id == Paper.id))
        .where(
            work.may_read(AgendaItem),
            work.may_read(Consultation),
            work.may_read(Paper),
            Paper.audience_id == PUBLIC,
            Thread.audience_id == PUBLIC,
            Thread.comment_count > 0,
            Consultation.agenda_item_id.in_(item_ids),
        )
        .order_by(Consultation.position, Consultation.id)
    )
    found: dict[UUID, list[Said]] = defaultdict(list)
    for item_id, paper_id, thread_id, count, *stances in said:
        by_stance: dict[Stance | None, int] = dict(
            zip((Stance.FOR, Stance.AGAINST, Stance.NEUTRAL), stances, strict=True)
        )
        by_stance[None] = count - sum(stances)
        one = Said(paper_id, thread_id, count, by_stance)
        if one not in found[item_id]:
            found[item_id].append(one)
    return found


async def comments_for_council(
    work: Work,
    thread_ids: Collection[UUID],
    order: Order,
    stretch: Stretch,
    stance: Stance | None = None,
) -> dict[UUID, Sheet[Comment]]:
    """A page of what everybody may read of those who stand there, on all levels of each thread."""
    said = COMMENT.select(work, Comment.thread_id).where(
        Comment.thread_id.in_(thread_ids),
        Comment.state == CommentState.PUBLISHED,
        Comment.said.is_not(None),
        Comment.audience_id == PUBLIC,
        Comment.stance.is_(None) if stance is None else Comment.stance == stance,
    )
    return await sheets(work, COMMENT, said, order, stretch)


async def summaries_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, Summary]:
    """The clerk's summary for each item that the actor may read, with all its papers."""
    kept_from_actor = (
        sa.select(Consultation.id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.agenda_item_id == AgendaItem.id, sa.not_(work.may_read(Paper)))
    )
    rows = await work.rows(
        sa.select(
            ParticipationSummary.agenda_item_id,
            ParticipationSummary.text,
            ParticipationSummary.written,
        )
        .join(AgendaItem, AgendaItem.id == ParticipationSummary.agenda_item_id)
        .where(
            work.may_read(AgendaItem),
            ParticipationSummary.agenda_item_id.in_(item_ids),
            sa.not_(kept_from_actor.exists()),
        )
    )
    before = await _versions_at(work, [row[0] for row in rows]) if rows else {}
    return {row[0]: Summary(row[1], row[2], tuple(before.get(row[0], ()))) for row in rows}


async def _versions_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Version]]:
    """What the summaries said before, the latest first; for whoever was found to read them."""
    rows = await work.rows(
        sa.select(
            ParticipationVersion.agenda_item_id,
            ParticipationVersion.text,
            ParticipationVersion.until,
        )
        .where(ParticipationVersion.agenda_item_id.in_(item_ids))
        .order_by(ParticipationVersion.number.desc())
    )
    found: dict[UUID, list[Version]] = defaultdict(list)
    for item_id, text, until in rows:
        found[item_id].append(Version(text, until))
    return found


async def summarise_participation(
    work: Work, item_id: UUID, text: str, seen: str | None = None
) -> AgendaItem:
    """Sum up for the committee what was said to the papers of an item; it can be mended until then.

    Everybody reads it who reads the item with its papers, and what it said before as well: but
    for a draft that nobody but the clerk could read. What was made from another wording than the
    one that stands is refused, where `seen` names it by its mark.
    """
    item = await work.find(AgendaItem, item_id)
    work.authorize(Permission.MEETING_KEEP, item)
    text = cleaned_text(text)
    refuse_unless_sized("text", text, LONGEST_SUMMARY)
    house = await work.as_the_system()
    await house.first(sa.select(AgendaItem.id).where(AgendaItem.id == item.id).with_for_update())
    told = (await summaries_at(house, [item.id])).get(item.id)
    if told is None and not (await said_at(work, [item.id])).get(item.id):
        raise Conflict("Nothing was said in public to the papers of this item yet.")
    state = await house.first(sa.select(Meeting.meeting_state).where(Meeting.id == item.meeting_id))
    if state == MeetingState.HELD:
        raise Conflict(OVER)
    if seen not in (None, told.mark if told else UNWRITTEN):
        raise Conflict(OVERTAKEN)
    if told is None or told.text != text:
        known = item.audience_id == PUBLIC or state == MeetingState.INVITED or seen is None
        await _keep(work, item, text, told if known else None)
    return item


async def _keep(work: Work, item: AgendaItem, text: str, before: Summary | None) -> None:
    """Keep the words, and what they said before where that stays to be read."""
    if before is not None:
        number = len(before.versions) + 1
        work.add(
            ParticipationVersion(
                agenda_item_id=item.id, number=number, text=before.text, until=work.now
            )
        )
        await work.flush()
    written = work.insert(ParticipationSummary).values(
        agenda_item_id=item.id, text=text, written=work.now
    )
    await work.change(
        written.on_conflict_do_update(
            index_elements=[ParticipationSummary.agenda_item_id],
            set_={"text": text, "written": work.now},
        )
    )
    openly = item.audience_id == PUBLIC
    work.record(ParticipationSummarised(item.id) if openly else ParticipationDrafted(item.id))
