"""The values by which a search is narrowed: the first stand open, a long rest is folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra_frontend.page import Inputs
from rostra_frontend.pages.search.results.page import SHOWN_VALUES, facets_of, folded


def rows(count, *chosen):
    return [{"label": str(n), "chosen": n in chosen} for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, SHOWN_VALUES, SHOWN_VALUES + 1])
def test_a_short_list_stands_open(count):
    assert folded(rows(count)) == {"open": rows(count), "folded": []}


def test_a_long_list_shows_its_first_values():
    facet = folded(rows(30))
    assert [row["label"] for row in facet["open"]] == [str(n) for n in range(8)]
    assert len(facet["folded"]) == 22


def test_what_was_chosen_is_never_folded():
    facet = folded(rows(30, 20))
    assert facet["open"][-1]["label"] == "20"
    assert "20" not in {row["label"] for row in facet["folded"]}


@given(st.integers(0, 60), st.sets(st.integers(0, 59)))
def test_no_value_is_lost_or_shown_twice(count, chosen):
    facet = folded(rows(count, *chosen))
    labels = [int(row["label"]) for row in facet["open"] + facet["folded"]]
    assert sorted(labels) == list(range(count))


def test_the_organization_that_is_searched_is_marked():
    counted = [
        {"organization": {"id": f"o{n}", "name": f"Ausschuss {n}"}, "count": 1} for n in range(12)
    ]
    found = {"facets": {"kinds": [], "years": [], "organizations": counted}}
    facet = facets_of(found, Inputs(query={"q": ["Radweg"], "organization": ["o11"]}))
    last = facet["organizations"]["open"][-1]
    assert (last["label"], last["chosen"]) == ("Ausschuss 11", True)
    assert last["address"] == "q=Radweg"
