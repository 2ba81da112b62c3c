"""Compounds, umlauts and endings, measured on questions written before the splitter was."""

import tomllib
from pathlib import Path

import pytest

from rostra_search import german
from rostra_search.index import Request, SearchIndex
from search.conftest import EVERYBODY, entry, id_of

CASES = tomllib.loads(Path(__file__).with_name("council_queries.toml").read_text("utf-8"))
LEAST_RECALL = 0.85
LEAST_PRECISION = 0.88


def test_has_enough_cases_to_say_something():
    assert len(CASES["queries"]) >= 90
    assert len(CASES["documents"]) >= 60
    for expected in CASES["queries"].values():
        assert expected
        assert set(expected) <= CASES["documents"].keys()


def test_finds_what_councillors_expect(index: SearchIndex, capsys: pytest.CaptureFixture):
    index.write((entry(name, "", title=text) for name, text in CASES["documents"].items()), (), 1)
    names = {id_of(name): name for name in CASES["documents"]}
    right = found = expected = 0
    for query, wanted in CASES["queries"].items():
        answer = index.search(Request(query, EVERYBODY, limit=200))
        hits = {names[hit.key.id] for hit in answer.found.hits}
        right += len(hits & set(wanted))
        found += len(hits)
        expected += len(wanted)

    recall, precision = right / expected, right / found
    with capsys.disabled():
        print(f" recall {recall:.3f}, precision {precision:.3f}", end=" ")
    assert recall >= LEAST_RECALL
    assert precision >= LEAST_PRECISION


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("Abwassergebührensatzung", ["abwasser", "gebuehr", "satzung"]),
        ("Schulentwicklungsplans", ["schule", "entwicklung", "plan"]),
        ("Notstromversorgung", ["not", "strom", "versorgung"]),
        ("Bürgerbüros", ["buerger", "buero"]),
        ("Lindenallee", ["linde", "allee"]),
    ],
)
def test_cuts_compounds_into_their_nouns(compound, parts):
    found = [part.noun for part in german.splitter().split(german.fold(compound))]
    assert [german.stem(part) for part in found] == [german.stem(part) for part in parts]


@pytest.mark.parametrize("word", ["Haushalt", "Kindergarten", "Verwaltung", "Beratung", "Antwort"])
def test_leaves_words_whole_that_only_look_compound(word):
    assert german.splitter().split(german.fold(word)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bürger", "Burg"), ("Müller", "Müll"), ("Schüler", "Schule"), ("Lehrer", "Lehre")],
)
def test_tells_apart_what_a_stemmer_joins(one, other):
    assert german.words_of(one).terms[0] != german.words_of(other).terms[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gebühr", "GEBUEHREN"),
        ("Straße", "Strassen"),
        ("Bürger:innen", "Bürger"),
        ("Bürger*innen", "Bürgern"),
        ("BürgerInnen", "Bürgerinnen"),
        ("Händler_innen", "Händler"),
        ("Häuser", "Haus"),
        ("Stadtwerke", "STADTWERKEN"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_joins_what_means_the_same(one, other):
    assert german.words_of(german.clean(one)).terms[0] == german.words_of(other).terms[0]


def test_keeps_references_whole_and_in_pieces():
    assert german.words_of("24/1087-BV").terms == ("24/1087-bv", "24", "1087", "bv")


def test_keeps_hyphened_words_together_and_apart():
    words = german.words_of("Hygiene-Konzept")
    assert words.forms == ("hygiene", "konzept")
    assert set(german.words_of("Hygienekonzept").terms) <= set(words.terms)
