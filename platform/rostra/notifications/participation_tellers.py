"""Who is told what became of a paper: those who said something to it, in public."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.comments.models import Comment, CommentState
from rostra.events import LoggedEvent
from rostra.meetings.models import AgendaItem, Meeting
from rostra.notifications.following import followers
from rostra.notifications.letters import Note
from rostra.notifications.topics import Topic
from rostra.papers.models import Consultation, Paper
from rostra.people.models import Account
from rostra.resolutions.models import Resolution
from rostra.work import Work


async def paper_on_agenda(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells those who commented on a paper or follow it that it is debated, once for each item.

    Only what everybody may read by now is told: the item, its meeting and the paper.
    """
    named = AgendaItem.id.in_(event.things().get(AgendaItem.kind, []))
    return await _about_debates(work, "debated", "paper_on_agenda", named, is_to_come(work))


async def debate_moved(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells them that the meeting is at another time or place."""
    named = Meeting.id.in_(event.things().get(Meeting.kind, []))
    fact = f"moved {event.position}"
    return await _about_debates(work, fact, "debate_moved", named, is_to_come(work))


async def debate_cancelled(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells them that the meeting will not take place."""
    named = Meeting.id.in_(event.things().get(Meeting.kind, []))
    off = Meeting.cancelled.is_(sa.true())
    return await _about_debates(work, f"cancelled {event.position}", "debate_cancelled", named, off)


def is_to_come(work: Work) -> sa.ColumnElement[bool]:
    """The condition that a meeting takes place, and has not begun."""
    return sa.and_(Meeting.start > work.now, Meeting.cancelled.is_not(sa.true()))


async def _about_debates(
    work: Work, fact: str, template: str, *conditions: sa.ColumnElement[bool]
) -> list[Note]:
    """The letters about the public items, among some, under which public papers are debated."""
    public = work.as_the_public()
    debated = await public.rows(
        sa.select(AgendaItem, Meeting, Paper)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Consultation, Consultation.agenda_item_id == AgendaItem.id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(
            *conditions,
            *(public.may_read(model) for model in (AgendaItem, Meeting, Consultation, Paper)),
        )
        .order_by(AgendaItem.order, Consultation.position)
    )
    notes = []
    for item, meeting, paper in debated:
        values = {
            "paper": shown_paper(paper),
            "meeting": {"name": meeting.name, "start": meeting.start},
            "item": {"number": item.number, "name": item.name},
        }
        notes += await to_commenters(
            work, paper, f"{fact}:{item.id}:{paper.id}", template,
            f"/meetings/{meeting.id}", values,
        )  # fmt: skip
    return notes


async def paper_decided(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells those who commented on a paper or an item, or follow it, what was resolved, once."""
    public = work.as_the_public()
    notes: list[Note] = []
    for model, column in ((Paper, Resolution.paper_id), (AgendaItem, Resolution.agenda_item_id)):
        decided = await public.rows(
            sa.select(Resolution, model)
            .join(model, model.id == column)
            .where(
                Resolution.id.in_(event.things().get(Resolution.kind, [])),
                public.may_read(Resolution),
                public.may_read(model),
            )
        )
        for resolution, thing in decided:
            values = {
                "paper": shown_paper(thing),
                "resolution": {
                    "number": resolution.number,
                    "title": resolution.title,
                    "result": resolution.result,
                },
            }
            told = {note.account_id for note in notes}
            notes += [
                note
                for note in await to_commenters(
                    work, thing, f"decided:{resolution.id}", "paper_decided",
                    f"/resolutions/{resolution.id}", values,
                )
                if note.account_id not in told
            ]  # fmt: skip
    return notes


def shown_paper(thing: Paper | AgendaItem) -> dict[str, Any]:
    """What a letter says of a paper, or of an item without one, that everybody may read."""
    return {"reference": getattr(thing, "reference", None), "name": thing.name}


async def to_commenters(
    work: Work, thing: Paper | AgendaItem, fact: str, template: str, path: str,
    values: dict[str, Any],
) -> list[Note]:  # fmt: skip
    """The letters about one fact to all who said something to a thing, or follow it."""
    said = await commenters(work, thing.kind, [thing.id])
    follow = [one for one in await followers(work, thing.kind, thing.id) if one not in set(said)]
    circles = ((Topic.COMMENT, said), (Topic.FOLLOWING, follow))
    return [
        Note(account_id, topic, f"{fact}:{account_id}", template, path, values)
        for topic, accounts in circles
        for account_id in accounts
    ]


async def commenters(work: Work, thing_kind: str, thing_ids: Collection[UUID]) -> list[UUID]:
    """The open accounts whose words about a thing everybody can read; not the city."""
    said = sa.select(Comment.author_id).where(
        Comment.thing_kind == thing_kind,
        Comment.thing_id.in_(thing_ids),
        Comment.state == CommentState.PUBLISHED,
        Comment.audience_id == PUBLIC,
        Comment.official.is_(sa.false()),
    )
    return await work.fetch(
        sa.select(Account.id).where(Account.id.in_(said), Account.active).order_by(Account.id)
    )
