"""What changed from one version of an agenda to the next."""

from hypothesis import given
from hypothesis import strategies as st

from rostra.agendas.comparing import compared, unmoved, with_changes
from rostra.agendas.freezing import canonical, hash_of


def item(id, name="Brücke", number="1", **values):
    """An item as a version says it."""
    usual = {"id": id, "name": name, "number": number, "parent": None, "public": True, "papers": []}
    return {**usual, **values}


def kinds(before, after):
    """The kinds of changes by the item's id."""
    found = compared(before, after)
    return {id: [one["change"] for one in changes] for id, changes in found.items()}


def test_an_item_put_above_moves_nobody():
    before = [item("a"), item("b", number="2")]
    after = [item("n"), item("a", number="2"), item("b", number="3")]
    assert kinds(before, after) == {"n": ["added"]}


def test_one_that_jumps_has_moved_alone():
    before = [item(id) for id in "abcd"]
    assert kinds(before, [item(id) for id in "dabc"]) == {"d": ["moved"]}
    assert kinds(before, [item(id) for id in "bcda"]) == {"a": ["moved"]}


def test_another_part_another_name_other_papers():
    before = [item("a"), item("b"), item("c")]
    after = [item("a", name="Tunnel"), item("b", papers=[{"id": "p"}]), item("c", public=False)]
    assert kinds(before, after) == {"a": ["renamed"], "b": ["papers"], "c": ["moved"]}


def test_marks_of_an_earlier_version_are_no_change():
    facts = {"start": None, "end": None, "place": None, "urgent": False,
             "second_summons": False, "cancelled": False}  # fmt: skip
    first = {"meeting": facts, "items": [item("a")]}
    second = with_changes({"meeting": facts, "items": [item("a"), item("b")]}, first)
    third = with_changes({"meeting": facts, "items": [item("b")]}, second)
    assert third["items"] == [item("b")]
    assert third["removed"] == [item("a")]


LISTS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(before=LISTS, after=LISTS)
def test_what_stayed_stands_in_the_same_order(before, after):
    stayed = unmoved([item(id) for id in before], [item(id) for id in after])
    assert [id for id in before if id in stayed] == [id for id in after if id in stayed]
    common = set(before) & set(after)
    assert stayed <= common
    if [id for id in before if id in common] == [id for id in after if id in common]:
        assert stayed == common


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(content=st.dictionaries(st.text(), JSON))
def test_the_hash_knows_no_order_of_keys(content):
    turned = dict(reversed(content.items()))
    assert canonical(turned) == canonical(content)
    assert hash_of({**content, "x": 1}) != hash_of({**content, "x": 2})
