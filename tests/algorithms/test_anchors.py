"""Passages are found again in a text that changed around them, or known to be gone."""

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.anchors import Span, anchor, find
from newsstand.algorithms.draft_html import blocks_of
from newsstand.algorithms.remarked import marked, words_of

TEXT = ["The bridge is old.", "The bridge is closed, and the bridge stays closed."]


def test_a_passage_is_found_where_most_of_what_stood_before_it_stands() -> None:
    quote, before = anchor(TEXT[1], 26, 36)
    assert quote == "the bridge"
    assert find(quote, before, TEXT) == Span(1, 26, 36)
    assert find("the bridge", "", TEXT) == Span(0, 0, 10)


def test_a_paragraph_put_before_it_does_not_matter() -> None:
    quote, before = anchor(TEXT[1], 26, 36)
    assert find(quote, before, ["Something new.", *TEXT]) == Span(2, 26, 36)


def test_what_is_gone_is_known_to_be_gone() -> None:
    assert find("the ferry", "", TEXT) is None
    assert find("  ", "", TEXT) is None


def test_typography_does_not_matter() -> None:
    assert find('"so it is", he said', "", ["Well: “So it  is”, he said."]) == Span(0, 6, 26)


@given(st.text(min_size=1, max_size=60).filter(str.strip), st.integers(0, 40), st.integers(1, 40))
def test_any_passage_is_found_in_its_own_text(text: str, start: int, length: int) -> None:
    quote, before = anchor(text, start, start + length)
    span = find(quote, before, [text])
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)


def test_marks_keep_what_is_around_and_inside_them() -> None:
    [block] = blocks_of(
        "<p>The <strong>old bridge</strong> is <a href='https://a.example/'>closed</a> &lt;now&gt;.</p>"
    )
    words = words_of(block)
    span = find("bridge is closed <now>", "", [words])
    assert span is not None
    html = marked(block, [span])
    assert html.startswith("<p>The <strong>old </strong><mark><strong>bridge</strong> is <a href=")
    assert "&lt;now&gt;</mark>.</p>" in html
