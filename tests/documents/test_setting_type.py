import pytest
from markupsafe import Markup

from rostra_documents.typography import (
    Points,
    paragraphs_of,
    points_of,
    printable_html,
    said,
    tied,
    typed,
)


@pytest.mark.parametrize(
    ("typed_text", "set_text"),
    [
        ("640.000 € für § 3 Abs. 2", "640.000_€ für §_3 Abs._2"),
        ("am 3. September um 17:04 Uhr", "am 3._September um 17:04_Uhr"),
        ("Dr. Muster wohnt im 3 Etagen hohen Haus", "Dr._Muster wohnt im 3 Etagen hohen Haus"),
        ("12 m breit, 5 Minuten", "12_m breit, 5 Minuten"),
    ],
)
def test_keeps_together_what_belongs_together(typed_text, set_text):
    assert tied(typed_text) == set_text.replace("_", "\u00a0")


def test_takes_numbered_points_apart():
    text = "Der Rat beschließt:\n\n1. Erstens\nmit Zusatz\n2) Zweitens\n3.  Drittens"
    assert points_of(text) == Points(
        ("Der Rat beschließt:",), 1, (("Erstens", "mit Zusatz"), ("Zweitens",), ("Drittens",))
    )
    assert points_of("4. Viertens\n5. Fünftens").start == 4
    assert points_of(None) == Points((), 1, ())


def test_loses_no_line_of_odd_numbering():
    odd = points_of("1. Eins\n3. Drei\n2. Zwei\n30. Juni 2026 als Frist")
    assert odd.points == (("Eins", "3. Drei"), ("Zwei", "30. Juni 2026 als Frist"))
    assert paragraphs_of(" a \n\n b") == ("a", "b")


@pytest.mark.parametrize(
    ("cleaned", "printed"),
    [
        ("lose <b>Wörter</b> hier<p>Absatz</p>Rest",
         "<p>lose <b>Wörter</b> hier</p><p>Absatz</p><p>Rest</p>"),
        ("<h3>Kopf</h3>", '<p class="heading">Kopf</p>'),
        ('<p><a href="https://e.org" rel="x"><b>a</b> b</a> c</p>',
         '<p><a href="https://e.org">a b</a> c</p>'),
        ('<p><a href="javascript:x">a</a></p>', "<p><span>a</span></p>"),
        ("<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>",
         "<table><tr><td>1</td><td></td></tr><tr><td>2</td><td>3</td></tr></table>"),
        ("\x00\x01", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_makes_rich_text_fit_to_print(cleaned, printed):
    assert printable_html(cleaned) == printed


def test_gives_endless_words_places_to_break_and_leaves_markup_alone():
    word = "x" * 500
    assert typed(word).replace("\u200b", "") == word
    assert max(len(piece) for piece in typed(word).split("\u200b")) <= 10
    assert typed(Markup(word)) == word
    assert typed("kurz") == "kurz"
    assert typed(7) == 7


def test_knows_when_a_name_says_nothing():
    assert said(" \u00a0\u200b\ufeff\n") == ""
    assert said(" a") == " a"
