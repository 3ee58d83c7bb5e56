"""Candidates are kept in step with articles, stories and signals, by the worker."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from newsstand.algorithms.orders import candidate_of, without_defaults
from newsstand.algorithms.ranking import Candidate as Numbers
from newsstand.algorithms.ranking import base
from newsstand.articles.models import Article
from newsstand.lib.stamps import touch
from newsstand.ranking.models import Candidate, Watermark
from newsstand.ranking.numbers import Unit, drawn_up, rates_of_publishers
from newsstand.stories.models import Coverage

# What is older stands on no front page: it is found on the pages of publishers, topics and stories, and by search.
LIVE = timedelta(days=7)
MOST_AT_ONCE = 200
# Everything is looked at again after this, what somebody did something with at once.
AGAIN_AFTER = timedelta(minutes=2)
DIRTY = datetime(1970, 1, 1, tzinfo=UTC)
RATES_FOR = timedelta(minutes=10)
# Two writers may commit in another order than they took their numbers in.
LATE = timedelta(minutes=5)
NO_CANDIDATE = Numbers(0, 0, 0.0)


@dataclass(slots=True)
class Rates:
    """How much publishers publish: counted anew after ten minutes."""

    counted_at: datetime = DIRTY
    of: dict[int, float] = field(default_factory=dict)

    def at(self, now: datetime) -> dict[int, float]:
        if not timedelta() <= now - self.counted_at < RATES_FOR:
            self.of, self.counted_at = rates_of_publishers(now), now
        return self.of


def refresh(*, now: datetime, rates: Rates | None = None, most: int = MOST_AT_ONCE) -> int:
    """Enter new articles and stories, look again at those whose turn it is; returns how many changed.

    1. Load: articles that were never looked at, candidates that wait longest, and all that the tables know of them.
    2. Decide: which units they make now (ranking.numbers).
    3. Save: what differs, under one new version; what is no longer a unit is marked as gone. The front page hears of
       what came, went, or got another outlet.
    """
    new = unseen(value_of("articles"), now, most)
    due = list(waiting(now)[:most])
    if not new and not due:
        return 0
    asked = {*new, *(one.article_id for one in due)}
    stories = {one.story_id for one in due if one.story_id}
    units = drawn_up(asked, stories=stories, rates=(rates or Rates()).at(now), now=now)
    # Nobody else is kept from writing while the numbers are gathered.
    with transaction.atomic():
        mark, seen = locked("candidates", start=1), locked("articles")
        changed = save(units, asked=asked, stories=stories, version=mark.value + 1, now=now)
        if changed:
            Watermark.objects.filter(pk="candidates").update(value=mark.value + 1)
        if new:
            Watermark.objects.filter(pk="articles").update(value=max(seen.value, *new))
    return changed


def catch_up(*, now: datetime) -> int:
    """Refresh until nothing waits; returns how many changed."""
    rates, total = Rates(), 0
    while True:
        before = value_of("articles")
        total += (changed := refresh(now=now, rates=rates))
        if not changed and value_of("articles") == before:
            return total


def locked(name: str, *, start: int = 0) -> Watermark:
    """The watermark of that name, ours until the transaction ends."""
    Watermark.objects.get_or_create(name=name, defaults={"value": start})
    return Watermark.objects.select_for_update().get(name=name)


def value_of(name: str) -> int:
    return Watermark.objects.filter(pk=name).values_list("value", flat=True).first() or 0


def epoch() -> int:
    """A number that belongs to this database: another one after a restore, so that processes forget what they knew."""
    made, _ = Watermark.objects.get_or_create(name="epoch", defaults={"value": secrets.randbits(60)})
    return made.value


def unseen(upto: int, now: datetime, most: int) -> list[int]:
    """Ids of live articles that were never looked at, and of late comers among the last ones."""
    live = Article.objects.filter(published_at__gt=now - LIVE).order_by("pk")
    new = list(live.filter(pk__gt=upto).values_list("pk", flat=True)[:most])
    known = Candidate.objects.filter(article=OuterRef("pk"))
    covered = Coverage.objects.filter(article=OuterRef("pk"))
    late = live.filter(pk__lte=upto, pk__gt=upto - 1000, received_at__gt=now - LATE)
    late = late.exclude(Exists(known)).exclude(Exists(covered)).exclude(Exists(copies_shown()))
    return [*late.values_list("pk", flat=True)[:most], *new]


def copies_shown() -> Any:
    return Article.objects.published().filter(copies__article=OuterRef("pk"))


def waiting(now: datetime) -> Any:
    """Live candidates that were looked at longest ago."""
    due = Candidate.objects.filter(published_at__gt=now - LIVE, checked_at__lte=now - AGAIN_AFTER)
    return due.order_by("checked_at", "pk")


def save(units: list[Unit], *, asked: set[int], stories: set[int], version: int, now: datetime) -> int:
    """Make the candidates of these articles and stories those units, no more and no less. Returns how many changed."""
    told = {unit.story for unit in units if unit.story}
    members = set(Coverage.objects.filter(story__in=told).values_list("article_id", flat=True)) if told else set()
    known = Candidate.objects.filter(
        Q(story=None, article__in=asked | members) | Q(story__in=told | stories) | Q(article__in=asked)
    )
    rows = {(row.story_id or 0, row.article_id if row.story_id is None else 0): row for row in known}
    new, changed, loud = [], [], False
    for unit in units:
        key = (unit.story or 0, 0 if unit.story else unit.article)
        row = rows.pop(key, None)
        numbers = without_defaults(unit.candidate, NO_CANDIDATE)
        numbers = plain(numbers)
        if row is None:
            row = Candidate(story_id=unit.story)
            new.append(row)
        elif row.numbers != numbers or row.is_gone:
            changed.append(row)
            loud |= row.is_gone or row.numbers.get("outlets") != numbers.get("outlets")
        else:
            continue
        row.article_id, row.published_at, row.numbers = unit.article, unit.published_at, numbers
        row.base, row.version, row.checked_at, row.is_gone = base(unit.candidate), version, now, False
    left = [row for row in rows.values() if not row.is_gone]
    for row in left:
        row.is_gone, row.version = True, version
    Candidate.objects.bulk_create(new, batch_size=200)
    fields = ["article", "published_at", "base", "numbers", "version", "checked_at", "is_gone"]
    Candidate.objects.bulk_update([*changed, *left], fields, batch_size=100)
    Candidate.objects.filter(Q(article__in=asked) | Q(story__in=stories | told)).update(checked_at=now)
    if new or left or loud:
        touch(["front"])
    return len(new) + len(changed) + len(left)


def plain(numbers: dict[str, Any]) -> dict[str, Any]:
    """As JSON gives it back: lists for tuples."""
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in numbers.items()}
    for name in ("topics", "places"):
        if name in listed:
            listed[name] = [list(one) for one in listed[name]]
    return listed


def numbers_of(row: Candidate | tuple[int, dict[str, Any]]) -> Numbers:
    """What ranking knows of a candidate, from its row or from its id and numbers."""
    number, numbers = (row.pk, row.numbers) if isinstance(row, Candidate) else row
    return candidate_of({**numbers, "id": number})


def look_again(articles: Iterable[int]) -> None:
    """Somebody did something with these articles: their candidates are next."""
    ids = set(articles)
    Candidate.objects.filter(Q(article__in=ids) | Q(story__coverage__article__in=ids)).update(checked_at=DIRTY)
