"""The same post in several languages: each with its own words, linked with the others."""

from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.errors import Conflict, Invalid
from rostra.posts.models import Post
from rostra.work import Work


async def join_variants(work: Work, post: Post, variant_of: UUID) -> None:
    """Link a new post with one that says the same in another language."""
    other = await work.find(Post, variant_of)
    work.authorize(Permission.POST_WRITE, other)
    if other.organization_id != post.organization_id:
        raise Conflict("Only posts of the same department say the same in several languages.")
    other.variants_id = post.variants_id = other.variants_id or other.id
    await work.flush()
    await refuse_same_language(work, post, post.language)


async def refuse_same_language(work: Work, post: Post, language: str) -> None:
    """Refuse a second post in one language among those that say the same."""
    if post.variants_id is None:
        return
    taken = sa.select(Post.id).where(
        Post.variants_id == post.variants_id,
        Post.id != post.id,
        Post.language == language,
        Post.audience_id != NOBODY,
    )
    if await work.first(taken) is not None:
        raise Invalid("language", "This post stands in this language already.")
