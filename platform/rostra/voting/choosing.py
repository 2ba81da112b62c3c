"""What can be chosen in a ballot, by voters and by those who enter what was counted."""

from collections.abc import Sequence

from rostra.errors import Invalid
from rostra.voting.models import Ballot, Choice, Method

INVALID = "invalid"
"""A paper or a vote that says nothing clear; who votes secretly may spoil it on purpose."""
PAPERS = "papers"
"""How many papers were handed in, where each may bear several names."""


def seats_of(ballot: Ballot) -> int:
    """How many are to be elected."""
    return ballot.seats or 1


def candidates_on(ballot: Ballot) -> tuple[str, ...]:
    """The keys of the candidates, in the order of the ballot paper."""
    return tuple(str(one["key"]) for one in ballot.candidates or ())


def choices_of(ballot: Ballot) -> tuple[str, ...]:
    """All that a vote can say in this ballot, in the order of the ballot paper."""
    if ballot.method == Method.ELECTION:
        keys = candidates_on(ballot)
        against = (Choice.NO.value,) if len(keys) == 1 else ()
        return (*keys, *against, Choice.ABSTENTION.value, INVALID)
    plain = (Choice.YES.value, Choice.NO.value, Choice.ABSTENTION.value)
    return (*plain, INVALID) if ballot.method == Method.SECRET else plain


def counters_of(ballot: Ballot) -> tuple[str, ...]:
    """All that is counted in this ballot: the choices, and the papers where they bear several."""
    counted = dict.fromkeys((*choices_of(ballot), INVALID))
    return (*counted, PAPERS) if seats_of(ballot) > 1 else tuple(counted)


def checked_choice(ballot: Ballot, choice: str) -> str:
    """The choice, if there is such a one in this ballot."""
    known = choices_of(ballot)
    if choice not in known:
        raise Invalid("choice", f"This must be one of: {', '.join(known)}.")
    return choice


def checked_paper(ballot: Ballot, choices: Sequence[str]) -> tuple[str, ...]:
    """What a paper says: one choice, or as many names as there are seats, none of them twice."""
    if not choices:
        raise Invalid("choices", "Please choose something; one may abstain as well.")
    seats = seats_of(ballot)
    if len(choices) > seats:
        raise Invalid("choices", f"VOT-2: A paper bears no more names than seats: {seats}.")
    paper = tuple(checked_choice(ballot, one) for one in choices)
    if len(paper) > 1 and not set(paper) <= set(candidates_on(ballot)):
        raise Invalid("choices", "VOT-2: Who names somebody does not abstain as well.")
    if len(set(paper)) < len(paper):
        raise Invalid("choices", "VOT-2: A paper bears each name once.")
    return paper
