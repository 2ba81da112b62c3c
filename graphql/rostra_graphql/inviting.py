"""Inviting to meetings in the API: the look before, what went out, who comes."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.access import Permission
from rostra.agendas import invitations as queries
from rostra.agendas import models, replying, summoning
from rostra.agendas.findings import Grade as GradeOfFinding
from rostra.agendas.freezing import SHORT_HASH, is_intact
from rostra.agendas.preflight import Fortune as FortuneOfItem
from rostra.agendas.preflight import preflight
from rostra.agendas.replying import Outlook as OutlookOfMeeting
from rostra.errors import NotFound, NotPermitted
from rostra.people import queries as people
from rostra.people.models import Person
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, told

Answer = strawberry.enum(models.Answer, name="Answer", description="What a member answers.")
Channel = strawberry.enum(models.Channel, name="Channel", description="How an invitation goes.")
Edition = strawberry.enum(models.Edition, name="Edition", description="For whom a version is.")
Fortune = strawberry.enum(
    FortuneOfItem, name="Fortune", description="What the public will know of something."
)
Grade = strawberry.enum(GradeOfFinding, name="Grade", description="What a finding means.")
ItemChange = strawberry.enum(
    models.Change, name="ItemChange", description="What became of an item since the last version."
)
Occasion = strawberry.enum(models.Occasion, name="Occasion", description="Why a version went out.")
Outlook = strawberry.enum(
    OutlookOfMeeting, name="Outlook", description="Whether a quorum is likely."
)
Proof = strawberry.enum(models.Proof, name="Proof", description="How we know it arrived.")

OfMeeting = Annotated[UUID, argument("The meeting.")]


@described
class Finding:
    """What was found about one rule before an invitation."""

    rule: str = told("The name of the rule, such as INV-2.")
    grade: Grade = told("What it means for the invitation.")
    sentence: str = told("It in words.")
    about: list[str] = told("The persons, items or papers of which it speaks, by name.")
    day: dt.date | None = told("The last day that would be in time, or the day it speaks of.")


@described
class Prospect:
    """What the public will know of an item, a paper or a file with the invitation."""

    thing: str = told("item, paper or file.")
    number: str | None = told("The item's number, or the paper's reference.")
    name: str | None = told("What it is called among those who may read it.")
    fortune: Fortune = told("What the public will know of it.")
    shown_as: str | None = told("What the public reads.")
    new: bool = told("Whether the public does not read it yet.")


@described
class Preflight:
    """The look at a meeting before its invitation goes out, or a supplement to its agenda."""

    findings: list[Finding] = told("What was found, rule by rule.")
    prospects: list[Prospect] = told("What would become public and what would not.")
    blocked: bool = told("Whether anything stands in the way.")


@described
class FrozenFile:
    """A file as it belonged to a paper when a version went out."""

    name: str | None = told("What it was called.")
    hash: str | None = told("The SHA-512 of what was in it.")


@described
class FrozenPaper:
    """A paper as it stood at an item when a version went out."""

    uuid: UUID = told("Its bare id.")
    reference: str | None = told("Its reference.")
    name: str | None = told("Its name.")
    files: list[FrozenFile] = told("Its files.")


@described
class FrozenChange:
    """What became of an item since the version before."""

    change: ItemChange = told("What.")
    before: str | None = told("The name or number that it had.")


@described
class FrozenItem:
    """An item as a version says it."""

    number: str | None = told("Its number.")
    name: str | None = told("Its title, or a neutral one.")
    public: bool = told("Whether it stands in the public part.")
    depth: int = told("How deep it stands on a nested agenda, from 0.")
    papers: list[FrozenPaper] = told("The papers at it.")
    changes: list[FrozenChange] = told("What became of it since the version before.")


@described
class FrozenMeeting:
    """A meeting as a version says it."""

    name: str | None = told("What it is called.")
    number: int | None = told("The how-manieth sitting of the term it is.")
    start: dt.datetime | None = told("When it begins.")
    end: dt.datetime | None = told("When it ends.")
    place: str | None = told("Where it takes place.")
    organizations: list[str] = told("Who sits.")
    urgent: bool = told("Whether the period of notice was shortened (INV-3).")
    second_summons: bool = told("Whether any number decides (QUO-2).")
    cancelled: bool = told("Whether it was cancelled.")


@described
class AgendaVersion:
    """An agenda as it went out: frozen, numbered, with the hash of what it says."""

    number: int = told("Its number among the versions of its edition.")
    edition: Edition = told("For whom it is.")
    occasion: Occasion = told("Why it went out.")
    note: str | None = told("The reason, in words.")
    sent: dt.datetime = told("When it went out.")
    hash: str = told("The SHA-256 of its content in its canonical spelling.")

    @answers(str)
    def short_hash(self, version: strawberry.Parent[models.AgendaVersion]) -> str:
        """The beginning of the hash, as letters show it."""
        return version.hash[:SHORT_HASH]

    @answers(bool)
    def intact(self, version: strawberry.Parent[models.AgendaVersion]) -> bool:
        """Whether it still says what it said when it went out."""
        return is_intact(version)

    @answers(FrozenMeeting)
    def meeting(self, version: strawberry.Parent[models.AgendaVersion]) -> queries.MeetingThen:
        """What it says of the meeting."""
        return queries.meeting_then(version.content["meeting"])

    @answers(list[FrozenItem])
    def items(self, version: strawberry.Parent[models.AgendaVersion]) -> list[queries.ItemThen]:
        """The items in order."""
        return queries.items_then(version.content["items"])

    @answers(list[FrozenItem])
    def removed(self, version: strawberry.Parent[models.AgendaVersion]) -> list[queries.ItemThen]:
        """The items of the version before that are no longer there."""
        return queries.items_then(version.content.get("removed", []))

    @answers(dt.datetime | None)
    def start_before(self, version: strawberry.Parent[models.AgendaVersion]) -> dt.datetime | None:
        """When the meeting was to begin by the version before, where that changed."""
        return queries.moment_then(version.content.get("facts_before", {}).get("start"))

    @answers(str | None)
    def place_before(self, version: strawberry.Parent[models.AgendaVersion]) -> str | None:
        """Where it was to take place by the version before, where that changed."""
        place: str | None = version.content.get("facts_before", {}).get("place")
        return place


@described
class Reply:
    """What an invited person answers."""

    answer: Answer = told("The answer.")
    reason: str | None = told("The reason; read by the person, the chair and the clerks.")
    expected: dt.datetime | None = told("When somebody who is late will come.")
    modified: dt.datetime = told("When it was said.")

    @answers(names.PERSON | None)
    async def deputy(self, info: Info, reply: strawberry.Parent[models.Reply]) -> Person | None:
        """Who is asked to come instead."""
        return await info.context.one(people.persons_by_id, reply.deputy_id)


@described
class Summons:
    """The invitation of one person, with the proof that it arrived (INV-1)."""

    number: int = told("The version of the agenda that it is about.")
    channel: Channel = told("How it was sent.")
    entitled: bool = told("Whether the person may vote.")
    guest: bool = told("Whether the person belongs to none of the organizations that sit.")
    sent: dt.datetime = told("When it was sent.")
    received: dt.datetime | None = told("When it arrived, where that is proved.")
    proof: Proof | None = told("How we know.")
    healed: dt.datetime | None = told("When a late invitation was healed by attendance (INV-4).")

    @answers(names.PERSON | None)
    async def person(self, info: Info, summons: strawberry.Parent[models.Summons]) -> Person | None:
        """Whose invitation it is."""
        return await info.context.one(people.persons_by_id, summons.person_id)

    @answers(names.PERSON | None)
    async def stands_in_for(
        self, info: Info, summons: strawberry.Parent[models.Summons]
    ) -> Person | None:
        """The member for whom the person was asked to come."""
        return await info.context.one(people.persons_by_id, summons.stands_in_for_id)

    @answers(bool | None)
    async def in_time(self, info: Info, summons: strawberry.Parent[models.Summons]) -> bool | None:
        """Whether it kept the period of notice (INV-2, INV-3); null while nobody can say."""
        zone = info.context.house.zone
        known = await info.context.one(queries.terms_of_meetings, summons.meeting_id, zone=zone)
        if known is None:
            return None
        meeting, rules = known
        return summoning.arrived_in_time(summons, meeting, rules, zone)

    @answers(dt.date | None)
    async def counted(
        self, info: Info, summons: strawberry.Parent[models.Summons]
    ) -> dt.date | None:
        """The day on which it counts as received (INV-2); null while nobody can say."""
        zone = info.context.house.zone
        known = await info.context.one(queries.terms_of_meetings, summons.meeting_id, zone=zone)
        return known and summoning.counted_day(summons, known[1], zone)

    @answers(Reply | None)
    async def reply(
        self, info: Info, summons: strawberry.Parent[models.Summons]
    ) -> models.Reply | None:
        """What the person answered, for those who may read it."""
        replies = await info.context.many(queries.replies_of, summons.meeting_id)
        return next((one for one in replies if one.person_id == summons.person_id), None)


@described
class QuorumForecast:
    """Who comes, as far as it is known, against the number that is needed (QUO-1)."""

    legal_number: int = told("The legal number of members.")
    needed: int = told("How many must be present.")
    rule: str = told("QUO-1, or QUO-2 after a second summons.")
    coming: int = told("How many come who may vote, deputies included.")
    not_coming: int = told("How many do not.")
    silent: int = told("How many have not answered.")
    outlook: Outlook = told("Whether there will be a quorum.")


@described
class InvitationPowers:
    """What the viewer may do about the invitation to a meeting at this moment."""

    invite: bool = told("Send the invitation.")
    supplement: bool = told("Send a supplement to the agenda.")
    move: bool = told("Move the meeting to another time or place.")
    cancel: bool = told("Cancel it.")
    see_answers: bool = told("See who comes.")
    answer: bool = told("Say whether oneself comes.")


@described
class InvitationQueries:
    """What can be asked about invitations."""

    @answers(Preflight | None)
    async def preflight(self, info: Info, meeting: OfMeeting) -> object | None:
        """The look before an invitation or a supplement; null for who may not send it."""
        context = info.context
        found = await queries.meeting_for(context.work, meeting, Permission.MEETING_KEEP)
        return found and await preflight(context.work, meeting, context.house.zone)

    @answers(list[AgendaVersion])
    async def agenda_versions(
        self,
        info: Info,
        meeting: OfMeeting,
        edition: Annotated[
            Edition | None, argument("The one for everybody, or the full one where readable.")
        ] = None,
    ) -> list[models.AgendaVersion]:
        """The agendas of a meeting as they went out, the last one first."""
        return await queries.versions_of(info.context.work, meeting, edition)

    @answers(Summons | None)
    async def own_summons(self, info: Info, meeting: OfMeeting) -> models.Summons | None:
        """The viewer's own invitation to a meeting."""
        return await queries.own_summons(info.context.work, meeting)

    @answers(list[names.PERSON])
    async def own_deputies(self, info: Info, meeting: OfMeeting) -> list[Person]:
        """Who may stand in for the viewer in a meeting, in order."""
        return await queries.own_deputies(info.context.work, meeting, info.context.house.zone)

    @answers(list[Summons])
    async def summonses(self, info: Info, meeting: OfMeeting) -> list[models.Summons]:
        """All invitations to the last version; for those who keep or chair the meeting."""
        return await queries.summonses_of(info.context.work, meeting)

    @answers(QuorumForecast | None)
    async def quorum_forecast(self, info: Info, meeting: OfMeeting) -> object | None:
        """Whether the quorum is in doubt; null but for those who keep or chair the meeting."""
        context = info.context
        try:
            return await replying.forecast(context.work, meeting, context.house.zone)
        except (NotFound, NotPermitted):
            return None

    @answers(bool)
    async def invited_electronically(self, info: Info) -> bool:
        """Whether the viewer agreed to be invited electronically (INV-1)."""
        return await queries.invited_electronically(info.context.work)

    @answers(InvitationPowers | None)
    async def invitation_powers(self, info: Info, meeting: OfMeeting) -> object | None:
        """What the viewer may do about the invitation to a meeting."""
        return await queries.powers_over(info.context.work, meeting)
