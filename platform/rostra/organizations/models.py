"""Bodies, legislative terms, locations, organizations and memberships, as OParl has them."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Described, Readable, Record, list_by_body, reference


class Location(Record, Described):
    """A place: a hall, a street, an area."""

    __tablename__ = "locations"
    kind = "location"
    body_id: Mapped[UUID | None] = mapped_column(index=True)
    """The body that keeps it; not a foreign key, since bodies have locations themselves."""
    description: Mapped[str | None]
    geojson: Mapped[dict[str, Any] | None]
    street_address: Mapped[str | None]
    room: Mapped[str | None]
    postal_code: Mapped[str | None]
    sub_locality: Mapped[str | None]
    locality: Mapped[str | None]


class Body(Record, Described):
    """A corporation under public law: the city, or a district with councils of its own."""

    __tablename__ = "bodies"
    kind = "body"
    name: Mapped[str]
    short_name: Mapped[str | None]
    website: Mapped[str | None]
    license_valid_since: Mapped[dt.datetime | None]
    oparl_since: Mapped[dt.datetime | None]
    ags: Mapped[str | None]
    rgs: Mapped[str | None]
    equivalent: Mapped[list[str] | None]
    contact_email: Mapped[str | None]
    contact_name: Mapped[str | None]
    classification: Mapped[str | None]
    location_id: Mapped[UUID | None] = reference("locations.id")

    @property
    def body_id(self) -> UUID:
        """A body is governed by itself."""
        return self.id


class LegislativeTerm(Record, Described):
    """The years for which a council is elected."""

    __tablename__ = "legislative_terms"
    kind = "legislative_term"
    parents = ("body_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str | None]
    start_date: Mapped[dt.date | None]
    end_date: Mapped[dt.date | None]


class Organization(Record, Described):
    """A council, committee, faction, department or working group."""

    __tablename__ = "organizations"
    kind = "organization"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str | None]
    short_name: Mapped[str | None]
    post: Mapped[list[str] | None]
    sub_organization_of_id: Mapped[UUID | None] = reference("organizations.id")
    organization_type: Mapped[str | None]
    classification: Mapped[str | None]
    start_date: Mapped[dt.date | None]
    end_date: Mapped[dt.date | None]
    website: Mapped[str | None]
    location_id: Mapped[UUID | None] = reference("locations.id")
    external_body: Mapped[str | None]
    member_count: Mapped[int | None]
    voting_member_count: Mapped[int | None]

    @property
    def governed_by(self) -> tuple[UUID, ...]:
        """An organization is governed by itself and its body."""
        return (self.id, self.body_id)


class Membership(Record, Described):
    """That a person belongs to an organization, as what, and from when to when."""

    __tablename__ = "memberships"
    kind = "membership"
    parents = ("person_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    person_id: Mapped[UUID | None] = reference("persons.id")
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    role: Mapped[str | None]
    voting_right: Mapped[bool | None]
    start_date: Mapped[dt.date | None]
    end_date: Mapped[dt.date | None]
    on_behalf_of_id: Mapped[UUID | None] = reference("organizations.id")
    office: Mapped[str | None]
    """An Office of access.py: what the membership permits in the software."""


class Deputy(Record):
    """Who stands in for the holder of a membership, in this order."""

    __tablename__ = "deputies"
    membership_id: Mapped[UUID] = reference(
        "memberships.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class StandingOrders(Record, Readable):
    """The numbers of the standing orders of a body, or of one committee, from a day on.

    Earlier ones are kept: what was decided under them can be understood.
    """

    __tablename__ = "standing_orders"
    kind = "standing_orders"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    valid_from: Mapped[dt.date]
    numbers: Mapped[dict[str, Any]]
    """Those fields of Rules that are set here; the others are inherited."""
    note: Mapped[str | None]
    """Why they were changed, such as the resolution that did it."""


sa.Index("ix_standing_orders_body_id_valid_from", StandingOrders.body_id, StandingOrders.valid_from)
sa.Index("ix_memberships_person_id_office", Membership.person_id, Membership.office)

list_by_body(LegislativeTerm, Organization, Membership)
