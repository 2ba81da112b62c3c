"""How persons are found."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Membership, Organization
from rostra.people.models import Person
from rostra_search.entries.source import Reading, distinct, shared, text_of
from rostra_search.entry import Entry, Kind


async def persons(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The persons: by name, with the organizations to which they belong or belonged."""
    found = await reading.work.rows(
        sa.select(
            Person.id,
            Person.audience_id,
            Person.body_id,
            Person.name,
            Person.given_name,
            Person.family_name,
            Person.status,
            Person.life,
        ).where(reading.standing(Person, ids))
    )
    belonging = await reading.linked(
        sa.select(Membership.person_id, Membership.organization_id)
        .join(Person, Person.id == Membership.person_id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Membership.person_id.in_([row.id for row in found]),
            shared(Membership, Person),
            shared(Organization, Person),
        )
        .order_by(Membership.person_id, Membership.id)
    )
    return [
        Entry.of(
            Kind.PERSON,
            row,
            title=row.name or f"{row.given_name or ''} {row.family_name or ''}".strip(),
            text=text_of(*(row.status or ()), row.life),
            organization_ids=distinct(belonging.get(row.id, ())),
        )
        for row in found
    ]
