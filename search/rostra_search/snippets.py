"""Shows in a record's text where it fits a question: pieces of text, marked or not, never HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rostra_search import german
from rostra_search.query import And, Node, Or, Phrase, Prefix, Word
from rostra_search.wanted import FUNCTION_WORDS

LENGTH = 260
PASSAGES = 2
MOST_MATCHES = 60
LONG_TEXT = 12_000
LONGEST_TEXT = 300_000
MOST_TRIES = 40
ELLIPSIS = "…"
UMLAUTS = {"a": "ä|ae", "o": "ö|oe", "u": "ü|ue"}
UNFOLDED = re.compile(r"(?<![|:])[aou](?![|e])")
BLANKS = re.compile(r"\s+")


class Fragment(NamedTuple):
    """A piece of text, and whether it is what was asked for."""

    text: str
    highlighted: bool


class Match(NamedTuple):
    """A stretch of a text that fits, and to which wish of the question."""

    start: int
    end: int
    wish: int


@dataclass(slots=True)
class _Wishes:
    """What a question wants to see, each with the number of the wish."""

    terms: dict[str, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)
    prefixes: dict[str, int] = field(default_factory=dict)
    phrases: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    number: int = 0

    def gather(self, node: Node) -> None:
        """Take in what the node wants; what it does not want is never marked."""
        match node:
            case And(children) | Or(children):
                for child in children:
                    self.gather(child)
            case Word(text):
                self._word(text)
            case Prefix(text):
                self.prefixes[text] = self.number
            case Phrase((form,)):
                self.forms[form] = self.number
            case Phrase(words):
                self.phrases.append((words, self.number))
        self.number += 1

    def _word(self, text: str) -> None:
        words = german.words_of(text)
        if german.NUMBER.search(text):
            self.terms.update(dict.fromkeys(words.terms, self.number))
            return
        if words.forms[0] in FUNCTION_WORDS and len(words.forms) == 1:
            return
        for form in words.forms:
            whole, parts = german.alternatives(form)
            self.terms.update(dict.fromkeys((whole, *parts), self.number))
        if len(words.forms) > 1:
            self.terms[german.stem("".join(words.forms))] = self.number


class Highlighter:
    """Finds the places of a text that fit a question."""

    def __init__(self, tree: Node) -> None:
        self._wishes = _Wishes()
        self._wishes.gather(tree)
        self._tokens: dict[str, int | None] = {}
        self._traces: list[re.Pattern[str]] | None = None

    def highlighted(self, text: str) -> list[Fragment]:
        """The whole text, as for a title."""
        text = german.clean(text)
        return _fragments(text, list(self._matches(text)), 0, len(text))

    def snippet(self, text: str, length: int = LENGTH) -> list[Fragment]:
        """The first passages that show what was asked for, or else the beginning of the text."""
        if len(text) > LONG_TEXT:
            text = self._likely(text[:LONGEST_TEXT])
        text = german.clean(text)
        matches = self._first(text)
        if not matches:
            return _fragments(text, [], 0, _cut_after(text, length))
        fragments: list[Fragment] = []
        for start, end in _passages(text, matches, length):
            shown = [match for match in matches if start <= match.start and match.end <= end]
            fragments.extend(_fragments(text, shown, start, end))
        return fragments

    def _likely(self, text: str) -> str:
        """The stretches of a long text where the wishes seem to be fulfilled, or its beginning."""
        if self._traces is None:
            self._traces = _traces(self._wishes)
        stretches: list[tuple[int, int]] = []
        for trace in self._traces:
            for tries, found in enumerate(trace.finditer(text)):
                start = _cut_before(text, max(0, found.start() - LENGTH))
                end = _cut_after(text, found.end() + LENGTH)
                if tries > MOST_TRIES or any(self._matches(german.clean(text[start:end]))):
                    stretches.append((start, end))
                    break
        if not stretches:
            return text[:LONG_TEXT]
        stretches.sort()
        between = f" {ELLIPSIS} "
        shown = between.join(text[start:end] for start, end in stretches[:PASSAGES])
        return shown if stretches[0][0] == 0 else f"{ELLIPSIS} {shown}"

    def _first(self, text: str) -> list[Match]:
        """The first matches, until every wish has been seen or there are enough of them."""
        matches: list[Match] = []
        unseen = set(range(self._wishes.number))
        for match in self._matches(text):
            if matches and not unseen and match.start > matches[0].start + LENGTH:
                break
            matches.append(match)
            unseen.discard(match.wish)
            if len(matches) >= MOST_MATCHES:
                break
        return matches

    def _matches(self, text: str) -> Iterator[Match]:
        """All stretches that fit, in order, none over another."""
        reached = 0
        window: list[tuple[str, int, int]] = []
        longest = max((len(forms) for forms, _ in self._wishes.phrases), default=0)
        for token in german.tokens_of(text):
            if longest:
                forms = german.words_of(token[0]).forms
                window.extend((form, token.start(), token.end()) for form in forms)
                del window[:-longest]
                phrase = self._phrase(window)
                if phrase is not None and phrase.start >= reached:
                    reached = phrase.end
                    yield phrase
                    continue
            wish = self._wish(token[0])
            if wish is not None and token.start() >= reached:
                reached = token.end()
                yield Match(token.start(), token.end(), wish)

    def _phrase(self, window: list[tuple[str, int, int]]) -> Match | None:
        """The phrase that ends with the last word of the window."""
        for forms, wish in self._wishes.phrases:
            last = window[-len(forms) :]
            if tuple(form for form, _, _ in last) == forms:
                return Match(last[0][1], last[-1][2], wish)
        return None

    def _wish(self, token: str) -> int | None:
        """The wish that a token fulfils."""
        if token not in self._tokens:
            self._tokens[token] = self._fulfilled(token)
        return self._tokens[token]

    def _fulfilled(self, token: str) -> int | None:
        words, wishes = german.words_of(token), self._wishes
        for term in words.terms:
            if term in wishes.terms:
                return wishes.terms[term]
        for form in words.forms:
            if form in wishes.forms:
                return wishes.forms[form]
            for prefix, wish in wishes.prefixes.items():
                if form.startswith(prefix):
                    return wish
        return None


def _traces(wishes: _Wishes) -> list[re.Pattern[str]]:
    """For each wish a pattern of letters without which a text cannot fulfil it, or seldom."""
    by_wish: dict[int, set[str]] = {}
    for words in (wishes.terms, wishes.forms, wishes.prefixes):
        for word, wish in words.items():
            by_wish.setdefault(wish, set()).add(word)
    for forms, wish in wishes.phrases:
        by_wish.setdefault(wish, set()).add(max(forms, key=len))
    return [
        re.compile("|".join(map(_trace, sorted(words))), re.IGNORECASE)
        for words in by_wish.values()
    ]


def _trace(word: str) -> str:
    """A pattern for the letters of a folded word as they may be spelled in a text."""
    spelled = re.escape(word)
    for folded, letters in (("ae", "ä|ae"), ("oe", "ö|oe"), ("ue", "ü|ue"), ("ss", "ß|ss")):
        spelled = spelled.replace(folded, f"(?:{letters})")
    return UNFOLDED.sub(lambda found: f"(?:{found[0]}|{UMLAUTS[found[0]]})", spelled)


def _passages(text: str, matches: list[Match], length: int) -> list[tuple[int, int]]:
    """Where to look: around the first match, and around the first that shows another wish."""
    passages: list[tuple[int, int]] = []
    seen: set[int] = set()
    leading = [matches[0]]
    seen.update(m.wish for m in matches if m.start < matches[0].start + length // 2)
    leading.extend([m for m in matches if m.wish not in seen][: PASSAGES - 1])
    room = length // len(leading)
    for match in leading:
        start = _cut_before(text, max(0, match.start - room // 3))
        end = _cut_after(text, max(start + room, match.end))
        if passages and start <= passages[-1][1]:
            passages[-1] = (passages[-1][0], end)
        else:
            passages.append((start, end))
    return passages


def _cut_before(text: str, place: int) -> int:
    """The beginning of the word at a place."""
    while 0 < place < len(text) and not text[place - 1].isspace():
        place -= 1
    return place


def _cut_after(text: str, place: int) -> int:
    """The end of the word at a place."""
    while place < len(text) and not text[place].isspace():
        place += 1
    return min(place, len(text))


def _fragments(text: str, matches: list[Match], start: int, end: int) -> list[Fragment]:
    """A passage in pieces, with signs where the text goes on."""
    pieces: list[tuple[str, bool]] = [(ELLIPSIS + " ", False)] if start > 0 else []
    at = start
    for match in matches:
        pieces.append((text[at : match.start], False))
        pieces.append((text[match.start : match.end], True))
        at = match.end
    pieces.append((text[at:end], False))
    if end < len(text.rstrip()):
        pieces.append((" " + ELLIPSIS, False))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, bool]]) -> list[Fragment]:
    """The pieces with single blanks, neighbours of one sort joined, empty ones left out."""
    fragments: list[Fragment] = []
    for piece, highlighted in pieces:
        piece = BLANKS.sub(" ", piece)
        if not piece:
            continue
        if fragments and fragments[-1].highlighted == highlighted:
            fragments[-1] = Fragment(fragments[-1].text + piece, highlighted)
        else:
            fragments.append(Fragment(piece, highlighted))
    return fragments
