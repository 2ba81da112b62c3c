"""Whatever two texts are, what differs between them is found soon and leads to the other."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.voting.amending import LONGEST_TEXT, Op, carry_over, compare, segments, words_of

MONOTONOUS = [("a ", "b "), ("a ", "a b "), ("a b ", "b a "), ("a.", "a b."), ("a\n", " a")]


def sides(before, after):
    """The two texts as the segments tell them."""
    found = segments(before, after)
    old = "".join(one.text for one in found if one.op != Op.INSERT)
    return old, "".join(one.text for one in found if one.op != Op.DELETE)


@pytest.mark.parametrize(("one", "other"), MONOTONOUS)
def test_monotonous_texts_hold_up_nobody(one, other):
    before, after = ((word * LONGEST_TEXT)[:LONGEST_TEXT] for word in (one, other))
    began = time.process_time()
    assert sides(before, after) == (before, after)
    assert carry_over(before, after, after) in (after, None)
    assert time.process_time() - began < 5  # it took minutes for a twentieth of this text


@given(st.text("ab ,.\n", max_size=60), st.text("ab ,.\n", max_size=60))
def test_the_segments_lead_from_one_text_to_the_other(before, after):
    assert sides(before, after) == (before, after)
    old, new = words_of(before), words_of(after)
    told = compare(old, new)
    assert [(end, to) for _, _, end, _, to in told][:-1] == [
        (start, from_) for _, start, _, from_, _ in told
    ][1:]
    assert all(old[one[1] : one[2]] == new[one[3] : one[4]] for one in told if one[0] == "equal")


def test_a_long_resolution_with_a_few_changes_is_compared_word_by_word():
    before = " ".join(f"Satz {n} bleibt, wie er ist." for n in range(600))
    after = before.replace("Satz 3 bleibt", "Satz 3 entfällt").replace("Satz 590", "Absatz 590")
    changed = [one.text for one in segments(before, after) if one.op != Op.KEEP]
    assert changed == ["bleibt", "entfällt", "Satz", "Absatz"]
