"""Answers that are stored together: each feed's fate is its own, whoever stands beside it."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.ingest import settle_all as module
from newsstand.ingest.poll import claim_due
from newsstand.ingest.refresh import Outcome, settle
from newsstand.ingest.settle_all import has_nothing_new, settle_all
from newsstand.lib.http import NotNow, Reply
from newsstand.publishers.models import Contract, Feed, Publisher

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
RSS = b"<rss version='2.0'><channel><title>T</title><item><title>A</title><link>https://%s/a</link></item></channel></rss>"
FRESH = {"cache-control": "max-age=7200", "etag": '"another"'}

pytestmark = pytest.mark.django_db(transaction=True)


def feeds(count: int) -> list[Feed]:
    """So many feeds, held by this worker, each with an error and validators behind it."""
    for number in range(count):
        publisher = Publisher.objects.create(name=f"P {number}", slug=f"p{number}", joined_at=NOON)
        Contract.objects.create(publisher=publisher)
        Feed.objects.create(
            publisher=publisher,
            address=f"https://p{number}.example/feed",
            next_check_at=NOON,
            etag='"kept"',
            body_hash="kept",
            error="It failed.",
            error_count=3,
        )
    return claim_due(NOON, count)


def nothing_new(feed: Feed) -> Reply:
    return Reply(304, feed.address, FRESH, b"")


def test_feeds_without_news_are_due_later_and_free_and_keep_what_they_had() -> None:
    held = feeds(3)
    outcomes = settle_all([(feed, nothing_new(feed), NOON) for feed in held])
    assert [outcome.state for outcome in outcomes if isinstance(outcome, Outcome)] == ["unchanged"] * 3
    for feed in Feed.objects.all():
        assert feed.next_check_at >= NOON + timedelta(hours=2)
        assert (feed.checked_at, feed.leased_until, feed.error, feed.error_count) == (NOON, None, "", 0)
        assert (feed.etag, feed.body_hash) == ('"kept"', "kept")


def test_together_they_come_out_as_they_do_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.random", lambda: 0.5)
    together, alone = feeds(2)
    settle_all([(together, nothing_new(together), NOON)])
    settle(alone, nothing_new(alone), NOON)
    names = [field.attname for field in Feed._meta.concrete_fields if field.name not in {"id", "publisher", "address"}]
    rows = list(Feed.objects.order_by("pk").values(*names))
    assert rows[0] == rows[1]


def test_a_feed_that_another_worker_took_over_is_lost_and_the_others_are_stored() -> None:
    first, taken, last = feeds(3)
    Feed.objects.filter(pk=taken.pk).update(leased_until=NOON + timedelta(hours=9))
    outcomes = settle_all([(feed, nothing_new(feed), NOON) for feed in (first, taken, last)])
    assert [outcome.state for outcome in outcomes if isinstance(outcome, Outcome)] == ["unchanged", "lost", "unchanged"]
    assert Feed.objects.get(pk=taken.pk).checked_at is None


def test_a_feed_that_was_retired_meanwhile_is_left_alone() -> None:
    (feed,) = feeds(1)
    Feed.objects.filter(pk=feed.pk).update(retired_at=NOON)
    (outcome,) = settle_all([(feed, nothing_new(feed), NOON)])
    assert isinstance(outcome, Outcome)
    assert outcome.state == "lost"


def test_one_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet, broken, whole = feeds(3)

    def fails_for_one(feed: Feed, answer: object, now: datetime) -> Outcome:
        if feed.pk == broken.pk:
            raise RuntimeError("a fault of ours")
        return settle(feed, answer, now)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "settle", fails_for_one)
    replies = [Reply(200, feed.address, {}, RSS % feed.address[8:18].encode()) for feed in (broken, whole)]
    outcomes = settle_all([(broken, replies[0], NOON), (quiet, nothing_new(quiet), NOON), (whole, replies[1], NOON)])
    assert isinstance(outcomes[0], RuntimeError)
    assert [getattr(outcome, "state", "") for outcome in outcomes[1:]] == ["unchanged", "read"]


def test_only_an_answer_without_news_takes_a_moment() -> None:
    (feed,) = feeds(1)
    assert has_nothing_new((feed, nothing_new(feed), NOON))
    assert not has_nothing_new((feed, Reply(200, feed.address, {}, RSS), NOON))
    assert not has_nothing_new((feed, NotNow("Later.", timedelta(minutes=1)), NOON))
