"""Counting elections (VOT-2): who is elected, who goes into the run-off, where the lot decides.

One seat or several: where several are filled in one ballot, each paper bears as many names as
there are seats at most, those are elected whom more than half have chosen, most votes first,
and twice as many run off as seats are left.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rostra.organizations.rules import Base
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
    papers: int | None = None
    """How many papers were handed in, where each may bear several names."""

    def base(self, base: Base) -> int:
        """The number of which more than half is needed: people, however many names they chose."""
        cast = sum(self.votes.values()) + self.no
        if self.papers is not None:
            cast = self.papers - self.abstention - self.invalid
        return {
            Base.VOTES_CAST: cast,
            Base.VALID_VOTES: cast + self.abstention,
            Base.PRESENT: self.entitled,
            Base.LEGAL: self.legal,
        }[base]

    def ranked(self) -> list[str]:
        """The candidates, those with most votes first."""
        return sorted(self.votes, key=lambda key: -self.votes[key])


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
    """Between whom the lot decides: for seats, or for the last places in the run-off."""
    drawn: int = 0
    """How many of them the lot draws."""
    seats: int = 1
    by_lot: tuple[str, ...] = ()
    """Those of the elected whom the lot chose."""


def count_election(returns: Returns, base: Base, run_off: bool = False, seats: int = 1) -> Election:
    """The outcome of a round: more than half of the base elects; else the best run off.

    In a run-off where only votes cast count, those with more votes are elected; a tie is for
    the lot. Where no more candidates are left than seats, there is no run-off: there is nobody
    to run against.
    """
    number = returns.base(base)
    needed = max(1, number // 2 + 1)
    ranked = returns.ranked()
    enough = [key for key in ranked if returns.votes[key] >= needed]
    sure, tied = cut(returns, enough, seats)
    round_ = Election(number, needed, Outcome.ELECTED, sure, seats=seats)
    left = seats - len(sure)
    if tied:
        return replace(round_, outcome=Outcome.LOT, tied=tied, drawn=left)
    rest = [key for key in ranked if key not in sure]
    if not left:
        return round_
    if len(rest) <= left:
        return replace(round_, outcome=Outcome.ELECTED if sure else Outcome.REJECTED)
    if run_off:
        return decide_run_off(round_, returns, rest, base)
    return name_best(round_, returns, rest, 2 * left)


def cut(
    returns: Returns, ranked: Sequence[str], places: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who surely gets one of the places, and between whom with equal votes the lot decides."""
    if len(ranked) <= places:
        return tuple(ranked), ()
    last = returns.votes[ranked[places - 1]]
    if returns.votes[ranked[places]] < last:
        return tuple(ranked[:places]), ()
    above = tuple(key for key in ranked if returns.votes[key] > last)
    return above, tuple(key for key in ranked if returns.votes[key] == last)


def decide_run_off(round_: Election, returns: Returns, rest: Sequence[str], base: Base) -> Election:
    """Whom a run-off elects beside those who have more than half of the base."""
    left = round_.seats - len(round_.elected)
    voted = [key for key in rest if returns.votes[key]]
    if base != Base.VOTES_CAST:
        most = max((returns.votes[key] for key in voted), default=0)
        voted = [key for key in voted if returns.votes[key] == most]
        if len(voted) <= left:
            voted = []
    sure, tied = cut(returns, voted, left)
    elected = (*round_.elected, *sure)
    if tied:
        drawn = round_.seats - len(elected)
        return replace(round_, outcome=Outcome.LOT, elected=elected, tied=tied, drawn=drawn)
    return replace(
        round_, outcome=Outcome.ELECTED if elected else Outcome.REJECTED, elected=elected
    )


def name_best(round_: Election, returns: Returns, rest: Sequence[str], places: int) -> Election:
    """Those who go into the run-off; where several share the last place, the lot decides."""
    sure, tied = cut(returns, rest, places)
    drawn = places - len(sure) if tied else 0
    return replace(round_, outcome=Outcome.RUN_OFF, run_off=sure, tied=tied, drawn=drawn)


def fill_by_lot(election: Election, draw: Draw) -> Election:
    """The election with its ties decided by lot: the seats, or the places in the run-off."""
    chosen: list[str] = []
    left = list(election.tied)
    while len(chosen) < election.drawn and left:
        chosen.append(draw(left))
        left.remove(chosen[-1])
    done = replace(election, tied=(), drawn=0)
    if election.outcome == Outcome.LOT:
        elected = (*election.elected, *chosen)
        return replace(done, outcome=Outcome.ELECTED, elected=elected, by_lot=tuple(chosen))
    return replace(done, run_off=(*election.run_off, *chosen))
