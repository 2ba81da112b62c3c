"""The city answers: marked with its department, promised by a day, pinned above the rest."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission, system
from rostra.comments.counting import appear, thread_with
from rostra.comments.events import (
    AnswerOverdue,
    AnswerPromised,
    CommentChanged,
    CommentWritten,
    OfficiallyAnswered,
)
from rostra.comments.models import Comment, CommentState, Thread
from rostra.comments.queries import COMMENT, its_thing_stands
from rostra.comments.things import refuse_unless_published, thing_of
from rostra.comments.threads import thread_below
from rostra.comments.writing import DEEPEST, Words, asks_stance, checked, comment_in
from rostra.database import Database
from rostra.errors import Conflict, Invalid
from rostra.jobs import enqueue
from rostra.organizations.models import Organization
from rostra.work import Work

REMIND = "comments.remind"
"""The name of the job that reminds a department of a promise."""
LONGEST_PROMISE = dt.timedelta(days=365)
MOST_OVERDUE = 50


async def answer_officially(
    work: Work, thing_kind: str, thing_id: UUID, words: Words, organization_id: UUID | None = None
) -> Comment:
    """Answer a comment, or a thing as a whole, in the name of a department."""
    thing = await thing_of(work, thing_kind, thing_id)
    refuse_unless_published(thing)
    house = await work.as_the_system()
    thread = await thread_below(house, thing)
    department = await speaking_for(work, thread, organization_id)
    work.authorize_within(Permission.COMMENT_ANSWER, department.id, thread.body_id)
    words = checked(words, asks_stance(thing))
    parent: Any = None
    if words.parent_id is not None:
        parent = await comment_in(house, thread, words.parent_id, "parent")
    comment = Comment(
        body_id=thread.body_id,
        thread_id=thread.id,
        thing_kind=thread.thing_kind,
        thing_id=thread.thing_id,
        parent_id=parent and parent.id,
        root_id=parent and (parent.root_id or parent.id),
        depth=min(parent.depth + 1, DEEPEST) if parent else 0,
        author_id=work.actor.account_id,
        author_name=department.name,
        text=words.text,
        official=True,
        organization_id=department.id,
        pinned=work.now,
        audience_id=thread.audience_id,
        state=CommentState.HELD,
    )
    house.add(comment)
    await house.flush()
    await appear(house, comment)
    if parent is not None and kept_by(department.id, parent):
        parent.answered = work.now
        await house.flush()
    work.record(CommentWritten(comment.id))
    work.record(OfficiallyAnswered(comment.id))
    return comment


def kept_by(department_id: UUID, comment: Comment) -> bool:
    """Whether an answer of the department keeps the promise that stands at the comment."""
    promised = comment.answer_by is not None and comment.answered is None
    return promised and comment.organization_id in (None, department_id)


async def promise_answer(
    work: Work, comment_id: UUID, by: dt.date, organization_id: UUID | None = None
) -> Comment:
    """Promise that a department answers a comment by a day; it is reminded when that passes."""
    comment = await published(work, comment_id)
    department = await speaking_for(work, await thread_with(work, comment), organization_id)
    work.authorize_within(Permission.COMMENT_ANSWER, department.id, comment.body_id)
    if comment.official:
        raise Conflict("This is an answer of the city itself.")
    if not work.today <= by <= work.today + LONGEST_PROMISE:
        raise Invalid("by", "An answer is promised for a day from today on, within a year.")
    comment.answer_by, comment.answered, comment.organization_id = by, None, department.id
    await work.flush()
    morning = dt.datetime.combine(by + dt.timedelta(days=1), dt.time(7), work.zone)
    await enqueue(
        work,
        REMIND,
        {"comment": str(comment.id), "by": by.isoformat()},
        unique_key=f"{REMIND}:{comment.id}:{by}",
        not_before=morning.astimezone(dt.UTC),
    )
    work.record(AnswerPromised(comment.id, department.id))
    return comment


async def remind(database: Database, payload: dict[str, Any]) -> None:
    """Tell a department that the day of a promise has passed; nothing where it was kept."""
    async with database.work(system) as work:
        work.authorize_within(Permission.COMMENT_ANSWER)
        comment = await work.db.get(Comment, UUID(payload["comment"]))
        if (
            comment is not None
            and comment.answered is None
            and comment.organization_id is not None
            and comment.state == CommentState.PUBLISHED
            and comment.answer_by is not None
            and comment.answer_by.isoformat() == payload["by"]
        ):
            work.record(AnswerOverdue(comment.id, comment.organization_id))


async def pin_comment(work: Work, comment_id: UUID, pinned: bool) -> Comment:
    """Show a comment above the others of its thread, or no more."""
    comment = await published(work, comment_id)
    thread = await thread_with(work, comment)
    places = [id for id in (thread.organization_id, thread.body_id) if id is not None]
    work.authorize_within(Permission.COMMENT_ANSWER, *places)
    comment.pinned = work.now if pinned else None
    await work.flush()
    work.record(CommentChanged(comment.id))
    return comment


async def published(work: Work, comment_id: UUID) -> Comment:
    """A comment that stands in its thread for everybody who reads it."""
    comment = await work.find(Comment, comment_id)
    if comment.state != CommentState.PUBLISHED:
        raise Conflict("This comment is not published any more.")
    return comment


async def speaking_for(work: Work, thread: Thread, organization_id: UUID | None) -> Organization:
    """The department in whose name is spoken: the one given, else that of the thread."""
    wanted = organization_id or thread.organization_id
    found: Organization | None = None
    if wanted is not None:
        found = await work.first(
            work.readable(Organization).where(
                Organization.id == wanted, Organization.body_id == thread.body_id
            )
        )
    elif work.actor.grants:
        found = await work.first(
            work.readable(Organization)
            .where(
                Organization.body_id == thread.body_id,
                Organization.id.in_(answering_places(work)),
            )
            .order_by(Organization.name, Organization.id)
        )
    if found is None:
        raise Invalid("organization", "Please say for which department you answer.")
    return found


def may_answer(work: Work, thread: Thread) -> bool:
    """Whether the actor may answer the thing as a whole, for the department that would speak."""
    places = [thread.organization_id] if thread.organization_id else answering_places(work)
    return any(
        work.actor.may_within(Permission.COMMENT_ANSWER, place, thread.body_id) for place in places
    )


def answering_places(work: Work) -> list[UUID]:
    """Where the actor may answer in the city's name."""
    return [
        place
        for place, held in work.actor.grants.items()
        if place is not None and Permission.COMMENT_ANSWER in held
    ]


async def overdue_answers(work: Work) -> list[Comment]:
    """What the actor's departments promised to answer by now and have not; oldest first."""
    if not work.actor.may_within(Permission.COMMENT_ANSWER, *answering_places(work)):
        return []
    late = COMMENT.select(work).where(
        Comment.state == CommentState.PUBLISHED,
        Comment.answered.is_(None),
        Comment.answer_by < work.today,
        its_thing_stands(work),
    )
    if not work.actor.may_within(Permission.COMMENT_ANSWER):
        places = answering_places(work)
        late = late.where(sa.or_(Comment.organization_id.in_(places), Comment.body_id.in_(places)))
    rows = await work.rows(late.order_by(Comment.answer_by, Comment.id).limit(MOST_OVERDUE))
    return [COMMENT.one(row) for row in rows]
