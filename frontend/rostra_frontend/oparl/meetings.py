"""Meetings and agenda items as OParl writes them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import AgendaItem, Attendance, Meeting, MeetingOrganization
from rostra.organizations.models import LegislativeTerm, Location, Organization
from rostra.papers.models import Consultation
from rostra.people.models import Person
from rostra_frontend.oparl.files import embedded_files
from rostra_frontend.oparl.locations import embedded_locations
from rostra_frontend.oparl.minutes import minutes_of, minutes_texts_of
from rostra_frontend.oparl.prints import EXTRACT, MINUTES, prints_of
from rostra_frontend.oparl.reading import (
    MayRead,
    Reader,
    Statement,
    among,
    columns,
    prebuilt,
    target,
    told,
)
from rostra_frontend.oparl.voting import votes_of

MEETING_FILES = {
    "invitation": "invitation",
    "results_protocol": "resultsProtocol",
    "verbatim_protocol": "verbatimProtocol",
}
ITEM_FILES = {"resolution": "resolutionFile"}


@prebuilt
def meetings_by_id(may_read: MayRead) -> Statement:
    """The meetings with the ids."""
    return sa.select(
        *columns(Meeting, "name", "number", "meeting_state", "cancelled", "start", "end"),
        target(may_read, LegislativeTerm, Meeting.legislative_term_id),
        target(may_read, Location, Meeting.location_id),
    ).where(among(Meeting.id), may_read(Meeting))


@prebuilt
def organizations_of_meetings(may_read: MayRead) -> Statement:
    """The organizations that sit in the meetings, the leading one first."""
    return (
        sa.select(MeetingOrganization.meeting_id, MeetingOrganization.organization_id)
        .join(Organization, Organization.id == MeetingOrganization.organization_id)
        .where(among(MeetingOrganization.meeting_id), may_read(Organization))
        .order_by(
            MeetingOrganization.meeting_id,
            MeetingOrganization.position,
            MeetingOrganization.organization_id,
        )
    )


@prebuilt
def attendance_of_meetings(may_read: MayRead) -> Statement:
    """Who was at the meetings, and who was not; the reason for an absence is not told here."""
    return (
        sa.select(
            Attendance.meeting_id, Attendance.person_id, Attendance.state, Attendance.role,
            Attendance.arrived, Attendance.left,
        )
        .join(Person, Person.id == Attendance.person_id)
        .where(among(Attendance.meeting_id), may_read(Person))
        .order_by(Attendance.meeting_id, Attendance.position, Attendance.person_id)
    )  # fmt: skip


def items(may_read: MayRead) -> Statement:
    """The agenda items that may be read."""
    return sa.select(
        *columns(
            AgendaItem, "number", "order", "name", "public", "result", "resolution_text",
            "start", "end",
        ),
        target(may_read, Meeting, AgendaItem.meeting_id),
        target(may_read, AgendaItem, AgendaItem.parent_id),
    ).where(may_read(AgendaItem))  # fmt: skip


@prebuilt
def items_by_id(may_read: MayRead) -> Statement:
    """The agenda items with the ids."""
    return items(may_read).where(among(AgendaItem.id))


@prebuilt
def items_of_meetings(may_read: MayRead) -> Statement:
    """The agendas of the meetings, in the order in which they are called."""
    return (
        items(may_read)
        .where(among(AgendaItem.meeting_id))
        .order_by(AgendaItem.meeting_id, AgendaItem.order, AgendaItem.id)
    )


@prebuilt
def item_ids_of_meetings(may_read: MayRead) -> Statement:
    """The ids on the agendas of the meetings, in the order in which they are called."""
    return (
        sa.select(AgendaItem.meeting_id, AgendaItem.id)
        .where(among(AgendaItem.meeting_id), may_read(AgendaItem))
        .order_by(AgendaItem.meeting_id, AgendaItem.order, AgendaItem.id)
    )


@prebuilt
def consultations_of_items(may_read: MayRead) -> Statement:
    """The consultations that take place in the agenda items."""
    return (
        sa.select(Consultation.agenda_item_id, Consultation.id)
        .where(among(Consultation.agenda_item_id), may_read(Consultation))
        .order_by(Consultation.agenda_item_id, Consultation.position, Consultation.id)
    )


async def meetings(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The meetings with the ids, each with its agenda, files, participants and location."""
    rows, ids = await reader.found(meetings_by_id, ids)
    places = await embedded_locations(reader, [row.location_id for row in rows])
    organizations = await reader.targets(organizations_of_meetings, "organization", ids)
    attendance = await reader.children(attendance_of_meetings, ids)
    files = await embedded_files(reader, "meeting", ids, MEETING_FILES)
    minutes = await minutes_of(reader, ids)
    printed = await prints_of(reader, MINUTES, ids)
    agendas = {} if reader.brief else await embedded_agendas(reader, ids)
    return [
        reader.describe(
            "meeting",
            row,
            {
                **own_fields(reader, row),
                "location": places.get(row.location_id),
                "organization": organizations.get(row.id),
                **participation(reader, attendance.get(row.id, [])),
                MINUTES.field: printed.get(row.id),
                **files.get(row.id, {}),
                "agendaItem": agendas.get(row.id),
                "rostra:minutes": minutes.get(row.id),
            },
        )
        for row in rows
    ]


def own_fields(reader: Reader, row: Any) -> dict[str, Any]:
    """What a meeting says for itself."""
    return {
        "name": row.name,
        "meetingState": row.meeting_state,
        "cancelled": row.cancelled,
        "start": reader.moment(row.start),
        "end": reader.moment(row.end),
        "rostra:number": row.number,
        "rostra:legislativeTerm": reader.addresses.of("legislative_term", row.legislative_term_id),
    }


def participation(reader: Reader, rows: list[Any]) -> dict[str, Any]:
    """Those present, as the standard has them, and the whole attendance as we keep it."""
    attendance = []
    for row in rows:
        entry = {
            "person": reader.addresses.of("person", row.person_id),
            "state": row.state,
            "role": row.role,
            "arrived": reader.moment(row.arrived),
            "left": reader.moment(row.left),
        }
        attendance.append({name: value for name, value in entry.items() if told(value)})
    present = [entry["person"] for entry in attendance if entry["state"] == "present"]
    return {"participant": present, "rostra:attendance": attendance}


async def embedded_agendas(reader: Reader, ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The agendas as they stand inside the meetings, by meeting."""
    agendas: dict[UUID, list[Any]] = {}
    for row in await reader.rows(items_of_meetings, ids):
        agendas.setdefault(row.meeting_id, []).append(row)
    item_ids = [row.id for agenda in agendas.values() for row in agenda]
    more = await surroundings_of(reader, item_ids)
    return {
        meeting_id: [
            written_item(reader, row, place, more.get(row.id, {}))
            for place, row in enumerate(agenda)
        ]
        for meeting_id, agenda in agendas.items()
    }


async def agenda_items(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The agenda items with the ids, each with its meeting."""
    rows, ids = await reader.found(items_by_id, ids)
    meeting_ids = [id for id in dict.fromkeys(row.meeting_id for row in rows) if id is not None]
    agendas = await reader.children(item_ids_of_meetings, meeting_ids)
    places = {row.id: place for agenda in agendas.values() for place, row in enumerate(agenda)}
    more = await surroundings_of(reader, ids)
    return [
        written_item(
            reader,
            row,
            places.get(row.id, 0),
            {"meeting": reader.addresses.of("meeting", row.meeting_id), **more.get(row.id, {})},
        )
        for row in rows
    ]


async def surroundings_of(reader: Reader, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """What belongs to the agenda items: consultation, files, votes and minutes, by item."""
    more: dict[UUID, dict[str, Any]] = {id: {} for id in ids}
    for id, consultations in (
        await reader.targets(consultations_of_items, "consultation", ids)
    ).items():
        more[id]["consultation"] = consultations[0]
    for id, extract in (await prints_of(reader, EXTRACT, ids)).items():
        more[id][EXTRACT.field] = extract
    for id, held in (await embedded_files(reader, "agenda_item", ids, ITEM_FILES)).items():
        more[id] |= held
    for id, votes in (await votes_of(reader, ids)).items():
        more[id]["rostra:votes"] = votes
    for id, texts in (await minutes_texts_of(reader, ids)).items():
        more[id]["rostra:minutesText"] = texts
    return more


def written_item(reader: Reader, row: Any, place: int, more: dict[str, Any]) -> dict[str, Any]:
    """One agenda item, with its place among those that the public may see, from 0."""
    fields = {
        "number": row.number,
        "order": place,
        "name": row.name,
        "public": row.public,
        "result": row.result,
        "resolutionText": row.resolution_text,
        "start": reader.moment(row.start),
        "end": reader.moment(row.end),
        "rostra:parent": reader.addresses.of("agenda_item", row.parent_id),
        **more,
    }
    return reader.describe("agenda_item", row, fields)
