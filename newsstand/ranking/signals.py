"""What readers did with articles is written down, many at once, and added up so that it says nothing of anybody."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F

from newsstand.algorithms.crowds import weight
from newsstand.articles.models import Article
from newsstand.ranking.candidates import look_again
from newsstand.ranking.models import PageOrder, Reading, Signal

COUNTED = {
    Signal.Kind.OPENED: "opened",
    Signal.Kind.READ: "read",
    Signal.Kind.SAVED: "saved",
    Signal.Kind.HIDDEN: "hidden",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody did something: `reader` and `network` by `lib.day_keys`, `order` the key of the page they saw, or ""."""

    article: int
    kind: Signal.Kind
    at: datetime
    reader: str
    network: str = ""
    user: int | None = None
    order: str = ""


def user_key(user: int) -> str:
    """By which a user's signals are told from others'."""
    return f"u{user}"


def note(*, heard: Sequence[Heard]) -> int:
    """Write down what was heard; returns how much of it was new. The same reader doing the same again is not.

    1. Load: which of the articles readers can see, what these readers did already, what came from their networks.
    2. Decide: what each counts (algorithms.crowds).
    3. Save: the signals, their sums by the hour; the articles' candidates are looked at next.
    """
    if not heard:
        return 0
    with transaction.atomic():
        ids = {one.article for one in heard}
        seen = set(
            Article.objects.published(max(one.at for one in heard)).filter(pk__in=ids).values_list("pk", flat=True)
        )
        known = known_deeds(heard)
        fresh = {(one.reader, one.article, one.kind): one for one in reversed(heard) if one.article in seen}
        new = [one for key, one in reversed(fresh.items()) if key not in known]
        if not new:
            return 0
        orders = dict(PageOrder.objects.filter(key__in={one.order for one in new}).values_list("key", "pk"))
        weights = weighed(new)
        Signal.objects.bulk_create(
            [
                Signal(
                    article_id=one.article,
                    kind=one.kind,
                    at=one.at,
                    reader=one.reader,
                    network=one.network,
                    user_id=one.user,
                    weight=counts,
                    order_id=orders.get(one.order),
                )
                for one, counts in zip(new, weights, strict=True)
            ],
            ignore_conflicts=True,
            batch_size=200,
        )
        add_up(new, weights)
        look_again({one.article for one in new})
    return len(new)


def known_deeds(heard: Sequence[Heard]) -> set[tuple[str, int, str]]:
    """What these readers did with these articles before."""
    rows = Signal.objects.filter(reader__in={one.reader for one in heard}, article__in={one.article for one in heard})
    return set(rows.values_list("reader", "article_id", "kind"))


def weighed(new: Sequence[Heard]) -> list[float]:
    """What each counts: less with every one that its network sent for the same article before, of the same kind."""
    networks = {one.network for one in new} - {""}
    rows = Signal.objects.filter(article__in={one.article for one in new}, network__in=networks)
    before: Counter[tuple[int, str, str]] = Counter()
    for article, network, kind, count in rows.values_list("article_id", "network", "kind").annotate(n=Count("pk")):
        before[article, network, kind] = count
    today = today_of(networks, new)
    found = []
    for one in new:
        key = (one.article, one.network, str(one.kind))
        found.append(weight(before[key], today=today[one.network]) if one.network else 1.0)
        before[key] += 1
        today[one.network] += 1
    return found


def today_of(networks: set[str], new: Sequence[Heard]) -> Counter[str]:
    """How much came from each network today, over all articles. Keys live for one day, so all there is is today's."""
    since = min(one.at for one in new).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Signal.objects.filter(network__in=networks, at__gte=since).values_list("network").annotate(n=Count("pk"))
    return Counter(dict(rows.order_by()))


def add_up(new: Sequence[Heard], weights: Sequence[float]) -> None:
    """Add the weights to the articles' hours."""
    sums: dict[tuple[int, datetime], Counter[str]] = defaultdict(Counter)
    for one, counts in zip(new, weights, strict=True):
        if one.kind in COUNTED:
            hour = one.at.replace(minute=0, second=0, microsecond=0)
            sums[one.article, hour][COUNTED[one.kind]] += counts  # type: ignore[assignment]
    rows = [Reading(article_id=article, hour=hour) for article, hour in sorted(sums)]
    Reading.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    for (article, hour), kinds in sorted(sums.items()):
        more = {kind: F(kind) + amount for kind, amount in kinds.items()}
        Reading.objects.filter(article=article, hour=hour).update(**more)
