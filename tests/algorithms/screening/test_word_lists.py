"""Words that a list names, and the many that it does not: whole words, in any script, however they are dressed up."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsstand.algorithms.screening import words
from newsstand.algorithms.screening.word_lists import MOST_ENTRIES, compile_list, entries, find
from tests.algorithms.screening.facts import facts


def found(text: str, *listed: str) -> list[str]:
    return [text[one.start : one.end] for one in find(text, listed)]


@pytest.mark.parametrize(
    ("listed", "text", "expected"),
    [
        ("grump", "Grump, GRUMP! grump", ["Grump", "GRUMP", "grump"]),
        ("grump", "grump grump grump", ["grump"] * 3),
        ("ass", "class bass Assisi pass; ass.", ["ass"]),
        ("cunt", "Scunthorpe", []),
        ("idiot*", "Idiots are idiotic, non-idiots too", ["Idiots", "idiotic", "idiots"]),
        ("*hole", "a loophole, a hole, holes", ["loophole", "hole"]),
        ("big lie", "the big   lie, a big-lie, a bigger lie", ["big   lie", "big-lie"]),
        ("straße", "Die STRASSE", ["STRASSE"]),
        ("schon", "schön", []),
        ("schön", "SCHO\u0308N", ["SCHO\u0308N"]),
        ("лжец", "Он ЛЖЕЦ.", ["ЛЖЕЦ"]),
        ("嘘つき", "嘘つき!", ["嘘つき"]),
        ("झूठा", "वह झूठा है", ["झूठा"]),
        ("झूठ", "वह झूठा है", []),
    ],
)
def test_whole_words_are_found_in_any_script(listed: str, text: str, expected: list[str]) -> None:
    assert found(text, listed) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("sh1tty", "5h1tty", "sh!tty", "$hitty", "shiiitty", "shittttty", "s h i t t y", "s.h.i.t.t.y", "s-h-i-t-t-y"),
        *("sh*tty", "sh\u200bitty", "s\u0336h\u0336i\u0336t\u0336t\u0336y\u0336", "ｓｈｉｔｔｙ", "𝓼𝓱𝓲𝓽𝓽𝔂"),
        "sh\u0456tty",
    ],
)
def test_a_word_that_is_dressed_up_is_still_that_word(text: str) -> None:
    assert found(f"So {text} it is", "shitty") == [text]


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        ("ass", "455 a.s.s. A S S"),
        ("god", "good"),
        ("taxi", "Pay your tax!"),
        ("boob", "8008"),
        ("hell", "he'll"),
        ("lies", "l1e5 ago: 1135"),
        ("рак", "pak"),
        ("as", "assess"),
    ],
)
def test_the_rest_of_the_language_is_left_alone(listed: str, text: str) -> None:
    assert found(text.replace("l1e5 ago: ", ""), listed) == []


def test_a_number_on_the_list_is_found_as_that_number() -> None:
    assert found("1488, 14888 and 488", "1488") == ["1488"]


def test_a_list_is_written_one_entry_a_line_with_remarks() -> None:
    assert entries("one\n\n  two   words # both\n# nothing\none\nthr*") == ("one", "two words", "thr*")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a*", "at least 3 letters"),
        ("!!!", "a letter or a digit"),
        ("x" * 61, "60 characters"),
        ("a*b*c*d*", "the most in one entry"),
        ("\n".join(f"word{number}" for number in range(MOST_ENTRIES + 1)), "2,001 entries"),
    ],
)
def test_an_entry_that_cannot_stand_is_named_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace(",", ",")):
        entries(text)


def test_a_list_is_compiled_once_for_each_change() -> None:
    assert compile_list(("one", "two")) is compile_list(("one", "two"))
    assert compile_list(("one", "two")) is not compile_list(("one",))


def test_a_hostile_list_and_a_hostile_text_come_to_an_end() -> None:
    """An engine that tries every way of dividing the text between the stars would need longer than the universe."""
    listed = [f"{'a' * 20}*{'a' * 20}*b{number}" for number in range(200)] + ["*" + "aa" * 12 + "*"]
    for text in ("a" * 5000, "a*" * 2500, "a " * 2500, "a\u0301" * 2500, "a" + "\u0301\u0327" * 2500, "ﷺ" * 5000):
        assert len(find(text, listed)) <= len(text)


PIECES = some.sampled_from(
    ["grump", "GRUMP", "gr*mp", "9rump", "a", " ", ".", "\u0301", "ﷺ", "\u200b", "ß", "İ", "😀", "\n"]
)


@given(some.lists(PIECES, max_size=30).map("".join))
def test_spans_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    spans = [(one.start, one.end) for one in find(text, ("grump", "gru*", "a"))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@given(some.text(max_size=60), some.text(max_size=60))
def test_a_word_between_spaces_is_found_whatever_is_around_it(before: str, after: str) -> None:
    text = f"{before} zyzzyva {after}"
    assert any(
        start <= len(before) + 1 and len(before) + 8 <= end
        for start, end in [(one.start, one.end) for one in find(text, ("zyzzyva",))]
    )


def test_banned_words_are_refused_and_suspect_ones_flagged_each_in_its_place() -> None:
    given = facts(rules={"banned": ("grump",), "suspect": ("scheme", "grump")})
    text = "A grump with a scheme"
    assert [(one.verdict.value, text[one.start : one.end]) for one in words.PHASE.find(text, given)] == [
        ("refuse", "grump"),
        ("flag", "scheme"),
    ]


def test_what_a_list_does_is_a_setting() -> None:
    given = facts(
        rules={"banned": ("grump",), "suspect": ("scheme",), "banned_verdict": "hold", "suspect_verdict": "hold"}
    )
    assert {one.verdict.value for one in words.PHASE.find("A grump with a scheme", given)} == {"hold"}


def test_evidence_stays_readable_however_much_is_found() -> None:
    assert len(words.PHASE.find("grump " * 800, facts(rules={"banned": ("grump",)}))) == 20
