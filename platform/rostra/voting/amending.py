"""Amendments as text: what changes, how much, and whether it still fits what was decided."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, takewhile

WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
LONGEST_TEXT = 20_000
ENDS = frozenset(".!?;:")
"""Signs with which a sentence ends."""
PATIENCE = 2_000_000
"""Comparisons of two words after which what is left of two texts counts as replaced."""


class Op(StrEnum):
    """What happens to a passage."""

    KEEP = "keep"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage that stays, comes or goes."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """That the words from one place to another are replaced."""

    start: int
    end: int
    words: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The text in words, signs and spaces; joined they are the text again."""
    return WORD.findall(text)


Opcode = tuple[str, int, int, int, int]
"""What happens, from where to where in the one row, and from where to where in the other."""


class Patient(SequenceMatcher[str]):
    """Compares rows of words until its patience is at an end; what is left counts as replaced.

    Without a bound, two texts of a thousand characters could hold up the whole house for minutes.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str], patience: int) -> None:
        super().__init__(str.isspace, before, after, autojunk=False)
        self.patience = patience
        self.words = len(before)
        steps = (len(self.b2j.get(word, ())) for word in before)  # type: ignore[attr-defined]
        self.passed = list(accumulate(steps, initial=0))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """The longest passage that both have, or none when it would take too long to find."""
        end = self.words if ahi is None else ahi
        self.patience -= self.passed[end] - self.passed[alo]
        if self.patience < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def compare(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """What differs between two rows of words: by sentences, and within what is left by words."""
    head = common(before, after)
    tail = common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    found: list[Opcode] = [("equal", 0, head, 0, head)]
    by_sentence = Patient(texts_of(old), texts_of(new), PATIENCE)
    places = boundaries(old, head), boundaries(new, head)
    patience = by_sentence.patience
    for op, start, end, from_, to in by_sentence.get_opcodes():
        span = places[0][start], places[0][end], places[1][from_], places[1][to]
        if op != "replace":
            found.append((op, *span))
            continue
        by_word = Patient(before[span[0] : span[1]], after[span[2] : span[3]], patience)
        found += [
            (kind, one + span[0], two + span[0], three + span[2], four + span[2])
            for kind, one, two, three, four in by_word.get_opcodes()
        ]
        patience = by_word.patience
    last = len(before) - tail, len(before), len(after) - tail, len(after)
    return joined([*found, ("equal", *last)])


def sentences(words: Sequence[str]) -> list[list[str]]:
    """The words, sentence by sentence, each with the space behind it."""
    found: list[list[str]] = [[]]
    over = False
    for word in words:
        if over and not word.isspace() and word not in ENDS:
            found.append([])
        over = word in ENDS or "\n" in word or (over and word.isspace())
        found[-1].append(word)
    return found if found[-1] else []


def texts_of(words: Sequence[str]) -> list[str]:
    """The sentences as texts."""
    return ["".join(one) for one in sentences(words)]


def boundaries(words: Sequence[str], start: int) -> list[int]:
    """At which word each sentence begins, and at last where the last one ends."""
    return list(accumulate((len(one) for one in sentences(words)), initial=start))


def joined(told: Iterable[Opcode]) -> list[Opcode]:
    """The same without what is empty, neighbours of a kind as one."""
    found: list[Opcode] = []
    for op, start, end, from_, to in told:
        if start == end and from_ == to:
            continue
        if found and found[-1][0] == op:
            _, before, _, after, _ = found.pop()
            found.append((op, before, end, after, to))
        else:
            found.append((op, start, end, from_, to))
    return found


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many words both begin alike."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def segments(before: str, after: str) -> list[Segment]:
    """The change from one text to the other, to be read in one go: what goes stands first."""
    return list(compared(before, after))


@lru_cache(maxsize=128)
def compared(before: str, after: str) -> tuple[Segment, ...]:
    """The same, kept for the many screens that show it."""
    old, new = words_of(before), words_of(after)
    found: list[Segment] = []
    for op, start, end, from_, to in compare(old, new):
        if op == "equal":
            found.append(Segment(Op.KEEP, "".join(old[start:end])))
            continue
        if end > start:
            found.append(Segment(Op.DELETE, "".join(old[start:end])))
        if to > from_:
            found.append(Segment(Op.INSERT, "".join(new[from_:to])))
    return tuple(found)


def distance(before: str, after: str) -> int:
    """How many characters come or go: the first guess at how far an amendment reaches."""
    changed = (one for one in segments(before, after) if one.op != Op.KEEP)
    return sum(len(one.text.strip()) for one in changed)


def edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    """The replacements that make one row of words the other."""
    return [
        Edit(start, end, tuple(after[from_:to]))
        for op, start, end, from_, to in compare(before, after)
        if op != "equal"
    ]


def carry_over(amends: str, amended: str, current: str) -> str | None:
    """The amendment made to what now stands instead of what it was moved against.

    None where both touch the same words: then people must say what is meant.
    """
    if current == amends:
        return amended
    base = words_of(amends)
    ours, theirs = edits(base, words_of(amended)), edits(base, words_of(current))
    if any(touch(one, other) for one in ours for other in theirs if one != other):
        return None
    merged = list(base)
    for one in sorted({*ours, *theirs}, key=lambda edit: (edit.start, edit.end), reverse=True):
        merged[one.start : one.end] = one.words
    return "".join(merged)


def touch(one: Edit, other: Edit) -> bool:
    """Whether two replacements meet or overlap."""
    return one.start <= other.end and other.start <= one.end
