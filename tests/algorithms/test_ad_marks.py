"""Why a view or click is not believed, by what its request says."""

from datetime import timedelta
from pathlib import Path

import crawleruseragents
import pytest

from newsstand.algorithms.ad_marks import CLICKS_ON_AN_AD, SAID, Request, mark_of_request
from newsstand.algorithms.ad_robots import is_program
from tests.algorithms.test_ad_tokens import NOON, OFFER

AGENTS = Path(__file__).parent / "agents"
READERS = [*(AGENTS / "readers.txt").read_text().splitlines(), *(AGENTS / "browsers.txt").read_text().splitlines()]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SECOND = timedelta(seconds=1)


def mark(after: timedelta = 5 * SECOND, *, is_click: bool = False, **said: object) -> str:
    request = Request(**({"agent": FIREFOX, "shared": OFFER.reader} | said))  # type: ignore[arg-type]
    return mark_of_request(OFFER, request, is_click=is_click, now=NOON + after)


def test_every_example_of_the_public_list_of_robots_is_marked() -> None:
    examples = [one for robot in crawleruseragents.CRAWLER_USER_AGENTS_DATA for one in robot["instances"]]
    assert len(examples) > 2000
    assert [one for one in examples if mark(agent=one) != "robot"] == []


def test_no_ordinary_browser_is_marked() -> None:
    assert len(set(READERS)) >= 200
    assert [one for one in READERS if is_program(one)] == []


def test_nothing_is_said_against_a_reader() -> None:
    assert mark() == mark(is_click=True) == ""
    assert mark(shared="") == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"agent": ""}, "robot"),
        ({"is_in_advance": True}, "in advance"),
        ({"is_hidden": True}, "hidden"),
        ({"is_from_elsewhere": True}, "elsewhere"),
        ({"shared": "ba9876543210"}, "elsewhere"),
    ],
)
def test_what_speaks_against_a_reader_is_a_mark_with_words(said: dict[str, object], expected: str) -> None:
    assert mark(**said) == mark(is_click=True, **said) == expected  # type: ignore[arg-type]
    assert SAID[expected]


def test_times_of_views_and_clicks() -> None:
    assert mark(0.9 * SECOND) == "too soon"
    assert mark(0.9 * SECOND, is_click=True) == ""
    assert mark(timedelta(minutes=30)) == ""
    assert mark(timedelta(minutes=31)) == "expired"
    assert mark(timedelta(minutes=31), is_click=True) == ""
    assert mark(timedelta(hours=2, seconds=1), is_click=True) == "expired"


def test_a_clock_that_is_behind_marks_nothing() -> None:
    assert mark(timedelta(minutes=-4)) == ""


def test_keys_of_two_days_are_not_compared() -> None:
    late = OFFER._replace(decided_at=NOON.replace(hour=23, minute=59))
    request = Request(FIREFOX, shared="ba9876543210")
    assert mark_of_request(late, request, is_click=False, now=late.decided_at + timedelta(minutes=2)) == ""
    assert mark_of_request(late, request, is_click=False, now=late.decided_at + 5 * SECOND) == "elsewhere"


def test_two_clicks_within_half_a_minute_are_in_one_time_of_a_limit() -> None:
    for at in range(0, 120_000_000, 700_000):
        assert any(one.key(at, "x") == one.key(at + 29_000_000, "x") for one in CLICKS_ON_AN_AD)
        for one in CLICKS_ON_AN_AD:
            assert one.key(at, "x") != one.key(one.ends(at) * 1_000_000, "x")
            assert one.key(at, "x") == one.key(one.ends(at) * 1_000_000 - 1, "x")


def test_an_ad_in_its_own_preview_costs_nothing() -> None:
    preview = OFFER._replace(slot="preview")
    assert mark_of_request(preview, Request(FIREFOX), is_click=False, now=NOON + 5 * SECOND) == "preview"
