"""Keeping persons, memberships and accounts in the API."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.access import BODY_WIDE, GRANTS
from rostra.access import Office as OfficeHeld
from rostra.organizations.models import Membership
from rostra.people import accounts, inviting, keeping, models, seating
from rostra.people.keeping import PersonDetails
from rostra.people.logins import Terms
from rostra.people.queries import memberships_by_id, persons_by_id
from rostra.people.seating import SeatDetails
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.keeping import SEEN
from rostra_graphql.logins import LoginChange
from rostra_graphql.names import MEMBERSHIP, PERSON
from rostra_graphql.nodes import PermissionName
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@described_input
class PersonInput:
    """What the council publishes of a person."""

    family_name: str = told("The family name.")
    given_name: str | None = told("The given name.", default=None)
    form_of_address: str | None = told("How the person is addressed.", default=None)
    title: str | None = told("The academic title.", default=None)
    affix: str | None = told("What follows the name.", default=None)
    gender: str | None = told("The gender, where the person states it.", default=None)
    email: str | None = told("An e-mail address for the public.", default=None)
    phone: str | None = told("A telephone number for the public.", default=None)

    def details(self) -> PersonDetails:
        """As the house takes it."""
        return PersonDetails(**vars(self))


@described_input
class SeatInput:
    """As what somebody sits in an organization, and when."""

    role: str | None = told("As what, in the council's words.", default=None)
    office: str | None = told("What it permits in the software, such as clerk.", default=None)
    voting_right: bool | None = told("Whether the person may vote there.", default=None)
    start_date: dt.date | None = told("The first day.", default=None)
    end_date: dt.date | None = told("The last day.", default=None)
    on_behalf_of: UUID | None = told("For which faction.", default=None)

    def details(self) -> SeatDetails:
        """As the house takes it."""
        values = dict(vars(self))
        values["on_behalf_of_id"] = values.pop("on_behalf_of")
        return SeatDetails(**values)


@described
class KeptAccount:
    """The account of a person, for those who keep accounts."""

    @answers(UUID)
    def uuid(self, account: strawberry.Parent[models.Account]) -> UUID:
        """The bare id."""
        return account.id

    email: str = told("The address with which the person logs in.")
    active: bool = told("Whether it is open.")
    created: dt.datetime = told("When it was made.")

    @answers(bool)
    def taken(self, account: strawberry.Parent[models.Account]) -> bool:
        """Whether the person chose a password."""
        return account.password_hash is not None


@dataclass(frozen=True)
class Held:
    """An office."""

    office: OfficeHeld


@described
class OfficeGrants:
    """What an office permits."""

    @answers(str)
    def name(self, held: strawberry.Parent[Held]) -> str:
        """The office."""
        return str(held.office.value)

    @answers(bool)
    def body_wide(self, held: strawberry.Parent[Held]) -> bool:
        """Whether it holds in the whole body and not only in its organization."""
        return held.office in BODY_WIDE

    @answers(list[PermissionName])
    def permissions(self, held: strawberry.Parent[Held]) -> list[PermissionName]:
        """What it permits."""
        return sorted(GRANTS[held.office])


@described
class SeatQueries:
    """What those who keep accounts and memberships ask."""

    @answers(list[OfficeGrants])
    def offices(self) -> list[Held]:
        """The offices, and what each permits."""
        return [Held(one) for one in OfficeHeld]

    @answers(MEMBERSHIP | None)
    async def membership(self, info: Info, uuid: Wanted) -> Membership | None:
        """One membership."""
        return await info.context.one(memberships_by_id, uuid)

    @answers(KeptAccount | None)
    async def account_of(
        self, info: Info, person: Annotated[UUID, argument("The person.")]
    ) -> models.Account | None:
        """The account of a person; null for who may not keep accounts there."""
        return await accounts.account_of(info.context.work, person)

    @answers(list[PERSON])
    async def persons_without_account(
        self, info: Info, body: Annotated[UUID, argument("The body.")]
    ) -> list[models.Person]:
        """Those with a seat today who cannot be invited electronically yet, by name."""
        return await accounts.without_account(info.context.work, body, info.context.today)

    @answers(list[MEMBERSHIP])
    async def memberships_ending(
        self,
        info: Info,
        body: Annotated[UUID, argument("The body.")],
        until: Annotated[dt.date, argument("The last day that counts.")],
    ) -> list[Membership]:
        """The memberships that end from today until a day, the next first."""
        return await accounts.ending(info.context.work, body, info.context.today, until)

    @answers(list[PERSON])
    async def deputies_of(
        self, info: Info, membership: Annotated[UUID, argument("The seat.")]
    ) -> list[models.Person]:
        """Who stands in for the holder of a seat, in this order."""
        return await accounts.deputies_of(info.context.work, membership)


@described
class SeatMutations:
    """What the clerk keeps of persons, their seats and their accounts."""

    @does(PERSON)
    async def enter_person(
        self,
        info: Info,
        body: Annotated[UUID, argument("Where the person belongs.")],
        input: Annotated[PersonInput, argument("The person.")],
    ) -> models.Person:
        """Enter somebody who belongs to a body."""
        made = await keeping.enter_person(info.context.work, body, input.details())
        return await info.context.written(persons_by_id, made.id)

    @does(PERSON)
    async def change_person(
        self,
        info: Info,
        uuid: Wanted,
        input: Annotated[PersonInput, argument("All that is known.")],
        seen: Annotated[dt.datetime | None, argument(SEEN)] = None,
    ) -> models.Person:
        """Write down what somebody is called and how they are reached."""
        await keeping.change_person(info.context.work, uuid, input.details(), seen)
        return await info.context.written(persons_by_id, uuid)

    @does(bool)
    async def withdraw_person(self, info: Info, uuid: Wanted) -> bool:
        """Take somebody out of sight who was entered by mistake."""
        await keeping.withdraw_person(info.context.work, uuid)
        return True

    @does(MEMBERSHIP)
    async def seat_person(
        self,
        info: Info,
        person: Annotated[UUID, argument("Who.")],
        organization: Annotated[UUID, argument("Where.")],
        input: Annotated[SeatInput, argument("As what, and when.")],
    ) -> Membership:
        """Let somebody belong to an organization."""
        seat = await seating.seat_person(info.context.work, person, organization, input.details())
        return await info.context.written(memberships_by_id, seat.id)

    @does(MEMBERSHIP)
    async def change_seat(
        self,
        info: Info,
        uuid: Wanted,
        input: Annotated[SeatInput, argument("As what, and when.")],
        seen: Annotated[dt.datetime | None, argument(SEEN)] = None,
    ) -> Membership:
        """Change as what somebody sits somewhere."""
        await seating.change_seat(info.context.work, uuid, input.details(), seen)
        return await info.context.written(memberships_by_id, uuid)

    @does(MEMBERSHIP)
    async def end_seat(
        self,
        info: Info,
        uuid: Wanted,
        last_day: Annotated[dt.date, argument("The last day.")],
        seen: Annotated[dt.datetime | None, argument(SEEN)] = None,
    ) -> Membership:
        """End a membership; its rights end with its last day, everywhere."""
        await seating.end_seat(info.context.work, uuid, last_day, seen)
        return await info.context.written(memberships_by_id, uuid)

    @does(bool)
    async def withdraw_seat(self, info: Info, uuid: Wanted) -> bool:
        """Take back a membership that never was; its rights end at this moment."""
        await seating.withdraw_seat(info.context.work, uuid)
        return True

    @does(MEMBERSHIP)
    async def name_deputies(
        self,
        info: Info,
        uuid: Wanted,
        deputies: Annotated[
            list[UUID] | None, argument("Persons, the first deputy first; nobody unless given.")
        ] = None,
    ) -> Membership:
        """Say who stands in for the holder of a seat, in this order."""
        await seating.name_deputies(info.context.work, uuid, deputies or [])
        return await info.context.written(memberships_by_id, uuid)

    @does(KeptAccount)
    async def invite_person(
        self,
        info: Info,
        person: Annotated[UUID, argument("Who.")],
        email: Annotated[str, argument("Where the letter goes, and what logs in.")],
    ) -> models.Account:
        """Give a person an account, or invite again; the letter with the link follows."""
        return await inviting.invite_person(info.context.work, person, email)

    @does(KeptAccount)
    async def change_account_email(
        self, info: Info, uuid: Wanted, email: Annotated[str, argument("The new address.")]
    ) -> models.Account:
        """Let somebody log in with another address; their open logins end."""
        return await inviting.change_email(info.context.work, uuid, email)

    @does(KeptAccount)
    async def close_account(self, info: Info, uuid: Wanted) -> models.Account:
        """Let nobody log in with the account any more, from this moment on."""
        return await inviting.close_account(info.context.work, uuid)

    @does(KeptAccount)
    async def reopen_account(self, info: Info, uuid: Wanted) -> models.Account:
        """Let somebody log in again with an account that was closed."""
        return await inviting.reopen_account(info.context.work, uuid)

    @does(LoginChange)
    async def take_account(
        self,
        info: Info,
        token: Annotated[str, argument("What stands in the link of the invitation.")],
        password: Annotated[str, argument("The password from now on.")],
    ) -> LoginChange:
        """Choose the password of an account with its invitation, once. Stands alone."""
        house, caller = info.context.house, info.context.caller
        caller.new_token = await inviting.take_account(
            house.database, token, password, Terms.of(house.settings), caller.browser
        )
        return LoginChange(logged_in=True)
