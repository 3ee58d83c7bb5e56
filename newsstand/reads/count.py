"""Events become counters: the only writer of both."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from newsstand.algorithms.read_counts import Deeds, admitted, by_reader, by_request
from newsstand.algorithms.read_log import Deed, Event
from newsstand.articles.models import Article, Byline
from newsstand.reads.add import Sums, add
from newsstand.reads.models import Once
from newsstand.reads.once import finish, first_times

AT_ONCE = 200


@dataclass(slots=True)
class Owned:
    """An article as far as counting asks: when it could be seen, and whose it is."""

    opens_at: datetime | None
    closes_at: datetime | None
    withdrawn_at: datetime | None
    publisher: int | None
    authors: list[int] = field(default_factory=list)

    def was_seen(self, at: datetime) -> bool:
        """Whether readers could see it then. To the second, as events are."""
        return not (
            (self.opens_at and at < self.opens_at.replace(microsecond=0))
            or (self.closes_at and at > self.closes_at)
            or (self.withdrawn_at and at > self.withdrawn_at)
        )


def count(events: Sequence[Event]) -> int:
    """Count these events, whatever of them was counted before; returns how many new reads there were.

    1. Load: the articles that could be seen then, and which of these readers are known.
    2. Decide: who is new, who finished or went on for the first time, and who is more than a neighbourhood has.
    3. Save: the readers' keys, and all counters, in one transaction.
    """
    with transaction.atomic():
        articles = owned({one.article for one in events})
        seen = [one for one in events if one.article in articles and articles[one.article].was_seen(one.at)]
        sums: Sums = defaultdict(Counter)
        sources: Counter[tuple[int, date, str]] = Counter()
        for (article, day, deed), number in by_request(seen).items():
            sums[article, day]["robots" if deed is Deed.ROBOT else "prefetches"] += number
        new = count_readers(by_reader(seen), sums, sources)
        add(sums, sources, articles)
    return new


def owned(ids: Iterable[int]) -> dict[int, Owned]:
    """What is known of these articles."""
    found: dict[int, Owned] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = Article.objects.filter(pk__in=some)
        for row in rows.values_list("pk", "opens_at", "closes_at", "withdrawn_at", "publisher_id"):
            found[row[0]] = Owned(*row[1:])
        for pk, author in Byline.objects.filter(article__in=some).values_list("article_id", "author_id"):
            found[pk].authors.append(author)
    return found


def count_readers(wanted: Sequence[Deeds], sums: Sums, sources: Counter[tuple[int, date, str]]) -> int:
    """Add what is new of these readers to the sums; returns the number of reads."""
    known = known_keys(wanted)
    fresh = [one for one in wanted if one.key not in known]
    counts = dict(zip((one.key for one in fresh), admitted(fresh, of_networks(fresh)), strict=True))
    first = first_times(fresh, counts)
    reads = 0
    for one in fresh:
        if one.key not in first:
            continue
        if not counts[one.key]:
            sums[one.article, one.day]["robots"] += 1
            continue
        reads += 1
        sums[one.article, one.day].update({"reads": 1, "finished": one.finished, "referrals": one.referred})
        sources[one.article, one.day, one.source or "unknown"] += 1
    again = [one for one in wanted if one.key not in first]
    for name, column in (("finished", "finished"), ("referred", "referrals")):
        for article, day in finish([one for one in again if getattr(one, name)], name):
            sums[article, day][column] += 1
    return reads


def of_pairs(wanted: Sequence[Deeds]) -> Q:
    """Rows of these articles on these days: a few of either in any batch."""
    return Q(day__in={one.day for one in wanted}, article__in={one.article for one in wanted})


def known_keys(wanted: Sequence[Deeds]) -> set[tuple[date, int, str]]:
    """Which of these readers were here for the article that day."""
    found: set[tuple[date, int, str]] = set()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = Once.objects.filter(of_pairs(some), reader__in={one.reader for one in some})
        found.update(rows.values_list("day", "article", "reader"))
    return found


def of_networks(fresh: Sequence[Deeds]) -> Counter[tuple[date, int, str]]:
    """How many readers of each of these networks are counted already, by day and article."""
    found: Counter[tuple[date, int, str]] = Counter()
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        rows = Once.objects.filter(of_pairs(some), network__in={one.network for one in some}, is_counted=True)
        for day, article, network, number in rows.values_list("day", "article", "network").annotate(n=Count("pk")):
            found[day, article, network] = number
    return found
