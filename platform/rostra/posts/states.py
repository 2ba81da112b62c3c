"""How far a post is in its life: worked out from what happened to it."""

import datetime as dt
from typing import Any

from rostra.access import NOBODY
from rostra.posts.models import PostState


def state_of(post: Any, moment: dt.datetime) -> PostState:
    """How far the post is at a moment."""
    if post.audience_id == NOBODY:
        return PostState.WITHDRAWN
    if post.published is not None:
        over = post.expires is not None and post.expires <= moment
        return PostState.EXPIRED if over else PostState.PUBLISHED
    if post.approved is not None:
        return PostState.SCHEDULED
    return PostState.DRAFT if post.submitted is None else PostState.REVIEW
