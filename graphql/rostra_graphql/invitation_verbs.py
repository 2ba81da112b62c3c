"""What can be done about invitations in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from rostra.agendas import inviting, replying, summoning
from rostra.agendas.invitations import replies_of
from rostra.agendas.inviting import Reason
from rostra.agendas.models import Reply as AnswerGiven
from rostra.agendas.models import Summons as Invitation
from rostra.agendas.replying import Said
from rostra.errors import Invalid
from rostra.meetings.models import Meeting
from rostra.meetings.queries import meetings_by_id
from rostra.people import consenting
from rostra_graphql import names
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.inviting import Answer, Proof, Reply, Summons
from rostra_graphql.telling import argument, described, described_input, does, told


@described_input
class InviteMeetingInput:
    """To which meeting is invited, and who besides its members."""

    meeting: UUID = told("The meeting.")
    guests: list[UUID] | None = told(
        "Persons who are invited without belonging to it (INV-1).", default=None
    )
    names: str | None = told("More guests by their names, one in a line.", default=None)


@described_input
class NoticeTermsInput:
    """On which terms a meeting in the making is called."""

    meeting: UUID = told("The meeting.")
    urgent: bool = told("Whether the period of notice is shortened (INV-3).", default=False)
    second_summons: bool = told(
        "Whether it is called a second time on the same subject (QUO-2).", default=False
    )


@described_input
class SupplementAgendaInput:
    """Why an agenda is supplemented."""

    meeting: UUID = told("The meeting.")
    note: str = told("The reason, for those who are invited.")
    public_note: str | None = told("The reason, for everybody.", default=None)


@described_input
class MoveMeetingInput:
    """When and where a meeting is held instead, in the city's time."""

    meeting: UUID = told("The meeting.")
    day: dt.date = told("The day.")
    begins: str = told("The time of day, as 18:00.")
    location: UUID | None = told("The place; the same unless given.", default=None)
    note: str | None = told("The reason, for those who are invited.", default=None)
    public_note: str | None = told("The reason, for everybody.", default=None)


@described_input
class CancelMeetingInput:
    """Why a meeting is cancelled."""

    meeting: UUID = told("The meeting.")
    reason: str | None = told("The reason; all who read the meeting read it.", default=None)


@described_input
class AnswerInvitationInput:
    """What somebody answers to an invitation."""

    meeting: UUID = told("The meeting.")
    answer: Answer = told("Whether one comes.")
    reason: str | None = told(
        "Why not; read by the chair and the clerks, named by the minutes.", default=None
    )
    expected: str | None = told("For who comes late: the time of day, as 18:30.", default=None)
    deputy: UUID | None = told("Who is asked to come instead.", default=None)
    person: UUID | None = told("For whom a clerk enters it; oneself unless given.", default=None)


@described_input
class RecordDeliveryInput:
    """On which day an invitation was handed over or put into the post."""

    meeting: UUID = told("The meeting.")
    person: UUID = told("Whose invitation.")
    day: dt.date = told("The day.")
    proof: Proof = told("DELIVERED or POSTED.")


@described
class InvitationMutations:
    """What can be done about invitations."""

    @does(names.MEETING)
    async def invite_meeting(
        self, info: Info, input: Annotated[InviteMeetingInput, argument("To what, and whom.")]
    ) -> Meeting:
        """Send the invitation: freeze the agenda, let its readers in, give public notice."""
        work, zone = info.context.work, info.context.house.zone
        guests = [
            *(input.guests or ()),
            *await inviting.guests_named(work, input.meeting, input.names),
        ]
        meeting = await inviting.invite_meeting(work, input.meeting, zone, guests)
        return await info.context.written(meetings_by_id, meeting.id)

    @does(names.MEETING)
    async def set_notice_terms(
        self, info: Info, input: Annotated[NoticeTermsInput, argument("The terms.")]
    ) -> Meeting:
        """Say whether a meeting in the making is urgent (INV-3) or called again (QUO-2)."""
        meeting = await inviting.set_notice_terms(
            info.context.work, input.meeting, input.urgent, input.second_summons
        )
        return await info.context.written(meetings_by_id, meeting.id)

    @does(names.MEETING)
    async def supplement_agenda(
        self, info: Info, input: Annotated[SupplementAgendaInput, argument("Of what, and why.")]
    ) -> Meeting:
        """Send the agenda as it stands now as another version, its changes marked."""
        reason = Reason(input.note, input.public_note)
        meeting = await inviting.supplement_agenda(
            info.context.work, input.meeting, info.context.house.zone, reason
        )
        return await info.context.written(meetings_by_id, meeting.id)

    @does(names.MEETING)
    async def move_meeting(
        self, info: Info, input: Annotated[MoveMeetingInput, argument("Where to.")]
    ) -> Meeting:
        """Hold a meeting at another time or place; everybody is told, and asked anew."""
        zone = info.context.house.zone
        start = dt.datetime.combine(input.day, time_of_day(input.begins, "begins"), zone)
        meeting = await inviting.move_meeting(
            info.context.work, input.meeting, start, zone,
            Reason(input.note, input.public_note), location_id=input.location,
        )  # fmt: skip
        return await info.context.written(meetings_by_id, meeting.id)

    @does(names.MEETING)
    async def cancel_meeting(
        self, info: Info, input: Annotated[CancelMeetingInput, argument("Which, and why.")]
    ) -> Meeting:
        """Call a meeting off; everybody is told."""
        meeting = await inviting.cancel_meeting(
            info.context.work, input.meeting, info.context.house.zone, input.reason
        )
        return await info.context.written(meetings_by_id, meeting.id)

    @does(Summons)
    async def receive_summons(
        self,
        info: Info,
        meeting: Wanted,
        confirmed: Annotated[bool, argument("Whether the viewer says so, or opened it.")] = False,
    ) -> Invitation:
        """Note that the viewer received the invitation to a meeting (INV-1)."""
        return await summoning.receive_summons(info.context.work, meeting, confirmed)

    @does(Summons)
    async def record_delivery(
        self, info: Info, input: Annotated[RecordDeliveryInput, argument("What was delivered.")]
    ) -> Invitation:
        """Note on which day an invitation was handed over or put into the post (INV-1)."""
        return await summoning.record_delivery(
            info.context.work, input.meeting, input.person, input.day, input.proof,
            info.context.house.zone,
        )  # fmt: skip

    @does(Reply)
    async def answer_invitation(
        self, info: Info, input: Annotated[AnswerInvitationInput, argument("The answer.")]
    ) -> AnswerGiven:
        """Say whether one comes; it can be changed until the sitting opens."""
        work, zone = info.context.work, info.context.house.zone
        known = (await meetings_by_id(work, [input.meeting])).get(input.meeting)
        expected = None
        if input.expected and known and known.start:
            day = known.start.astimezone(zone).date()
            expected = dt.datetime.combine(day, time_of_day(input.expected, "expected"), zone)
        said = Said(input.answer, input.reason, expected, input.deputy)
        reply = await replying.answer_invitation(work, input.meeting, said, zone, input.person)
        info.context.loaders.forget()
        replies = await info.context.many(replies_of, input.meeting)
        return next(one for one in replies if one.id == reply.id)

    @does(bool)
    async def agree_to_electronic_invitation(
        self,
        info: Info,
        person: Annotated[UUID | None, argument("Who agreed on paper; else oneself.")] = None,
    ) -> bool:
        """Agree to be invited electronically (INV-1); a clerk may record it for a member."""
        if person is None:
            await consenting.consent_to_electronic_invitation(info.context.work)
        else:
            await consenting.record_written_consent(info.context.work, person)
        return True

    @does(bool)
    async def withdraw_electronic_invitation(
        self,
        info: Info,
        person: Annotated[UUID | None, argument("Who wants it; oneself unless given.")] = None,
    ) -> bool:
        """Be invited by post again."""
        await consenting.withdraw_consent(info.context.work, person)
        return True


def time_of_day(text: str, field: str) -> dt.time:
    """A time of day such as 18:00."""
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        raise Invalid(field, "Please write a time of day such as 18:00.") from None
