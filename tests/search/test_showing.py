"""Snippets: what fits is marked, the text is never changed into HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra_search.query import parse
from rostra_search.snippets import ELLIPSIS, LENGTH, Highlighter

TEXT = (
    "Die Verwaltung berichtet über die Abwassergebührensatzung. "
    + "Weitere Angaben folgen in der nächsten Sitzung. " * 30
    + "Die Bürger:innen wurden beteiligt; <b>siehe</b> Vorlage 24/1087-BV vom Mai."
)


def marked(question: str, text: str = TEXT) -> list[str]:
    return [piece.text for piece in Highlighter(parse(question)).snippet(text) if piece.highlighted]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Gebühr", ["Abwassergebührensatzung"]),
        ("Gebührensatzung", ["Abwassergebührensatzung"]),
        ("verwaltungen", ["Verwaltung"]),
        ("Bürger", ["Bürger:innen"]),
        ("1087", ["24/1087-BV"]),
        ("24/1087-BV", ["24/1087-BV"]),
        ("verw*", ["Verwaltung"]),
        ('"die Verwaltung berichtet"', ["Die Verwaltung berichtet"]),
        ('"Verwaltung die"', []),
        ("Verwaltung -Vorlage", ["Verwaltung"]),
        ("Verwaltung Bürger", ["Verwaltung", "Bürger:innen"]),
        ("nirgends", []),
        ("die", []),
        ("", []),
    ],
)
def test_marks(question, expected):
    assert marked(question) == expected


def test_shows_a_passage_around_the_match_with_signs_where_the_text_goes_on():
    pieces = Highlighter(parse("Bürger")).snippet(TEXT)
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith(ELLIPSIS)
    assert "<b>siehe</b> Vorlage" in shown
    assert len(shown) < LENGTH + 80


def test_shows_the_beginning_when_nothing_fits():
    (piece,) = Highlighter(parse("nirgends")).snippet(TEXT)
    assert piece.text.startswith("Die Verwaltung berichtet")
    assert piece.text.endswith(ELLIPSIS)
    assert not piece.highlighted


def test_marks_a_whole_title():
    pieces = Highlighter(parse("Haushalt")).highlighted("Der Haushalt 2025 und Nachtragshaushalt")
    assert [tuple(piece) for piece in pieces] == [
        ("Der ", False),
        ("Haushalt", True),
        (" 2025 und ", False),
        ("Nachtragshaushalt", True),
    ]


@given(st.text(), st.text(alphabet='Rat"(-*) ODER\n', max_size=20))
def test_keeps_every_letter_of_a_short_text(text, question):
    from rostra_search import german
    from rostra_search.snippets import BLANKS

    pieces = Highlighter(parse(question)).highlighted(text)
    joined = "".join(piece.text for piece in pieces)
    assert (
        joined == BLANKS.sub(" ", german.clean(text))
        or joined.split() == german.clean(text).split()
    )
    Highlighter(parse(question)).snippet(text)
