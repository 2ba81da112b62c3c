"""Pictures in posts: painted anew, and never without words for those who do not see them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, Invalid
from rostra.files.painting import LARGEST_PHOTO, Picture
from rostra.files.storage import Storage, chunks_of
from rostra.posts.events import PostDrafted, PostPictured
from rostra.posts.models import Post, PostPicture
from rostra.posts.services import held
from rostra.posts.writing import LONGEST_TITLE, short
from rostra.work import Work

MOST_PICTURES = 12
LONGEST_ALTERNATIVE = 500


@dataclass(frozen=True)
class Shown:
    """A picture that lies in the store, with what is told of it."""

    content_hash: str
    width: int
    height: int
    alternative: str = ""
    decorative: bool = False
    caption: str | None = None
    credit: str | None = None


async def store_picture(storage: Storage, picture: Picture) -> str:
    """Put a picture into the strong-room; it is swept away unless a post takes it."""
    stored = await storage.receive(chunks_of(picture.content), LARGEST_PHOTO)
    return stored.sha512


async def add_picture(work: Work, post_id: UUID, shown: Shown) -> PostPicture:
    """Add a picture to a post; what is to be seen is said, or that it only decorates."""
    post = await held(work, post_id)
    may_picture(work, post)
    alternative = short("alternative", shown.alternative, LONGEST_ALTERNATIVE)
    if not alternative and not shown.decorative:
        raise Invalid(
            "alternative",
            "Please say what is to be seen, for those who do not see it, or that it only "
            "decorates.",
        )
    mine = sa.select(PostPicture.id).where(PostPicture.post_id == post.id)
    if await work.count(mine.where(work.may_read(PostPicture))) >= MOST_PICTURES:
        raise Conflict(f"A post has {MOST_PICTURES} pictures at most.")

    picture = PostPicture(
        body_id=post.body_id,
        post_id=post.id,
        content_hash=shown.content_hash,
        width=shown.width,
        height=shown.height,
        alternative="" if shown.decorative else alternative or "",
        caption=short("caption", shown.caption, LONGEST_TITLE),
        credit=short("credit", shown.credit, LONGEST_TITLE),
        audience_id=post.audience_id,
    )
    work.add(picture)
    await note_change(work, post)
    return picture


async def remove_picture(work: Work, picture_id: UUID) -> PostPicture:
    """Take a picture out of its post."""
    picture = await work.find(PostPicture, picture_id)
    post = await held(work, picture.post_id)
    may_picture(work, post)
    work.withdraw(picture)
    await note_change(work, post)
    return picture


def may_picture(work: Work, post: Post) -> None:
    """Refuse who may not change the pictures of a post; asked before one is looked at, too."""
    openly = post.published is not None
    work.authorize(Permission.POST_PUBLISH if openly else Permission.POST_WRITE, post)


async def note_change(work: Work, post: Post) -> None:
    """A post with other pictures is another one: a draft is looked at again."""
    await work.flush()
    post.modified = work.now
    if post.published is not None:
        work.record(PostPictured(post.id))
        return
    post.submitted = post.approved = post.approver_id = None
    post.editor_id = work.actor.account_id
    work.record(PostDrafted(post.id))
