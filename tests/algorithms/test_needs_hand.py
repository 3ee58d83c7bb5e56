"""Which stories an editor should look at."""

from datetime import UTC, datetime, timedelta

from newsstand.algorithms.needs_hand import Facts, why

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def facts(
    doubtful: int = 0, since: datetime | None = None, pinned: datetime | None = None, joined: datetime = NOW
) -> Facts:
    return Facts(doubtful=doubtful, doubtful_since=since, pinned_until=pinned, joined_at=joined)


def said(given: Facts) -> str:
    found = why(given, NOW)
    return found.text if found else ""


def test_a_story_of_which_the_machine_is_sure_needs_nobody() -> None:
    assert why(facts(joined=NOW - 9 * 24 * HOUR), NOW) is None


def test_a_doubtful_article_is_said_with_since_when() -> None:
    found = why(facts(1, NOW - HOUR), NOW)
    assert found is not None
    assert (found.text, found.since) == ("An article may not belong", NOW - HOUR)
    assert said(facts(3, NOW - HOUR)) == "3 articles may not belong"


def test_a_pinned_story_needs_a_hand_when_nothing_comes_or_its_pin_ends_soon() -> None:
    far = NOW + 72 * HOUR
    assert said(facts(pinned=far)) == ""
    assert said(facts(pinned=far, joined=NOW - 49 * HOUR)) == "Pinned, and nothing new came to it"
    assert said(facts(pinned=NOW + 11 * HOUR)) == "Its pin runs out"
    assert said(facts(pinned=NOW - HOUR, joined=NOW - 49 * HOUR)) == "", "it is not pinned any more"


def test_doubt_is_said_before_a_pin() -> None:
    assert said(facts(1, NOW - HOUR, pinned=NOW + HOUR)) == "An article may not belong"
