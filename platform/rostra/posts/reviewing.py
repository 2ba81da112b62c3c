"""The second person who reads a post before everybody does."""

from typing import Any

import sqlalchemy as sa

from rostra.access import SYSTEM_TOKEN
from rostra.errors import Conflict, NotPermitted
from rostra.posts.models import NewsDesk, Post, PostState
from rostra.posts.states import state_of
from rostra.work import Work


async def needs_review(work: Work, post: Post) -> bool:
    """Whether a second person reads what this department publishes, which is so by default.

    What the house itself brings in, as an import does, was published elsewhere.
    """
    if SYSTEM_TOKEN in work.actor.tokens:
        return False
    settled = sa.select(NewsDesk.review).where(NewsDesk.organization_id == post.organization_id)
    review = await work.first(settled)
    return True if review is None else bool(review)


def is_own(work: Work, post: Any) -> bool:
    """Whether the actor wrote the post or changed its words last."""
    me = work.actor.account_id
    return me is not None and me in (post.author_id, post.editor_id)


def refuse_own(work: Work, post: Post) -> None:
    """Refuse who would let their own words appear."""
    if is_own(work, post):
        raise NotPermitted("A second person must read this before it appears: you wrote it.")


def refuse_unless_waiting(post: Post) -> None:
    """Refuse what nobody has handed in."""
    if post.submitted is None:
        raise Conflict("This draft must be handed in for review first.")


def may_approve(work: Work, post: Any) -> bool:
    """Whether the post waits for somebody like the actor."""
    return state_of(post, work.now) == PostState.REVIEW and not is_own(work, post)
