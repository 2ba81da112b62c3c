"""Topics: kept by those who write, one for each name in a body."""

import re
import unicodedata
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from rostra.posts.models import PostTopic, Topic
from rostra.work import Work

SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(name: str) -> str:
    """A name as an address has it: Kinder & Jugend is kinder-jugend."""
    spelled = unicodedata.normalize("NFKD", name.lower().translate(SPELLED_OUT))
    plain = "".join(one for one in spelled if not unicodedata.combining(one))
    return re.sub(r"\W+", "-", plain).strip("-_") or "-"


async def put_under(work: Work, post_id: UUID, body_id: UUID, names: Sequence[str]) -> None:
    """Let the post stand under these topics and no others; a new name is a new topic."""
    await work.change(sa.delete(PostTopic).where(PostTopic.post_id == post_id))
    placed: set[UUID] = set()
    for position, name in enumerate(names):
        topic_id = await topic_named(work, body_id, name)
        if topic_id not in placed:
            row = {"post_id": post_id, "topic_id": topic_id, "position": position}
            await work.change(sa.insert(PostTopic).values(**row))
        placed.add(topic_id)


async def topic_named(work: Work, body_id: UUID, name: str) -> UUID:
    """The id of the topic with this name, made when it is new."""
    slug = slug_of(name)
    values = {"id": uuid7(), "body_id": body_id, "name": name, "slug": slug}
    await work.change(work.insert(Topic).values(**values).on_conflict_do_nothing())
    known = sa.select(Topic.id).where(Topic.body_id == body_id, Topic.slug == slug)
    found: UUID = await work.first(known)
    return found


async def topics_under(work: Work, post_id: UUID) -> list[str]:
    """The names of the topics under which a post stands."""
    named = sa.select(Topic.name).join(PostTopic, PostTopic.topic_id == Topic.id)
    mine = named.where(PostTopic.post_id == post_id).order_by(PostTopic.position)
    return await work.fetch(mine)
