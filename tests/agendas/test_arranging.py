"""The places and numbers of an agenda: what always holds, whatever stands where."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rostra.agendas.arranging import Entry, arranged

IDS = [UUID(int=number) for number in range(1, 13)]


@st.composite
def agendas(draw):
    """Some items, each below any other one or none, in any order; even in circles."""
    ids = draw(st.permutations(IDS[: draw(st.integers(0, 12))]))
    return [Entry(id, draw(st.sampled_from([None, *IDS])), draw(st.booleans())) for id in ids]


@given(agendas())
def test_gives_every_item_one_place(entries):
    placed = arranged(entries)
    assert [one.order for one in placed] == list(range(len(entries)))
    assert {one.id for one in placed} == {one.id for one in entries}
    assert len({one.number for one in placed}) == len(entries)


@given(agendas())
def test_calls_what_stands_above_first_and_the_public_part_before_the_other(entries):
    placed = arranged(entries)
    by_id = {one.id: one for one in placed}
    assert [one.public for one in placed] == sorted((one.public for one in placed), reverse=True)
    for before, one in zip([None, *placed], placed, strict=False):
        if one.parent_id is None:
            assert one.depth == 0
            continue
        above = by_id[one.parent_id]
        assert above.order < one.order
        assert above.public == one.public
        assert one.number.rpartition(".")[0] == above.number
        assert before is not None
        assert before.id == above.id or before.number.startswith(f"{above.number}.")


@given(agendas())
def test_counts_through_both_parts_without_a_gap(entries):
    placed = arranged(entries)
    roots = [one.number for one in placed if one.parent_id is None]
    assert roots == [str(number) for number in range(1, len(roots) + 1)]
    for above in placed:
        below = [one.number for one in placed if one.parent_id == above.id]
        assert below == [f"{above.number}.{number}" for number in range(1, len(below) + 1)]


@given(agendas())
def test_changes_nothing_when_done_again(entries):
    placed = arranged(entries)
    assert arranged([Entry(one.id, one.parent_id, one.public) for one in placed]) == placed


@given(agendas())
def test_keeps_the_order_of_those_beside_each_other(entries):
    asked = {one.id: place for place, one in enumerate(entries)}
    placed = arranged(entries)
    known = {one.id: one for one in entries}
    for parent in {one.parent_id for one in placed if one.parent_id}:
        below = [one for one in placed if one.parent_id == parent]
        assert [asked[one.id] for one in below] == sorted(asked[one.id] for one in below)
    assert all(one.parent_id in (None, known[one.id].parent_id) for one in placed)
