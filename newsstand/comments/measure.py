"""How often comments were seen, and what that makes of *best*.

Nobody tells this site which comments they looked at. It knows how often an article was opened, and in which order its
comments stood: whoever opens it looks at the first, and at each further one a little less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, FloatField, Sum, Value, When
from django.db.models.functions import Cast, Greatest

from newsstand.algorithms import best as formula
from newsstand.articles.models import Article
from newsstand.comments.models import Audience, Comment
from newsstand.comments.sorts import Sort, in_order
from newsstand.comments.status import counted
from newsstand.lib.stamps import touch


@dataclass(frozen=True, slots=True)
class Opened:
    """How often an article was opened: in the hours after `Audience.hour`, and in the latest of them so far."""

    hours: Mapping[datetime, float]

    def since(self, audience: Audience | None) -> float:
        """How often since the audience was measured last; 0 for the first time: nobody knows what was there before."""
        if audience is None:
            return 0.0
        later = sum(number for hour, number in self.hours.items() if hour > audience.hour)
        return later + max(0.0, self.hours.get(audience.hour, 0.0) - audience.opened)


@transaction.atomic
def measure(*, article: Article, opened: Opened, now: datetime) -> bool:
    """Fold what was seen since the last time into the comments of an article; whether what stands first has changed.

    1. Load: the article, locked; what is known of its audience; the comments that stood first.
    2. Decide: how much each of them was looked at (algorithms/best.py), and how many likes a look brings here.
    3. Save: the looks, the rate, `best` of every root; the stamp where the first page is another one by now.
    """
    Article.objects.select_for_update(no_key=True).only("id").get(pk=article.pk)
    audience = Audience.objects.filter(article=article).first()
    roots = Comment.objects.filter(article=article).roots()
    first = first_of(article)
    views = opened.since(audience)
    if views > 0:
        looks = [When(pk=number, then=Value(views * formula.looked_at(at))) for at, number in enumerate(first)]
        if looks:
            more = Case(*looks, default=Value(0.0), output_field=FloatField())
            roots.filter(pk__in=first).update(seen=F("seen") + more)
    rate = rate_of(article)
    save_best(article, rate, everything=audience is None)
    hour = max(
        [*opened.hours, *([audience.hour] if audience else [])], default=now.replace(minute=0, second=0, microsecond=0)
    )
    Audience.objects.update_or_create(
        article=article,
        defaults={"hour": hour, "opened": opened.hours.get(hour, 0.0), "rate": rate, "measured_at": now},
    )
    changed = first_of(article) != first
    if changed:
        touch([f"article:{article.pk}"])
    return changed


def first_of(article: Article) -> list[int]:
    """The roots that stand on the first page in *best*, in their order."""
    rows = in_order(Comment.objects.filter(article=article).roots().seen_by(None), Sort.BEST)
    return list(rows.values_list("pk", flat=True)[: formula.PLACES_SEEN])


def rate_of(article: Article) -> float:
    """How many likes a look brings in the thread; likes that came with imported comments say nothing of it."""
    good = Greatest(F("like_count") - F("report_count"), Value(0))
    sums = counted().filter(article=article, depth=0).aggregate(good=Sum(good), seen=Sum("seen"))
    return formula.rate(sums["good"] or 0, sums["seen"] or 0.0)


def save_best(article: Article, rate: float, *, everything: bool) -> None:
    """Write `best` anew: of the roots, or of replies too where the thread is measured for the first time.

    `algorithms.best.best` in the database's language, because a thread may have thousands of roots;
    tests/comments/test_best.py holds the two together.
    """
    rows = Comment.objects.filter(article=article)
    good = Greatest(Cast(F("like_count") + F("imported_likes") - F("report_count"), FloatField()), Value(0.0))
    new = (good + formula.ALREADY) / (F("seen") * Value(rate) + formula.ALREADY)
    (rows if everything else rows.roots()).update(best=new)


def best_of(comment: Comment) -> float:
    """*best* of a comment as it stands now. One query for its thread's rate."""
    rate = Audience.objects.filter(article_id=comment.article_id).values_list("rate", flat=True).first()
    likes = comment.like_count + comment.imported_likes
    return formula.best(likes=likes, reports=comment.report_count, seen=comment.seen, rate=rate)
