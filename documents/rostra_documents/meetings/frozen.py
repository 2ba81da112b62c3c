"""What a meeting's documents show when an agenda has gone out: the frozen version."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from rostra.agendas.freezing import SHORT_HASH
from rostra.agendas.invitations import ItemThen, items_then, meeting_then, versions_of
from rostra.agendas.models import AgendaVersion
from rostra.agendas.models import Edition as Frozen
from rostra.errors import NotFound
from rostra.work import Work
from rostra_documents.meetings.model import AgendaLine, SittingSheet
from rostra_documents.papers.model import PaperLine
from rostra_documents.stationery import Stationery


async def as_sent(
    work: Work, meeting_id: UUID, sheet: SittingSheet, stationery: Stationery
) -> SittingSheet:
    """The sheet as the last version says it that the reader may read, or as it is without one."""
    versions = await versions_of(work, meeting_id)
    return said_by(versions[0], sheet, stationery) if versions else sheet


async def items_sent(work: Work, meeting_id: UUID) -> frozenset[str] | None:
    """The ids of the items on the last version that the reader may read; None without one."""
    versions = await versions_of(work, meeting_id)
    if not versions:
        return None
    return frozenset(str(one["id"]) for one in versions[0].content["items"])


async def as_announced(
    work: Work, meeting_id: UUID, sheet: SittingSheet, stationery: Stationery
) -> SittingSheet:
    """The sheet as the last public notice says it; NotFound where there was none (PUB-1)."""
    versions = await versions_of(work.as_the_public(), meeting_id, Frozen.PUBLIC)
    if not versions:
        raise NotFound
    return said_by(versions[0], sheet, stationery)


def said_by(version: AgendaVersion, sheet: SittingSheet, stationery: Stationery) -> SittingSheet:
    """The sheet with everything that a version says."""
    said = meeting_then(version.content["meeting"])
    items = items_then(version.content["items"])
    sent = stationery.local(version.sent)
    return replace(
        sheet,
        name=said.name,
        number=said.number,
        start=stationery.local(said.start),
        end=stationery.local(said.end),
        place=said.place,
        cancelled=said.cancelled,
        public_lines=tuple(line_of(one) for one in items if one.public),
        nonpublic_lines=tuple(line_of(one) for one in items if not one.public),
        confidential=version.edition == Frozen.FULL and not all(one.public for one in items),
        invited=sent.date() if isinstance(sent, dt.datetime) else None,
        version=version.number,
        hash=version.hash[:SHORT_HASH],
        urgent=said.urgent,
        second_summons=said.second_summons,
        note=version.note,
        removed=tuple(line_of(one) for one in items_then(version.content.get("removed", []))),
        dated=version.sent,
    )


def line_of(item: ItemThen) -> AgendaLine:
    """An item of a version as a line."""
    papers = tuple(PaperLine(one.reference, one.paper_type, one.name) for one in item.papers)
    change = item.changes[0].change if item.changes else None
    return AgendaLine(item.number, item.name, item.depth, papers, change)
