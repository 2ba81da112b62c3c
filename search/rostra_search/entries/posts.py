"""How posts are found."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.posts.models import Post
from rostra.rich_text import plain_text
from rostra_search.entries.source import Reading, shared, text_of
from rostra_search.entry import Entry, Kind


async def posts(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The posts: by title, teaser and text, on the day of their publication."""
    found = await reading.work.rows(
        sa.select(
            Post.id,
            Post.audience_id,
            Post.body_id,
            Post.title,
            Post.teaser,
            Post.text,
            Post.published,
            Organization.id.label("organization_id"),
        )
        .outerjoin(
            Organization,
            sa.and_(Organization.id == Post.organization_id, shared(Organization, Post)),
        )
        .where(reading.standing(Post, ids))
    )
    return [
        Entry.of(
            Kind.POST,
            row,
            title=row.title,
            text=text_of(row.teaser, plain_text(row.text)),
            organization_ids=(row.organization_id,) if row.organization_id else (),
            date=reading.day(row.published),
        )
        for row in found
    ]
