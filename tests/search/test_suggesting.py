"""Did you mean: a better spelling, from public words, if it finds more."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra_search.vocabulary import distance
from search.conftest import COUNCIL, INSIDERS, entry


@pytest.fixture
def written(index):
    index.write(
        [
            entry("Haushaltsplan", "Der Gemeinderat berät über Gebühren."),
            entry("Gemeinderat", "GEBÜHREN und Beiträge im Gemeinderat"),
            entry("Gemeindehaus", "Straßenfest am Sonntag"),
        ],
        (),
        1,
    )


@pytest.mark.parametrize(
    ("question", "suggestion"),
    [
        ("Gemeinderath", "Gemeinderat"),
        ("Gemienderat", "Gemeinderat"),
        ("Gebüren", "Gebühren"),
        ("Strasenfest", "Straßenfest"),
        ("Gemeinderath Haushaltplan", "Gemeinderat Haushaltsplan"),
        ("Gemeinderath -Sonntag", "Gemeinderat -Sonntag"),
        ("Gemeinderat", None),
        ("Gemeinderäte", None),
        ("Quantenphysik", None),
        ("Rat", None),
        ("12345", None),
        ("", None),
    ],
)
def test_suggests(written, ask, question, suggestion):
    assert ask(question).suggestion == suggestion


def test_suggests_only_what_this_asker_would_find(index, ask):
    index.write(
        [entry("Offen", "Kläranlage"), entry("Geheim", "Kläranlage", audience_id=COUNCIL)], (), 1
    )
    index.write([entry("Nur drinnen", "Deponie", audience_id=COUNCIL)], (), 2)
    assert ask("Klaeranlge").suggestion == "Kläranlage"
    assert ask("Deponje", INSIDERS).suggestion is None


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(1, 3))
def test_counts_mistakes_as_the_definition_does(one, other, most):
    @cache
    def mistakes(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        found = [
            mistakes(i - 1, j) + 1,
            mistakes(i, j - 1) + 1,
            mistakes(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            found.append(mistakes(i - 2, j - 2) + 1)
        return min(found)

    assert distance(one, other, most) == min(mistakes(len(one), len(other)), most + 1)


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [("rat", "rat", 0), ("rat", "rad", 1), ("rat", "art", 1), ("rat", "raten", 2), ("a", "xyz", 3)],
)
def test_counts_mistakes(one, other, mistakes):
    assert distance(one, other, 2) == mistakes
