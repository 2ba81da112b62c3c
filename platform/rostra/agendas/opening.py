"""Letting readers in: what is invited to is read by its members, and what is public by all."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Audience
from rostra.files.models import File, FileUse
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers.models import Consultation, Paper
from rostra.records import Readable
from rostra.work import Work


@dataclass
class Opened:
    """What got other readers, by kind; what events name so that others follow."""

    agenda_items: set[UUID] = field(default_factory=set)
    papers: set[UUID] = field(default_factory=set)
    files: set[UUID] = field(default_factory=set)
    consultations: set[UUID] = field(default_factory=set)


@dataclass(frozen=True)
class Folder:
    """An agenda with everything under it, as the clerk reads it."""

    meeting: Meeting
    items: list[AgendaItem]
    consultations: list[Consultation]
    papers: dict[UUID, Paper]
    files: dict[UUID, list[File]]
    """The files of each paper."""
    own_files: list[tuple[UUID | None, File]]
    """The files of items, and those of the meeting itself, which have no item."""
    behind_closed_doors: frozenset[UUID]
    """The papers that are dealt with at a non-public item, here or in another meeting."""

    def papers_at(self, item: AgendaItem) -> list[Paper]:
        """The papers that are dealt with at an item."""
        ids = [one.paper_id for one in self.consultations if one.agenda_item_id == item.id]
        return [self.papers[id] for id in dict.fromkeys(ids) if id in self.papers]

    def narrowed_to(self, items: list[AgendaItem]) -> "Folder":
        """The folder with these items only, and what belongs to them."""
        ids = {item.id for item in items}
        held = [one for one in self.consultations if one.agenda_item_id in ids]
        kept = {one.paper_id for one in held}
        return replace(
            self,
            items=items,
            consultations=held,
            papers={id: paper for id, paper in self.papers.items() if id in kept},
            own_files=[(id, file) for id, file in self.own_files if id is None or id in ids],
        )

    def to_be_public(self, item: AgendaItem, paper: Paper) -> bool:
        """Whether a paper becomes public with the item at which it is dealt with."""
        return bool(item.public) and paper.id not in self.behind_closed_doors


async def folder_of(work: Work, meeting: Meeting) -> Folder:
    """The agenda of a meeting with everything under it."""
    items = await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.audience_id != NOBODY)
        .order_by(AgendaItem.order, AgendaItem.id)
    )
    item_ids = [item.id for item in items]
    held = await work.fetch(
        work.readable(Consultation)
        .where(Consultation.agenda_item_id.in_(item_ids))
        .order_by(Consultation.position, Consultation.id)
    )
    paper_ids = {one.paper_id for one in held if one.paper_id}
    papers = await work.fetch(work.readable(Paper).where(Paper.id.in_(paper_ids)))
    uses = await work.rows(
        sa.select(FileUse.paper_id, FileUse.agenda_item_id, File)
        .join(File, File.id == FileUse.file_id)
        .where(
            work.may_read(File),
            sa.or_(
                FileUse.paper_id.in_(paper_ids),
                FileUse.agenda_item_id.in_(item_ids),
                FileUse.meeting_id == meeting.id,
            ),
        )
        .order_by(FileUse.position, File.id)
    )
    files: dict[UUID, list[File]] = defaultdict(list)
    for paper_id, _, file in uses:
        if paper_id is not None:
            files[paper_id].append(file)
    own = [(item_id, file) for paper_id, item_id, file in uses if paper_id is None]
    closed = await dealt_with_behind_closed_doors(work, paper_ids)
    return Folder(meeting, items, held, {one.id: one for one in papers}, files, own, closed)


async def dealt_with_behind_closed_doors(
    work: Work, paper_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Those of the papers that stand at a non-public item of any meeting."""
    return frozenset(
        await work.fetch(
            sa.select(Consultation.paper_id)
            .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
            .where(
                Consultation.paper_id.in_(paper_ids),
                Consultation.audience_id != NOBODY,
                AgendaItem.audience_id != NOBODY,
                AgendaItem.public.is_(False),
            )
        )
    )


async def open_to_members(work: Work, folder: Folder, tokens: Collection[str]) -> Opened:
    """Let those who are invited read the meeting and everything under its agenda."""
    opened = Opened()
    audience_id = await work.audience(tokens)
    if folder.meeting.audience_id != PUBLIC:
        folder.meeting.audience_id = audience_id
    for item in folder.items:
        if item.audience_id not in (PUBLIC, audience_id):
            item.audience_id = audience_id
            opened.agenda_items.add(item.id)
    await let_read(work, folder.consultations, tokens, opened.consultations)
    await let_read(work, folder.papers.values(), tokens, opened.papers)
    files = [file for some in folder.files.values() for file in some]
    own = [file for _, file in folder.own_files]
    await let_read(work, [*files, *own], tokens, opened.files)
    return opened


async def let_read(
    work: Work, things: Iterable[Readable], tokens: Collection[str], opened: set[UUID]
) -> None:
    """Let the holders of the tokens read things beside those who read them already."""
    wider: dict[int, int] = {PUBLIC: PUBLIC, NOBODY: NOBODY}
    for thing in things:
        before = thing.audience_id
        if before not in wider:
            wider[before] = await work.audience({*await tokens_of(work, before), *tokens})
        if wider[before] != before:
            thing.audience_id = wider[before]
            opened.add(thing.id)


async def shut_out(work: Work, things: Iterable[Readable], token: str, opened: set[UUID]) -> None:
    """Let the holder of one token read things no longer, unless everybody may."""
    for thing in things:
        if thing.audience_id in (PUBLIC, NOBODY):
            continue
        known = await tokens_of(work, thing.audience_id)
        if token in known:
            thing.audience_id = await work.audience(known - {token})
            opened.add(thing.id)


async def tokens_of(work: Work, audience_id: int) -> frozenset[str]:
    """The tokens of an audience."""
    spelled = await work.first(sa.select(Audience.tokens).where(Audience.id == audience_id))
    return frozenset((spelled or "").split())


def open_papers_to_everybody(folder: Folder) -> Opened:
    """Let everybody read the papers of the public part, with those files that go with them.

    A paper that is dealt with behind closed doors too stays where it is, and so does a file
    that fewer may read than its paper.
    """
    opened = Opened()
    for item in folder.items:
        for paper in folder.papers_at(item):
            if not folder.to_be_public(item, paper) or paper.audience_id in (PUBLIC, NOBODY):
                continue
            before, paper.audience_id = paper.audience_id, PUBLIC
            opened.papers.add(paper.id)
            for file in folder.files.get(paper.id, ()):
                if file.audience_id == before:
                    file.audience_id = PUBLIC
                    opened.files.add(file.id)
    public = {one.id for one in folder.papers.values() if one.audience_id == PUBLIC}
    shown = {item.id for item in folder.items if item.audience_id == PUBLIC}
    for held in folder.consultations:
        if held.audience_id not in (PUBLIC, NOBODY) and (
            held.paper_id in public and held.agenda_item_id in shown
        ):
            held.audience_id = PUBLIC
            opened.consultations.add(held.id)
    return opened
