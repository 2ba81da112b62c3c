"""How comments are found, to whatever they were said."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.comments.models import Comment, CommentState
from rostra.meetings.models import AgendaItem
from rostra.organizations.models import Organization
from rostra.papers.models import Paper
from rostra.posts.models import Post
from rostra.projects.models import Project
from rostra.resolutions.models import Resolution
from rostra_search.entries.source import Reading, Row
from rostra_search.entry import Entry, Kind

TITLES: dict[str, sa.SQLColumnExpression[Any]] = {
    Post.kind: Post.title,
    Paper.kind: Paper.name,
    AgendaItem.kind: AgendaItem.name,
    Resolution.kind: Resolution.title,
    Project.kind: Project.title,
}
"""What a thing is called, by its kind; defect reports have no title of their own."""
MODELS = {model.kind: model for model in (Post, Paper, AgendaItem, Resolution, Project)}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a comment borrows from the thing to which it was said."""

    audience_id: int
    title: str | None
    organization_id: UUID | None

    def lends_to(self, comment: Row) -> bool:
        """Whether all readers of the comment know the thing."""
        return self.audience_id in (PUBLIC, comment.audience_id)


async def comments(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The published comments: by name, what they are about and text, on their day."""
    found = await reading.work.rows(
        sa.select(
            Comment.id,
            Comment.audience_id,
            Comment.body_id,
            Comment.author_name,
            Comment.text,
            Comment.thing_kind,
            Comment.thing_id,
            Comment.said,
            Comment.created,
        ).where(reading.standing(Comment, ids), Comment.state == CommentState.PUBLISHED)
    )
    things = await things_of(reading, found)
    return [entry_of(reading, row, things.get(row.thing_id)) for row in found]


def entry_of(reading: Reading, row: Row, thing: Thing | None) -> Entry:
    """A comment as it is found."""
    lent = thing if thing is not None and thing.lends_to(row) else None
    about = lent.title if lent else None
    return Entry.of(
        Kind.COMMENT,
        row,
        title=f"{row.author_name}: {about}" if about else row.author_name,
        text=row.text,
        organization_ids=(lent.organization_id,) if lent and lent.organization_id else (),
        date=reading.day(row.said or row.created),
    )


async def things_of(reading: Reading, comments: list[Row]) -> dict[UUID, Thing]:
    """What these comments were said to, with the department where everybody knows that."""
    by_kind: dict[str, set[UUID]] = {}
    for row in comments:
        by_kind.setdefault(row.thing_kind, set()).add(row.thing_id)
    found: dict[UUID, Thing] = {}
    for kind, ids in by_kind.items():
        if kind not in MODELS:
            continue
        model: Any = MODELS[kind]
        named = sa.select(model.id, model.audience_id, TITLES[kind].label("title"))
        department: Any = sa.null().label("organization_id")
        if hasattr(model, "organization_id"):
            department = Organization.id.label("organization_id")
            named = named.outerjoin(
                Organization,
                sa.and_(
                    Organization.id == model.organization_id,
                    Organization.audience_id == PUBLIC,
                ),
            )
        for row in await reading.work.rows(named.add_columns(department).where(model.id.in_(ids))):
            found[row.id] = Thing(row.audience_id, row.title, row.organization_id)
    return found
