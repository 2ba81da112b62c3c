"""Papers and consultations for tests."""

import datetime as dt
import itertools
from typing import Any

from rostra.meetings.models import AgendaItem
from rostra.organizations.models import Body, Organization
from rostra.papers.models import Consultation, ConsultationOrganization, Paper
from support.make.organizations import make_body
from support.making import Place, kept, linked

NUMBERS = itertools.count(1001)


async def make_paper(place: Place, body: Body | None = None, **values: Any) -> Paper:
    """A proposal with a reference of its own."""
    body = body or await make_body(place)
    usual = {
        "name": "Neubau des Radwegs an der Saale",
        "reference": f"26/{next(NUMBERS)}-BV",
        "date": dt.date.today(),
        "paper_type": "Beschlussvorlage",
        "proposed_resolution": "1. Der Radweg wird gebaut.\n2. Die Mittel werden bereitgestellt.",
    }
    return await kept(place, Paper, body_id=body.id, **{**usual, **values})


async def make_consultation(
    place: Place,
    paper: Paper,
    item: AgendaItem | None = None,
    organization: Organization | None = None,
    **values: Any,
) -> Consultation:
    """A station of the paper's way, in the item's meeting where there is one."""
    usual = {
        "role": "Entscheidung",
        "authoritative": True,
        "agenda_item_id": item and item.id,
        "meeting_id": item and item.meeting_id,
    }
    consultation = await kept(
        place, Consultation, body_id=paper.body_id, paper_id=paper.id, **{**usual, **values}
    )
    if organization is not None:
        await linked(
            place,
            ConsultationOrganization(
                consultation_id=consultation.id, organization_id=organization.id
            ),
        )
    return consultation
