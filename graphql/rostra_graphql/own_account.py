"""One's own account in the API: its name and language, and the logins that are open."""

import datetime as dt
from typing import Annotated

import strawberry

from rostra.people import own, services
from rostra.people.logins import Terms
from rostra_graphql.context import Info
from rostra_graphql.people import Viewer
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@described
class OpenLogin:
    """A login of the viewer that has not ended."""

    mark: str = told("By what it is named to end it.")
    current: bool = told("Whether it is the one with which the viewer asks.")

    @answers(dt.datetime)
    def began(self, one: strawberry.Parent[own.OpenLogin]) -> dt.datetime:
        """When it began."""
        return one.login.created

    @answers(dt.datetime)
    def used(self, one: strawberry.Parent[own.OpenLogin]) -> dt.datetime:
        """When it was used last, to some minutes."""
        return one.login.seen

    @answers(dt.datetime)
    def ends(self, one: strawberry.Parent[own.OpenLogin]) -> dt.datetime:
        """When it ends at the latest."""
        return one.login.ends

    @answers(str)
    def device(self, one: strawberry.Parent[own.OpenLogin]) -> str:
        """The program and the kind of device; empty where that is not known."""
        return one.login.device or ""


@described_input
class OwnAccountInput:
    """What the viewer's account is called, and in which language its letters are."""

    display_name: str = told("The name or pseudonym that is shown from now on.")
    language: str = told("The language of letters, `de` or `en`.")


@described
class LoginsEnded:
    """That logins were ended."""

    left: int = told("How many are open still.")


@described
class OwnAccountQueries:
    """What the viewer's account is used with."""

    @answers(list[OpenLogin])
    async def my_logins(self, info: Info) -> list[own.OpenLogin]:
        """The viewer's open logins, the present one first, then those used last."""
        if info.context.work.actor.account_id is None:
            return []
        terms = Terms.of(info.context.house.settings)
        return list(await own.open_logins(info.context.work, info.context.caller.token, terms))


@described
class OwnAccountMutations:
    """Changing one's own account, and ending its logins."""

    @does(Viewer)
    async def change_my_account(
        self, info: Info, input: Annotated[OwnAccountInput, argument("What it is to be.")]
    ) -> Viewer:
        """Change the name that is shown from now on, and the language of letters."""
        account = await own.change_own_account(
            info.context.work, input.display_name, input.language
        )
        return Viewer(account=account)

    @does(LoginsEnded)
    async def end_my_login(
        self, info: Info, mark: Annotated[str, argument("Which login.")]
    ) -> LoginsEnded:
        """End one login of the viewer, at once and on whatever device it is."""
        work, terms = info.context.work, Terms.of(info.context.house.settings)
        await own.end_own_login(work, mark)
        left = await own.open_logins(work, info.context.caller.token, terms)
        return LoginsEnded(left=len(left))

    @does(LoginsEnded)
    async def end_my_other_logins(self, info: Info) -> LoginsEnded:
        """End every login of the viewer but this one, which gets another cookie."""
        caller, terms = info.context.caller, Terms.of(info.context.house.settings)
        caller.new_token = await services.end_other_logins(info.context.work, caller.token, terms)
        return LoginsEnded(left=1)
