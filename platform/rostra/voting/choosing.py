"""What can be chosen in a ballot, by voters and by those who enter what was counted."""

from rostra.errors import Invalid
from rostra.voting.models import Ballot, Choice, Method

INVALID = "invalid"
"""A paper or a vote that says nothing clear; who votes secretly may spoil it on purpose."""


def choices_of(ballot: Ballot) -> tuple[str, ...]:
    """All that a vote can say in this ballot, in the order of the ballot paper."""
    if ballot.method == Method.ELECTION:
        keys = tuple(str(one["key"]) for one in ballot.candidates or ())
        against = (Choice.NO.value,) if len(keys) == 1 else ()
        return (*keys, *against, Choice.ABSTENTION.value, INVALID)
    plain = (Choice.YES.value, Choice.NO.value, Choice.ABSTENTION.value)
    return (*plain, INVALID) if ballot.method == Method.SECRET else plain


def checked_choice(ballot: Ballot, choice: str) -> str:
    """The choice, if there is such a one in this ballot."""
    known = choices_of(ballot)
    if choice not in known:
        raise Invalid("choice", f"This must be one of: {', '.join(known)}.")
    return choice
