"""An entry cut into what engines index: the same for each of them."""

from dataclasses import dataclass
from itertools import chain

from rostra_search import german
from rostra_search.entry import Entry
from rostra_search.wanted import forms_in, terms_in

TITLE_WEIGHT = 3
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
    return Contents(entry, tuple(terms), tuple(forms))
