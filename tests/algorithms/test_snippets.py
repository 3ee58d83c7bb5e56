"""The passage that shows why something was found."""

from datetime import date
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.queries import parse
from newsstand.algorithms.snippets import marked, snippet, to_html


def shown(text: str, query: str, wide: int = 60) -> str:
    return to_html(snippet([text], parse(query, today=date(2026, 1, 1)).wanted(), wide))


def test_words_are_marked_in_whatever_form_they_stand() -> None:
    assert shown("Old bridges & a BRÜCKE.", "bridge brucke") == "Old <mark>bridges</mark> &amp; a <mark>BRÜCKE</mark>."


def test_phrases_beginnings_and_runs_are_marked_as_far_as_they_go() -> None:
    assert shown("At high water, high and dry.", '"high water"') == "At <mark>high water</mark>, high and dry."
    assert shown("The harbourmaster.", "harb*") == "The <mark>harbourmaster</mark>."
    assert shown("東京都知事が橋を閉鎖", "都知事 橋") == "東京<mark>都知事</mark>が<mark>橋</mark>を閉鎖"


def test_the_passage_with_most_of_it_is_chosen_and_cut_between_words() -> None:
    text = "bridge " + "word " * 60 + "the ferry under the bridge at noon " + "word " * 60
    said = shown(text, "ferry bridge", 80)
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert "<mark>ferry</mark> under the <mark>bridge</mark>" in said


def test_without_a_hit_the_beginning_is_shown() -> None:
    assert shown("Nothing of it here.", "ferry") == "Nothing of it here."
    assert snippet(["", "  "], ()) == ()


def test_markup_of_a_text_stays_text() -> None:
    assert shown("<script>alert(1)</script> ferry", "ferry script alert") == (
        "&lt;<mark>script</mark>&gt;<mark>alert</mark>(1)&lt;/<mark>script</mark>&gt; <mark>ferry</mark>"
    )


@given(st.text(max_size=300), st.text(max_size=40), st.integers(10, 100))
def test_marking_loses_nothing_and_lets_nothing_through(text: str, query: str, wide: int) -> None:
    wanted = parse(query, today=date(2026, 1, 1)).wanted()
    assert "".join(piece.text for piece in marked(text, wanted)) == text.rstrip()
    html = to_html(marked(text, wanted))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert len(bare) >= len(text.rstrip())
    passage = "".join(piece.text for piece in snippet([text], wanted, wide))
    assert len(passage) <= wide + 4 + 2
    assert unescape(to_html(snippet([text], wanted, wide))) is not None
