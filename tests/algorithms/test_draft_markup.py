"""A draft in a plain text field, without script: what is written there, and that nothing changes on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.draft_html import clean
from newsstand.algorithms.draft_markup import from_markup, to_markup
from tests.algorithms.browser_parse import faults
from tests.algorithms.test_draft_html import FROM_AN_EDITOR, OURS
from tests.algorithms.test_html_safety import ATTACKS, thorough

PAIRS = [
    ("One\ntwo\n\nThree", "<p>One<br>two</p>\n<p>Three</p>"),
    ("## A *b*\n### C", "<h2>A <em>b</em></h2>\n<h3>C</h3>"),
    ("> a\n>\n> - b", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>"),
    ("So:\n- a\n- b\n  1. c\n\nX", "<p>So:</p>\n<ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul>\n<p>X</p>"),
    ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
    ("**a *b* c**, ***d***", "<p><strong>a <em>b</em> c</strong>, <strong><em>d</em></strong></p>"),
    ("2 * 3 * 4 and 5* of **x", "<p>2 * 3 * 4 and 5* of **x</p>"),
    (
        "[the **town**](https://a.example/b_\\(c\\))",
        '<p><a href="https://a.example/b_(c)" rel="noopener">the <strong>town</strong></a></p>',
    ),
    ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
    (
        f"![A \\[red\\] bridge]({OURS})\nThe bridge\n\nText",
        f'<figure><img src="{OURS}" alt="A [red] bridge"><figcaption>The bridge</figcaption></figure>\n<p>Text</p>',
    ),
    ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    ("\\- a\n\\## b", "<p>- a<br>## b</p>"),
    ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "html"), PAIRS)
def test_markup_reads_as_people_write_it(markup: str, html: str) -> None:
    assert from_markup(markup) == html
    assert from_markup(markup.replace("\n", "\r\n")) == html


@thorough
@given(FROM_AN_EDITOR)
def test_a_draft_is_the_same_after_it_stood_in_a_text_field(sent: str) -> None:
    html = clean(sent)
    assert from_markup(to_markup(html)) == html, to_markup(html)


@pytest.mark.data
@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_back_as_they_were_cleaned(attack: str) -> None:
    html = clean(attack)
    assert from_markup(to_markup(html)) == html
    assert faults(from_markup(attack)) == []


SIGNS = st.lists(
    st.sampled_from(
        ["*", "**", "[", "](", ")", "https://a.example", "\\", "- ", "1. ", "> ", "## ", "\n", "\n\n", "  ", "a", "b ",
         "![", "---", "`", "<", "&", f"![x]({OURS})", "\u00a0", "\t"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@thorough
@given(st.one_of(SIGNS, st.text(max_size=80)))
def test_whatever_is_typed_is_text_at_worst(typed: str) -> None:
    html = from_markup(typed)
    assert faults(html) == []
    assert from_markup(to_markup(html)) == html
