"""Readers who read what was corrected, and asked to know, are told."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Copy
from newsstand.corrections.models import Correction, Watch
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.notices.wishes import hold_boxes
from newsstand.readers.models import Seen

CORRECTIONS_AT_ONCE = 10
READERS_AT_ONCE = 200


def tell_due(*, now: datetime, most: int = READERS_AT_ONCE) -> int:
    """Tell up to `most` readers of each correction that is not all told; how many were told.

    A chunk is one transaction with the number of its last reader, and a notice is made once by its key: a worker that
    is killed goes on where it was.
    """
    due = Correction.objects.filter(told_at=None).order_by("at", "pk").values_list("pk", flat=True)
    return sum(tell_some(number, now, most) for number in list(due[:CORRECTIONS_AT_ONCE]))


@transaction.atomic
def tell_some(number: int, now: datetime, most: int) -> int:
    """One chunk of one correction; how many were told.

    1. Load the correction, locked, and its next readers. 2. Decide whether these were the last.
    3. Save their notices and where to go on.
    """
    rows = Correction.objects.select_for_update(of=("self",), no_key=True).select_related("article__publisher")
    found = rows.filter(pk=number, told_at=None).first()
    if found is None:
        return 0
    users = list(readers(found).filter(pk__gt=found.told_until).order_by("pk")[:most]) if is_shown(found, now) else []
    hold_boxes([user.pk for user in users])
    for user in users:
        tell(
            user=user,
            kind=Notice.Kind.CORRECTION,
            key=f"correction:{found.pk}",
            title=f"{found.get_kind_display()}: {found.article.headline}",
            text=found.note,
            address=f"{found.article.get_absolute_url()}#corrections",
            now=now,
        )
    found.told_until = users[-1].pk if users else found.told_until
    found.told_at = None if len(users) == most else now
    found.save(update_fields=["told_until", "told_at"])
    return len(users)


def is_shown(correction: Correction, now: datetime) -> bool:
    """Whether the article may be seen: of one that is gone nobody is told what it says."""
    return Article.objects.published(now).filter(pk=correction.article_id).exists()


def readers(correction: Correction) -> QuerySet[User]:
    """Who read the earlier text, here or in a copy of it, did not read it since, and asked to be told.

    Who asked on the article's page was there, and need not have a history; who asked for all has read what stands in
    their history.
    """
    copies = Copy.objects.filter(original=correction.article_id).values("article")
    here = Q(article=correction.article_id) | Q(article__in=copies)
    one = Watch.objects.filter(here, since__lt=correction.at)
    everything = Watch.objects.filter(article=None).values("user")
    seen = Seen.objects.filter(here, at__lt=correction.at, user__in=everything)
    again = Seen.objects.filter(article=correction.article_id, at__gte=correction.at)
    return User.objects.filter(Q(pk__in=one.values("user")) | Q(pk__in=seen.values("user")), is_active=True).exclude(
        pk__in=again.values("user")
    )
