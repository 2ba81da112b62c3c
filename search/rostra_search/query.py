"""The language in which people ask, read into one tree; no question is ever an error."""

import re
from dataclasses import dataclass

from rostra_search import german

LONGEST_QUESTION = 500
MOST_WORDS = 32
DEEPEST = 12
SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word, whatever its ending, alone or as a part of a compound."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words exactly so, one after another."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins like this."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Anything:
    """No wish at all: everything."""


Node = Word | Phrase | Prefix | And | Or | Not | Anything

ANYTHING = Anything()
QUOTES = str.maketrans(dict.fromkeys("„“”«»‟", '"'))
LEXEME = re.compile(
    r'"(?P<phrase>[^"]*)"?'
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<minus>(?<![^\s(])-(?=[\w\"(]))"
    r"|(?P<word>(?:[^\s\"()]|\((?=-?[iI]n(?:nen)?\))|(?<=[iI]n)\)|(?<=[iI]nnen)\))+)"
)
OPERATORS = {"AND": "and", "UND": "and", "OR": "or", "ODER": "or", "NOT": "not", "NICHT": "not"}
PREFIX = re.compile(r"(?P<beginning>[^\W_]+(?:[/.\-][^\W_]+)*)\*+$")


def parse(question: str) -> Node:
    """The tree of a question; what makes no sense in it is passed over."""
    lexemes = _lexemes(question[:LONGEST_QUESTION].translate(QUOTES))
    return _Reading(lexemes).whole()


def _lexemes(question: str) -> list[tuple[str, str]]:
    """The question cut into words, phrases, operators and parentheses."""
    found: list[tuple[str, str]] = []
    words = 0
    for match in LEXEME.finditer(german.clean(question)):
        kind, text = str(match.lastgroup), match[match.lastgroup or 0]
        if kind == "word":
            kind = OPERATORS.get(text, kind)
        if kind in ("word", "phrase"):
            words += len(text.split())
            if words > MOST_WORDS:
                break
        found.append((kind, text))
    return found


class _Reading:
    """Reads lexemes from left to right; OR binds weakest, NOT strongest."""

    def __init__(self, lexemes: list[tuple[str, str]]) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        """Everything, across parentheses that were closed too often."""
        nodes = []
        while self._next() is not None:
            nodes.append(self._choice())
            if self._next() == "close":
                self._at += 1
        return _together(nodes)

    def _next(self) -> str | None:
        return self._lexemes[self._at][0] if self._at < len(self._lexemes) else None

    def _choice(self) -> Node:
        """What stands between ORs."""
        nodes = [self._sequence()]
        while self._next() == "or":
            self._at += 1
            nodes.append(self._sequence())
        meant = tuple(node for node in nodes if node != ANYTHING)
        if len(meant) < 2:
            return meant[0] if meant else ANYTHING
        return Or(meant)

    def _sequence(self) -> Node:
        """What stands side by side, or between ANDs."""
        nodes = []
        while self._next() not in (None, "or", "close"):
            nodes.append(self._single())
        return _together(nodes)

    def _single(self) -> Node:
        """A word, a phrase, something in parentheses, or the contrary of one of them."""
        kind, text = self._lexemes[self._at]
        self._at += 1
        if kind in ("minus", "not"):
            return self._contrary()
        if kind == "phrase":
            return _phrase(text)
        if kind == "word":
            return _word(text)
        if kind == "open":
            return self._nested()
        return ANYTHING

    def _contrary(self) -> Node:
        if self._next() in (None, "or", "and", "close"):
            return ANYTHING
        self._depth += 1
        child = self._single() if self._depth <= DEEPEST else ANYTHING
        self._depth -= 1
        if child == ANYTHING:
            return ANYTHING
        return child.child if isinstance(child, Not) else Not(child)

    def _nested(self) -> Node:
        if self._depth >= DEEPEST:
            return ANYTHING
        self._depth += 1
        node = self._choice()
        self._depth -= 1
        if self._next() == "close":
            self._at += 1
        return node


def _together(nodes: list[Node]) -> Node:
    """All the nodes that mean something, as one."""
    meant: list[Node] = []
    for node in nodes:
        if isinstance(node, And):
            meant.extend(node.children)
        elif node != ANYTHING:
            meant.append(node)
    if len(meant) < 2:
        return meant[0] if meant else ANYTHING
    return And(tuple(meant))


def _forms(text: str) -> tuple[str, ...]:
    """The folded words in a stretch of a question."""
    return tuple(
        form for token in german.tokens_of(text) for form in german.words_of(token[0]).forms
    )


def _phrase(text: str) -> Node:
    forms = _forms(text)
    return Phrase(forms) if forms else ANYTHING


def _word(text: str) -> Node:
    """A run without spaces: a prefix, or the one or more words in it."""
    cut = PREFIX.search(text)
    if cut and len(cut["beginning"]) >= SHORTEST_PREFIX:
        before = _word(text[: cut.start()]) if cut.start() else ANYTHING
        return _together([before, Prefix(german.fold(cut["beginning"]))])
    return _together([Word(token[0]) for token in german.tokens_of(text)])
