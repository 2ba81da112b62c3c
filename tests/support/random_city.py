"""Random cities with a canary word in every text, and the ten-line rule of who may read it."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import strategies as st

from rostra.access import (
    NOBODY,
    PUBLIC,
    Office,
    organization_token,
    person_token,
    role_token,
    system,
)
from rostra.database import Database
from rostra.events import Event
from rostra.files.models import File, FileText, FileUse
from rostra.meetings.models import AgendaItem, Attendance, Meeting, MeetingOrganization
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.organizations.models import Body, LegislativeTerm, Membership, Organization
from rostra.papers.models import (
    Consultation,
    ConsultationOrganization,
    Paper,
    PaperOrganization,
    PaperPerson,
)
from rostra.people.models import Account, Person
from rostra.posts.models import Post
from rostra.resolutions.models import Resolution
from rostra.voting.models import Ballot, Motion
from rostra.work import Work
from support.random_polls import build_polls
from support.random_projects import build_projects
from support.random_talk import COUNTS as TALK
from support.random_talk import as_the_house_makes_them, build_drafts, build_talk

ORGANIZATIONS = 3
PERSONS = 3
TODAY = dt.date.today()
NOON = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, repr=False)
class Readers:
    """For whom a record is: everybody, nobody, or organizations, persons and perhaps clerks."""

    public: bool = False
    organizations: frozenset[int] = frozenset()
    persons: frozenset[int] = frozenset()
    clerks: bool = False

    def __repr__(self) -> str:
        """In a few letters, since a city has forty of them."""
        some = [f"o{n}" for n in sorted(self.organizations)]
        some += [f"p{n}" for n in sorted(self.persons)]
        return "all" if self.public else "+".join(some + ["clerks"] * self.clerks) or "none"


@dataclass(frozen=True)
class Seat:
    """A membership in the plan: who, where, as what, and whether it holds today."""

    person: int
    organization: int
    office: Office
    holds: bool


@dataclass(frozen=True)
class Plan:
    """A random city: seats, and for whom each record of each kind is."""

    seats: tuple[Seat, ...]
    readers: dict[str, tuple[Readers, ...]]
    actor: int | None


readers = st.one_of(
    st.just(Readers(public=True)),
    st.just(Readers()),
    st.builds(
        Readers,
        organizations=st.frozensets(st.integers(0, ORGANIZATIONS - 1), max_size=2),
        persons=st.frozensets(st.integers(0, PERSONS - 1), max_size=1),
        clerks=st.booleans(),
    ),
)
seats = st.builds(
    Seat,
    person=st.integers(0, PERSONS - 1),
    organization=st.integers(0, ORGANIZATIONS - 1),
    office=st.sampled_from(Office),
    holds=st.booleans(),
)
COUNTS = {
    "meeting": 2, "agenda_item": 4, "paper": 2, "consultation": 2, "file": 4, "minutes": 2,
    "minutes_entry": 4, "ballot": 2, "motion": 2, "post": 2, "person": 1,
    "organization": 1, "legislative_term": 1, "membership": 1, "resolution": 2, "project": 2,
    "project_change": 2, "poll": 2, "poll_text": 2, **TALK,
}  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of a city and one actor in it (None is the public)."""
    return Plan(
        seats=tuple(draw(st.lists(seats, max_size=5))),
        readers=as_the_house_makes_them(
            {
                kind: tuple(draw(st.lists(readers, min_size=count, max_size=count)))
                for kind, count in COUNTS.items()
            }
        ),
        actor=draw(st.one_of(st.none(), st.integers(0, PERSONS - 1))),
    )


def may_read(plan: Plan, whose: Readers) -> bool:
    """The reference rule, from the plan alone."""
    if whose.public:
        return True
    held = [seat for seat in plan.seats if seat.person == plan.actor and seat.holds]
    if plan.actor in whose.persons:
        return True
    if whose.clerks and any(seat.office == Office.CLERK for seat in held):
        return True
    return any(seat.organization in whose.organizations for seat in held)


@dataclass
class City:
    """The city as it was built: the ids and the canary words by kind, the actor's account."""

    body_id: UUID | None = None
    ids: dict[str, list[UUID]] = field(default_factory=dict)
    canaries: dict[str, list[str]] = field(default_factory=dict)
    organization_ids: list[UUID] = field(default_factory=list)
    person_ids: list[UUID] = field(default_factory=list)
    account_id: UUID | None = None
    joint: dict[str, tuple[Readers, ...]] = field(default_factory=dict)
    """Words without readers of their own: for those who may read all that they are about."""

    def allowed(self, plan: Plan) -> set[str]:
        """The canaries that the plan's actor may see."""
        return {
            word
            for kind, words in self.canaries.items()
            for word, whose in zip(words, plan.readers[kind], strict=True)
            if may_read(plan, whose)
        } | {word for word, all_of in self.joint.items()
             if all(may_read(plan, whose) for whose in all_of)}  # fmt: skip

    def forbidden(self, plan: Plan) -> set[str]:
        """The canaries that the plan's actor must never see."""
        words = {word for words in self.canaries.values() for word in words}
        return (words | set(self.joint)) - self.allowed(plan)


def canary(kind: str, number: int) -> str:
    """A word that occurs in one record alone, without digits, so that search takes it whole."""
    return "kanarie" + kind.replace("_", "") + "xqz"[number % 3] + "abcdefghij"[number] + "vork"


@dataclass(frozen=True)
class EverythingWasBuilt(Event):
    """A whole random city appeared at once."""

    meeting: tuple[UUID, ...] = ()
    agenda_item: tuple[UUID, ...] = ()
    paper: tuple[UUID, ...] = ()
    file: tuple[UUID, ...] = ()
    organization: tuple[UUID, ...] = ()
    person: tuple[UUID, ...] = ()
    post: tuple[UUID, ...] = ()
    comment: tuple[UUID, ...] = ()
    project: tuple[UUID, ...] = ()


class Builder:
    """Builds one plan into a database, with the system's rights."""

    def __init__(self, work: Work, plan: Plan) -> None:
        self.work, self.plan, self.city = work, plan, City()

    async def audience(self, whose: Readers) -> int:
        """The audience that the plan's readers make."""
        if whose.public:
            return PUBLIC
        tokens = {organization_token(self.city.organization_ids[n]) for n in whose.organizations}
        tokens |= {person_token(self.city.person_ids[n]) for n in whose.persons}
        if whose.clerks:
            tokens.add(role_token(Office.CLERK, self.city.body_id))
        return await self.work.audience(tokens) if tokens else NOBODY

    async def keep(self, kind: str, make) -> list:
        """Make the records of a kind, each with its canary and its audience."""
        made = []
        for number, whose in enumerate(self.plan.readers[kind]):
            word = canary(kind, number)
            record = make(number, word)
            record.audience_id = await self.audience(whose)
            self.work.add(record)
            made.append(record)
            self.city.canaries.setdefault(kind, []).append(word)
        await self.work.flush()
        self.city.ids[kind] = [record.id for record in made]
        return made

    async def build(self) -> City:
        """The whole city."""
        await self.build_people()
        await self.build_meetings()
        await self.build_papers()
        await self.build_posts()
        await build_talk(self)
        await build_drafts(self)
        await build_projects(self)
        await build_polls(self)
        named = {kind: tuple(self.city.ids[kind]) for kind in EverythingWasBuilt.__annotations__
                 if kind in self.city.ids}  # fmt: skip
        self.work.record(EverythingWasBuilt(**named))
        return self.city

    async def build_people(self) -> None:
        """The body, public committees and persons, and seats in them; one of each with readers."""
        work, city = self.work, self.city
        body = Body(name="Stadt", audience_id=PUBLIC)
        work.add(body)
        await work.flush()
        city.body_id = self.body_id = body.id
        committees = [
            Organization(body_id=body.id, name=f"Ausschuss {n}", audience_id=PUBLIC)
            for n in range(ORGANIZATIONS)
        ]
        persons = [
            Person(body_id=body.id, name=f"Mensch {n}", audience_id=PUBLIC) for n in range(PERSONS)
        ]
        work.add(*committees, *persons)
        await work.flush()
        city.organization_ids = [one.id for one in committees]
        city.person_ids = [one.id for one in persons]
        day = dt.timedelta(days=1)
        for seat in self.plan.seats:
            work.add(
                Membership(
                    body_id=body.id,
                    person_id=city.person_ids[seat.person],
                    organization_id=city.organization_ids[seat.organization],
                    office=seat.office,
                    start_date=TODAY - 30 * day,
                    end_date=None if seat.holds else TODAY - 2 * day,
                    audience_id=PUBLIC,
                )
            )
        if self.plan.actor is not None:
            account = Account(
                email="a@example.org",
                display_name="Konto",
                person_id=city.person_ids[self.plan.actor],
            )
            work.add(account)
            await work.flush()
            city.account_id = account.id
        await self.keep("person", lambda n, word: Person(body_id=body.id, name=word, life=word))
        await self.keep("organization", lambda n, word: Organization(body_id=body.id, name=word))
        await self.keep(
            "legislative_term",
            lambda n, word: LegislativeTerm(body_id=body.id, name=word, start_date=TODAY),
        )
        await self.keep(
            "membership",
            lambda n, word: Membership(
                body_id=body.id,
                person_id=city.person_ids[0],
                organization_id=city.organization_ids[0],
                role=word,
                end_date=TODAY - 2 * day,
            ),
        )

    async def build_meetings(self) -> None:
        """Meetings with items, ballots and minutes."""
        city, body = self.city, self.body_id
        meetings = await self.keep(
            "meeting",
            lambda n, word: Meeting(
                body_id=body, name=word, start=NOON - dt.timedelta(days=3 * n - 1)
            ),
        )
        for meeting in meetings:
            self.work.add(
                MeetingOrganization(
                    meeting_id=meeting.id, organization_id=city.organization_ids[0]
                ),
                MeetingOrganization(
                    meeting_id=meeting.id, organization_id=city.ids["organization"][0], position=1
                ),
                Attendance(meeting_id=meeting.id, person_id=city.ids["person"][0]),
            )
        items = await self.keep(
            "agenda_item",
            lambda n, word: AgendaItem(
                body_id=body,
                meeting_id=meetings[n % 2].id,
                number=str(n // 2 + 1),
                order=n // 2,
                name=f"Punkt {word}",
                public=n < 2,
                result=f"beschlossen {word}",
                resolution_text=f"Beschluss {word}",
            ),
        )
        self.meetings, self.items = meetings, items
        await self.keep(
            "ballot",
            lambda n, word: Ballot(
                body_id=body,
                agenda_item_id=items[n].id,
                subject=word,
                outcome="accepted",
                yes=3,
                no=1,
                abstention=0,
            ),
        )
        await self.keep(
            "motion",
            lambda n, word: Motion(
                body_id=body,
                agenda_item_id=items[n].id,
                motion_type="amendment",
                text=word,
                amends=f"{word} steht",
                amended=f"{word} stünde",
            ),
        )
        await self.keep(
            "resolution",
            lambda n, word: Resolution(
                body_id=body,
                meeting_id=meetings[n].id,
                agenda_item_id=items[n].id,
                number=word,
                counter=n + 1,
                date=dt.date(2026, 3, 1 + n),
                title=f"Beschluss {word}",
                text=f"Beschlossen wird {word}",
                result=f"angenommen {word}",
            ),
        )
        minutes = await self.keep(
            "minutes",
            lambda n, word: Minutes(
                body_id=body,
                meeting_id=meetings[n].id,
                state="published",
                quorum_note=word,
                secretary_name=word,
            ),
        )
        await self.keep(
            "minutes_entry",
            lambda n, word: MinutesEntry(
                minutes_id=minutes[n % 2].id,
                agenda_item_id=items[n].id,
                position=n,
                text=f"<p>Wortlaut {word}</p>",
            ),
        )

    async def build_papers(self) -> None:
        """Papers with consultations, and files at papers, items and meetings."""
        city, body = self.city, self.body_id
        papers = await self.keep(
            "paper",
            lambda n, word: Paper(
                body_id=body,
                name=f"Vorlage {word}",
                reference=f"26/100{n}-BV",
                date=TODAY,
                paper_type="Beschlussvorlage",
                proposed_resolution=f"1. {word}",
            ),
        )
        self.papers = papers
        for paper in papers:
            self.work.add(
                PaperOrganization(
                    paper_id=paper.id,
                    organization_id=city.ids["organization"][0],
                    part="originator",
                ),
                PaperPerson(paper_id=paper.id, person_id=city.ids["person"][0]),
            )
        consultations = await self.keep(
            "consultation",
            lambda n, word: Consultation(
                body_id=body,
                paper_id=papers[n].id,
                agenda_item_id=self.items[n].id,
                meeting_id=self.meetings[n].id,
                role=word,
                position=0,
            ),
        )
        for one in consultations:
            self.work.add(
                ConsultationOrganization(
                    consultation_id=one.id, organization_id=city.organization_ids[0]
                )
            )
        files = await self.keep(
            "file",
            lambda n, word: File(
                body_id=body,
                name=f"Anlage {word}",
                file_name=f"{word}.pdf",
                mime_type="application/pdf",
                text_state="done",
            ),
        )
        for number, file in enumerate(files):
            word = city.canaries["file"][number]
            self.work.add(FileText(file_id=file.id, text=f"Text der Anlage mit {word} darin"))
        owners = [
            {"paper_id": papers[0].id}, {"paper_id": papers[1].id},
            {"agenda_item_id": self.items[0].id}, {"meeting_id": self.meetings[0].id},
        ]  # fmt: skip
        for file, owner in zip(files, owners, strict=True):
            self.work.add(FileUse(file_id=file.id, use="auxiliary", **owner))
        await self.work.flush()

    async def build_posts(self) -> None:
        """Posts about the papers."""
        body = self.body_id
        await self.keep(
            "post",
            lambda n, word: Post(
                body_id=body,
                organization_id=self.city.organization_ids[0],
                title=f"Meldung {word}",
                teaser=word,
                text=f"<p>{word}</p>",
                published=NOON,
                paper_id=self.papers[n].id,
            ),
        )


async def built(database: Database, plan: Plan) -> City:
    """The plan as a real city in the database."""
    async with database.work(system) as work:
        return await Builder(work, plan).build()
