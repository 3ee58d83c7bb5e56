"""Which step may be taken, by whom, from where."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.review import (
    MOVES,
    REACHES_READERS,
    NotAllowedError,
    Standing,
    Who,
    is_approved,
    lead,
    may_skip,
    may_write,
    possible,
    why_not,
)

STATES = ["", *sorted({one.to for one in MOVES.values()} | {"withdrawn"})]
STANDINGS = [
    Standing(state, who, is_approved=approved, may_skip=skip, is_article=article)
    for state, who, approved, skip, article in itertools.product(
        STATES, Who, (True, False), (True, False), (True, False)
    )
]


def test_somebody_else_takes_no_step_whatever_stands() -> None:
    assert [one for one in STANDINGS if one.who is Who.OTHER and possible(one)] == []


def test_nothing_reaches_readers_without_an_approval_or_a_label_that_needs_none() -> None:
    bare = [one for one in STANDINGS if not one.is_approved and not one.may_skip]
    assert [one for one in bare if REACHES_READERS & set(possible(one))] == []


def test_no_editor_publishes_what_was_not_approved_even_where_the_label_needs_none() -> None:
    skipping = [one for one in STANDINGS if one.who is Who.EDITOR and not one.is_approved and one.state == "writing"]
    assert [one for one in skipping if REACHES_READERS & set(possible(one))] == []


def test_a_contributor_never_reviews() -> None:
    own = [one for one in STANDINGS if one.who is Who.CONTRIBUTOR]
    assert [one for one in own if {"take", "release", "ask", "approve", "decline"} & set(possible(one))] == []


def test_every_state_can_be_left_again_and_reached() -> None:
    reached = {rule.to for rule in MOVES.values()} | {rule.then for rule in MOVES.values() if rule.then}
    left = set().union(*(rule.states for rule in MOVES.values()))
    assert reached == left - {""}


@pytest.mark.parametrize("action", [action for action, rule in MOVES.items() if rule.needs_reason])
def test_a_step_that_needs_a_reason_is_not_taken_without_one(action: str) -> None:
    can = next(one for one in STANDINGS if why_not(action, one) is None)
    with pytest.raises(NotAllowedError, match="reason"):
        lead(action, can, " \n")
    assert lead(action, can, "Because.")


def test_what_is_declined_goes_back_to_where_readers_have_it() -> None:
    here = Standing("in_review", Who.EDITOR, is_article=True)
    assert lead("decline", here, "No.") == "published"
    assert lead("decline", Standing("in_review", Who.EDITOR), "No.") == "declined"


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_an_approval_counts_only_until_the_text_can_change(actions: list[str]) -> None:
    held = False
    for action in actions:
        if action == "approve":
            held = True
        elif action in {"begin", "submit", "recall", "ask", "decline", "publish", "correct"}:
            held = False
    assert is_approved(actions) == held


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["begin"], True),
        (["begin", "submit", "take", "decline", "recall"], False),
        (["begin", "submit", "take", "approve", "publish"], True),
        (["begin", "publish", "submit", "take", "ask"], False),
    ],
)
def test_what_an_editor_has_in_hand_does_not_go_round_the_editor(actions: list[str], *, expected: bool) -> None:
    assert may_skip("reporter", ["reporter"], actions) is expected
    assert not may_skip("voice", ["reporter"], actions)


def test_the_text_stands_still_while_it_waits_or_is_approved() -> None:
    for state in ("submitted", "approved", "declined", "withdrawn"):
        assert not any(may_write(state, who) for who in Who)
    assert not may_write("in_review", Who.CONTRIBUTOR)
    assert may_write("in_review", Who.EDITOR)
    assert not may_write("in_review", Who.EDITOR, is_holder=False)
