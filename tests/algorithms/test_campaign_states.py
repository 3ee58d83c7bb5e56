"""Why a campaign is not shown: the first reason that its people can do something about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsstand.algorithms.campaign_states import Facts, state_of

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RUNS = Facts(
    starts_at=NOW - DAY,
    ends_at=NOW + DAY,
    paused_at=None,
    paused_why="",
    ended_at=None,
    ads={"approved": 1, "refused": 3},
    left_in_all=1_000_000,
    left_today=1_000_000,
    left_in_wallet=1_000_000,
    least=200_000,
    hour_is_on=True,
    stopped="",
    currency="EUR",
)

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "running", ""),
    ({"left_in_all": None, "left_today": None, "left_in_wallet": None}, "running", ""),
    ({"ended_at": NOW - DAY}, "ended", "19 November 2026"),
    ({"ends_at": NOW}, "over", "another end"),
    ({"stopped": "it lied"}, "stopped", "it lied"),
    ({"paused_at": NOW, "paused_why": "A rule paused it."}, "paused", "A rule paused it."),
    ({"paused_at": NOW}, "paused", "One of its people"),
    ({"ads": {}}, "no ad", "Make an ad"),
    ({"ads": {"draft": 1}}, "not sent in", "send one in"),
    ({"ads": {"waiting": 1, "draft": 2}}, "in review", "wait"),
    ({"ads": {"refused": 1}}, "no ad", "refused"),
    ({"ads": {"approved": 0, "paused": 2}}, "ads paused", "paused"),
    ({"starts_at": NOW + DAY}, "starts later", "21 November"),
    ({"left_in_all": 199_999}, "budget spent", "Raise"),
    ({"left_in_wallet": 199_999}, "no money", "0.199999"),
    ({"left_today": 0}, "spent for today", "tomorrow"),
    ({"hour_is_on": False}, "not at this hour", "hours"),
]


@pytest.mark.parametrize(("facts", "word", "why"), CASES)
def test_each_reason_has_its_word_and_its_sentence(facts: dict[str, Any], word: str, why: str) -> None:
    found = state_of(replace(RUNS, **facts), NOW)
    assert found.word == word
    assert why in found.why


def test_what_ends_it_stands_before_what_can_wait() -> None:
    everything = replace(RUNS, ended_at=NOW, paused_at=NOW, ads={}, left_in_wallet=0)
    assert state_of(everything, NOW).word == "ended"
    assert state_of(replace(everything, ended_at=None), NOW).word == "paused"
    assert state_of(replace(everything, ended_at=None, paused_at=None), NOW).word == "no ad"
