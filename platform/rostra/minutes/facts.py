"""What was recorded under each agenda item, as minutes name it: read anew, never copied."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.meetings.models import AgendaItem, Meeting
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME
from rostra.sittings.models import Exclusion, Pause, Speech, SpeechState
from rostra.voting.models import Motion
from rostra.voting.queries import words_of
from rostra.work import Work

SPOKEN = (SpeechState.SPEAKING, SpeechState.DONE)


@dataclass(frozen=True)
class Spoken:
    """That somebody spoke to an item."""

    person_id: UUID | None
    guest: str | None
    speech_type: str
    seconds: int | None


@dataclass(frozen=True)
class Moved:
    """What somebody moved, and what became of it."""

    motion_type: str
    state: str
    text: str
    person_id: UUID | None
    organization_id: UUID | None


@dataclass(frozen=True)
class Excluded:
    """A member who neither debated nor voted (BIA-1)."""

    person_id: UUID
    left_the_room: bool


@dataclass(frozen=True)
class Paused:
    """A pause that only those inside know of; the others stand in the head of the minutes."""

    began: dt.datetime
    ended: dt.datetime | None


@dataclass
class Facts:
    """What was recorded under one item."""

    spoken: list[Spoken] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    paused: list[Paused] = field(default_factory=list)

    @property
    def person_ids(self) -> set[UUID]:
        """Everybody whom the facts name."""
        named = [one.person_id for one in self.spoken] + [one.person_id for one in self.moved]
        return {one for one in named if one} | {one.person_id for one in self.excluded}

    def worded(self) -> dict[str, Any]:
        """The facts in the order in which they are named, for the wording that is signed."""
        return {
            "spoken": [[str(one.person_id), one.guest, one.speech_type] for one in self.spoken],
            "moved": [
                [one.motion_type, one.state, one.text, str(one.person_id), str(one.organization_id)]
                for one in self.moved
            ],
            "excluded": [[str(one.person_id), one.left_the_room] for one in self.excluded],
        } | ({"paused": [one.began.isoformat() for one in self.paused]} if self.paused else {})


async def facts_of(work: Work, item_ids: Collection[UUID]) -> dict[UUID, Facts]:
    """What was recorded under each item, as far as the actor may read it."""
    found: dict[UUID, Facts] = defaultdict(Facts)
    open_items = sa.select(AgendaItem.id).where(
        work.may_read(AgendaItem), AgendaItem.id.in_(item_ids)
    )
    for speech in await work.fetch(
        work.readable(Speech)
        .where(Speech.agenda_item_id.in_(open_items), Speech.state.in_(SPOKEN))
        .order_by(Speech.started, Speech.id)
    ):
        found[speech.agenda_item_id].spoken.append(
            Spoken(speech.person_id, speech.guest, speech.speech_type, seconds_of(speech))
        )
    for motion in await work.fetch(
        work.readable(Motion)
        .where(Motion.agenda_item_id.in_(open_items), Motion.audience_id != NOBODY)
        .order_by(Motion.moved, Motion.id)
    ):
        found[motion.agenda_item_id].moved.append(
            Moved(motion.motion_type, motion.state, words_of(motion), motion.person_id,
                  motion.organization_id)
        )  # fmt: skip
    for exclusion in await work.fetch(
        work.readable(Exclusion)
        .join(Person, Person.id == Exclusion.person_id)
        .where(Exclusion.agenda_item_id.in_(open_items), Exclusion.audience_id != NOBODY)
        .order_by(PERSONS_BY_NAME.key, Person.id)
    ):
        found[exclusion.agenda_item_id].excluded.append(
            Excluded(exclusion.person_id, exclusion.left_the_room)
        )
    for pause in await work.fetch(
        work.readable(Pause)
        .join(Meeting, Meeting.id == Pause.meeting_id)
        .where(Pause.agenda_item_id.in_(open_items), Pause.audience_id != Meeting.audience_id)
        .order_by(Pause.began, Pause.id)
    ):
        found[pause.agenda_item_id].paused.append(Paused(pause.began, pause.ended))
    return found


def seconds_of(speech: Speech) -> int | None:
    """How long somebody spoke."""
    if speech.started is None or speech.ended is None:
        return None
    return int((speech.ended - speech.started).total_seconds())
