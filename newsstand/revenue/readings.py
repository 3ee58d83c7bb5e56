"""Who was read to the end in a month, and with which share they earn by it."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from newsstand.algorithms.earnings import Reading
from newsstand.articles.models import Byline
from newsstand.contributors.models import Draft
from newsstand.publishers.models import Contract
from newsstand.reads.models import ArticleDay
from newsstand.revenue.months import last_day

DEFAULT_SHARE: int = Contract._meta.get_field("share").default


def readings(month: date) -> list[Reading]:
    """All finished reads of a month by article and day, without articles that are nobody's, such as saved pages.

    Three queries, whatever the number of articles. An article with several contributors is of the one who drafted it.
    """
    rows = ArticleDay.objects.filter(day__range=(month, last_day(month)), finished__gt=0)
    writers = drafted(month)
    found = []
    columns = ("article_id", "article__publisher_id", "day", "finished")
    for article, publisher, day, finished in rows.values_list(*columns).iterator(chunk_size=5_000):
        contributor = None if publisher else writers.get(article)
        if publisher or contributor:
            owner = f"publisher:{publisher}" if publisher else f"contributor:{contributor}"
            found.append(Reading(owner, article, day, finished))
    return found


def drafted(month: date) -> dict[int, int]:
    """The contributor of each article without a publisher that was read to the end in a month."""
    ours = ArticleDay.objects.filter(
        day__range=(month, last_day(month)), finished__gt=0, article__publisher=None
    ).values("article_id")
    named = Byline.objects.filter(article__in=ours, author__contributor__isnull=False).order_by("-position")
    found = dict(named.values_list("article_id", "author__contributor"))
    return found | dict(Draft.objects.filter(article__in=ours).values_list("article_id", "contributor_id"))


def shares(owners: Iterable[str]) -> dict[str, int]:
    """The share of each earner in basis points: by its contract, or by the site's setting for contributors."""
    contracts = dict(Contract.objects.values_list("publisher_id", "share"))
    contributors = contributor_share()
    found = {}
    for owner in set(owners):
        kind, _, number = owner.partition(":")
        found[owner] = contracts.get(int(number), DEFAULT_SHARE) if kind == "publisher" else contributors
    return found


def contributor_share() -> int:
    """What contributors get of their gross now, in basis points."""
    return settings.NEWSSTAND_CONTRIBUTOR_SHARE * 100
