"""Amendments as text: what changes, how much, and whether it still fits what was decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
LONGEST_TEXT = 20_000


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


def compare(
    before: Sequence[str], after: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    """What differs between two rows of words."""
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def segments(before: str, after: str) -> list[Segment]:
    """The change from one text to the other, to be read in one go: what goes stands first."""
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
    return found


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
