"""Takes German compounds apart, by the nouns that a council uses."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest way to a position in the word, with the parts on that way."""

    cost: float
    parts: tuple[Part, ...]
    strange: bool = False
    """Whether a modifier on the way is no word that we know."""


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
        if not SHORTEST_WORD <= len(word) <= LONGEST_WORD or self.listed(word):
            return ()
        ways: list[_Step | None] = [_Step(0.0, ())] + [None] * len(word)
        best: _Step | None = None
        for start in range(len(word) - SHORTEST_PART + 1):
            way = ways[start]
            if way is None:
                continue
            if start >= SHORTEST_PART:
                best = self._cheaper(best, self._ended(way, word[start:]))
            for end in range(start + SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                ways[end] = self._cheaper(ways[end], self._extended(way, word, start, end))
        return best.parts if best else ()

    @staticmethod
    def _cheaper(known: _Step | None, found: _Step | None) -> _Step | None:
        if found is None or (known is not None and known.cost <= found.cost):
            return known
        return found

    def _extended(self, way: _Step, word: str, start: int, end: int) -> _Step | None:
        """The way, longer by the modifier between two positions."""
        letters = word[start:end]
        noun = self._modifiers.get(letters)
        if noun is not None:
            cost = NOUN_COST + (LINK_COST if noun != letters else 0)
            return _Step(way.cost + cost, (*way.parts, Part(letters, noun)), way.strange)
        if len(letters) < SHORTEST_STRANGER:
            return None
        bare = letters if letters in self._frequent else letters.removesuffix("s")
        known = bare in self._frequent
        always, each = FREQUENT_COST if known else UNKNOWN_COST
        part = Part(letters, bare if known else letters)
        cost = way.cost + always + each * len(letters)
        return _Step(cost, (*way.parts, part), way.strange or not known)

    def _ended(self, way: _Step, letters: str) -> _Step | None:
        """The way, closed by the head of the compound, which must be a listed noun."""
        noun = self._heads.get(letters)
        if noun is None or (way.strange and len(noun) < SHORTEST_HEAD):
            return None
        return _Step(way.cost + NOUN_COST, (*way.parts, Part(letters, noun)), way.strange)
