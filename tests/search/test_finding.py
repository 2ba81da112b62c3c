"""What every engine finds, sorts, counts and forgets: one suite for all of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rostra_search.engines.engine import Filters, Order
from rostra_search.entry import Kind
from rostra_search.index import Request, SearchIndex
from search.conftest import COUNCIL, EVERYBODY, INSIDERS, day, entry, id_of

FINANCE, CULTURE = id_of("Finanzausschuss"), id_of("Kulturausschuss")


@pytest.fixture
def city(index: SearchIndex) -> list:
    """A handful of entries of several kinds, organizations and years."""
    entries = [
        entry(
            "Haushaltssatzung",
            "Der Haushalt der Stadt wird beschlossen.",
            reference="24/1087-BV",
            organization_ids=(FINANCE,),
            date=day(2024, 11, 5),
        ),
        entry(
            "Museumskonzept",
            "Die Stadt gibt dem Museum einen Haushalt von 400.000 Euro.",
            organization_ids=(CULTURE, FINANCE),
            date=day(2025, 2, 3),
        ),
        entry("Sitzung im Mai", "Haushalt", kind=Kind.MEETING, date=day(2025, 5, 6)),
        entry("Ohne Datum", "Der Stadt fehlt ein Haushalt", kind=Kind.FILE),
        entry("Theater", "Ein neues Dach", organization_ids=(CULTURE,), date=day(2023, 1, 9)),
    ]
    index.write(entries, (), 1)
    return entries


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Museen", {"Museumskonzept"}),
        ("Haushalt Museum", {"Museumskonzept"}),
        ("Dach ODER Konzept", {"Theater", "Museumskonzept"}),
        ("Stadt -Museum", {"Haushaltssatzung", "Ohne Datum"}),
        ("NICHT Haushalt", {"Theater"}),
        ('"Haushalt der Stadt"', {"Haushaltssatzung"}),
        ('"der Stadt"', {"Haushaltssatzung", "Ohne Datum"}),
        ('"Stadt der Haushalt"', set()),
        ('"stadt GIBT dem"', {"Museumskonzept"}),
        ("beschl*", {"Haushaltssatzung"}),
        ("haush*", {"Haushaltssatzung", "Museumskonzept", "Sitzung im Mai", "Ohne Datum"}),
        ("24/1087-BV", {"Haushaltssatzung"}),
        ("24/1087", {"Haushaltssatzung"}),
        ("1087", {"Haushaltssatzung"}),
        ("24/10*", {"Haushaltssatzung"}),
        ("400.000", {"Museumskonzept"}),
        ("(Dach ODER Museum) -Haushalt", {"Theater"}),
        ("nirgends", set()),
        ("und", set()),
        ("a.*", set()),
        ("[x]* {2}", set()),
    ],
)
def test_finds(city, names, question, expected):
    assert names(question, city) == expected


def test_finds_everything_when_nothing_is_asked(city, names):
    assert names("", city) == {one.title for one in city}


def test_ranks_titles_above_texts(index, ask):
    index.write(
        [
            entry("Erstens", "Wir sprachen über das Freibad, und dann wieder über das Freibad."),
            entry("Freibad", "Öffnungszeiten und Preise im Sommer und im Winter."),
        ],
        (),
        1,
    )
    assert [hit.key.id for hit in ask("Freibad").found.hits] == [id_of("Freibad"), id_of("Erstens")]


def test_ranks_the_very_reference_first(index, ask):
    index.write(
        [
            entry("Bezug", "Siehe Vorlage 2024/1087 und 2024/1087 vom Mai."),
            entry("Die Vorlage selbst", "Text", reference="2024/1087"),
            entry("Zufall", "1087 Bäume im Jahr 2024"),
        ],
        (),
        1,
    )
    found = [hit.key.id for hit in ask("2024/1087").found.hits]
    assert found == [id_of("Die Vorlage selbst"), id_of("Bezug"), id_of("Zufall")]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kinds=frozenset({Kind.MEETING})), {"Sitzung im Mai"}),
        (
            Filters(kinds=frozenset({Kind.MEETING, Kind.FILE})),
            {"Sitzung im Mai", "Ohne Datum"},
        ),
        (
            Filters(organization_ids=frozenset({FINANCE})),
            {"Haushaltssatzung", "Museumskonzept"},
        ),
        (Filters(organization_ids=frozenset({id_of("sonstwer")})), set()),
        (Filters(date_from=day(2025, 2, 3)), {"Museumskonzept", "Sitzung im Mai"}),
        (Filters(date_until=day(2024, 11, 5)), {"Haushaltssatzung"}),
        (
            Filters(frozenset({Kind.PAPER}), frozenset({FINANCE}), day(2025), day(2025, 12, 31)),
            {"Museumskonzept"},
        ),
    ],
)
def test_narrows(city, names, filters, expected):
    assert names("Haushalt", city, filters=filters) == expected


def test_counts_each_facet_under_all_filters_but_its_own(city, ask):
    facets = ask("Haushalt").found.facets
    assert facets.kinds == {Kind.PAPER: 2, Kind.MEETING: 1, Kind.FILE: 1}
    assert facets.organizations == {FINANCE: 2, CULTURE: 1}
    assert facets.years == {2024: 1, 2025: 2}

    narrowed = ask("Haushalt", filters=Filters(kinds=frozenset({Kind.PAPER}), date_from=day(2025)))
    assert narrowed.found.total == 1
    assert narrowed.found.facets.kinds == {Kind.PAPER: 1, Kind.MEETING: 1}
    assert narrowed.found.facets.organizations == {FINANCE: 1, CULTURE: 1}
    assert narrowed.found.facets.years == {2024: 1, 2025: 1}


def test_counts_nothing_when_not_asked_to(city, ask):
    facets = ask("Haushalt", with_facets=False).found.facets
    assert [facets.kinds, facets.organizations, facets.years] == [{}, {}, {}]


def test_sorts_by_date_with_the_undated_last(city, ask):
    titles = {one.key: one.title for one in city}

    def sorted_by(order: Order) -> list[str]:
        return [titles[hit.key] for hit in ask("Haushalt", order=order).found.hits]

    dated = ["Sitzung im Mai", "Museumskonzept", "Haushaltssatzung"]
    assert sorted_by(Order.NEWEST) == [*dated, "Ohne Datum"]
    assert sorted_by(Order.OLDEST) == [*reversed(dated), "Ohne Datum"]


def test_shows_the_newest_first_when_nothing_is_asked(city, ask):
    titles = {one.key: one.title for one in city}
    found = [titles[hit.key] for hit in ask("").found.hits]
    assert found[:2] == ["Sitzung im Mai", "Museumskonzept"]
    assert found[-1] == "Ohne Datum"


@pytest.mark.parametrize("order", list(Order))
def test_pages_without_gaps_or_repetitions(index, ask, order):
    index.write(
        [entry(f"Nummer {n}", "Gemeinderat " * (n % 7), date=day(1990 + n)) for n in range(35)],
        (),
        1,
    )
    pages = [ask("Nummer", order=order, offset=at, limit=10).found for at in range(0, 50, 10)]
    assert {page.total for page in pages} == {35}
    assert [len(page.hits) for page in pages] == [10, 10, 10, 5, 0]
    assert len({hit.key for page in pages for hit in page.hits}) == 35


def test_replaces_an_entry(index, ask):
    index.write([entry("Bericht", "über den Stadtwald")], (), 1)
    index.write([entry("Bericht", "über die Kläranlage")], (), 2)
    assert ask("Stadtwald").found.total == 0
    assert ask("Kläranlage").found.total == 1
    assert ask("").found.total == 1
    assert index.count() == 1


def test_replaces_an_entry_twice_in_one_go(index, ask):
    index.write([entry("Bericht", "erster"), entry("Bericht", "zweiter")], (), 1)
    assert index.count() == 1
    assert ask("zweiter").found.total == 1
    assert ask("erster").found.total == 0


def test_drops_an_entry(index, ask):
    gone = entry("Bericht", "über den Stadtwald", organization_ids=(FINANCE,), date=day(2025))
    index.write([gone, entry("Bleibt", "im Stadtwald")], (), 1)
    index.write((), [gone.key], 2)
    found = ask("Stadtwald").found
    assert found.total == 1
    assert found.facets.organizations == {}
    assert found.facets.years == {}
    index.write((), [gone.key], 3)


def test_moves_an_entry_to_another_audience(index, ask):
    index.write([entry("Bericht", "über den Stadtwald")], (), 1)
    index.write([entry("Bericht", "über den Stadtwald", audience_id=COUNCIL)], (), 2)
    assert ask("Stadtwald").found.total == 0
    assert ask("Stadtwald", INSIDERS).found.total == 1


def test_goes_on_over_many_small_commits(index, ask):
    for number in range(30):
        index.write([entry(f"Beitrag {number}", "Spielplatz")], (), number)
        assert ask("Spielplatz").found.total == number + 1
    for number in range(0, 30, 2):
        index.write((), [entry(f"Beitrag {number}").key], 100)
    assert ask("Spielplatz").found.total == 15
    assert ask("Spielplatz").found.facets.kinds == {Kind.PAPER: 15}


def test_remembers_the_last_event_across_a_restart(index, ask, engine, tmp_path):
    assert index.position() is None
    index.write([entry("Bericht")], (), 41)
    index.advance(42)
    index.close()
    again = SearchIndex.open(tmp_path / "index", engine)
    assert again.position() == 42
    assert again.search(Request("Bericht", EVERYBODY)).found.total == 1
    again.close()


def damage_engine(path: Path) -> None:
    for file in (path / "engine").iterdir():
        if file.is_file():
            file.write_bytes(b"nonsense")


def damage_vocabulary(path: Path) -> None:
    for file in path.glob("vocabulary.db*"):
        file.write_bytes(b"nonsense" * 1000)


def damage_state(path: Path) -> None:
    (path / "state.json").write_text('{"layout":')


def make_older(path: Path) -> None:
    state = path / "state.json"
    state.write_text(state.read_text().replace('"layout":', '"layout":9'))


def lose_engine(path: Path) -> None:
    shutil.rmtree(path / "engine")


@pytest.mark.parametrize(
    "damage", [damage_engine, damage_vocabulary, damage_state, make_older, lose_engine]
)
def test_is_emptied_to_be_built_again_when_it_is_damaged(
    index: SearchIndex, engine: str, tmp_path: Path, damage: Callable[[Path], None]
):
    index.write([entry("Bericht")], (), 41)
    index.close()
    damage(tmp_path / "index")

    again = SearchIndex.open(tmp_path / "index", engine)
    assert again.position() is None
    assert again.count() == 0
    assert again.search(Request("Bericht", EVERYBODY)).found.total == 0
    again.write([entry("Bericht")], (), 1)
    assert again.search(Request("Bericht", EVERYBODY)).found.total == 1
    again.close()


def test_is_built_anew_when_another_engine_is_chosen(index, engine, tmp_path):
    index.write([entry("Bericht")], (), 41)
    index.close()
    other = SearchIndex.open(tmp_path / "index", {"whoosh": "tantivy", "tantivy": "whoosh"}[engine])
    assert other.position() is None
    other.close()


def test_keeps_answering_while_it_is_rebuilt(index, ask):
    index.write([entry("Alt", "Stadtwald")], (), 1)

    def slowly():
        assert ask("Stadtwald").found.total == 1
        yield entry("Neu", "Kläranlage")
        assert ask("Stadtwald").found.total == 1

    index.rebuild(slowly(), 7)
    assert ask("Stadtwald").found.total == 0
    assert ask("Kläranlage").found.total == 1
    assert index.position() == 7


def test_sweeps_away_what_a_killed_rebuild_left(index, tmp_path):
    (tmp_path / "index.0a1b2c3d" / "engine").mkdir(parents=True)
    (tmp_path / "index.0a1b2c3d.lock").touch()
    index.rebuild([entry("Neu", "Kläranlage")], 7)
    assert {path.name for path in tmp_path.iterdir()} == {"index", "index.lock"}


def test_notices_that_somebody_else_rebuilt_it(index, engine, ask, tmp_path):
    index.write([entry("Alt", "Stadtwald")], (), 1)
    other = SearchIndex.open(tmp_path / "index", engine)
    other.rebuild([entry("Neu", "Kläranlage")], 7)
    assert ask("Stadtwald").found.total == 0
    assert ask("Kläranlage").found.total == 1
    assert index.position() == 7
    other.write([entry("Dazu", "Kläranlage")], (), 8)
    assert ask("Kläranlage").found.total == 2
    other.close()


def test_leaves_the_index_as_it_was_when_writing_fails(index, ask):
    index.write([entry("Alt", "Stadtwald")], (), 1)

    def broken():
        yield entry("Neu", "Kläranlage")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.write(broken(), [entry("Alt").key], 2)
    assert index.position() == 1
    assert ask("Stadtwald").found.total == 1
    assert ask("Kläranlage").found.total == 0
    index.write([entry("Neu", "Kläranlage")], (), 2)
    assert ask("Kläranlage").found.total == 1


def test_takes_texts_of_any_length_and_letters(index, ask):
    long = "Wörter ohne Ende " * 20_000 + "Schlussstein"
    index.write(
        [entry("Lang", long), entry("Leer", ""), entry("Seltsam", "\x00 ﬁnden 日本語 \ud7ff é")],
        (),
        1,
    )
    assert ask("Schlussstein").found.total == 1
    assert ask("finden").found.total == 1
    assert ask("日本語").found.total == 1
    assert ask("Leer").found.total == 1


@pytest.mark.parametrize("text", ["AND", "ODER", "NICHT", "(", '"', "-", "() ! ?"])
def test_finds_nothing_where_no_word_was_asked_for(index, ask, text):
    index.write([entry("Haushalt")], (), 1)
    assert ask(text).found.total == 0
    assert ask(f"{text} Haushalt").found.total == (text != "NICHT")
    assert ask(" ").found.total == 1
