"""How papers are found."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.papers.models import Consultation, ConsultationOrganization, Paper, PaperOrganization
from rostra_search.entries.source import Reading, distinct, shared, text_of
from rostra_search.entry import Entry, Kind


async def papers(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The papers: by name, reference, type and proposal, with all who deal with them."""
    found = await reading.work.rows(
        sa.select(
            Paper.id,
            Paper.audience_id,
            Paper.body_id,
            Paper.name,
            Paper.reference,
            Paper.date,
            Paper.paper_type,
            Paper.proposed_resolution,
        ).where(reading.standing(Paper, ids))
    )
    concerned = await organizations_of(reading, [row.id for row in found])
    return [
        Entry.of(
            Kind.PAPER,
            row,
            title=row.name or row.reference or "",
            text=text_of(row.paper_type, row.proposed_resolution),
            reference=row.reference or "",
            organization_ids=concerned.get(row.id, ()),
            date=row.date,
        )
        for row in found
    ]


async def organizations_of(
    reading: Reading, paper_ids: Collection[UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """Who brought each paper in, directs it or is consulted, as far as all its readers know."""
    part, deals = PaperOrganization, ConsultationOrganization
    bringing = await reading.linked(
        sa.select(part.paper_id, part.organization_id)
        .join(Paper, Paper.id == part.paper_id)
        .join(Organization, Organization.id == part.organization_id)
        .where(part.paper_id.in_(list(paper_ids)), shared(Organization, Paper))
        .order_by(part.paper_id, part.position)
    )
    consulted = await reading.linked(
        sa.select(Consultation.paper_id, deals.organization_id)
        .join(Consultation, Consultation.id == deals.consultation_id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .join(Organization, Organization.id == deals.organization_id)
        .where(
            Consultation.paper_id.in_(list(paper_ids)),
            shared(Consultation, Paper),
            shared(Organization, Paper),
        )
        .order_by(Consultation.paper_id, Consultation.position, deals.position)
    )
    return {id: distinct(bringing.get(id, ()), consulted.get(id, ())) for id in paper_ids}
