"""What a contributor's editor may send, and what becomes of everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.draft_html import TAGS, clean, picture_ids, with_figures
from newsstand.algorithms.html_blocks import Figure
from tests.algorithms.browser_parse import faults, parsed_names
from tests.algorithms.test_html_safety import ATTACKS, DIRTY, PIECES, thorough

OURS = "/image/abcdefghijklmnopqrst/960"
OTHER = "/image/tsrqponmlkjihgfedcba/320"
FROM_AN_EDITOR = st.one_of(
    st.lists(
        st.one_of(
            PIECES,
            st.sampled_from(
                [
                    f"<img src={OURS} alt='A bridge'>", f"<figure><img src='{OTHER}' alt=''>", "<strong>", "</strong>",
                    "<em>", "</em>", "<a href='https://a.example/b?c=d&amp;e'>", "<a href='mailto:a@b.example'>",
                    "<li><p>", "<h2>", "</h2>", "<h3>", "</h3>", "https://youtu.be/dQw4w9WgXcQ", "**", "*", "# ",
                    "- ", "1. ", "> ", "[x](https://a.example)", "\\", "<ol>", "</ol>", "!", "<p>- a<br>2. b</p>",
                ]
            ),
        ),
        max_size=25,
    ).map("".join),
    DIRTY,
)  # fmt: skip


@pytest.mark.data
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_stays_in_a_draft(attack: str) -> None:
    written = clean(attack)
    assert faults(written) == [], written
    assert parsed_names(written) <= TAGS
    assert clean(written) == written


@thorough
@given(FROM_AN_EDITOR)
def test_a_draft_holds_what_the_editor_makes_and_nothing_else(sent: str) -> None:
    written = clean(sent)
    assert faults(written) == []
    assert parsed_names(written) <= TAGS


@thorough
@given(FROM_AN_EDITOR)
def test_cleaning_a_draft_twice_is_cleaning_it_once(sent: str) -> None:
    once = clean(sent)
    assert clean(once) == once


def test_what_the_editor_makes_stays_as_it_is() -> None:
    text = "\n".join(
        [
            "<h2>The bridge</h2>",
            '<p>Was <strong>opened <em>late</em></strong>: <a href="https://a.example/b" rel="noopener">see</a>.</p>',
            "<blockquote><p>At last.</p></blockquote>",
            '<ul><li>one</li><li><p>two</p><ol start="3"><li>three</li></ol></li></ul>',
            "<hr>",
            f'<figure><img src="{OURS}" alt="A bridge"><figcaption>The bridge. Photo: Ben</figcaption></figure>',
            '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener">Video: youtube.com</a></p>',
        ]
    )
    assert clean(text) == text


def test_what_the_editor_cannot_make_becomes_what_comes_nearest() -> None:
    assert clean("<h1>A</h1><h4>B</h4>") == "<h2>A</h2>\n<h3>B</h3>"
    assert clean("<table><tr><td>a<td>b</table>") == "<p>a</p>\n<p>b</p>"
    assert clean("<blockquote><h2>a</h2><hr><blockquote>b</blockquote></blockquote>") == (
        "<blockquote><p>a</p><p>b</p></blockquote>"
    )
    assert clean("<ul><li>a</ul><ul><li>b</ul>") == "<ul><li>a</li><li>b</li></ul>"
    assert clean('<p style="color:red" class=x onclick=y><u>a</u> <code>b</code></p>') == "<p>a b</p>"


def test_pictures_of_others_are_left_out_and_ours_come_out_of_lists() -> None:
    assert clean('<p>a</p><img src="https://x.example/a.jpg" alt="b">') == "<p>a</p>"
    assert clean(f"<ul><li>a<img src={OTHER} alt=b></ul>") == (
        "<ul><li>a</li></ul>\n" + f'<figure><img src="{OTHER.replace("320", "960")}" alt="b"></figure>'
    )
    assert clean("<img src=/image/short/960><img src=/account/sign-out>") == ""


def test_the_address_of_a_film_alone_in_a_paragraph_becomes_a_card() -> None:
    card = '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener">Video: youtube.com</a></p>'
    assert clean("<p>https://youtu.be/dQw4w9WgXcQ</p>") == card
    assert clean("<p>https://youtu<code>.be/dQw4w9WgXcQ</code></p>") == card
    assert "Post: mastodon.example" in clean("<p>https://mastodon.example/@ann/112233445566778899</p>")
    assert clean("<p>See https://youtu.be/dQw4w9WgXcQ</p>") == "<p>See https://youtu.be/dQw4w9WgXcQ</p>"


def test_pictures_are_found_and_changed_by_their_id() -> None:
    text = clean(f"<p>a</p><img src={OURS} alt=x><img src={OTHER} alt=y>")
    assert picture_ids(text) == ["abcdefghijklmnopqrst", "tsrqponmlkjihgfedcba"]

    def only_the_first(key: str, stood: Figure) -> Figure | None:
        return Figure(stood.src, "A bridge") if key.startswith("abc") else None

    assert with_figures(text, only_the_first) == f'<p>a</p>\n<figure><img src="{OURS}" alt="A bridge"></figure>'
