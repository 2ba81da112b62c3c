"""Counting elections (VOT-2): who is elected, who goes into the run-off, where the lot decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rostra.organizations.rules import Base
from rostra.voting.counting import abstentions
from rostra.voting.models import Outcome

Draw = Callable[[Sequence[str]], str]
"""Draws one of several by lot."""


@dataclass(frozen=True, slots=True)
class Returns:
    """What was counted in an election: the votes for each candidate, and the others."""

    votes: Mapping[str, int]
    """By the candidate's key, in the order of the ballot paper."""
    no: int = 0
    """Against the only candidate."""
    abstention: int = 0
    invalid: int = 0
    entitled: int = 0
    legal: int = 0

    def base(self, base: Base) -> int:
        """The number of which more than half is needed."""
        cast = sum(self.votes.values()) + self.no
        return {
            Base.VOTES_CAST: cast,
            Base.VALID_VOTES: cast + self.abstention,
            Base.PRESENT: self.entitled,
            Base.LEGAL: self.legal,
        }[base]


@dataclass(frozen=True, slots=True)
class Election:
    """What came of a round of an election."""

    base: int
    needed: int
    outcome: Outcome
    elected: tuple[str, ...] = ()
    run_off: tuple[str, ...] = ()
    """Who goes into the next round."""
    tied: tuple[str, ...] = ()
    """Between whom the lot decides: for the seat, or for the last place in the run-off."""


def count_election(returns: Returns, base: Base, run_off: bool = False) -> Election:
    """The outcome of a round: more than half of the base elects; else the top two run off.

    In a run-off where only votes cast count, the one with more votes is elected; a tie is for
    the lot. A single candidate who is not elected goes into no run-off: there is nobody to
    run against.
    """
    number = returns.base(base)
    needed = max(1, number // 2 + 1)
    ranked = sorted(returns.votes, key=lambda key: -returns.votes[key])
    most = returns.votes[ranked[0]] if ranked else 0
    leaders = tuple(key for key in ranked if returns.votes[key] == most)
    if most >= needed:
        return Election(number, needed, Outcome.ELECTED, elected=leaders[:1])
    if len(ranked) < 2:
        return Election(number, needed, Outcome.REJECTED)
    if run_off:
        return decide_run_off(number, needed, leaders, most, base)
    return name_two(returns, ranked, number, needed)


def decide_run_off(
    number: int, needed: int, leaders: tuple[str, ...], most: int, base: Base
) -> Election:
    """Whom a run-off elects in which nobody has more than half of the base."""
    if len(leaders) > 1 and most:
        return Election(number, needed, Outcome.LOT, tied=leaders)
    if base == Base.VOTES_CAST and most:
        return Election(number, needed, Outcome.ELECTED, elected=leaders)
    return Election(number, needed, Outcome.REJECTED)


def name_two(returns: Returns, ranked: list[str], number: int, needed: int) -> Election:
    """The two who go into the run-off; where several share the second place, the lot decides."""
    second = returns.votes[ranked[1]]
    above = tuple(key for key in ranked if returns.votes[key] > second)
    level = tuple(key for key in ranked if returns.votes[key] == second)
    if len(above) + len(level) == 2:
        return Election(number, needed, Outcome.RUN_OFF, run_off=(*above, *level))
    return Election(number, needed, Outcome.RUN_OFF, run_off=above, tied=level)


def fill_by_lot(election: Election, draw: Draw) -> Election:
    """The election with its ties decided by lot: the seat, or the places in the run-off."""
    if election.outcome == Outcome.LOT:
        return Election(
            election.base, election.needed, Outcome.ELECTED, elected=(draw(election.tied),)
        )
    chosen, left = list(election.run_off), list(election.tied)
    while len(chosen) < 2 and left:
        chosen.append(draw(left))
        left.remove(chosen[-1])
    return Election(election.base, election.needed, election.outcome, run_off=tuple(chosen))


def election_in_words(
    election: Election, returns: Returns, names: Mapping[str, str], by_lot: bool = False
) -> str:
    """The result of a round as the minutes say it."""
    told = [f"{names[key]} {votes}" for key, votes in returns.votes.items()]
    told += [f"{returns.no} Nein"] if returns.no else []
    told += [abstentions(returns.abstention)] if returns.abstention else []
    told += [f"{returns.invalid} ungültig"] if returns.invalid else []
    numbers = ", ".join(told)
    if election.outcome == Outcome.ELECTED:
        how = "durch Los gewählt" if by_lot else "gewählt"
        return f"{how}: {', '.join(names[key] for key in election.elected)} ({numbers})"
    if election.outcome == Outcome.LOT:
        return f"Stimmengleichheit, das Los entscheidet ({numbers})"
    if election.outcome == Outcome.RUN_OFF:
        return f"niemand gewählt, Stichwahl erforderlich ({numbers})"
    return f"niemand gewählt ({numbers})"
