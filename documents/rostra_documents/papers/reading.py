"""Papers as a reader may read them, made ready to be printed."""

from collections.abc import Collection
from uuid import UUID

from rostra.access import PUBLIC
from rostra.meetings.queries import agenda_items_by_id, meetings_by_id
from rostra.papers.models import Consultation, Paper
from rostra.papers.queries import (
    consultations_at,
    consultations_of,
    organizations_of_consultations,
    organizations_of_papers,
    papers_by_id,
    persons_of_papers,
    relations_of,
)
from rostra.work import Work
from rostra_documents.papers.model import PaperLine, PaperSheet, Section, Station
from rostra_documents.records import given, newest, pointed_at
from rostra_documents.stationery import Stationery


async def lines_of(work: Work, papers: Collection[Paper]) -> dict[UUID, PaperLine]:
    """Each paper in a line: its reference and type, who leads and who asked for it."""
    ids = [paper.id for paper in papers]
    direction = await organizations_of_papers(work, ids, "direction")
    originators = await organizations_of_papers(work, ids, "originator")
    persons = await persons_of_papers(work, ids)
    return {
        paper.id: PaperLine(
            reference=paper.reference,
            kind=paper.paper_type,
            name=paper.name,
            direction=", ".join(one.name for one in direction.get(paper.id, ()) if one.name)
            or None,
            originator=", ".join(
                one.name
                for one in (*originators.get(paper.id, ()), *persons.get(paper.id, ()))
                if one.name
            )
            or None,
            proposal=paper.proposed_resolution,
        )
        for paper in papers
    }


async def papers_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Paper]]:
    """The papers before the council under each item, in the order of their consultations."""
    held = await consultations_at(work, item_ids)
    wanted = given(one.paper_id for many in held.values() for one in many)
    papers = await papers_by_id(work, wanted)
    return {
        item_id: list(
            {one.paper_id: papers[one.paper_id] for one in many if one.paper_id in papers}.values()
        )
        for item_id, many in held.items()
    }


async def paper_sheet(
    work: Work, paper_id: UUID, stationery: Stationery, sections: tuple[Section, ...] = ()
) -> tuple[PaperSheet, UUID]:
    """The paper as the actor may read it, and the body to which it belongs."""
    paper = await work.find(Paper, paper_id)
    line = (await lines_of(work, [paper]))[paper.id]
    stations = (await consultations_of(work, [paper.id])).get(paper.id, [])
    relations = (await relations_of(work, [paper.id])).get(paper.id, [])
    others = [relation.paper for relation in relations]
    lines = await lines_of(work, others)
    sheet = PaperSheet(
        name=paper.name,
        reference=paper.reference,
        kind=paper.paper_type,
        date=paper.date,
        originators=tuple(filter(None, (line.originator,))),
        direction=tuple(filter(None, (line.direction,))),
        stations=await stations_of(work, stations, stationery),
        related=tuple(lines[one.id] for one in others),
        proposal=paper.proposed_resolution,
        sections=sections,
        confidential=paper.audience_id != PUBLIC,
        dated=newest(paper, *stations),
    )
    return sheet, paper.body_id


async def stations_of(
    work: Work, consultations: list[Consultation], stationery: Stationery
) -> tuple[Station, ...]:
    """The way of a paper: who deals with it when, as what, and what came of it."""
    dealing = await organizations_of_consultations(work, [one.id for one in consultations])
    meetings = await meetings_by_id(work, given(one.meeting_id for one in consultations))
    items = await agenda_items_by_id(work, given(one.agenda_item_id for one in consultations))
    stations = []
    for one in consultations:
        meeting = pointed_at(meetings, one.meeting_id)
        item = pointed_at(items, one.agenda_item_id)
        start = stationery.local(meeting.start) if meeting else None
        stations.append(
            Station(
                organization=", ".join(org.name for org in dealing.get(one.id, ()) if org.name),
                day=start.date() if start else None,
                role=one.role,
                authoritative=one.authoritative,
                result=item.result if item else None,
            )
        )
    return tuple(stations)
