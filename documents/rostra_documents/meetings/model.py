"""What agenda and invitation show of a meeting."""

import datetime as dt
from dataclasses import dataclass, field

from rostra_documents.papers.model import PaperLine


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One point of the agenda before the meeting."""

    number: str | None
    name: str | None
    depth: int = 0
    papers: tuple[PaperLine, ...] = ()
    change: str | None = None
    """What became of it since the version before: added, moved, renamed or papers."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One comment, under the name under which it is public."""

    name: str
    day: dt.date | None
    text: str
    supported: int = 0
    official: bool = False
    """Whether the city says it."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """Those who said something to a paper and stand in one place."""

    stance: str
    """for, against, neutral, or open for those who did not say so."""
    count: int
    voices: tuple[Voice, ...] = ()
    rest: int = 0
    """How many comments are not printed."""


@dataclass(frozen=True, slots=True)
class SpokenTo:
    """A paper to which the public said something."""

    reference: str | None
    kind: str | None
    name: str | None
    count: int
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What the public said to the papers of an item, and how the clerk sums it up."""

    number: str | None
    name: str | None
    summary: str | None = None
    written: dt.date | None = None
    papers: tuple[SpokenTo, ...] = ()


@dataclass(frozen=True, slots=True)
class SittingSheet:
    """A meeting: who sits, for the how-manieth time, when and where."""

    organization: str
    name: str | None = None
    number: int | None = None
    term: str | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    place: str | None = None
    chair: str | None = None
    invited: dt.date | None = None
    """The day of the invitation."""
    public_lines: tuple[AgendaLine, ...] = ()
    nonpublic_lines: tuple[AgendaLine, ...] = ()
    cancelled: bool = False
    confidential: bool = False
    """Whether it shows anything that is not for everybody."""
    version: int | None = None
    """The number of the version that it shows."""
    hash: str | None = None
    """The beginning of the version's SHA-256."""
    urgent: bool = False
    """Whether the period of notice was shortened (INV-3)."""
    second_summons: bool = False
    """Whether any number decides (QUO-2)."""
    note: str | None = None
    """Why the version went out."""
    removed: tuple[AgendaLine, ...] = ()
    """The items of the version before that are no longer there."""
    heard: tuple[Heard, ...] = ()
    """What the public said to the papers, where that is printed."""
    heard_until: dt.date | None = None
    """The day of the newest of it."""
    dated: dt.datetime = field(default_factory=lambda: dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
