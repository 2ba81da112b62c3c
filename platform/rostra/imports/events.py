"""What happened in an import: a batch of things came, changed or went."""

from dataclasses import dataclass
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class CouncilDataImported(Event):
    """Things of another system were taken in, brought up to date or withdrawn."""

    body: tuple[UUID, ...] = ()
    legislative_term: tuple[UUID, ...] = ()
    location: tuple[UUID, ...] = ()
    organization: tuple[UUID, ...] = ()
    person: tuple[UUID, ...] = ()
    membership: tuple[UUID, ...] = ()
    meeting: tuple[UUID, ...] = ()
    agenda_item: tuple[UUID, ...] = ()
    ballot: tuple[UUID, ...] = ()
    minutes: tuple[UUID, ...] = ()
    minutes_entry: tuple[UUID, ...] = ()
    paper: tuple[UUID, ...] = ()
    consultation: tuple[UUID, ...] = ()
    file: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ReportsImported(Event):
    """Defect reports of another system came into the house, or changed there."""

    report: tuple[UUID, ...]
