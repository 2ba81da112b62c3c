"""Logging in and out and changing one's password through the API.

These verbs keep their own transactions, since a password takes its time to check and a failed
try must be counted: each stands alone in its operation.
"""

from typing import Annotated

from rostra.errors import NotPermitted
from rostra.people import services
from rostra.people.logins import Terms
from rostra_graphql.context import Info
from rostra_graphql.telling import argument, described, described_input, does, told

STAND_ALONE = frozenset({"logIn", "logOut", "changePassword", "takeAccount", "eraseMyAccount"})


@described
class LoginChange:
    """That a login began or ended; the cookie comes with the answer's headers."""

    logged_in: bool = told("Whether the caller is logged in from now on.")


@described_input
class LogInInput:
    """What somebody logs in with."""

    email: str = told("The e-mail address of the account.")
    password: str = told("The password.")


@described_input
class PasswordInput:
    """The old and the new password."""

    old_password: str = told("The present password.")
    new_password: str = told("The password from now on.")


@described
class LoginMutations:
    """Logging in and out."""

    @does(LoginChange)
    async def log_in(
        self, info: Info, input: Annotated[LogInInput, argument("The account.")]
    ) -> LoginChange:
        """Log in; the login held before ends. Stands alone in its operation."""
        house, caller = info.context.house, info.context.caller
        terms = Terms.of(house.settings)
        caller.new_token = await services.log_in(
            house.database,
            input.email,
            input.password,
            caller.address,
            terms,
            caller.token or None,
            caller.browser,
        )
        return LoginChange(logged_in=True)

    @does(LoginChange)
    async def log_out(self, info: Info) -> LoginChange:
        """Log out. Stands alone in its operation."""
        house, caller = info.context.house, info.context.caller
        if caller.token:
            async with house.database.work(caller.who) as work:
                await services.log_out(work, caller.token)
        caller.new_token = ""
        return LoginChange(logged_in=False)

    @does(LoginChange)
    async def change_password(
        self, info: Info, input: Annotated[PasswordInput, argument("The passwords.")]
    ) -> LoginChange:
        """Change the password; all other logins of the account end. Stands alone."""
        house, caller = info.context.house, info.context.caller
        account_id = info.context.work.actor.account_id
        if account_id is None:
            raise NotPermitted("Please log in.")
        terms = Terms.of(house.settings)
        caller.new_token = await services.change_password(
            house.database, account_id, input.old_password, input.new_password,
            caller.address, terms, caller.browser,
        )  # fmt: skip
        return LoginChange(logged_in=True)
