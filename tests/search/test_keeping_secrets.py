"""What may not be read does not exist: not in hits, counts, facets or suggestions."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra_search.engines.engine import Filters, Order
from rostra_search.entry import Entry, Kind
from rostra_search.index import Request, SearchIndex
from search.conftest import COUNCIL, EVERYBODY, INSIDERS, PUBLIC, day, entry, id_of

WORDS = ["haushalt", "museum", "deichbau", "personal", "kaufvertrag", "freibad"]
ORGANIZATIONS = [id_of("a"), id_of("b"), id_of("c")]
AUDIENCES = [1, 3, 4, 5, 6]

entries = st.builds(
    lambda number, audience, words, kind, organizations, year: entry(
        f"Nummer {number}",
        " ".join(words),
        audience_id=audience,
        kind=kind,
        organization_ids=tuple(organizations),
        date=day(year) if year else None,
    ),
    st.integers(0, 30),
    st.sampled_from(AUDIENCES),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.sampled_from(list(Kind)),
    st.lists(st.sampled_from(ORGANIZATIONS), unique=True, max_size=2),
    st.one_of(st.none(), st.integers(2019, 2026)),
)
filters = st.builds(
    lambda kinds, organizations, first: Filters(
        frozenset(kinds), frozenset(organizations), day(first) if first else None
    ),
    st.sets(st.sampled_from(list(Kind)), max_size=2),
    st.sets(st.sampled_from(ORGANIZATIONS), max_size=2),
    st.one_of(st.none(), st.integers(2019, 2026)),
)
audiences = st.frozensets(st.sampled_from([*AUDIENCES, 77]))


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def reused(request: pytest.FixtureRequest):
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex.open(Path(folder) / "index", request.param)
        yield index
        index.close()


def passes(one: Entry, wanted: Filters, but: str = "") -> bool:
    """Ten lines that say what the engines must say."""
    if wanted.kinds and but != "kinds" and one.kind not in wanted.kinds:
        return False
    organizations = wanted.organization_ids
    if organizations and but != "organizations" and not organizations & set(one.organization_ids):
        return False
    if wanted.date_from and but != "years":
        return one.date is not None and one.date >= wanted.date_from
    return True


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    written=st.lists(entries, max_size=12),
    later=st.lists(entries, max_size=6),
    dropped=st.sets(st.integers(0, 30), max_size=4),
    mine=audiences,
    wanted=filters,
    word=st.sampled_from([*WORDS, ""]),
    order=st.sampled_from(list(Order)),
)
def test_shows_exactly_what_the_reference_rule_allows(
    reused, written, later, dropped, mine, wanted, word, order
):
    removals = {
        key for n in dropped for key in (one.key for one in written) if n == int(key.id) % 31
    }
    everything = {one.key: one for one in written}
    reused.rebuild(everything.values(), 1)
    reused.write(later, (), 2)
    everything.update({one.key: one for one in later})
    reused.write((), removals, 3)
    standing = [one for key, one in everything.items() if key not in removals]

    fitting = [one for one in standing if one.audience_id in mine and word in one.text]
    expected = {one.key for one in fitting if passes(one, wanted)}
    answer = reused.search(Request(word, mine, wanted, order, limit=100))

    assert {hit.key for hit in answer.found.hits} == expected
    assert answer.found.total == len(expected)
    facets = answer.found.facets
    assert facets.kinds == Counter(o.kind for o in fitting if passes(o, wanted, "kinds"))
    assert facets.organizations == Counter(
        id for o in fitting if passes(o, wanted, "organizations") for id in o.organization_ids
    )
    assert facets.years == Counter(
        o.year for o in fitting if passes(o, wanted, "years") and o.year is not None
    )
    public = {w for one in standing if one.public for w in one.text.split()}
    for secret in WORDS:
        misspelled = secret[:3] + secret[4:]
        suggestion = reused.search(Request(misspelled, mine, limit=1)).suggestion
        assert suggestion is None or suggestion.lower() in public


def test_reads_nothing_without_an_audience(index, ask):
    index.write([entry("Offen"), entry("Geheim", audience_id=COUNCIL)], (), 1)
    for question in ("", "Offen", "NICHT Offen", "Geheim", "off*"):
        answer = ask(question, frozenset())
        assert answer.found.total == 0
        assert answer.found.hits == ()
        assert not answer.found.facets.kinds
        assert answer.suggestion is None


def test_never_suggests_a_secret_word(index, ask):
    index.write([entry("Vorgang", "Schmiergeldaffäre", audience_id=COUNCIL)], (), 1)
    assert ask("Schmiergeldafäre").suggestion is None
    assert ask("Schmiergeldafäre", INSIDERS).suggestion is None


def test_forgets_the_words_of_what_was_withdrawn(index, ask):
    index.write([entry("Vorgang", "Uferpromenade")], (), 1)
    assert ask("Uferpromnade").suggestion == "Uferpromenade"
    index.write([entry("Vorgang", "Uferpromenade", audience_id=COUNCIL)], (), 2)
    assert ask("Uferpromnade").suggestion is None
    assert ask("Uferpromnade", INSIDERS).suggestion is None
    index.write([entry("Vorgang", "Uferpromenade", audience_id=PUBLIC)], (), 3)
    assert ask("Uferpromnade").suggestion == "Uferpromenade"
    index.write((), [entry("Vorgang").key], 4)
    assert ask("Uferpromnade").suggestion is None


def test_answers_alike_whether_a_secret_exists_or_not(index, ask):
    index.write([entry("Offen", "Museum")], (), 1)
    questions = ("Museum", "Geheimsache", "geh*", '"Offen Museum"', "NICHT Museum", "Museun")
    before = [hidden(ask(question)) for question in questions]
    index.write([entry("Geheimsache", "Museum Museum", audience_id=COUNCIL)], (), 2)
    assert [hidden(ask(question)) for question in questions] == before
    assert ask("Geheimsache", EVERYBODY).found.total == 0


def hidden(answer):
    """All of an answer but its scores, which know how rare a word is."""
    found = answer.found
    return found.total, [hit.key for hit in found.hits], found.facets, answer.suggestion
