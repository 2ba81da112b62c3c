"""What can happen to bodies, terms, locations, organizations and standing orders."""

from dataclasses import dataclass
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class BodyChanged(Event):
    """A body was founded, or what is known of it changed."""

    body: UUID


@dataclass(frozen=True)
class TermChanged(Event):
    """A legislative term was entered, changed or withdrawn."""

    legislative_term: UUID
    body: UUID


@dataclass(frozen=True)
class LocationChanged(Event):
    """A place was entered, changed or withdrawn."""

    location: UUID


@dataclass(frozen=True)
class OrganizationChanged(Event):
    """An organization was entered, changed or ended, and with it these memberships."""

    organization: UUID
    membership: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class MembershipChanged(Event):
    """Somebody took a seat, or the seat changed, ended or was withdrawn."""

    membership: UUID
    person: UUID
    organization: UUID


@dataclass(frozen=True)
class StandingOrdersSet(Event):
    """Other numbers of the standing orders hold from a day on."""

    standing_orders: UUID
    body: UUID
