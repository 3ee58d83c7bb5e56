"""What words say, learnt from the stream."""

import pytest

from newsstand.algorithms.word_counts import LATELY, MOST_TERMS, WordCounts, key_of, unpacked


def counted(texts: list[list[str]], language: str = "en") -> WordCounts:
    counts = WordCounts()
    for text in texts:
        counts.add([key_of(word) for word in set(text)], language)
    return counts


def weight(counts: WordCounts, word: str, language: str = "en") -> float:
    return counts.weight(key_of(word), counts.all_texts(language))


def test_what_comes_everywhere_says_less_than_what_comes_once() -> None:
    counts = counted([["council", f"name{number}"] for number in range(200)])
    assert weight(counts, "council") < weight(counts, "name7") < weight(counts, "never")


def test_function_words_say_little_before_anything_was_read() -> None:
    assert weight(WordCounts(), "the") < weight(WordCounts(), "aldermo") / 3
    assert weight(WordCounts(), "и") < weight(WordCounts(), "паводок") / 3


def test_texts_count_by_language() -> None:
    counts = counted([["flood"]] * 300)
    counts.add([key_of("паводок")], "ru")
    assert counts.all_texts("ru") < counts.all_texts("en")


def test_what_came_long_ago_is_forgotten() -> None:
    counts = counted([["old"]] * 100)
    before = weight(counts, "old")
    counts.step *= (1 + 1 / LATELY) ** (5 * LATELY)
    counts.texts["en"] = 0.0
    assert weight(counts, "old") > before


def test_counts_survive_being_kept() -> None:
    counts = counted([["flood", "river"], ["flood"]])
    again = unpacked(counts.packed())
    assert again.packed() == counts.packed()
    assert weight(again, "flood") == pytest.approx(weight(counts, "flood"))
    assert unpacked(b"").counts == {}


@pytest.mark.parametrize("data", [b"x", b"\x00" * 50])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no word counts"):
        unpacked(data)


def test_growing_steps_are_scaled_back_without_changing_what_words_say() -> None:
    counts = counted([["flood", "river"], ["flood"]])
    before = weight(counts, "flood")
    counts.rescale()
    assert counts.step == 1.0
    assert weight(counts, "flood") == pytest.approx(before)


def test_memory_has_an_end() -> None:
    counts = WordCounts()
    counts.add(range(MOST_TERMS), "en")
    counts.add([1, 2, 3, MOST_TERMS + 5], "en")
    assert len(counts.counts) == MOST_TERMS // 2
    assert {1, 2, 3} <= set(counts.counts)
