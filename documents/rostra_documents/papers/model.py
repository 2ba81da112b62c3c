"""What a printed paper shows, and what other documents show of papers."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that is before the council under an item."""

    reference: str | None
    kind: str | None
    name: str | None = None
    direction: str | None = None
    originator: str | None = None
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """One station of a paper's way through the council."""

    organization: str
    day: dt.date | None = None
    role: str | None = None
    authoritative: bool | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper's text under a heading of its own: reasons, costs, effects on climate."""

    heading: str
    text: str
    """Cleaned HTML."""


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A paper as it is put before the council."""

    name: str | None
    reference: str | None = None
    kind: str | None = None
    date: dt.date | None = None
    originators: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    stations: tuple[Station, ...] = ()
    related: tuple[PaperLine, ...] = ()
    proposal: str | None = None
    """What is to be resolved, with one numbered point a line."""
    sections: tuple[Section, ...] = ()
    confidential: bool = False
    dated: dt.datetime = field(default_factory=lambda: dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
