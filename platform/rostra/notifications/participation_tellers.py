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
    public = work.as_the_public()
    debated = await public.rows(
        sa.select(AgendaItem, Meeting, Paper)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Consultation, Consultation.agenda_item_id == AgendaItem.id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(
            AgendaItem.id.in_(event.things().get(AgendaItem.kind, [])),
            *(public.may_read(model) for model in (AgendaItem, Meeting, Consultation, Paper)),
            Meeting.start > work.now,
            Meeting.cancelled.is_not(sa.true()),
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
            work, paper.id, f"debated:{item.id}:{paper.id}", "paper_on_agenda",
            f"/meetings/{meeting.id}", values,
        )  # fmt: skip
    return notes


async def paper_decided(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells those who commented on a paper or follow it what was resolved, once for each."""
    public = work.as_the_public()
    decided = await public.rows(
        sa.select(Resolution, Paper)
        .join(Paper, Paper.id == Resolution.paper_id)
        .where(
            Resolution.id.in_(event.things().get(Resolution.kind, [])),
            public.may_read(Resolution),
            public.may_read(Paper),
        )
    )
    notes = []
    for resolution, paper in decided:
        values = {
            "paper": shown_paper(paper),
            "resolution": {
                "number": resolution.number,
                "title": resolution.title,
                "result": resolution.result,
            },
        }
        notes += await to_commenters(
            work, paper.id, f"decided:{resolution.id}", "paper_decided",
            f"/resolutions/{resolution.id}", values,
        )  # fmt: skip
    return notes


def shown_paper(paper: Paper) -> dict[str, Any]:
    """What a letter says of a paper that everybody may read."""
    return {"reference": paper.reference, "name": paper.name}


async def to_commenters(
    work: Work, paper_id: UUID, fact: str, template: str, path: str, values: dict[str, Any]
) -> list[Note]:
    """The letters about one fact to all who said something to a paper, or follow it."""
    said = await commenters(work, Paper.kind, [paper_id])
    follow = [one for one in await followers(work, Paper.kind, paper_id) if one not in set(said)]
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
