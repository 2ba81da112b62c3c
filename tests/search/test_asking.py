"""The language of questions: no question is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra_search.query import (
    ANYTHING,
    DEEPEST,
    MOST_WORDS,
    And,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    parse,
)
from rostra_search.wanted import EVERYTHING, All, Exact, Term, wish

PIECES = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "„",
        "“",
        "-",
        "*",
        " ",
        "AND",
        "ODER",
        "NICHT",
        "Rat",
        "24/1087-BV",
        "ß",
        ":in",
    ]
)


@pytest.mark.parametrize(
    ("question", "tree"),
    [
        ("Haushalt", Word("Haushalt")),
        ("Haushalt Plan", And((Word("Haushalt"), Word("Plan")))),
        ("Haushalt UND Plan", And((Word("Haushalt"), Word("Plan")))),
        ("Haushalt ODER Plan Rat", Or((Word("Haushalt"), And((Word("Plan"), Word("Rat")))))),
        ("Haushalt OR Plan", Or((Word("Haushalt"), Word("Plan")))),
        ("Haushalt NICHT Plan", And((Word("Haushalt"), Not(Word("Plan"))))),
        ("Haushalt -Plan", And((Word("Haushalt"), Not(Word("Plan"))))),
        ("NOT NOT Plan", Word("Plan")),
        ("(Haushalt OR Plan) Rat", And((Or((Word("Haushalt"), Word("Plan"))), Word("Rat")))),
        ('"Haushalt der Stadt"', Phrase(("haushalt", "der", "stadt"))),
        ("„Haushalt der Stadt“", Phrase(("haushalt", "der", "stadt"))),
        ('"Haushalt der', Phrase(("haushalt", "der"))),
        ("Gebühr*", Prefix("gebuehr")),
        ("2024/1*", Prefix("2024/1")),
        ("Bürger*innen", Word("Bürger*innen")),
        ("18/1751-BV", Word("18/1751-BV")),
        ("Ost-West-Straße", Word("Ost-West-Straße")),
        ("Haushalt,Plan", And((Word("Haushalt"), Word("Plan")))),
        ("ODER Plan UND", Word("Plan")),
        ("((Plan", Word("Plan")),
        ("Plan) Rat", And((Word("Plan"), Word("Rat")))),
        ("", ANYTHING),
        ("-", ANYTHING),
        ('"', ANYTHING),
        ("NICHT", ANYTHING),
        ("() ! ?", ANYTHING),
    ],
)
def test_reads(question, tree):
    assert parse(question) == tree


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_never_raises(question):
    wish(parse(question))


def test_bounds_how_long_and_deep_a_question_is():
    assert len(parse(" ".join(f"wort{number}" for number in range(99))).children) == MOST_WORDS
    assert parse("(" * (DEEPEST * 10) + "Plan") in (Word("Plan"), ANYTHING)
    assert parse("NOT " * 400 + "Plan") is not None


def test_passes_over_little_words_beside_telling_ones():
    assert wish(parse("Haushalt und der Plan")) == All((Term("haushalt"), Term("plan")))
    assert wish(parse("und")) == Exact(("und",))
    assert wish(parse("")) == EVERYTHING
