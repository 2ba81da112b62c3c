"""What the public said to the papers of a meeting, made ready to be printed for the committee."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from rostra.comments.models import Comment, Stance
from rostra.comments.participation import Said, Summary, comments_for_council, said_at, summaries_at
from rostra.comments.queries import MOST_SUPPORTED_FIRST
from rostra.meetings.models import AgendaItem
from rostra.meetings.queries import agenda_of
from rostra.paging import Stretch
from rostra.papers.models import Paper
from rostra.papers.queries import papers_by_id
from rostra.work import Work
from rostra_documents.meetings.frozen import items_sent
from rostra_documents.meetings.model import Heard, Side, SittingSheet, SpokenTo, Voice
from rostra_documents.stationery import Stationery

MOST_PRINTED = 100
"""So many comments of each side of a paper are printed, the most supported ones."""
Voices = Mapping[Stance | None, Mapping[UUID, list[Comment]]]
"""The comments by where their authors stand, and by thread."""


async def with_participation(
    work: Work, meeting_id: UUID, sheet: SittingSheet, stationery: Stationery
) -> SittingSheet:
    """The sheet with what was said in public to the papers of the items that it shows."""
    sent = await items_sent(work, meeting_id)
    agenda = (await agenda_of(work, [meeting_id])).get(meeting_id, [])
    items = [one for one in agenda if sent is None or str(one.id) in sent]
    ids = [one.id for one in items]
    said, summaries = await said_at(work, ids), await summaries_at(work, ids)
    every = [one for many in said.values() for one in many]
    papers = await papers_by_id(work, {one.paper_id for one in every})
    voices = await voices_in(work, {one.thread_id for one in every})
    heard = tuple(
        heard_at(item, [spoken_to(papers[one.paper_id], one, voices, stationery)
                        for one in said.get(item.id, ()) if one.paper_id in papers],
                 summaries.get(item.id), stationery)
        for item in items
        if said.get(item.id) or item.id in summaries
    )  # fmt: skip
    moments = [one.written for one in summaries.values()]
    moments += [
        one.edited or one.said
        for side in voices.values()
        for many in side.values()
        for one in many
        if one.said is not None
    ]
    if not moments:
        return replace(sheet, heard=heard)
    newest = max(moments)
    until = stationery.local(newest)
    day = until.date() if isinstance(until, dt.datetime) else None
    return replace(sheet, heard=heard, heard_until=day, dated=max(sheet.dated, newest))


async def voices_in(work: Work, thread_ids: Collection[UUID]) -> Voices:
    """What is printed of the comments in each thread, the most supported first."""
    found: dict[Stance | None, dict[UUID, list[Comment]]] = {}
    for stance in (*Stance, None) if thread_ids else ():
        pages = await comments_for_council(
            work, thread_ids, MOST_SUPPORTED_FIRST, Stretch(MOST_PRINTED), stance
        )
        found[stance] = {id: list(page.things) for id, page in pages.items()}
    return found


def heard_at(
    item: AgendaItem, papers: list[SpokenTo], summary: Summary | None, stationery: Stationery
) -> Heard:
    """What was said to the papers of one item."""
    written = stationery.local(summary.written) if summary else None
    return Heard(
        number=item.number,
        name=item.name,
        summary=summary.text if summary else None,
        written=written.date() if written else None,
        papers=tuple(papers),
    )


def spoken_to(paper: Paper, said: Said, voices: Voices, stationery: Stationery) -> SpokenTo:
    """What was said to one paper, by where people stand; where nobody stands is left out."""
    sides = []
    for stance, count in said.by_stance.items():
        printed = voices[stance].get(said.thread_id, [])
        if count:
            spoken = tuple(voice_of(one, stationery) for one in printed)
            rest = max(count - len(spoken), 0)
            sides.append(Side(stance.value if stance else "open", count, spoken, rest))
    return SpokenTo(paper.reference, paper.paper_type, paper.name, said.comment_count, tuple(sides))


def voice_of(comment: Comment, stationery: Stationery) -> Voice:
    """A comment under the name under which it is public."""
    said = stationery.local(comment.said) if comment.said else None
    return Voice(
        name=comment.author_name,
        day=said.date() if said else None,
        text=comment.text,
        supported=comment.support_count,
        official=comment.official,
        language=comment.language,
    )
