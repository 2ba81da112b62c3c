"""Inviting in the demo city: each coming meeting, sent out by the council office, and answered."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.agendas.building import Wording, change_item
from rostra.agendas.inviting import invite_meeting
from rostra.agendas.models import AgendaVersion, Answer, Proof, Reply, Summons
from rostra.agendas.replying import Said, answer_invitation
from rostra.agendas.summoning import receive_summons, record_delivery
from rostra.database import Database
from rostra.meetings.models import NeutralTitle
from rostra.people.consenting import consent_to_electronic_invitation
from rostra.people.seating import name_deputies
from rostra_frontend.demo.agendas import Sitting
from rostra_frontend.demo.clock import Earlier, acting
from rostra_frontend.demo.dates import TODAY, ZONE
from rostra_frontend.demo.founding import id_of, morning
from rostra_frontend.demo.plotting import Plot
from rostra_frontend.demo.recording import CLERK, item_id
from rostra_frontend.demo.seating import Seat

BY_POST = frozenset({"eberhardt", "fuhrmann"})
"""Those who have not agreed to electronic invitations."""
DEPUTIES = {
    "vogelsang": "lindner", "jahn": "bohne", "hartung": "oezdemir", "reinsch": "thiele",
    "schuetz": "eberhardt", "seifert": "kessler", "hollmann": "brandl", "rudloff": "stadler",
    "metz": "fuhrmann",
}  # fmt: skip
"""Who stands in for whom in the committee that meets today; in the council nobody does."""
HALF_AN_HOUR = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Answering:
    """What somebody answers: late and excused with a reason, or who comes instead."""

    answer: Answer
    reason: str | None = None
    deputy: str | None = None


LATE = Answering(Answer.LATE, "Zug aus Jena")
ANSWERS: dict[str, dict[str, Answering]] = {
    "stadtrat": {
        "nguyen": LATE,
        "kirchhoff": Answering(Answer.EXCUSED, "Tagung des Schulleitungsverbandes"),
        "abicht": Answering(Answer.EXCUSED, "berufliche Verpflichtung"),
    },
    TODAY: {
        "hartung": LATE,
        "schuetz": Answering(Answer.EXCUSED, "berufliche Verpflichtung"),
        "rudloff": Answering(Answer.DEPUTY, deputy="stadler"),
    },
}
SILENT = {"stadtrat": frozenset({"hollmann", "korn", "dreyer", "wolfram"})}
"""Those who have not answered; the one-click member of the council among them."""
COMING = Answering(Answer.COMING)


async def invite_all(database: Database, plot: Plot) -> None:
    """Invite to all meetings that come, the council's last; the members answer."""
    coming = [one for one in plot.sittings if one.prepared]
    await consent(database, sorted({seat.person for one in coming for seat in one.members}))
    await name_all_deputies(database, plot)
    for sitting in sorted(coming, key=lambda one: (one.group == "stadtrat", one.start)):
        await name_neutrally(database, sitting)
        await send(database, call_of(sitting))


async def consent(database: Database, members: list[str]) -> None:
    """Nearly all have agreed to be invited electronically (INV-1)."""
    for member in members:
        if member not in BY_POST:
            async with database.work(acting(member)) as work:
                await consent_to_electronic_invitation(work)


async def name_all_deputies(database: Database, plot: Plot) -> None:
    """Who stands in for the members of the committee that meets today."""
    today = plot.calendar.today
    async with database.work(acting(CLERK)) as work:
        for seat in plot.seats:
            deputy = DEPUTIES.get(seat.person)
            if deputy and seat.group == TODAY and seat.in_force(today):
                await name_deputies(work, membership_id(seat), [id_of("person", deputy)])


def membership_id(seat: Seat) -> UUID:
    """The id of a membership."""
    return id_of("membership", f"{seat.person}:{seat.group}:{seat.start.isoformat()}")


@dataclass(frozen=True, slots=True)
class Call:
    """The invitation to one meeting: who gets it and when it goes out."""

    meeting_id: UUID
    group: str
    start: dt.datetime
    sent: dt.datetime
    members: tuple[str, ...]


def call_of(sitting: Sitting) -> Call:
    """The invitation to a meeting of the story."""
    members = tuple(seat.person for seat in sitting.members)
    sent = morning(sitting.invited, 11)
    return Call(id_of("meeting", sitting.key), sitting.group, sitting.start, sent, members)


async def name_neutrally(database: Database, sitting: Sitting) -> None:
    """Choose what everybody may know of the items that are not public."""
    async with database.work(acting(CLERK)) as work:
        then = Earlier(work, call_of(sitting).sent)
        for point in sitting.points:
            if not point.public and point.paper and point.paper.neutral:
                wording = Wording(neutral_title=point.paper.neutral)
                await change_item(then, id_of("item", item_id(sitting, point)), None, wording)


async def send(database: Database, call: Call) -> None:
    """Send the invitation as the council office, and let the members answer."""
    async with database.work(acting(CLERK)) as work:
        await invite_meeting(Earlier(work, call.sent), call.meeting_id, ZONE)
        await work.flush()
        for model in (AgendaVersion, Summons, NeutralTitle):
            dated = sa.update(model).where(model.meeting_id == call.meeting_id)
            dated = dated.values(created=call.sent)
            await work.change(dated.execution_options(synchronize_session=False))
    await answer(database, call)


async def answer(database: Database, call: Call) -> None:
    """Let the members open the invitation and say whether they come, one after the other."""
    said = ANSWERS.get(call.group, {})
    moment = call.sent
    for person in call.members:
        if person in SILENT.get(call.group, ()):
            continue
        moment = min(moment + HALF_AN_HOUR, dt.datetime.now(ZONE))
        if person in BY_POST:
            await deliver(database, call, person)
        await reply(database, call, person, said.get(person, COMING), moment)
    for deputy in [one.deputy for one in said.values() if one.deputy]:
        await reply(database, call, deputy, COMING, moment)


async def deliver(database: Database, call: Call, person: str) -> None:
    """Note that the invitation was handed over on paper."""
    async with database.work(acting(CLERK)) as work:
        day, person_id = call.sent.date(), id_of("person", person)
        await record_delivery(work, call.meeting_id, person_id, day, Proof.DELIVERED, ZONE)


async def reply(
    database: Database, call: Call, person: str, said: Answering, moment: dt.datetime
) -> None:
    """One member's answer, given with the own account."""
    expected = call.start + HALF_AN_HOUR if said.answer == Answer.LATE else None
    deputy_id = id_of("person", said.deputy) if said.deputy else None
    async with database.work(acting(person)) as work:
        then = Earlier(work, moment)
        if person not in BY_POST:
            await receive_summons(then, call.meeting_id)
        given = Said(said.answer, said.reason, expected, deputy_id)
        made = await answer_invitation(then, call.meeting_id, given, ZONE)
        await work.flush()
        dated = sa.update(Reply).where(Reply.id == made.id).values(created=moment)
        await work.change(dated.execution_options(synchronize_session=False))
