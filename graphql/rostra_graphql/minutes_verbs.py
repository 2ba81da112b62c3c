"""Writing, signing, approving and publishing minutes, in the API."""

from typing import Annotated
from uuid import UUID

import strawberry

from rostra.errors import Invalid
from rostra.minutes import (
    approving,
    drafting,
    models,
    objecting,
    queries,
    signing,
    stating,
    writing,
)
from rostra.voting.models import Choice
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.minutes import Absence, Minutes, MinutesEntry, Objection, Statement
from rostra_graphql.telling import argument, described, described_input, does, told

SignerName = strawberry.enum(
    models.Signer, name="Signer", description="As what somebody signs minutes."
)


@described_input
class SaveMinutesEntryInput:
    """What the minutes are to say to an item."""

    entry: UUID = told("The entry.")
    text: str = told("The words, as HTML; what could act in them is taken out.")
    revision: int = told("The revision that the writer has read.")


@described_input
class EditMinutesHeadInput:
    """What minutes say of the meeting as a whole; what is left out is not said."""

    minutes: UUID = told("The minutes.")
    chair: UUID | None = told("Who chaired.", default=None)
    secretary: UUID | None = told("Who writes, where it is a person of the council.", default=None)
    secretary_name: str | None = told("Who writes, where it is none.", default=None)
    invitation_note: str | None = told("What is noted of the invitation.", default=None)
    quorum_note: str | None = told("What is noted of the quorum.", default=None)


@described_input
class NoteAbsenceInput:
    """Why a member was not there."""

    minutes: UUID = told("The minutes.")
    person: UUID = told("The member.")
    excused: bool = told("Whether the member was excused.")
    reason: str | None = told("Why.", default=None)


@described_input
class ObjectToMinutesInput:
    """What is wrong in minutes."""

    minutes: UUID = told("The minutes.")
    text: str = told("What is wrong.")
    agenda_item: UUID | None = told("The item that it is about.", default=None)


@described_input
class AnswerObjectionInput:
    """What becomes of an objection."""

    objection: UUID = told("The objection.")
    accepted: bool = told("Whether the minutes are corrected.")
    answer: str = told("Why, or how.")


@described_input
class StateVerbatimInput:
    """Words that are to stand in the minutes as they were said."""

    agenda_item: UUID = told("The item.")
    text: str = told("The words.")
    person: UUID | None = told("The member, where a clerk enters it.", default=None)


@described_input
class RecordOwnVoteInput:
    """A vote that is to stand in the minutes (MIN-2)."""

    ballot: UUID = told("The ballot; never a secret one.")
    choice: str = told("yes, no or abstention.")
    person: UUID | None = told("The member, where a clerk enters it.", default=None)


@described_input
class ApproveMinutesInput:
    """Which item of which later meeting approved the minutes."""

    minutes: UUID = told("The minutes.")
    agenda_item: UUID = told("The item for approving minutes.")


def choice_of(text: str) -> str:
    """A choice by its name."""
    if text not in set(Choice):
        raise Invalid("choice", "This must be one of: yes, no, abstention.")
    return text


@described
class MinutesMutations:
    """What can be done with minutes."""

    @does(Minutes)
    async def draft_minutes(
        self, info: Info, meeting: Annotated[UUID, argument("The meeting.")]
    ) -> models.Minutes:
        """Begin the minutes of a meeting, or bring them up to date; no text is touched."""
        drafted = await drafting.draft_minutes(info.context.work, meeting, info.context.house.zone)
        return await info.context.written(queries.minutes_by_id, drafted.id)

    @does(MinutesEntry)
    async def save_minutes_entry(
        self, info: Info, input: Annotated[SaveMinutesEntryInput, argument("What is written.")]
    ) -> models.MinutesEntry:
        """Keep a text. With an older revision than the present one: CONFLICT, with `text` and
        `revision` as they stand now."""
        entry = await writing.save_entry(
            info.context.work, input.entry, input.text, input.revision, info.context.house.zone
        )
        return await info.context.written(queries.minutes_entries_by_id, entry.id)

    @does(Minutes)
    async def edit_minutes_head(
        self, info: Info, input: Annotated[EditMinutesHeadInput, argument("What they say.")]
    ) -> models.Minutes:
        """Say who chaired, who writes, and what is noted of invitation and quorum."""
        head = writing.Head(
            input.chair, input.secretary, input.secretary_name, input.invitation_note,
            input.quorum_note,
        )  # fmt: skip
        edited = await writing.edit_head(
            info.context.work, input.minutes, head, info.context.house.zone
        )
        return await info.context.written(queries.minutes_by_id, edited.id)

    @does(Absence)
    async def note_absence(
        self, info: Info, input: Annotated[NoteAbsenceInput, argument("Who and why.")]
    ) -> models.Absence:
        """Correct whether a member was excused, and why (MIN-1)."""
        absence = await writing.note_absence(
            info.context.work, input.minutes, input.person, input.excused, input.reason,
            info.context.house.zone,
        )  # fmt: skip
        return await info.context.written(queries.absences_by_id, absence.id)

    @does(Minutes)
    async def sign_minutes(
        self,
        info: Info,
        uuid: Wanted,
        part: Annotated[SignerName, argument("As what.")],
        seen: Annotated[
            str | None, argument("The wording's hash as it was read: another is not signed.")
        ] = None,
    ) -> models.Minutes:
        """Sign the minutes in their present wording (MIN-3); a later change voids it."""
        signed = await signing.sign_minutes(
            info.context.work, uuid, part, info.context.house.zone, seen
        )
        return await info.context.written(queries.minutes_by_id, signed.id)

    @does(Objection)
    async def object_to_minutes(
        self, info: Info, input: Annotated[ObjectToMinutesInput, argument("What is wrong.")]
    ) -> models.Objection:
        """Object to signed minutes, as a member, in time (MIN-3)."""
        objection = await objecting.object_to_minutes(
            info.context.work, input.minutes, input.text, info.context.house.zone,
            input.agenda_item,
        )  # fmt: skip
        return await info.context.written(queries.objections_by_id, objection.id)

    @does(Objection)
    async def answer_objection(
        self, info: Info, input: Annotated[AnswerObjectionInput, argument("What is answered.")]
    ) -> models.Objection:
        """Accept an objection, so that the minutes are corrected, or refuse it."""
        objection = await objecting.answer_objection(
            info.context.work, input.objection, input.accepted, input.answer
        )
        return await info.context.written(queries.objections_by_id, objection.id)

    @does(Statement)
    async def state_verbatim(
        self, info: Info, input: Annotated[StateVerbatimInput, argument("What was said.")]
    ) -> models.Statement:
        """Have words in the minutes as they were said."""
        statement = await stating.state_verbatim(
            info.context.work, input.agenda_item, input.text, info.context.house.zone, input.person
        )
        return await info.context.written(queries.statements_by_id, statement.id)

    @does(Statement)
    async def record_own_vote(
        self, info: Info, input: Annotated[RecordOwnVoteInput, argument("Which vote.")]
    ) -> models.Statement:
        """Have the own vote in the minutes; never in a secret vote (MIN-2)."""
        statement = await stating.record_own_vote(
            info.context.work, input.ballot, choice_of(input.choice), info.context.house.zone,
            input.person,
        )  # fmt: skip
        return await info.context.written(queries.statements_by_id, statement.id)

    @does(bool)
    async def withdraw_statement(self, info: Info, uuid: Wanted) -> bool:
        """Take back what one wanted in the minutes, before they are signed."""
        await stating.withdraw_statement(info.context.work, uuid, info.context.house.zone)
        return True

    @does(Minutes)
    async def approve_minutes(
        self, info: Info, input: Annotated[ApproveMinutesInput, argument("By which item.")]
    ) -> models.Minutes:
        """Note that a later meeting approved the minutes (MIN-3)."""
        approved = await approving.approve_minutes(
            info.context.work, input.minutes, input.agenda_item, info.context.house.zone
        )
        return await info.context.written(queries.minutes_by_id, approved.id)

    @does(Minutes)
    async def publish_minutes(self, info: Info, uuid: Wanted) -> models.Minutes:
        """Show everybody the public minutes (MIN-4)."""
        published = await approving.publish_minutes(
            info.context.work, uuid, info.context.house.zone
        )
        return await info.context.written(queries.minutes_by_id, published.id)
