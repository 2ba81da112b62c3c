"""What everybody reads of a post, as plain text, and how two of these differ."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rostra.posts.models import Post
from rostra.posts.topics import topics_under
from rostra.rich_text import plain_text
from rostra.work import Work


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words of a correction, and what became of them."""

    change: Change
    text: str


async def portrait_of(work: Work, post: Post) -> str:
    """The words of a post one below the other: what is compared when it is corrected."""
    span = [one.astimezone(work.zone).strftime("%d.%m.%Y %H:%M")
            for one in (post.starts, post.ends) if one]  # fmt: skip
    parts = (
        post.title,
        post.teaser,
        plain_text(post.text),
        " – ".join(span),
        post.place,
        post.video_url,
        post.transcript,
        plain_text(post.results) if post.results else None,
        ", ".join(await topics_under(work, post.id)),
    )
    return "\n".join(part for part in parts if part)


def segments(before: str, after: str) -> Iterator[Segment]:
    """The words that stayed, came and went, in the order in which they are read."""
    old, new = (re.findall(r"\n|[^\s]+|[^\S\n]+", text) for text in (before, after))
    compared = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for what, a, b, c, d in compared.get_opcodes():
        if what == "equal":
            yield Segment(Change.SAME, "".join(old[a:b]))
            continue
        if a < b:
            yield Segment(Change.REMOVED, "".join(old[a:b]))
        if c < d:
            yield Segment(Change.ADDED, "".join(new[c:d]))
