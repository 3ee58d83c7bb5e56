"""Facts for stories about phases: somebody ordinary in an open thread, unless the story says otherwise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from newsstand.algorithms.screening.facts import Author, Facts, Place, Rules, Said

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
USUAL = Author(approved=10, mail_domain="example.org")


def facts(
    *,
    rules: dict[str, Any] | None = None,
    author: dict[str, Any] | None = None,
    place: dict[str, Any] | None = None,
    **more: Any,
) -> Facts:
    return Facts(
        now=NOW,
        rules=Rules(**rules or {}),
        author=replace(USUAL, **author or {}),
        place=Place(**place or {}),
        own_hosts=frozenset({"news.example.org"}),
        disposable=frozenset({"mailinator.example"}),
        **more,
    )


def said(text: str, *, minutes_ago: float) -> Said:
    return Said(text, NOW - timedelta(minutes=minutes_ago))
