"""Text with markup is cleaned soon and of everything that could act, whatever is sent."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.rich_text import DEEPEST, cleaned_html, is_too_deep

NESTED = ["<ul><li>", "<ul></b>", "<blockquote>", "<table><tr><td>", "<b><i>", "<div>", "<UL><LI>"]


@pytest.mark.parametrize("tags", NESTED)
def test_what_is_nested_without_end_holds_up_nobody(tags):
    began = time.process_time()
    assert "Rathaus" in cleaned_html(tags * (90_000 // len(tags)) + "Rathaus")
    assert time.process_time() - began < 5  # lists within lists took forty seconds


def test_what_texts_need_stays_as_it_is():
    points = "<ul><li>eins</li><li>zwei<ol><li>drei</li></ol></li></ul>" * 500
    loose = "<p>ohne Ende" * 500 + "<li>und Punkte" * 500
    assert not is_too_deep(points + loose)
    assert cleaned_html(points) == points
    assert is_too_deep("<b>" * (DEEPEST + 1))


@given(st.lists(st.sampled_from(
    ["<b>", "</b>", "<script>", "alert(1)", "<svg onload=x>", "<a href='javascript:x'>", "<ul>",
     "</ul>", "<img src=x onerror=x>", "<", ">", "&lt;", "<style>", "<b" ],
), max_size=300).map("".join))  # fmt: skip
def test_nothing_is_left_that_acts(text):
    cleaned = cleaned_html(text).lower()
    assert "<script" not in cleaned
    assert "<svg" not in cleaned
    assert "<img" not in cleaned
    assert "<style" not in cleaned
    assert 'href="javascript' not in cleaned
    assert cleaned_html(cleaned).lower() == cleaned


def test_no_control_character_comes_in_as_an_entity():
    for spelled in ("a&#1;b", "a&#x202e;b", "a\x01b", "a\u202eb", "a&#0;b"):
        assert cleaned_html(f"<p>{spelled}</p>") in ("<p>ab</p>", "<p>a\ufffdb</p>")


def test_what_a_control_character_parts_is_looked_at_in_one_piece():
    for spelled in ("java&#1;script:alert(1)", "&#x202e;javascript:alert(1)", "java\x01script:x"):
        assert "javascript" not in cleaned_html(f'<a href="{spelled}">a</a>')
