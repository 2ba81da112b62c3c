"""A rule of words finds its words however they are disguised, and finds nothing else."""

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rostra.admission.spelling import ALIKE, INVISIBLE, pattern_of, plain, says

REAL = Path(__file__).parents[2].parent / "shared/data/comments/GermEval21_TrainData.csv"
WORDS = ("Dummkopf", "Ärger", "große Lüge", "Spaß", "нет", "Café")
UNSEEN = st.sampled_from(sorted(INVISIBLE) + list("\u00ad\u200b\u200c\u200d\u2060\ufeff\u202e\x07"))


def held(text, *words):
    return says(plain(text), words or WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "DUMMKOPF!",
        "D\u00adum\u200bm\u034fkopf",
        "Ｄｕｍｍｋｏｐｆ",
        "𝐃𝐮𝐦𝐦𝐤𝐨𝐩𝐟",
        "Dummk\u043epf",  # Cyrillic o
        "D\u03c5mmk\u03bfpf",  # Greek upsilon and omicron
        "DU\u041c\u041cK\u041ePF",  # Cyrillic M and O, large
        "D\u0336u\u0336m\u0336m\u0336k\u0336o\u0336p\u0336f\u0336",  # struck through
        "Dúmmkòpf",
        "ärger",
        "A\u0308RGER",
        "A\u200b\u0308rger",
        "\u0410\u0308rger",  # Cyrillic A
        "eine GROSSE\n  LÜGE.",
        "SPASS",
        "spaß",
        "НЕТ",
        "cafe\u0301",
        "(Ärger)",
    ],
)
def test_finds_a_word_however_it_is_written(text):
    assert held(text)


@pytest.mark.parametrize(
    "text",
    [
        "Arger",
        "Aerger",
        "Dummkopfig",
        "Ärgernis",
        "verärgert",
        "groß Lüge",
        "Dumm Kopf",
        "",
        "\u200b",
    ],
)
def test_finds_nothing_that_is_another_word(text):
    assert not held(text)


def test_dots_make_another_letter():
    assert held("schön", "schön")
    assert not held("schon", "schön")
    assert not held("schön", "schon")
    assert held("naïv", "naiv")


@pytest.mark.parametrize("letter", sorted(ALIKE))
def test_every_look_alike_is_found_small_and_large(letter):
    for other in ALIKE[letter]:
        for look in (other, other.upper()):
            assert held(f"x{look}x", f"x{letter}x"), (letter, look)


def test_words_without_anything_to_look_for_find_nothing():
    assert pattern_of(()) is None
    assert pattern_of(("\u200b", " ")) is None
    assert not held("", "\u200b")


PIECES = st.lists(
    st.one_of(st.sampled_from([*WORDS, " ", "ß", "a", "\u0308", "kopf"]), st.text(max_size=6)),
    max_size=6,
).map("".join)


@given(text=PIECES, hidden=st.lists(st.tuples(st.integers(0, 60), UNSEEN), max_size=8))
@example(text="A\u0308rger", hidden=[(1, "\u034f")])
def test_what_nobody_sees_never_changes_the_verdict(text, hidden):
    disguised = text
    for place, letter in hidden:
        place = min(place, len(disguised))
        disguised = disguised[:place] + letter + disguised[place:]
    assert plain(disguised) == plain(text)
    assert held(disguised) == held(text)


@given(text=st.text(max_size=40))
def test_a_plain_spelling_is_plain_already(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.skipif(not REAL.exists(), reason="the real comments lie in ../shared/data")
def test_plain_german_is_held_for_its_words_alone():
    """In 3,244 real comments a word is found exactly where it stands as everybody writes it."""
    words = ("Klimawandel", "schon", "Masse", "Lüge", "Arger", "Geld")
    with REAL.open(encoding="utf-8") as file:
        texts = [row["comment_text"] for row in csv.DictReader(file)]
    assert len(texts) > 3_000
    for word in words:
        pattern = pattern_of((word,))
        for text in texts:
            bare = set("".join(c if c.isalnum() or c == "_" else " " for c in text).lower().split())
            spelled = {one.replace("ß", "ss") for one in bare}
            if pattern.search(plain(text)):
                assert word.lower() in spelled, (word, text)
