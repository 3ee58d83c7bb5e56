"""`newsstand items --feed F`: what became of every item seen in a feed."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from newsstand.algorithms.urls import canonical
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import say
from newsstand.ingest.models import Item
from newsstand.publishers.models import Feed


def print_items(address: str, *, outcome: str, as_json: bool) -> int:
    """Print a line for each item of the feed at `address`, the latest decided first; 1 when there is no such feed.

    A line is: time, outcome, rule, title, the item's address, the article's address, reason; parted by tabs, "-" for
    what there is not. With `as_json` each line is an object that has the evidence too, and whose word the
    article's byline, date, language, lead picture, section and text are.
    """
    prepare_database()
    feed = known_feed(address)
    if feed is None:
        say(f"{address}: no such feed is here. `newsstand export` lists the feeds that are.")
        return 1
    say(health(feed))
    found = Item.objects.newest().filter(feed=feed)
    if outcome:
        found = found.filter(outcome=outcome)
    for item in found.iterator(chunk_size=500):
        print(json.dumps(as_object(item), ensure_ascii=False) if as_json else as_line(item))
    return 0


def known_feed(address: str) -> Feed | None:
    """The feed at an address, as it is kept or as somebody types it."""
    plain = address.strip()
    typed = plain if "://" in plain else f"https://{plain}"
    return Feed.objects.filter(address__in={plain, typed, canonical(typed)}).select_related("publisher").first()


def health(feed: Feed) -> str:
    """How the feed is, in a line."""
    checked = f"last checked {moment(feed.checked_at)}" if feed.checked_at else "not checked yet"
    state = f"retired {moment(feed.retired_at)}" if feed.retired_at else f"next check {moment(feed.next_check_at)}"
    notes = [feed.error and f"Error: {feed.error}", *(f"Note: {problem}" for problem in feed.problems)]
    return " ".join([f"{feed.publisher.name}, {feed.address}: {checked}, {state}.", *filter(None, notes)])


def moment(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def article_address(item: Item) -> str:
    return f"{settings.NEWSSTAND_URL}{item.article.get_absolute_url()}" if item.article else ""


def as_line(item: Item) -> str:
    values = [
        moment(item.decided_at), item.outcome, item.rule, item.title, item.url, article_address(item), item.reason
    ]  # fmt: skip
    return "\t".join(" ".join(value.split()) or "-" for value in values)


def as_object(item: Item) -> dict[str, Any]:
    return {
        "decided": moment(item.decided_at),
        "first_seen": moment(item.first_seen_at),
        "outcome": item.outcome,
        "rule": item.rule,
        "reason": item.reason,
        "evidence": item.evidence,
        "title": item.title,
        "guid": item.guid,
        "address": item.url,
        "article": article_address(item),
        "sources": item.article.sources if item.article else {},
    }
