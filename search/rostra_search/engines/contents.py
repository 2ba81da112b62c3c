"""An entry cut into what engines index: the same for each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from rostra_search import german
from rostra_search.entry import Entry
from rostra_search.wanted import forms_in, terms_in

TITLE_WEIGHT = 4
REFERENCE_WEIGHT = 4
LONGEST_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Contents:
    """The terms and word forms of an entry, in order."""

    entry: Entry
    terms: tuple[str, ...]
    """By which it is found; those of the title repeated, so that they weigh more."""
    forms: tuple[str, ...]
    """The words as they stand, for phrases and beginnings."""
    spellings: Mapping[str, str]
    """How the forms are spelled, if everybody may read the entry."""


def contents_of(entry: Entry) -> Contents:
    """What engines index of an entry."""
    title, text = german.clean(entry.title), german.clean(entry.text[:LONGEST_TEXT])
    reference = german.clean(entry.reference)
    terms = chain(
        tuple(terms_in(title)) * TITLE_WEIGHT,
        tuple(terms_in(reference)) * REFERENCE_WEIGHT,
        terms_in(text),
    )
    forms = chain(forms_in(title), forms_in(reference), forms_in(text))
    spellings = spellings_of(f"{title} {text}") if entry.public else {}
    return Contents(entry, tuple(terms), tuple(forms), spellings)


def spellings_of(text: str) -> dict[str, str]:
    """The distinct words of a cleaned text: folded, and as they are spelled."""
    found: dict[str, str] = {}
    for match in german.tokens_of(text):
        token = match[0]
        forms = german.words_of(token).forms
        if len(forms) == 1 and forms[0] not in found:
            found[forms[0]] = token.capitalize() if token.isupper() else token
    return found
