"""An entry cut into what engines index: the same for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rostra_search import german
from rostra_search.entry import Entry
from rostra_search.wanted import FUNCTION_WORDS

TITLE_WEIGHT = 4
REFERENCE_WEIGHT = 4
LONGEST_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Contents:
    """The terms and word forms of an entry, in order."""

    entry: Entry
    terms: Sequence[str]
    """By which it is found; those of the title repeated, so that they weigh more."""
    forms: Sequence[str]
    """The words as they stand, for phrases and beginnings."""
    spellings: Mapping[str, str]
    """How the forms are spelled, if everybody may read the entry."""


def contents_of(entry: Entry) -> Contents:
    """What engines index of an entry."""
    terms: list[str] = []
    forms: list[str] = []
    spellings: dict[str, str] = {}
    for text, weight in (
        (entry.title, TITLE_WEIGHT),
        (entry.reference, REFERENCE_WEIGHT),
        (entry.text[:LONGEST_TEXT], 1),
    ):
        found: list[str] = []
        _cut(german.clean(text), found, forms, spellings)
        terms.extend(found * weight)
    return Contents(entry, terms, forms, spellings if entry.public else {})


def _cut(text: str, terms: list[str], forms: list[str], spellings: dict[str, str]) -> None:
    """Add the terms, forms and spellings of a cleaned text to those that there are."""
    for token in german.tokens_in(text):
        words = german.words_of(token)
        forms.extend(words.forms)
        if len(words.forms) == 1:
            form = words.forms[0]
            if form in FUNCTION_WORDS:
                continue
            spellings.setdefault(form, token)
        terms.extend(words.terms)
