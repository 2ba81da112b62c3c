"""What the house holds about somebody, in the API: seeing it, and being forgotten."""

import datetime as dt
from typing import Annotated

import strawberry

from rostra.citizens import erasing, exporting
from rostra.citizens.holdings import Fate
from rostra.citizens.models import Manner
from rostra.errors import NotPermitted
from rostra.people import consenting, models
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, described_input, does, told

FateName = strawberry.enum(
    Fate, name="ErasureFate", description="What becomes of what is held when somebody is forgotten."
)
MannerName = strawberry.enum(
    Manner, name="ErasureManner", description="What becomes of what somebody said in public."
)


@described
class HeldRecords:
    """How much of one kind the house holds about the viewer."""

    @answers(str)
    def name(self, held: strawberry.Parent[exporting.Held]) -> str:
        """The kind of the records."""
        return held.holding.table

    @answers(int)
    def count(self, held: strawberry.Parent[exporting.Held]) -> int:
        """How many there are."""
        return len(held.rows)

    @answers(FateName)
    def fate(self, held: strawberry.Parent[exporting.Held]) -> Fate:
        """What becomes of them when the viewer asks to be forgotten."""
        return held.holding.fate


@described
class Consent:
    """That the viewer agreed to a text, which version, and when."""

    text_name: str = told("The text.")
    text_version: str = told("Its version.")
    given: dt.datetime = told("When the viewer agreed.")
    withdrawn: dt.datetime | None = told("When the viewer withdrew it again.")


@described_input
class EraseMyAccountInput:
    """Asked a second time: who is to be forgotten, and how."""

    email: str = told("The address of the account, typed again.")
    password: str | None = told("The password, if the account has one.", default=None)
    manner: MannerName = told("What becomes of what was said in public.")  # type: ignore[valid-type]


@described
class Forgotten:
    """That an account was erased; the login is over."""

    at: dt.datetime = told("When it was erased.")


@described
class CitizenQueries:
    """What the house holds about the viewer."""

    @answers(list[HeldRecords])
    async def held_about_me(self, info: Info) -> list[exporting.Held]:
        """What is held about the viewer, by kind; all of it is exported at /account/data."""
        if info.context.work.actor.account_id is None:
            return []
        return (await exporting.own_dossier(info.context.work)).held

    @answers(list[Consent])
    async def my_consents(self, info: Info) -> list[models.Consent]:
        """What the viewer agreed to, the latest first; what was withdrawn stays in the list."""
        return await consenting.own_consents(info.context.work)


@described
class CitizenMutations:
    """Being forgotten."""

    @does(Forgotten)
    async def erase_my_account(
        self, info: Info, input: Annotated[EraseMyAccountInput, argument("Who, and how.")]
    ) -> Forgotten:
        """Forget the viewer for good. Stands alone in its operation."""
        house, caller = info.context.house, info.context.caller
        account_id = info.context.work.actor.account_id
        if account_id is None:
            raise NotPermitted("Please log in.")
        erasure = await erasing.erase_own_account(
            house.database, account_id, input.email, input.password or "", input.manner,
            caller.address,
        )  # fmt: skip
        caller.new_token = ""
        return Forgotten(at=erasure.at)
