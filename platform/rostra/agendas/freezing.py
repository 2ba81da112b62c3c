"""Agendas as they went out: frozen, numbered, with the hash of what they say."""

import hashlib
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.agendas.comparing import says_the_same, with_changes
from rostra.agendas.models import AgendaVersion, Edition, Occasion
from rostra.agendas.wording import content_of
from rostra.meetings.models import Meeting
from rostra.work import Work

FORMAT = 1
"""The number of this way to write an agenda down; another one is needed when it changes."""
SHORT_HASH = 12
"""How many signs of a hash letters and pages show."""


def canonical(content: dict[str, Any]) -> bytes:
    """The one spelling of a content: JSON in UTF-8, keys in order, nothing between."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def hash_of(content: dict[str, Any]) -> str:
    """The SHA-256 of a content in its canonical spelling, as hexadecimal signs."""
    return hashlib.sha256(canonical(content)).hexdigest()


def is_intact(version: AgendaVersion) -> bool:
    """Whether a version still says what it said when it went out."""
    return hash_of(version.content) == version.hash


async def freeze(
    work: Work,
    meeting: Meeting,
    content: dict[str, Any],
    edition: Edition,
    occasion: Occasion,
    note: str | None,
    audience_id: int,
) -> AgendaVersion:
    """Keep a content as the next version of an edition, its changes to the last one marked."""
    before = await last_version(work, meeting.id, edition)
    number = before.number + 1 if before else 1
    said = {
        "format": FORMAT,
        "edition": edition.value,
        "version": number,
        "occasion": occasion.value,
        "note": note,
        **with_changes(content, before.content if before else None),
    }
    version = AgendaVersion(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        number=number,
        edition=edition,
        occasion=occasion,
        note=note,
        content=said,
        hash=hash_of(said),
        sent=work.now,
        audience_id=audience_id,
    )
    work.add(version)
    await work.flush()
    return version


async def freeze_full(
    work: Work, meeting: Meeting, occasion: Occasion, note: str | None, audience_id: int
) -> AgendaVersion:
    """Keep the agenda as those who are invited read it."""
    await work.flush()
    content = await content_of(work, meeting, openly=False)
    return await freeze(work, meeting, content, Edition.FULL, occasion, note, audience_id)


async def freeze_public(
    work: Work, meeting: Meeting, occasion: Occasion, note: str | None
) -> AgendaVersion | None:
    """Keep the agenda as everybody reads it, where that changed; it is read as the public."""
    if meeting.audience_id != PUBLIC:
        return None
    await work.flush()
    content = await content_of(work.as_the_public(), meeting, openly=True)
    before = await last_version(work, meeting.id, Edition.PUBLIC)
    if before is not None and says_the_same(before.content, content):
        return None
    return await freeze(work, meeting, content, Edition.PUBLIC, occasion, note, PUBLIC)


async def last_version(work: Work, meeting_id: UUID, edition: Edition) -> AgendaVersion | None:
    """The version of an edition that went out last."""
    version: AgendaVersion | None = await work.first(
        sa.select(AgendaVersion)
        .where(AgendaVersion.meeting_id == meeting_id, AgendaVersion.edition == edition)
        .order_by(AgendaVersion.number.desc())
    )
    return version
