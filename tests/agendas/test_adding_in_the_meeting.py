"""An item that is added makes the others move on, and leaves no number twice or missing (AGD-2)."""

from hypothesis import given
from hypothesis import strategies as st

from rostra.agendas.adding import make_room, next_number, next_order
from rostra.meetings.models import AgendaItem

PARTS = st.lists(st.integers(0, 2), min_size=1, max_size=5)
"""How many sub-items each item of a part has."""


def agenda_of(public, inside):
    """An agenda with a public and a non-public part, numbered as it was sent out."""
    agenda = []
    for number, (openly, below) in enumerate(
        [(True, n) for n in public] + [(False, n) for n in inside], start=1
    ):
        for sub in range(below + 1):
            name = f"{number}.{sub}" if sub else str(number)
            agenda.append(AgendaItem(number=name, order=len(agenda), public=openly, name=name))
    return agenda


@given(PARTS, st.lists(st.integers(0, 2), max_size=5), st.lists(st.booleans(), max_size=6))
def test_numbers_and_places_stay_whole_whatever_is_added(public, inside, additions):
    agenda = agenda_of(public, inside)
    for openly in additions:
        before = [(one.name, one.order) for one in sorted(agenda, key=lambda one: one.order)]
        numbers = {one.name: one.number for one in agenda if one.public and openly}
        order, number = next_order(agenda, openly), next_number(agenda, openly)
        moved = make_room(agenda, openly)
        assert not any(one.public for one in moved), "only what is not public makes room"
        assert (order, number) == (next_order(agenda, openly), next_number(agenda, openly))
        assert numbers == {one.name: one.number for one in agenda if one.name in numbers}
        after = [(one.name, one.order) for one in sorted(agenda, key=lambda one: one.order)]
        assert [name for name, _ in before] == [name for name, _ in after]
        agenda.append(
            AgendaItem(number=str(number), order=order, public=openly, name=f"new {len(agenda)}")
        )
    in_order = sorted(agenda, key=lambda one: one.order)
    assert [one.order for one in in_order] == list(range(len(agenda)))
    roots = [one.number for one in in_order if "." not in one.number]
    assert roots == [str(number) for number in range(1, len(roots) + 1)]
    assert len({one.number for one in agenda}) == len(agenda)
    parts = [one.public for one in in_order]
    assert parts == sorted(parts, reverse=True)


def test_an_item_without_a_number_is_not_numbered_by_what_others_do():
    plain = AgendaItem(number=None, order=0, public=False, name="ohne Nummer")
    assert (next_order([plain], True), next_number([plain], True)) == (0, 1)
    assert make_room([plain], True) == [plain]
    assert (plain.order, plain.number) == (1, None)
