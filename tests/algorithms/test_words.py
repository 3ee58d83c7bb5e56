"""The words of any script, cut and folded so that what is typed finds what is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.words import Sought, fold, is_run, sought, spellings, stem, tokens, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The bridges shut.", "the bridge shut"),
        ("Mayor's plan, mayors’ plans", "mayor plan mayor plan"),
        ("Straße, Brücke, naïve, Ångström, Łódź", "strasse brucke naive angstrom lodz"),
        ("l’eau d'Évian", "l eau d evian"),
        ("e-mail at 10:30, 3.5 %", "e mail at 10 30 3 5"),
        ("МОСТ Ёлка", "мост елка"),
        ("أغلقت الجسور مدرسةٌ", "اغلقت جسور مدرسه"),
        ("हिन्दी समाचार", "हिन्दी समाचार"),
        ("ＡＢＣ１２", "abc12"),
        ("snake_case #tag @name a@b.example", "snake case tag name a b example"),
        ("", ""),
        ("— … !", ""),
    ],
)
def test_words_are_folded_and_lose_their_plural(text: str, said: str) -> None:
    assert tokens(text) == said.split()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("東京都", "東京 京都 都"),
        ("橋", "橋"),
        ("iPhone手机", "iphone 手机 机"),
        ("สะพาน", "สะ ะพ พา าน น"),
        ("서울시", "서울 울시 시"),
        ("ﾆｭｰｽ", "ニュ ュー ース ス"),
    ],
)
def test_each_character_of_a_script_without_spaces_begins_a_token(text: str, said: str) -> None:
    assert tokens(text) == said.split()


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("bridges", "bridge"), ("cities", "city"), ("buses", "buse"), ("glass", "glass"), ("bus", "bus"),
        ("news", "news"), ("gas", "gas"), ("shoes", "shoes"), ("trees", "trees"), ("was", "was"), ("2020s", "2020"),
    ],
)  # fmt: skip
def test_only_plurals_go_and_news_are_not_new(word: str, root: str) -> None:
    assert stem(word) == root


def test_words_know_where_they_stand() -> None:
    text = "The Mayor’s 東京 Brücken"
    assert [(word.token, text[word.start : word.end]) for word in words(text)] == [
        ("the", "The"), ("mayor", "Mayor"), ("東京", "東京"), ("京", "京"), ("brucken", "Brücken"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("bridges", Sought(("bridge",))),
        ("e-mail", Sought(("e", "mail"))),
        ("東京都", Sought(("東京", "京都"))),
        ("東京", Sought(("東京",))),
        ("橋", Sought(("橋",), begins=True)),
        ("iphone手机", Sought(("iphone", "手机"))),
        ("手机iphone", Sought(("手机", "机", "iphone"))),
        ("?!", None),
    ],
)
def test_a_term_becomes_tokens_side_by_side(text: str, wanted: Sought | None) -> None:
    assert sought(text) == wanted


def test_a_beginning_keeps_its_letters() -> None:
    assert sought("bridges*", begins=True) == Sought(("bridges",), begins=True)


def test_what_one_can_misspell_is_kept_as_it_is_written() -> None:
    assert spellings(["Brücke, Brücke, fire’s", "the 2020 東京 x" + "y" * 30]) == {"brucke": "brücke", "fire": "fire"}


@given(st.text(max_size=200))
def test_both_ways_of_cutting_give_the_same_tokens_and_nothing_a_database_could_stumble_over(text: str) -> None:
    found = tokens(text)
    assert found == [word.token for word in words(text)]
    for token in found:
        assert token
        assert len(token) <= 40
        assert not any(unicodedata.category(letter)[0] in "ZCPS" for letter in token if letter.isascii())
    assert tokens(text, 3) == found[:3]


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text(alphabet="東京都橋水 abcé", min_size=1, max_size=12), st.text(alphabet="東京 ab", max_size=6))
def test_whatever_stands_in_a_text_is_found_by_its_own_words(inside: str, around: str) -> None:
    wanted = sought(inside)
    text = tokens(f"{around} {inside} {around}")
    if wanted is None:
        return
    size = len(wanted.tokens)
    windows = [tuple(text[at : at + size]) for at in range(len(text) - size + 1)]
    if wanted.begins:
        assert any(each[:-1] == wanted.tokens[:-1] and each[-1].startswith(wanted.tokens[-1]) for each in windows)
    else:
        assert wanted.tokens in windows


def test_a_run_is_told_from_a_word() -> None:
    assert is_run("東")
    assert not is_run("a")
    assert not is_run("")
