"""Those who stand in for members: who may, how they are asked, and how they are released."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, person_token, system
from rostra.agendas.events import DeputyAsked, DeputyReleased
from rostra.agendas.models import AgendaVersion, Edition, Reply, Summons
from rostra.agendas.opening import Folder, Opened, folder_of, open_to_members, shut_out
from rostra.agendas.seats import Seat, members_tokens, seats_of
from rostra.agendas.summoning import Invited, last_summonses, summon
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Deputy
from rostra.papers.models import Consultation
from rostra.records import Readable
from rostra.work import Work


@dataclass(frozen=True, slots=True)
class Substitute:
    """That somebody may stand in for a member of a meeting."""

    person_id: UUID
    member_id: UUID


async def substitutes_in(work: Work, meeting: Meeting) -> list[Substitute]:
    """Who may stand in for which member, member by member, each in their order."""
    seats = await seats_of(work, meeting, work.today)
    members = {one: seat.person_id for seat in seats for one in seat.membership_ids}
    rows = await work.rows(
        sa.select(Deputy.membership_id, Deputy.person_id)
        .where(Deputy.membership_id.in_(members))
        .order_by(Deputy.membership_id, Deputy.position, Deputy.person_id)
    )
    named = (Substitute(person_id, members[seat]) for seat, person_id in rows)
    return list(dict.fromkeys(named))


async def deputy_ids_of(work: Work, seat: Seat) -> list[UUID]:
    """Who may stand in for a member, in order."""
    return list(
        dict.fromkeys(
            await work.fetch(
                sa.select(Deputy.person_id)
                .where(Deputy.membership_id.in_(seat.membership_ids))
                .order_by(Deputy.position, Deputy.person_id)
            )
        )
    )


async def ask_deputy(
    work: Work, meeting: Meeting, seat: Seat, deputy_id: UUID, seats: Collection[Seat]
) -> Summons:
    """Invite somebody to stand in for a member, and let them read what the member reads."""
    if deputy_id not in await deputy_ids_of(work, seat):
        raise Invalid("deputy", "This person is no deputy of the member.")
    if any(one.person_id == deputy_id for one in seats if one.entitled):
        raise Invalid("deputy", "This person has a vote in this meeting already.")
    standing = {one.person_id: one for one in await last_summonses(work, meeting.id)}
    known = standing.get(deputy_id)
    if known is not None and known.stands_in_for_id not in (None, seat.person_id):
        raise Conflict("This person stands in for another member already.")

    version = await last_full(work, meeting.id)
    guest = all(one.person_id != deputy_id for one in seats)
    deputy = Invited(deputy_id, seat.entitled, guest, seat.person_id)
    (summons,) = await summon(work, meeting, version, [deputy], seats)
    opened = await let_guests_read(work, meeting)
    work.record(DeputyAsked(summons.id, *named(opened)))
    return summons


async def release_deputy(work: Work, meeting: Meeting, member_id: UUID) -> None:
    """Take back that somebody was asked to stand in for a member."""
    for summons in await last_summonses(work, meeting.id):
        if summons.stands_in_for_id == member_id:
            await release(work, meeting, summons)


async def release_deputies(work: Work, meeting: Meeting, guests: Collection[Invited]) -> None:
    """Release all who were asked to stand in, but for those who are invited anyway."""
    kept = {one.person_id for one in guests}
    for summons in await last_summonses(work, meeting.id):
        if summons.stands_in_for_id is not None and summons.person_id not in kept:
            await release(work, meeting, summons)


async def release(work: Work, meeting: Meeting, summons: Summons) -> None:
    """Take back a deputy's invitation and answer, and what could be read by it alone."""
    summons.stands_in_for_id = None
    opened = Opened()
    if summons.guest:
        work.withdraw(summons)
        reply = await work.first(
            sa.select(Reply).where(
                Reply.meeting_id == meeting.id, Reply.person_id == summons.person_id
            )
        )
        if reply is not None:
            work.withdraw(reply)
        await work.flush()
        opened = await shut_out_guest(work, meeting, summons.person_id)
    else:
        summons.entitled = False
    work.record(DeputyReleased(summons.id, *named(opened)))


async def let_guests_read(work: Work, meeting: Meeting) -> Opened:
    """Let everybody who is invited to a meeting read all of it that went out."""
    folder = await sent_folder_of(work, meeting)
    tokens = await members_tokens(work, meeting, await guest_ids_of(work, meeting))
    await let_read_versions(work, meeting, await work.audience(tokens))
    return await open_to_members(work, folder, tokens)


async def shut_out_guest(work: Work, meeting: Meeting, person_id: UUID) -> Opened:
    """Let somebody who is no longer invited read no more than before."""
    folder = await sent_folder_of(work, meeting)
    tokens = await members_tokens(work, meeting, await guest_ids_of(work, meeting))
    await let_read_versions(work, meeting, await work.audience(tokens))
    opened, token = Opened(), person_token(person_id)
    await shut_out(work, folder.items, token, opened.agenda_items)
    if meeting.audience_id != PUBLIC:
        await shut_out(work, [meeting], token, set())
    kept = await papers_elsewhere(work, person_id, meeting.id)
    papers = [paper for paper in folder.papers.values() if paper.id not in kept]
    files: list[Readable] = [file for one in papers for file in folder.files.get(one.id, ())]
    files += [file for _, file in folder.own_files]
    held = [one for one in folder.consultations if one.paper_id not in kept]
    await shut_out(work, papers, token, opened.papers)
    await shut_out(work, files, token, opened.files)
    await shut_out(work, held, token, opened.consultations)
    return opened


async def papers_elsewhere(work: Work, person_id: UUID, but_for: UUID) -> set[UUID]:
    """The papers that a person reads through invitations to other meetings."""
    return set(
        await work.fetch(
            sa.select(Consultation.paper_id)
            .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
            .join(Summons, Summons.meeting_id == AgendaItem.meeting_id)
            .where(
                Summons.person_id == person_id,
                Summons.meeting_id != but_for,
                Summons.audience_id != NOBODY,
                AgendaItem.audience_id != NOBODY,
            )
        )
    )


async def sent_folder_of(work: Work, meeting: Meeting) -> Folder:
    """The agenda as it went out last: what was drafted since is opened to nobody."""
    folder = await folder_of(work.seen_by(await system(work.db)), meeting)
    version = await last_full(work, meeting.id)
    sent = {item["id"] for item in version.content["items"]}
    items = [item for item in folder.items if str(item.id) in sent]
    return folder.narrowed_to(items)


async def guest_ids_of(work: Work, meeting: Meeting) -> list[UUID]:
    """Those who are invited without belonging to the meeting."""
    return [one.person_id for one in await last_summonses(work, meeting.id) if one.guest]


async def last_full(work: Work, meeting_id: UUID) -> AgendaVersion:
    """The version of the whole agenda that went out last."""
    version: AgendaVersion | None = await work.first(
        sa.select(AgendaVersion)
        .where(AgendaVersion.meeting_id == meeting_id, AgendaVersion.edition == Edition.FULL)
        .order_by(AgendaVersion.number.desc())
    )
    if version is None:
        raise Conflict("The invitation to this meeting has not gone out yet.")
    return version


async def let_read_versions(work: Work, meeting: Meeting, audience_id: int) -> None:
    """Let those who are invited now read the full editions, and nobody else."""
    for version in await work.fetch(
        sa.select(AgendaVersion).where(
            AgendaVersion.meeting_id == meeting.id,
            AgendaVersion.edition == Edition.FULL,
            AgendaVersion.audience_id != audience_id,
        )
    ):
        version.audience_id = audience_id


def named(opened: Opened) -> tuple[tuple[UUID, ...], ...]:
    """What got other readers, as events name it."""
    kinds = (opened.agenda_items, opened.papers, opened.files, opened.consultations)
    return tuple(tuple(kind) for kind in kinds)
