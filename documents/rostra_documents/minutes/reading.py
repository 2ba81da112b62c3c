"""The minutes as a reader may read them, made ready to be printed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rostra.access import PUBLIC
from rostra.errors import NotFound
from rostra.meetings.models import AgendaItem
from rostra.minutes.facts import Facts, Moved, facts_of
from rostra.minutes.models import Minutes, MinutesEntry, Signer, Statement, StatementType
from rostra.minutes.queries import entries_of, minutes_of, signatures_of, statements_at
from rostra.organizations.models import Organization
from rostra.organizations.queries import organizations_by_id
from rostra.papers.models import Paper
from rostra.people.models import Person
from rostra.people.queries import persons_by_id
from rostra.voting.models import Ballot, Method, Vote
from rostra.voting.queries import ballots_of, votes_of
from rostra.work import Work
from rostra_documents.meetings.reading import Sitting, depths_of, sitting_of
from rostra_documents.minutes.attendance import attendees_of, name_of
from rostra_documents.minutes.model import (
    BallotSheet,
    ItemSheet,
    MinutesSheet,
    MotionSheet,
    NamedVotes,
    SignatureSheet,
    StatementSheet,
)
from rostra_documents.papers.model import PaperLine
from rostra_documents.papers.reading import lines_of, papers_at
from rostra_documents.records import given, newest
from rostra_documents.stationery import Stationery
from rostra_documents.wording import Wording

CHOICES = ("yes", "no", "abstention", "not_participating", "excluded")
AMENDMENTS = ("änderung", "ergänzung", "amendment")


@dataclass(frozen=True, slots=True)
class Proceedings:
    """What the records say about the items of one meeting, by item."""

    entries: dict[UUID, list[MinutesEntry]]
    ballots: dict[UUID, list[Ballot]]
    votes: dict[UUID, list[Vote]]
    papers: dict[UUID, list[Paper]]
    lines: dict[UUID, PaperLine]
    voters: dict[UUID, Person]
    facts: dict[UUID, Facts]
    statements: dict[UUID, list[Statement]]
    factions: dict[UUID, Organization]

    @property
    def records(self) -> list[Any]:
        """Everything that carries an audience and a date."""
        kinds = (self.entries, self.ballots, self.papers)
        return [one for kind in kinds for many in kind.values() for one in many]


async def minutes_sheet(
    work: Work, meeting_id: UUID, stationery: Stationery
) -> tuple[MinutesSheet, Sitting]:
    """The minutes of the meeting; NotFound where there are none for this reader."""
    sitting = await sitting_of(work, meeting_id)
    minutes = (await minutes_of(work, [meeting_id])).get(meeting_id)
    if minutes is None:
        raise NotFound
    proceedings = await proceedings_of(work, sitting, minutes)
    officers = await persons_by_id(work, given((minutes.chair_id, minutes.secretary_id)))
    meeting, local = sitting.meeting, stationery.local
    items = items_of(sitting, proceedings, stationery)
    records = [meeting, minutes, *sitting.agenda, *proceedings.records]
    sheet = MinutesSheet(
        organization=sitting.organization,
        name=meeting.name,
        number=meeting.number,
        term=sitting.term,
        start=local(meeting.start),
        end=local(meeting.end),
        place=sitting.place,
        interruptions=interruptions_of(minutes),
        chair=officer(officers, minutes.chair_id),
        secretary=officer(officers, minutes.secretary_id) or minutes.secretary_name,
        invited=minutes.invited,
        invitation_note=minutes.invitation_note,
        quorum=minutes.quorum_note,
        state=minutes.state,
        attendees=await attendees_of(work, sitting, stationery),
        public_items=tuple(sheet for public, sheet in items if public),
        nonpublic_items=tuple(sheet for public, sheet in items if not public),
        confidential=any(one.audience_id != PUBLIC for one in records)
        or any(one.paused for one in proceedings.facts.values()),
        approved=minutes.approved,
        approved_in=await number_of(work, minutes.approved_in_item_id),
        dated=newest(*records),
        **await signed_by(work, minutes, stationery),
    )
    return sheet, sitting


def items_of(
    sitting: Sitting, proceedings: Proceedings, stationery: Stationery
) -> list[tuple[bool, ItemSheet]]:
    """The items in the order in which they were called, and whether they were debated in public."""
    depths, t = depths_of(sitting.agenda), Wording(stationery.language)
    return [
        (
            item.public is not False,
            item_sheet(item, depths[item.id], sitting, proceedings, stationery.local, t),
        )
        for item in sitting.agenda
    ]


async def proceedings_of(work: Work, sitting: Sitting, minutes: Minutes) -> Proceedings:
    """Everything that the reader may read about the items of the meeting."""
    ids = [item.id for item in sitting.agenda]
    entries: dict[UUID, list[MinutesEntry]] = defaultdict(list)
    for entry in (await entries_of(work, [minutes.id])).get(minutes.id, ()):
        entries[entry.agenda_item_id].append(entry)
    ballots = await ballots_of(work, ids)
    votes = await votes_of(work, [one.id for many in ballots.values() for one in many])
    papers = await papers_at(work, ids)
    every = {one.id: one for many in papers.values() for one in many}
    facts, statements = await facts_of(work, ids), await statements_at(work, ids)
    named = {one.person_id for many in votes.values() for one in many}
    named |= {one.person_id for many in statements.values() for one in many}
    for one in facts.values():
        named |= one.person_ids
    movers = given(each.organization_id for one in facts.values() for each in one.moved)
    return Proceedings(
        entries, ballots, votes, papers, await lines_of(work, list(every.values())),
        await persons_by_id(work, named), facts, statements,
        await organizations_by_id(work, movers),
    )  # fmt: skip


def item_sheet(
    item: AgendaItem,
    depth: int,
    sitting: Sitting,
    proceedings: Proceedings,
    local: Callable[[Any], Any],
    t: Wording,
) -> ItemSheet:
    """One item with everything that was said and decided under it."""
    papers = proceedings.papers.get(item.id, [])
    main = [one for one in papers if not amends(one)]
    motions = [one for one in papers if amends(one) and one.proposed_resolution]
    return ItemSheet(
        anchor=f"item-{item.order}-{item.id.hex[-8:]}",
        number=item.number,
        name=item.name,
        depth=depth,
        start=local(item.start),
        end=local(item.end),
        papers=tuple(proceedings.lines[one.id] for one in papers if one not in motions),
        texts=tuple(entry.text for entry in proceedings.entries.get(item.id, ())),
        motions=tuple(proceedings.lines[one.id] for one in motions),
        resolution=item.resolution_text,
        resolution_number=resolution_number(main or papers, local(sitting.meeting.start), t),
        ballots=tuple(
            ballot_sheet(one, proceedings) for one in proceedings.ballots.get(item.id, ())
        ),
        result=item.result,
        **noted_under(item, proceedings, local),
    )


def noted_under(
    item: AgendaItem, proceedings: Proceedings, local: Callable[[Any], Any]
) -> dict[str, Any]:
    """What was recorded under an item beside its votes: speakers, motions, bias, statements."""
    facts, known = proceedings.facts.get(item.id, Facts()), proceedings.voters
    speakers = [officer(known, one.person_id) or one.guest for one in facts.spoken]
    excluded = [officer(known, one.person_id) for one in facts.excluded]
    return {
        "speakers": tuple(dict.fromkeys(one for one in speakers if one)),
        "moved": tuple(
            MotionSheet(one.motion_type, one.text, mover(proceedings, one), one.state)
            for one in facts.moved
        ),
        "excluded": tuple(one for one in excluded if one),
        "pauses": tuple((local(one.began), local(one.ended)) for one in facts.paused),
        "statements": tuple(
            StatementSheet(
                name_of(known[one.person_id]),
                one.text,
                one.statement_type == StatementType.OWN_VOTE,
            )
            for one in proceedings.statements.get(item.id, ())
            if one.person_id in known
        ),
    }


def mover(proceedings: Proceedings, motion: Moved) -> str | None:
    """Who moved it: the faction, or the person."""
    if motion.organization_id in proceedings.factions:
        faction = proceedings.factions[motion.organization_id]
        return faction.short_name or faction.name
    return officer(proceedings.voters, motion.person_id)


def amends(paper: Paper) -> bool:
    """Whether the paper asks for a change of another one."""
    return any(word in (paper.paper_type or "").lower() for word in AMENDMENTS)


def resolution_number(papers: list[Paper], start: Any, t: Wording) -> str | None:
    """The number of a resolution: that of its paper, and the day."""
    reference = next((one.reference for one in papers if one.reference), None)
    if reference is None or start is None:
        return reference
    return t("minutes.resolution_dated", reference=reference, date=t.date(start.date()))


def ballot_sheet(ballot: Ballot, proceedings: Proceedings) -> BallotSheet:
    """A ballot with its numbers and, where it was by name, its names."""
    chosen: dict[str, list[str]] = defaultdict(list)
    for vote in proceedings.votes.get(ballot.id, ()):
        if vote.person_id in proceedings.voters:
            chosen[vote.choice].append(name_of(proceedings.voters[vote.person_id]))
    return BallotSheet(
        outcome=ballot.outcome,
        subject=ballot.subject,
        method=ballot.method,
        present=ballot.present,
        yes=ballot.yes,
        no=ballot.no,
        abstention=ballot.abstention,
        not_participating=ballot.not_participating,
        excluded=ballot.excluded,
        tallies=tuple((str(one["name"]), int(one["votes"])) for one in ballot.tallies or ()),
        votes=tuple(NamedVotes(one, tuple(chosen[one])) for one in CHOICES if chosen[one]),
        announced=ballot.result if ballot.method == Method.ELECTION else None,
    )


async def signed_by(work: Work, minutes: Minutes, stationery: Stationery) -> dict[str, Any]:
    """Who signed as what, and on which day in the city."""
    names = {Signer.CHAIR: "signed_chair", Signer.SECRETARY: "signed_secretary"}
    return {
        names[Signer(one.part)]: SignatureSheet(one.name, stationery.local(one.at).date())
        for one in (await signatures_of(work, [minutes.id])).get(minutes.id, ())
    }


def interruptions_of(minutes: Minutes) -> tuple[tuple[str, str], ...]:
    """From when to when the meeting was interrupted."""
    return tuple((str(one["from"]), str(one["until"])) for one in minutes.interruptions or ())


def officer(persons: dict[UUID, Person], person_id: UUID | None) -> str | None:
    """The name of the chair or the secretary, where the reader may read it."""
    return name_of(persons[person_id]) if person_id in persons else None


async def number_of(work: Work, item_id: UUID | None) -> str | None:
    """The number of the item in which the minutes were approved, where it is readable."""
    if item_id is None:
        return None
    item = await work.first(work.readable(AgendaItem).where(AgendaItem.id == item_id))
    return item.number if item else None
