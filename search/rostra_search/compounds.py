"""Takes German compounds apart, by the nouns that a council uses."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LINKING = ("", "s", "n", "en", "es", "er", "e", "ns", "ens")
VOWELS = ("a", "e", "i", "o", "u")
ENDINGS = ("", "e", "en", "em", "er", "ern", "es", "s", "n", "in", "innen")
SHORTEST_WORD = 6
SHORTEST_PART = 3
LONGEST_WORD = 64
SHORTEST_STRANGER = 4
SHORTEST_HEAD = 5
"""The shortest noun that is believed in after letters that are no known word."""

NOUN_COST = 1.0
LINK_COST = 0.05
FREQUENT_COST = (1.2, 0.15)
UNKNOWN_COST = (2.0, 0.4)
"""What a modifier costs that is no listed noun: at all, and for each of its letters."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a compound: its letters, and those of its noun without the linking element."""

    letters: str
    noun: str


class _Way(NamedTuple):
    """The cheapest way to a position: its cost, where its last part begins, and that noun."""

    cost: float
    start: int
    noun: str
    strange: bool
    """Whether a part on the way is no word that we know."""


class Splitter:
    """Knows which runs of letters are nouns, and cuts a compound into the fewest of them."""

    def __init__(
        self,
        nouns: Iterable[str],
        frequent: Iterable[str],
        fold: Callable[[str], str],
        stem: Callable[[str], str],
    ) -> None:
        self._stem = stem
        self._pieces: dict[str, tuple[str, ...]] = {}
        self._modifiers: dict[str, str] = {}
        self._heads: dict[str, str] = {}
        for spelled in nouns:
            self._learn([fold(piece) for piece in re.split("[-+]", spelled)], "+" in spelled)
        self._frequent = frozenset(w for w in frequent if len(w) >= SHORTEST_STRANGER)
        self.split = lru_cache(maxsize=50_000)(self._split)

    def _learn(self, pieces: list[str], by_the_first_too: bool) -> None:
        """Remember a listed noun, the pieces it is also found by, and its linked forms."""
        word = "".join(pieces)
        stem = self._stem(word)
        inner = tuple(self._stem(piece) for piece in pieces[0 if by_the_first_too else 1 :])
        self._pieces[stem] = tuple(dict.fromkeys((*self._pieces.get(stem, ()), *inner)))
        for link in LINKING:
            self._modifiers.setdefault(word + link, word)
        for ending in ENDINGS:
            self._heads.setdefault(word + ending, word)
        if word.endswith("e") and len(word) > SHORTEST_PART:
            self._modifiers.setdefault(word[:-1], word)

    def bare(self, word: str) -> str:
        """The word without an s that a stemmer leaves at nouns that end in a vowel (Büros)."""
        without = word[:-1]
        if word.endswith("s") and without.endswith(VOWELS) and without in self._modifiers:
            return without
        return word

    def listed(self, word: str) -> bool:
        """Whether the word itself is a noun of the list, which is never taken apart."""
        return self._stem(word) in self._pieces

    def pieces(self, noun: str) -> tuple[str, ...]:
        """The stems that the list gives a noun to be found by, besides its own."""
        return self._pieces.get(self._stem(noun), ())

    def _split(self, word: str) -> tuple[Part, ...]:
        """The parts of a folded compound, or nothing when it is none."""
        if not SHORTEST_WORD <= len(word) <= LONGEST_WORD:
            return ()
        heads = {
            start: self._heads[word[start:]]
            for start in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
            if word[start:] in self._heads
        }
        if not heads or self.listed(word):
            return ()
        ways = self._ways(word, max(heads))
        return self._cheapest(word, heads, ways)

    def _ways(self, word: str, farthest: int) -> dict[int, _Way]:
        """The cheapest way to each position that can be reached by modifiers."""
        ways = {0: _Way(0.0, 0, "", False)}
        for start in range(farthest - SHORTEST_PART + 1):
            way = ways.get(start)
            if way is None:
                continue
            for end in range(start + SHORTEST_PART, farthest + 1):
                noun, cost, strange = self._modifier(word[start:end])
                total = way.cost + cost
                if noun and (end not in ways or total < ways[end].cost):
                    ways[end] = _Way(total, start, noun, strange or way.strange)
        return ways

    def _modifier(self, letters: str) -> tuple[str, float, bool]:
        """The noun in some letters, what it costs, and whether it is a word that we know."""
        noun = self._modifiers.get(letters)
        if noun is not None:
            return noun, NOUN_COST if noun == letters else NOUN_COST + LINK_COST, False
        if len(letters) < SHORTEST_STRANGER:
            return "", 0.0, False
        if letters in self._frequent:
            return letters, FREQUENT_COST[0] + FREQUENT_COST[1] * len(letters), False
        if letters[-1] == "s" and letters[:-1] in self._frequent:
            return letters[:-1], FREQUENT_COST[0] + FREQUENT_COST[1] * len(letters), False
        return letters, UNKNOWN_COST[0] + UNKNOWN_COST[1] * len(letters), True

    def _cheapest(
        self, word: str, heads: dict[int, str], ways: dict[int, _Way]
    ) -> tuple[Part, ...]:
        """The parts on the cheapest way to one of the heads, with that head."""
        reached = [
            (ways[start].cost, start)
            for start, head in heads.items()
            if start in ways and (len(head) >= SHORTEST_HEAD or not ways[start].strange)
        ]
        if not reached:
            return ()
        _, start = min(reached)
        parts = [Part(word[start:], heads[start])]
        while start:
            way = ways[start]
            parts.append(Part(word[way.start : start], way.noun))
            start = way.start
        return tuple(reversed(parts))
