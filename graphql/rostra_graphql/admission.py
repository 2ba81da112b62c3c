"""The door in the API: what a form brings along, and what it is given when it is opened."""

from rostra.admission.entering import Visit, opened_now
from rostra.admission.keys import keys_are_made, make_keys
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, described, described_input, told


@described_input
class VisitInput:
    """How a form was filled in; programs with an account of their own leave it out."""

    website: str | None = told("A field that people do not see; it stays empty.", default=None)
    opened: str | None = told("The moment from `door`, as it was given.", default=None)
    proof: str | None = told("The solved challenge of /door/challenge.", default=None)


def visit_of(info: Info, brought: VisitInput | None) -> Visit:
    """How the caller came to the door: from where, and with what the form brought along."""
    address = info.context.caller.address
    if brought is None:
        return Visit(address)
    return Visit(address, brought.website or "", brought.opened or "", brought.proof or "")


@described
class Door:
    """What a form needs that strangers may send."""

    @answers(str)
    async def opened(self, info: Info) -> str:
        """This moment, signed: it is sent with the form, not sooner than a person can write."""
        work = info.context.work
        if not await keys_are_made(work):
            await make_keys(info.context.house.database)
        return await opened_now(work)


@described
class DoorQueries:
    """What a form needs that strangers may send."""

    @answers(Door)
    def door(self) -> Door:
        """What a form needs that strangers may send."""
        return Door()
