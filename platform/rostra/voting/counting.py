"""Counting: from the numbers of a vote to its outcome, by which rule, and in which words.

Pure: no database, no clock, no chance. The lot is drawn elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum

from rostra.organizations.rules import Base
from rostra.voting.models import Outcome


class Majority(StrEnum):
    """How many must be in favour."""

    SIMPLE = "simple"
    """More yes than no; abstentions do not count and a tie rejects (VOT-1)."""
    MAJORITY_PRESENT = "majority_present"
    """More than half of those present and entitled to vote (VOT-4)."""
    MAJORITY_LEGAL = "majority_legal"
    """More than half of the legal number of members (VOT-4)."""
    TWO_THIRDS_CAST = "two_thirds_cast"
    """Two thirds of yes and no together (VOT-4)."""
    TWO_THIRDS_PRESENT = "two_thirds_present"
    """Two thirds of those present and entitled to vote (VOT-4)."""
    TWO_THIRDS_LEGAL = "two_thirds_legal"
    """Two thirds of the legal number of members (VOT-4)."""

    @property
    def rule(self) -> str:
        """The rule by which it is counted."""
        return "VOT-1" if self is Majority.SIMPLE else "VOT-4"

    @property
    def base(self) -> Base:
        """Of which number it is taken."""
        return BASES[self]

    @property
    def in_words(self) -> str:
        """The majority in the council's words."""
        return WORDS[self]


BASES = {
    Majority.SIMPLE: Base.VOTES_CAST,
    Majority.MAJORITY_PRESENT: Base.PRESENT,
    Majority.MAJORITY_LEGAL: Base.LEGAL,
    Majority.TWO_THIRDS_CAST: Base.VOTES_CAST,
    Majority.TWO_THIRDS_PRESENT: Base.PRESENT,
    Majority.TWO_THIRDS_LEGAL: Base.LEGAL,
}
WORDS = {
    Majority.SIMPLE: "einfache Mehrheit",
    Majority.MAJORITY_PRESENT: "Mehrheit der Anwesenden",
    Majority.MAJORITY_LEGAL: "Mehrheit der gesetzlichen Mitgliederzahl",
    Majority.TWO_THIRDS_CAST: "Zweidrittelmehrheit der abgegebenen Stimmen",
    Majority.TWO_THIRDS_PRESENT: "Zweidrittelmehrheit der Anwesenden",
    Majority.TWO_THIRDS_LEGAL: "Zweidrittelmehrheit der gesetzlichen Mitgliederzahl",
}
TWO_THIRDS = frozenset(
    {Majority.TWO_THIRDS_CAST, Majority.TWO_THIRDS_PRESENT, Majority.TWO_THIRDS_LEGAL}
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was counted in a vote on a question."""

    yes: int
    no: int
    abstention: int = 0
    invalid: int = 0
    entitled: int = 0
    """How many were present and entitled to vote, those excluded for bias left out."""
    legal: int = 0
    """The legal number of members."""

    def __post_init__(self) -> None:
        if min(self.yes, self.no, self.abstention, self.invalid, self.entitled, self.legal) < 0:
            raise ValueError("Nobody casts fewer votes than none.")

    def base(self, base: Base) -> int:
        """The number of which a majority is taken."""
        return {
            Base.VOTES_CAST: self.yes + self.no,
            Base.VALID_VOTES: self.yes + self.no + self.abstention,
            Base.PRESENT: self.entitled,
            Base.LEGAL: self.legal,
        }[base]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a vote on a question, and by which rule."""

    rule: str
    majority: Majority
    base: int
    needed: int
    outcome: Outcome
    sentence: str
    """The result as the minutes say it."""

    @property
    def accepted(self) -> bool:
        """Whether the question was answered with yes."""
        return self.outcome == Outcome.ACCEPTED


def needed_of(majority: Majority, base: int) -> int:
    """How many yes a majority takes of a base; always one at least."""
    return max(1, -(-2 * base // 3) if majority in TWO_THIRDS else base // 2 + 1)


def count(numbers: Numbers, majority: Majority = Majority.SIMPLE) -> Verdict:
    """The verdict on a question (VOT-1, VOT-4)."""
    base = numbers.base(majority.base)
    needed = needed_of(majority, base)
    outcome = Outcome.ACCEPTED if numbers.yes >= needed else Outcome.REJECTED
    sentence = sentence_of(numbers, majority, outcome, needed)
    return Verdict(majority.rule, majority, base, needed, outcome, sentence)


def sentence_of(numbers: Numbers, majority: Majority, outcome: Outcome, needed: int) -> str:
    """The result in words: einstimmig, mehrheitlich (24 Ja, 5 Nein, 5 Enthaltungen), …"""
    if outcome == Outcome.ACCEPTED:
        if numbers.no or numbers.invalid:
            return f"mehrheitlich ({in_numbers(numbers)})"
        return f"einstimmig{with_abstentions(numbers)}"
    if not numbers.yes + numbers.no:
        return f"abgelehnt ({in_numbers(numbers)})"
    if numbers.yes == numbers.no:
        return f"abgelehnt (Stimmengleichheit, {in_numbers(numbers)})"
    if numbers.yes > numbers.no:
        missed = f"{majority.in_words} verfehlt, {needed} nötig"
        return f"abgelehnt ({in_numbers(numbers)}; {missed})"
    if numbers.yes or numbers.invalid:
        return f"mehrheitlich abgelehnt ({in_numbers(numbers)})"
    return f"einstimmig abgelehnt{with_abstentions(numbers)}"


def in_numbers(numbers: Numbers) -> str:
    """24 Ja, 5 Nein, 5 Enthaltungen"""
    told = [f"{numbers.yes} Ja", f"{numbers.no} Nein", abstentions(numbers.abstention)]
    if numbers.invalid:
        told.append(f"{numbers.invalid} ungültig")
    return ", ".join(told)


def abstentions(number: int) -> str:
    """1 Enthaltung, 5 Enthaltungen"""
    return f"{number} {'Enthaltung' if number == 1 else 'Enthaltungen'}"


def with_abstentions(numbers: Numbers) -> str:
    """What is added to a unanimous result where some abstained."""
    return f" bei {abstentions(numbers.abstention)}" if numbers.abstention else ""
