"""Fingerprints: what is the same text, what is most of it, and what is another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.fingerprints import (
    BANDS,
    MOST_COMPARED,
    Kind,
    Likeness,
    compare,
    fingerprint,
    still_a_copy,
    words,
    worth_comparing,
)

STORY = """The harbour bridge was shut on Thursday morning after divers found a crack as long as a hand in the third
pier. The county's engineer, Ann Lee, said that lorries would be sent over the old road until the spring,
and cars let across one by one from Saturday. Fishermen who moor under the bridge were asked to leave by
noon. "We were told at nine and gone by ten," said Ben Okoro, who has fished there for thirty years. The
pier was last looked at in May, when nothing was found. A report to the council from that month, which
this newspaper has read, warned that the current had taken two metres of gravel from its foot since the
flood. The council will meet on Monday to decide who pays. The ferry, which was to stop at the end of the
month, will go on every half hour at no cost, and children will be let out of school early."""
OTHER = """Three new teachers start at the primary school next week, the first in four years. The head said that the
classes, which had grown to thirty-one children, would be split, and that the music room would be opened
again for lessons in the afternoon. Parents had collected four thousand signatures. The ministry pays for
two of them until the summer."""
LINES = STORY.split("\n")


def kind(one: str, other: str) -> Kind:
    return compare(fingerprint(one), fingerprint(other)).kind


def test_the_same_words_are_the_same_text_however_they_are_set() -> None:
    typeset = STORY.replace('"', "“").replace("'", "’").replace(" - ", " — ").replace("\n", "\u00a0 ").upper()
    assert kind(STORY, typeset) == Kind.SAME


def test_accents_ligatures_and_unseen_marks_do_not_count() -> None:
    assert words("Ca\u0301fe ﬁne l’été co\u00adop\u200berate") == words("CAFE fine lete cooperate")


@pytest.mark.parametrize(
    "reprint",
    [
        " ".join(LINES[:5]),
        " ".join(LINES[:3]),
        " ".join(LINES[2:]),
        " ".join([OTHER.split("\n", maxsplit=1)[0], *LINES[1:]]),
        " ".join([*LINES[:4], OTHER.split("\n")[1], *LINES[4:]]),
        f"LONDON (Reuters) - {STORY} Editing by Cy Marsh",
    ],
    ids=["cut", "cut to a third", "without its lead", "with a new lead", "with a paragraph more", "with a credit"],
)
def test_a_reprint_is_near_from_both_sides(reprint: str) -> None:
    assert kind(STORY, reprint) == kind(reprint, STORY) == Kind.NEAR


def test_how_much_stands_in_the_other_is_told_both_ways() -> None:
    likeness = compare(fingerprint(" ".join(LINES[:3])), fingerprint(STORY))
    assert likeness.share == 1.0
    assert 0.3 < likeness.back < 0.5


def test_another_text_is_different_and_so_is_one_that_quotes_a_sentence() -> None:
    assert kind(STORY, OTHER) == Kind.DIFFERENT
    assert kind(OTHER + LINES[3], STORY) == Kind.DIFFERENT


def test_a_digest_that_holds_a_short_text_whole_is_no_copy_of_it() -> None:
    digest = f"{STORY} {STORY.replace('bridge', 'tower').replace('the', 'a')} {OTHER} {OTHER.replace('the', 'our')}"
    likeness = compare(fingerprint(" ".join(LINES[:2])), fingerprint(digest))
    assert likeness.share == 1.0
    assert likeness.kind == Kind.DIFFERENT


@pytest.mark.parametrize(
    "story",
    [
        (
            "港の橋は木曜日の朝に閉鎖された。潜水士が三番目の橋脚に手のひらほどの長さのひびを見つけたためである。郡の技師は、"
            "トラックは春まで旧道を通り、自動車は土曜日から一台ずつ渡ることができると述べた。橋の下に船を泊めている漁師は正午までに"
            "立ち退くよう求められた。"
        ),
        (
            "สะพานท่าเรือถูกปิดเมื่อเช้าวันพฤหัสบดีหลังจากนักประดาน้ำพบรอยแตกยาวเท่าฝ่ามือที่ตอม่อที่สาม วิศวกรของเทศมณฑลกล่าวว่ารถบรรทุก"
            "จะต้องใช้ถนนสายเก่าจนถึงฤดูใบไม้ผลิ และรถยนต์จะข้ามได้ทีละคันตั้งแต่วันเสาร์ ชาวประมงที่จอดเรือใต้สะพานถูกขอให้ออกไปก่อนเที่ยง"
        ),
    ],
    ids=["Japanese", "Thai"],
)
def test_scripts_without_spaces_are_compared_too(story: str) -> None:
    assert kind(story, story[: len(story) * 2 // 3]) == Kind.NEAR
    assert kind(story, story[::-1]) == Kind.DIFFERENT
    assert kind(story, STORY) == Kind.DIFFERENT


def test_a_short_text_is_the_same_or_different_and_has_no_bands() -> None:
    assert fingerprint("Bridge shut after divers find crack").bands == ()
    assert kind("Bridge shut.", "BRIDGE SHUT") == Kind.SAME
    assert kind("The bridge is shut until noon.", "The bridge is shut until one.") == Kind.DIFFERENT
    assert kind("", "") == Kind.DIFFERENT


def test_a_text_and_a_third_of_it_share_bands_whatever_is_around() -> None:
    shared = set(fingerprint(STORY).bands) & set(fingerprint(" ".join(LINES[:3])).bands)
    assert len(shared) >= 2
    assert len(fingerprint(STORY).bands) == BANDS


def test_who_shares_most_bands_is_compared_first_and_one_band_is_not_enough() -> None:
    assert worth_comparing([7, 3, 3, 9, 9, 9, 5, 5]) == [9, 3, 5]
    assert worth_comparing([4]) == []
    assert len(worth_comparing([number for number in range(99) for _ in range(3)])) == MOST_COMPARED


def test_a_link_is_kept_longer_than_it_would_be_made() -> None:
    assert still_a_copy(Likeness(Kind.DIFFERENT, 0.3, 0.3))
    assert not still_a_copy(Likeness(Kind.DIFFERENT, 0.1, 0.05))


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_compare_the_same_from_both_sides(one: str, other: str) -> None:
    forth, back = compare(fingerprint(one), fingerprint(other)), compare(fingerprint(other), fingerprint(one))
    assert (forth.kind, forth.share, forth.back) == (back.kind, back.back, back.share)
    assert 0 <= forth.share <= 1


@given(st.text(min_size=1, max_size=400))
def test_words_of_words_are_the_same_words(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once
