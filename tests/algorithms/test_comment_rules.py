"""What may be said, by whom and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.algorithms import comment_rules as rules

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
EDIT = {"own": True, "active": True, "article_gone": False, "withdrawn": False, "posted_at": NOW}


@pytest.mark.parametrize("text", ["", "  ", "\n\n\t", "\u200b\u2060", "\x00\x07", "\u202e", "\u00ad"])
def test_a_text_of_which_nothing_can_be_seen_is_empty(text: str) -> None:
    with pytest.raises(rules.TextError, match="empty"):
        rules.clean_text(text)


def test_control_characters_and_overrides_go_and_the_rest_stays() -> None:
    assert rules.clean_text("a\x00b\x1b[31m \u202ec\ud800 👩\u200d🚒 שלום\te") == "ab[31m c 👩\u200d🚒 שלום\te"


def test_paragraphs_stay_apart_by_one_empty_line() -> None:
    assert rules.clean_text("\r\n one \r\n\r\n\r\n\r\ntwo\rthree\n") == "one\n\ntwo\nthree"


def test_the_longest_text_passes_and_one_more_character_does_not() -> None:
    assert len(rules.clean_text("x" * rules.LONGEST)) == rules.LONGEST
    with pytest.raises(rules.TextError, match="5,001 characters; 5,000 is the most"):
        rules.clean_text("x" * (rules.LONGEST + 1))


def test_cleaning_twice_changes_nothing() -> None:
    once = rules.clean_text(" a \n\n\n\x01\n b\u2029c")
    assert rules.clean_text(once) == once


def test_a_comment_is_edited_for_fifteen_minutes_and_not_a_moment_longer() -> None:
    last = NOW + timedelta(minutes=15)
    assert rules.why_not_edit(**EDIT, now=last - timedelta(seconds=1)) is None
    assert "15 minutes" in str(rules.why_not_edit(**EDIT, now=last))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"own": False}, "Only its author"),
        ({"active": False}, "may not comment"),
        ({"withdrawn": True}, "has been withdrawn"),
        ({"article_gone": True}, "not shown here any more"),
    ],
)
def test_nobody_else_edits_and_nothing_withdrawn_is_edited(changed: dict[str, bool], said: str) -> None:
    assert said in str(rules.why_not_edit(**{**EDIT, **changed}, now=NOW))


@pytest.mark.parametrize("wrong", ["article_gone", "parent_elsewhere", "parent_withdrawn"])
def test_nothing_is_posted_where_nothing_can_be_answered(wrong: str) -> None:
    fine = {"article_gone": False, "parent_elsewhere": False, "parent_withdrawn": False}
    assert rules.why_not_post(active=True, **fine) is None
    assert rules.why_not_post(active=True, **{**fine, wrong: True})
    assert rules.why_not_post(active=False, **fine)


@pytest.mark.parametrize("wrong", ["own", "article_gone", "withdrawn"])
def test_nobody_likes_their_own_or_what_is_gone(wrong: str) -> None:
    fine = {"own": False, "article_gone": False, "withdrawn": False}
    assert rules.why_not_like(active=True, **fine) is None
    assert rules.why_not_like(active=True, **{**fine, wrong: True})
    assert rules.why_not_like(active=False, **fine)


def test_an_author_takes_back_what_was_said_at_any_time_and_nobody_else_does() -> None:
    assert rules.why_not_withdraw(own=True, active=True) is None
    assert rules.why_not_withdraw(own=False, active=True)
    assert rules.why_not_withdraw(own=True, active=False)
