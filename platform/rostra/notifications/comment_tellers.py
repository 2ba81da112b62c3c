"""Who is told what was said: those who were answered, those who follow, those who wait.

What a letter quotes is read with the eyes of the public, at the moment when it is written.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office
from rostra.comments.models import Comment, CommentState
from rostra.comments.things import COMMENTABLE
from rostra.events import LoggedEvent
from rostra.notifications.following import followers
from rostra.notifications.letters import Note
from rostra.notifications.meeting_tellers import accounts_of
from rostra.notifications.topics import Topic
from rostra.organizations.models import Membership
from rostra.organizations.queries import lasts
from rostra.work import Work

LONGEST_EXCERPT = 400


async def comment_written(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells whoever was answered, and those who follow the thing; never its own author.

    Who waited for a moderator is told that the words are public now.
    """
    notes = []
    for comment in await shown_comments(work, event):
        answered = await author_answered(work, comment)
        values = await said_in(work, comment)
        if answered is not None:
            template = "officially_answered" if comment.official else "comment_answered"
            notes.append(about(comment, Topic.COMMENT, "answered", template, answered, values))
        if comment.held_by and comment.author_id:
            author = comment.author_id
            notes.append(
                about(comment, Topic.COMMENT, "published", "comment_published", author, values)
            )
        notes += [
            about(comment, Topic.FOLLOWING, "new", "new_in_thread", account_id, values)
            for account_id in await followers(work, comment.thing_kind, comment.thing_id)
            if account_id not in (comment.author_id, answered)
        ]
    return notes


async def comment_waits(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells the author that a rule of the city holds the words for a moderator."""
    waiting = await work.fetch(
        sa.select(Comment).where(
            Comment.id.in_(event.things().get(Comment.kind, [])),
            Comment.state == CommentState.HELD,
            Comment.author_id.is_not(None),
        )
    )
    return [
        about(
            comment, Topic.COMMENT, "held", "comment_held", comment.author_id,
            {"thing": title_of(await shown_thing(work, comment.thing_kind, comment.thing_id))},
        )
        for comment in waiting
    ]  # fmt: skip


async def answer_promised(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells the author by which day the city answers; another day is another letter."""
    notes = []
    for comment in await shown_comments(work, event):
        if comment.author_id is not None and comment.answer_by is not None:
            values = {**await said_in(work, comment), "by": comment.answer_by}
            fact = f"promised {event.position}"
            notes.append(
                about(comment, Topic.COMMENT, fact, "answer_promised", comment.author_id, values)
            )
    return notes


async def answer_overdue(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells those who speak for the department that the day of its promise has passed."""
    notes = []
    persons = await work.fetch(
        sa.select(Membership.person_id)
        .where(
            Membership.organization_id.in_(event.things().get("organization", [])),
            Membership.office == Office.EDITOR,
            Membership.person_id.is_not(None),
            work.may_read(Membership),
            lasts(Membership, work.today),
        )
        .distinct()
    )
    for comment in await shown_comments(work, event):
        values = {**await said_in(work, comment), "by": comment.answer_by}
        fact = f"overdue {event.position}"
        notes += [
            about(comment, Topic.COMMENT, fact, "answer_overdue", one, values)
            for one in await accounts_of(work, persons)
        ]
    return notes


async def followed_changed(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells those who follow a thing that there is news about it; its author hears otherwise."""
    notes = []
    for kind, ids in event.things().items():
        for thing_id in ids if kind in COMMENTABLE else []:
            thing = await shown_thing(work, kind, thing_id)
            if thing is None:
                continue
            notes += [
                Note(
                    account_id, Topic.FOLLOWING, f"{event.position}:{thing_id}:{account_id}",
                    "followed_changed", f"/discussions/{kind}/{thing_id}",
                    {"thing": title_of(thing)},
                )
                for account_id in await followers(work, kind, thing_id)
                if account_id != getattr(thing, "author_id", None)
            ]  # fmt: skip
    return notes


async def shown_comments(work: Work, event: LoggedEvent) -> list[Comment]:
    """The comments that an event names, as far as everybody reads them and their things."""
    public = work.as_the_public()
    found = await public.fetch(
        public.readable(Comment)
        .where(
            Comment.id.in_(event.things().get(Comment.kind, [])),
            Comment.state == CommentState.PUBLISHED,
        )
        .order_by(Comment.id)
    )
    return [
        one for one in found if await shown_thing(work, one.thing_kind, one.thing_id) is not None
    ]


async def author_answered(work: Work, comment: Comment) -> UUID | None:
    """The account whose published words a comment answers, unless it is its author's own."""
    public = work.as_the_public()
    author: UUID | None = await public.first(
        sa.select(Comment.author_id).where(
            Comment.id == comment.parent_id,
            public.may_read(Comment),
            Comment.state == CommentState.PUBLISHED,
            Comment.official.is_(sa.false()),
        )
    )
    return author if author != comment.author_id else None


async def said_in(work: Work, comment: Comment) -> dict[str, Any]:
    """What a letter says of a comment that everybody may read."""
    text = comment.text
    return {
        "thing": title_of(await shown_thing(work, comment.thing_kind, comment.thing_id)),
        "author": comment.author_name,
        "words": text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT] + " …",
        "by_city": comment.official,
    }


async def shown_thing(work: Work, kind: str, id: UUID) -> Any:
    """A thing that everybody may read; None when they may not."""
    public, model = work.as_the_public(), COMMENTABLE[kind]
    return await public.first(public.readable(model).where(model.id == id))


def title_of(thing: Any) -> str:
    """What a letter calls a thing."""
    names = (getattr(thing, name, None) for name in ("title", "name", "reference", "address"))
    return next((str(name) for name in names if name), "")


def about(
    comment: Comment,
    topic: Topic,
    fact: str,
    template: str,
    account_id: UUID | None,
    values: dict[str, Any],
) -> Note:
    """The letter to an account about one fact of a comment."""
    assert account_id is not None
    key = f"comment {fact}:{comment.id}:{account_id}"
    return Note(account_id, topic, key, template, f"/comments/{comment.id}", values)
