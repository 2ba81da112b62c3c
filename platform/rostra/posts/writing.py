"""What an editor writes, checked before it is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from rostra.errors import Invalid
from rostra.posts.models import Post, PostLanguage, PostType
from rostra.rich_text import cleaned_html, cleaned_text, html_of

LONGEST_TITLE = 200
LONGEST_TEASER = 1_000
LONGEST_POST = 100_000
LONGEST_TOPIC = 60
MOST_TOPICS = 8
MOMENTS = ("appears", "expires", "starts", "ends")


@dataclass(frozen=True, slots=True)
class Writing:
    """A post as an editor writes it."""

    title: str
    text: str
    teaser: str | None = None
    post_type: str = PostType.NEWS
    language: str = PostLanguage.DE
    topics: tuple[str, ...] = ()
    appears: dt.datetime | None = None
    expires: dt.datetime | None = None
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    video_url: str | None = None
    transcript: str | None = None
    captions: str | None = None
    results: str | None = None
    paper_id: UUID | None = None
    meeting_id: UUID | None = None
    resolution_id: UUID | None = None
    project_id: UUID | None = None


PLAIN = tuple(name for name in Writing.__dataclass_fields__ if name != "topics")
"""What stands in a post as it was written."""


def checked(writing: Writing) -> Writing:
    """The same cleaned, or a refusal that names the field."""
    title, text = cleaned_text(writing.title), cleaned_html(html_of(writing.text))
    refuse_unless_sized("title", title, LONGEST_TITLE)
    refuse_unless_sized("text", text, LONGEST_POST)
    refuse_unless_one_of("postType", writing.post_type, PostType)
    refuse_unless_one_of("language", writing.language, PostLanguage)
    refuse_unless_in_time(writing)
    refuse_unless_placed(writing)
    return replace(
        writing,
        title=" ".join(title.split()),
        text=text,
        teaser=short("teaser", writing.teaser, LONGEST_TEASER),
        topics=topics_in(writing.topics),
        place=short("place", writing.place, LONGEST_TITLE),
        video_url=video_in(writing.video_url),
        transcript=short("transcript", writing.transcript, LONGEST_POST),
        captions=captions_in(writing.captions),
        results=cleaned_html(html_of(writing.results or "")) or None,
    )


def short(field: str, text: str | None, longest: int) -> str | None:
    """Words without blank ends; None where there are none."""
    cleaned = cleaned_text(text or "")
    if cleaned:
        refuse_unless_sized(field, cleaned, longest)
    return cleaned or None


def topics_in(topics: tuple[str, ...]) -> tuple[str, ...]:
    """The topics, each once, in their order."""
    found = tuple(
        dict.fromkeys(" ".join(one.split()) for topic in topics if (one := cleaned_text(topic)))
    )
    if len(found) > MOST_TOPICS:
        raise Invalid("topics", f"A post has {MOST_TOPICS} topics at most.")
    if any(len(one) > LONGEST_TOPIC for one in found):
        raise Invalid("topics", f"A topic has {LONGEST_TOPIC} characters at most.")
    return found


def video_in(address: str | None) -> str | None:
    """The address of a video: a link that says where it leads, never something embedded."""
    written = cleaned_text(address or "")
    if not written:
        return None
    parts = urlsplit(written)
    if parts.scheme != "https" or not parts.hostname or len(written) > 2_000:
        raise Invalid("videoUrl", "Please give the whole address, beginning with https://.")
    return written


def captions_in(text: str | None) -> str | None:
    """The captions of a video; refused when no player could read them."""
    captions = short("captions", (text or "").removeprefix("\ufeff"), LONGEST_POST)
    if captions is not None and not (captions.startswith("WEBVTT") and "-->" in captions):
        raise Invalid(
            "captions", "Captions are written as WebVTT: they begin with WEBVTT and have times."
        )
    return captions


def refuse_unless_in_time(writing: Writing) -> None:
    """Refuse what ends before it begins, and moments that nobody means."""
    for field in MOMENTS:
        moment = getattr(writing, field)
        if moment is not None and not 1900 <= moment.year <= 2200:
            raise Invalid(field, "Please give a day between 1900 and 2200, with its time.")
    if writing.starts and writing.ends and writing.ends < writing.starts:
        raise Invalid("ends", "It cannot end before it begins.")
    if writing.appears and writing.expires and writing.expires <= writing.appears:
        raise Invalid("expires", "It cannot leave the lists before it appears.")


def refuse_unless_placed(writing: Writing) -> None:
    """Refuse half a pair of coordinates, and one that is nowhere on earth."""
    latitude, longitude = writing.latitude, writing.longitude
    if (latitude is None) != (longitude is None):
        raise Invalid("latitude", "Give both coordinates, or none.")
    if latitude is None or longitude is None:
        return
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid("latitude", "These coordinates are nowhere on earth.")


def refuse_unless_complete(post: Post) -> None:
    """Refuse a post that lacks what its readers need."""
    if post.post_type == PostType.EVENT and not (post.starts and post.place):
        raise Invalid("starts", "An event says when it begins and where.")
    if post.post_type == PostType.CONSULTATION and not (post.starts and post.ends):
        raise Invalid("ends", "A consultation says from when until when it runs.")
    if post.post_type == PostType.VIDEO:
        needed: Mapping[str, Any] = {
            "videoUrl": post.video_url, "transcript": post.transcript, "captions": post.captions,
        }  # fmt: skip
        for field, given in needed.items():
            if not given:
                raise Invalid(field, "A video message needs its link, its transcript and captions.")


def refuse_unless_sized(field: str, text: str, longest: int) -> None:
    """Refuse what is empty or too long, naming the field and the limit."""
    if not text:
        raise Invalid(field, "Please write something.")
    if len(text) > longest:
        raise Invalid(field, f"This is {len(text)} characters long; at most {longest} fit.")


def refuse_unless_one_of(field: str, value: str, known: type[StrEnum]) -> None:
    """Refuse a value that is not in the list, naming the field and the list."""
    if value not in set(known):
        raise Invalid(field, f"This must be one of: {', '.join(sorted(known))}.")
