"""The `<time>` that says how long ago something was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines

NOW = datetime(2026, 11, 22, 15, 4, 30, tzinfo=UTC)


def render(tag: str, when: datetime) -> str:
    return str(engines["django"].from_string(tag).render({"when": when, "now": NOW}))


def test_a_time_says_its_age_and_holds_the_moment() -> None:
    assert render("{% ago when now=now %}", NOW - timedelta(days=3)) == (
        '<time datetime="2026-11-19T15:04:30+00:00" title="Thursday 19 November 2026, 15:04 UTC">3 days ago</time>'
    )


def test_short_is_short() -> None:
    assert ">2d ago</time>" in render("{% ago when short=True now=now %}", NOW - timedelta(days=2))


def test_the_title_is_in_the_sites_own_time(settings: pytest.FixtureRequest) -> None:
    settings.TIME_ZONE = "America/New_York"  # type: ignore[attr-defined]
    html = render("{% ago when now=now %}", NOW)
    assert 'datetime="2026-11-22T10:04:30-05:00" title="Sunday 22 November 2026, 10:04 EST"' in html


def test_without_a_time_given_it_is_told_from_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsstand.lib.clock.now", lambda: NOW)
    assert ">5 hours ago</time>" in render("{% ago when %}", NOW - timedelta(hours=5))
