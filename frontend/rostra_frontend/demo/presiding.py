"""Presiding in the demo city: the first half of a sitting, as the chair leads it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.database import Database
from rostra.meetings.models import AgendaItem, ItemType
from rostra.papers.models import Consultation
from rostra.sittings.calling import call_item
from rostra.sittings.finding import establish_quorum
from rostra.sittings.hall import arrive, disclose_bias, enter_expected
from rostra.sittings.holding import open_sitting
from rostra.sittings.models import SpeechType
from rostra.sittings.speaking import call_speaker, request_for, stop_speaker
from rostra.voting.announcing import announce_ballot
from rostra.voting.closing import close_ballot
from rostra.voting.entering import enter_count, enter_votes
from rostra.voting.models import Ballot, Elector, Method, MotionType
from rostra.voting.moving import Moved, make_motion
from rostra.voting.opening import Question, open_ballot
from rostra.voting.queries import standing_text
from rostra.work import Work
from rostra_frontend.demo.clock import Earlier, acting
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.founding import id_of

CHAIR = "vogelsang"
VISITOR = "krause"
LATECOMER = "hartung"
BIASED = "reinsch"
STANDING_IN = ("stadler", "rudloff")
DEBATERS = ("metz", "jahn")
MOVER = "seifert"
AGAINST = {"seifert": "no", "hollmann": "abstention"}
MILDER = ("30 Prozent gedimmt", "20 Prozent gedimmt und mit warmweißem Licht betrieben")
REPORTED = "Dem Ausschuss wird nach zwölf Monaten über die Erfahrungen berichtet."
MOVED = "Warmweißes Licht, weniger hell, und ein Bericht nach einem Jahr"


@dataclass(frozen=True, slots=True)
class Hour:
    """The time since the beginning, shared out among what happens in it."""

    start: dt.datetime
    now: dt.datetime

    def at(self, share: float) -> dt.datetime:
        """The moment at which so large a part of the time had gone by."""
        return self.start + (self.now - self.start) * share


async def preside(database: Database, meeting_id: UUID, hour: Hour) -> None:
    """Open the sitting and lead it to the item that is under debate now."""
    await gather(database, meeting_id, hour)
    plain, papers = await agenda(database, meeting_id)
    steps = len(plain) + len(papers[:-1][:1]) + 1
    for step, item in enumerate(plain):
        await deal_with(database, item, hour.at(step / steps))
    if len(papers) > 1:
        await decide_by_name(database, papers[0], hour.at(len(plain) / steps))
    under_way = papers[1] if len(papers) > 1 else papers[0]
    await debate(database, under_way, hour, (steps - 1) / steps)


async def agenda(database: Database, meeting_id: UUID) -> tuple[list[AgendaItem], list[AgendaItem]]:
    """The public items, those without papers and those with."""
    async with database.reading(acting(CHAIR)) as work:
        items = await work.fetch(
            work.readable(AgendaItem)
            .where(AgendaItem.meeting_id == meeting_id, AgendaItem.public.is_(True))
            .order_by(AgendaItem.order)
        )
        held = set(
            await work.fetch(
                sa.select(Consultation.agenda_item_id).where(
                    Consultation.agenda_item_id.in_([one.id for one in items])
                )
            )
        )
    return [one for one in items if one.id not in held], [one for one in items if one.id in held]


async def gather(database: Database, meeting_id: UUID, hour: Hour) -> None:
    """Those who said so come in, a deputy and the department too, and the sitting is opened."""
    deputy, member = STANDING_IN
    async with database.work(acting(CHAIR)) as work:
        then = Earlier(work, hour.start - dt.timedelta(minutes=5))
        await enter_expected(then, meeting_id, ZONE)
        await arrive(then, meeting_id, id_of("person", deputy), ZONE, id_of("person", member))
        await arrive(then, meeting_id, id_of("person", VISITOR), ZONE)
        await open_sitting(Earlier(work, hour.start), meeting_id)


async def deal_with(database: Database, item: AgendaItem, moment: dt.datetime) -> None:
    """An item without a paper: an opening, something to approve, or a report."""
    meeting_id = item.meeting_id
    assert meeting_id is not None
    async with database.work(acting(CHAIR)) as work:
        then = Earlier(work, moment)
        await call_item(then, item.id)
        if item.order == 0:
            await establish_quorum(then, meeting_id, ZONE)
        elif item.item_type in (ItemType.OPENING, ItemType.MINUTES):
            await show_of_hands(then, item.id)
        else:
            await speak(then, item.id, VISITOR, SpeechType.REPLY)


async def show_of_hands(work: Work, item_id: UUID) -> None:
    """A vote that everybody wins."""
    ballot = await open_ballot(work, item_id, Question(Method.OPEN), work.today)
    numbers = {"yes": ballot.entitled or 0, "no": 0, "abstention": 0}
    await enter_count(work, ballot.id, numbers)
    await tell(work, ballot)


async def tell(work: Work, ballot: Ballot) -> None:
    """Close a vote and announce its result."""
    await close_ballot(work, ballot.id)
    await announce_ballot(work, ballot.id)


async def speak(
    work: Work, item_id: UUID, person: str, speech_type: SpeechType = SpeechType.SPEECH
) -> None:
    """Give somebody the floor for two minutes."""
    speech = await request_for(work, item_id, id_of("person", person), speech_type=speech_type)
    await call_speaker(work, speech.id)
    await stop_speaker(Earlier(work, work.now + dt.timedelta(minutes=2)), speech.id)


async def decide_by_name(database: Database, item: AgendaItem, moment: dt.datetime) -> None:
    """A paper that was debated and decided by name; somebody came late, somebody is biased."""
    meeting_id = item.meeting_id
    assert meeting_id is not None
    async with database.work(acting(CHAIR)) as work:
        then = Earlier(work, moment)
        await arrive(then, meeting_id, id_of("person", LATECOMER), ZONE)
        await call_item(then, item.id)
        await disclose_bias(then, item.id, id_of("person", BIASED))
        await speak(then, item.id, DEBATERS[0])
        later = Earlier(work, moment + dt.timedelta(minutes=3))
        await speak(later, item.id, DEBATERS[1])
        question = Question(Method.NOMINAL, on_devices=False)
        ballot = await open_ballot(later, item.id, question, later.now.date())
        await enter_votes(later, ballot.id, await votes_in(work, ballot))
        await tell(later, ballot)


async def votes_in(work: Work, ballot: Ballot) -> dict[UUID, str]:
    """How those who may vote do so."""
    others = {id_of("person", who): choice for who, choice in AGAINST.items()}
    voting: Sequence[UUID] = await work.fetch(
        sa.select(Elector.person_id).where(
            Elector.ballot_id == ballot.id, Elector.excluded.is_(False)
        )
    )
    return {one: others.get(one, "yes") for one in voting}


async def debate(database: Database, item: AgendaItem, hour: Hour, share: float) -> None:
    """The paper under debate now: an amendment is moved, one speaks, two wait to speak."""
    async with database.work(acting(CHAIR)) as work:
        then = Earlier(work, hour.at(share))
        await call_item(then, item.id)
        text = await standing_text(work, item.id)
        amended = f"{text.replace(*MILDER)}\n{REPORTED}"
        moved = Moved(MotionType.AMENDMENT, MOVED, amended, id_of("person", MOVER))
        await make_motion(then, item.id, moved)
        opening = await request_for(then, item.id, id_of("person", MOVER))
        await call_speaker(Earlier(work, hour.at(share + (1 - share) * 0.9)), opening.id)
        for person in DEBATERS:
            await request_for(then, item.id, id_of("person", person))
