"""What can be commented: a property of published things, one line for each kind."""

from uuid import UUID

from rostra.access import PUBLIC
from rostra.errors import Conflict, Invalid, NotFound
from rostra.meetings.models import AgendaItem
from rostra.papers.models import Paper
from rostra.posts.models import Post
from rostra.projects.models import Project
from rostra.records import Readable
from rostra.reports.models import Report
from rostra.resolutions.models import Resolution
from rostra.work import Work

COMMENTABLE: dict[str, type[Readable]] = {
    model.kind: model for model in (Post, Paper, AgendaItem, Resolution, Report, Project)
}
"""The kinds of things to which something can be said, once they are published."""


async def thing_of(work: Work, kind: str, id: UUID) -> Readable:
    """The thing to which somebody wants to say something; NotFound when they may not read it.

    Nobody takes it back until the words stand: else they would stay behind, readable.
    """
    if kind not in COMMENTABLE:
        raise Invalid("thing", "Nothing can be said to this kind of thing.")
    model = COMMENTABLE[kind]
    mine = work.readable(model).where(model.id == id).with_for_update(read=True)
    found: Readable | None = await work.first(mine)
    if found is None:
        raise NotFound
    return found


def refuse_unless_published(thing: Readable) -> None:
    """Refuse a thing that not everybody may read."""
    if thing.audience_id != PUBLIC:
        raise Conflict("This is not published yet.")
