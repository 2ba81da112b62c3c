"""What a look at an agenda before it goes out can find."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rostra.agendas.models import ItemRequest
from rostra.agendas.opening import Folder
from rostra.agendas.seats import Seat
from rostra.organizations.models import Organization
from rostra.organizations.rules import Rules


class Grade(StrEnum):
    """What a finding means for the invitation."""

    BLOCK = "block"
    """It cannot go out like this."""
    WARN = "warn"
    """It can, but somebody should look at it."""
    OK = "ok"


@dataclass(frozen=True)
class Finding:
    """What was found about one rule, in a sentence."""

    rule: str
    """The name of the rule, such as INV-2."""
    grade: Grade
    sentence: str
    about: tuple[str, ...] = ()
    """The persons, items or papers of which it speaks, by name."""
    day: dt.date | None = None
    """The day of which it speaks."""


@dataclass(frozen=True)
class Inspection:
    """All that the checks look at."""

    folder: Folder
    rules: Rules
    today: dt.date
    now: dt.datetime
    day: dt.date
    """The day of the meeting in the city."""
    seats: tuple[Seat, ...]
    names: Mapping[UUID, str]
    reached: set[UUID]
    """Who is invited electronically."""
    requests: list[ItemRequest]
    with_main_file: frozenset[UUID]
    organizations: tuple[Organization, ...]
    term_start: dt.date | None
    former_day: dt.date | None

    @property
    def urgent(self) -> bool:
        """Whether the period of notice is shortened."""
        return bool(self.folder.meeting.urgent)

    @property
    def public(self) -> bool:
        """Whether the meeting has a public part (PUB-2, PUB-4)."""
        said = self.folder.meeting.public
        return self.rules.public_meetings if said is None else said

    @property
    def by_post(self) -> tuple[Seat, ...]:
        """Those who must be invited by post."""
        return tuple(seat for seat in self.seats if seat.person_id not in self.reached)
