"""Links in letters, in the API: what they confirm, and logging in without a password."""

from typing import Annotated

import strawberry

from rostra.citizens import confirming, waiting
from rostra.people.logins import Terms
from rostra_graphql.admission import VisitInput, visit_of
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@described
class ChosenAnswer:
    """What was answered to one question of a poll, and waits."""

    question: str = told("The question.")
    given: list[str] = told("What was chosen, or the words; yes, no or unknown as such.")

    @answers(str)
    def question_type(self, chosen: strawberry.Parent[waiting.Chosen]) -> str:
        """How it is answered, such as `yes_no`."""
        return str(chosen.question_type)


@described
class Belonging:
    """The published thing to which something belongs that waits."""

    kind: str = told("Its kind.")
    title: str = told("Its title.")
    path: str = told("Its page on the site.")


@described
class Waiting:
    """All of what waits for its author's letter."""

    words: str = told("What was written; empty where there are no words.")
    author_name: str = told("The name under which it will stand.")
    stance: str | None = told("Where its author stands: for, against or neutral.")
    quote: str | None = told("What it quotes.")
    answered_name: str | None = told("Whose comment it answers.")
    category: str | None = told("The category of a report.")
    address: str | None = told("The place of a report, in words.")
    latitude: float | None = told("The place of a report, north.")
    longitude: float | None = told("The place of a report, east.")
    photo_count: int = told("How many pictures a report has.")
    chosen: list[ChosenAnswer] = told("The answers to a poll, by question.")
    belongs: Belonging | None = told("To what it belongs, if everybody may read that.")


@described
class Confirmation:
    """What the link of a letter confirms once it is used."""

    thing_kind: str | None = told("The kind of what waits; null where the link only logs in.")
    email: str = told("The address that is confirmed.")
    guarded: bool = told(
        "Whether the account has a password or an office, so that no login begins."
    )
    shown: Waiting = told("All of what waits.")


@described
class Confirmed:
    """What a link did that was used."""

    path: str = told("The page of the site on which to go on.")

    @answers(bool)
    def logged_in(self, confirmed: strawberry.Parent[confirming.Confirmed]) -> bool:
        """Whether a login began; the cookie comes with the answer's headers."""
        return confirmed.cookie is not None


@described
class LetterSent:
    """That a letter is on its way, if there is an account with that address."""

    email: str = told("The address that was given.")


@described_input
class LetterLoginInput:
    """Who wants to log in by a link in a letter."""

    email: str = told("The e-mail address of the account.")
    path: str | None = told("The page of the site on which to go on.", default=None)
    visit: VisitInput | None = told("What the form brought along.", default=None)


Token = Annotated[str, argument("The last part of the link in the letter.")]


@described
class ConfirmationQueries:
    """What links in letters confirm."""

    @answers(Confirmation | None)
    async def confirmation(self, info: Info, token: Token) -> confirming.ToConfirm | None:
        """What a link confirms; null when it was used or has ended. Looking uses nothing up."""
        return await confirming.what_waits(info.context.work, token)


@described
class ConfirmationMutations:
    """Using links in letters."""

    @does(Confirmed)
    async def confirm(self, info: Info, token: Token) -> confirming.Confirmed:
        """Use the link of a letter: what was written is let in, and a login begins."""
        terms = Terms.of(info.context.house.settings)
        confirmed = await confirming.confirm(
            info.context.work, token, terms, info.context.caller.browser
        )
        if confirmed.cookie is not None:
            info.context.caller.new_token = confirmed.cookie
        return confirmed

    @does(LetterSent)
    async def ask_to_log_in(
        self, info: Info, input: Annotated[LetterLoginInput, argument("Who logs in.")]
    ) -> LetterSent:
        """Send a link to log in; the answer is the same whether there is such an account."""
        visit = visit_of(info, input.visit)
        await confirming.ask_to_log_in(info.context.work, input.email, input.path or "/", visit)
        return LetterSent(email=input.email)
