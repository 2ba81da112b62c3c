"""What an engine is asked for: terms, and how they are joined."""

from dataclasses import dataclass

from rostra_search import german
from rostra_search.query import And, Anything, Node, Not, Or, Phrase, Prefix, Word

PARTS_WEIGHT = 0.4
"""What a compound's parts count when they stand apart."""

FUNCTION_WORDS = frozenset(
    map(
        german.fold,
        (
            *("aber", "als", "am", "an", "auch", "auf", "aus", "bei", "beim", "bis", "da", "das"),
            *("dass", "dem", "den", "der", "des", "die", "dies", "diese", "diesem", "diesen"),
            *("dieser", "dieses", "durch", "ein", "eine", "einem", "einen", "einer", "eines"),
            *("er", "es", "für", "hat", "ich", "ihr", "im", "in", "ins", "ist", "mit", "nach"),
            *("nicht", "noch", "nur", "ob", "oder", "sein", "seine", "sich", "sie", "sind", "so"),
            *("sowie", "über", "um", "und", "uns", "unter", "vom", "von", "vor", "was", "wegen"),
            *("wer", "werden", "wie", "wir", "wird", "wurde", "zu", "zum", "zur", "zwischen"),
        ),
    )
)
"""Words that tell nothing: found in phrases only."""


@dataclass(frozen=True, slots=True)
class Term:
    """Entries that hold a term."""

    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Exact:
    """Entries that hold words exactly so, one after another."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Entries that hold a word with this beginning."""

    prefix: str


@dataclass(frozen=True, slots=True)
class All:
    """Entries that each of these wishes finds."""

    wishes: tuple["Wish", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Entries that one of these wishes finds, ranked by the best of them."""

    wishes: tuple["Wish", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Entries that the first wish finds and none of the others."""

    wish: "Wish"
    unwanted: tuple["Wish", ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """All entries, alike."""


Wish = Term | Exact | Beginning | All | Any | Without | Everything

EVERYTHING = Everything()


def wish(node: Node) -> Wish:
    """What an engine is asked for when somebody asks this."""
    match node:
        case Word(text):
            return _word(text)
        case Phrase(words):
            return Exact(words)
        case Prefix(text):
            return Beginning(text)
        case Or(children):
            return Any(tuple(wish(child) for child in children))
        case Not(child):
            return Without(EVERYTHING, (wish(child),))
        case And(children):
            return _all(children)
        case Anything():
            return EVERYTHING


def _all(children: tuple[Node, ...]) -> Wish:
    """All of the children, without the little words and with the contraries taken off."""
    unwanted = tuple(wish(node.child) for node in children if isinstance(node, Not))
    positive = [node for node in children if not isinstance(node, Not)]
    telling = [node for node in positive if not _is_function_word(node)] or positive
    wanted = tuple(dict.fromkeys(wish(node) for node in telling))
    joined = EVERYTHING if not wanted else wanted[0] if len(wanted) == 1 else All(wanted)
    return Without(joined, unwanted) if unwanted else joined


def _is_function_word(node: Node) -> bool:
    return isinstance(node, Word) and german.words_of(node.text).forms[0] in FUNCTION_WORDS


def _word(text: str) -> Wish:
    """A word as a whole, or all its parts."""
    words = german.words_of(text)
    if german.NUMBER.search(words.forms[0]):
        return _either(words.terms[0], words.terms[1:])
    if len(words.forms) > 1:
        joined = german.stem("".join(words.forms)[: german.LONGEST_TERM])
        return _either(joined, tuple(german.stem(form) for form in words.forms))
    if words.forms[0] in FUNCTION_WORDS:
        return Exact(words.forms)
    return _either(*german.alternatives(words.forms[0]))


def _either(whole: str, parts: tuple[str, ...]) -> Wish:
    """The whole term, or its parts in any place."""
    if len(parts) < 2:
        return Term(whole)
    apart = All(tuple(Term(part, PARTS_WEIGHT) for part in dict.fromkeys(parts)))
    return Any((Term(whole), apart))
