"""Who follows an article's thread, and hears of what is new in it."""

from datetime import datetime, timedelta

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.errors import RefusedError
from newsstand.comments.models import Follower
from newsstand.lib.leases import claim
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

MOST = 1000
MOST_AT_ONCE = 200
LEASE = timedelta(minutes=5)


@transaction.atomic
def follow_thread(*, user: User, article: Article, now: datetime) -> None:
    """Hear from now on of what is said under the article; twice is as good as once.

    Raises RefusedError for an account that was shut, for an article that is gone and after 1,000 threads.
    1. Load how many they follow. 2. Decide whether it may be one more. 3. Save.
    """
    if not user.is_active:
        raise RefusedError("This account may not follow conversations.")
    if not Article.objects.published(now).filter(pk=article.pk).exists():
        raise RefusedError("The article is not shown here any more, and so there is nothing to follow.")
    known = Follower.objects.filter(user=user)
    if not known.filter(article=article).exists() and known.count() >= MOST:
        raise RefusedError(f"You follow {MOST:,} conversations already, which is the most.")
    Follower.objects.get_or_create(user=user, article=article, defaults={"since": now})


def unfollow_thread(*, user: User, article: Article) -> None:
    """Hear of it no longer; where nothing was followed, nothing happens.

    1. Load nothing. 2. Decide nothing. 3. Delete.
    """
    Follower.objects.filter(user=user, article=article).delete()


def tell_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Tell followers whose time has come what is new; returns how many were looked at.

    A notice that they have not read yet grows ("5 new comments") rather than have a second one beside it.
    1. Load: claim due rows. 2. Decide in `tell_one`. 3. Save the notice and that it is told, in one transaction each.
    """
    due = Follower.objects.filter(due_at__lte=now).exclude(leased_until__gt=now).order_by("due_at", "pk")
    rows = claim(due, now=now, lease=LEASE, most=most)
    for row in rows:
        tell_one(row, now)
    return len(rows)


@transaction.atomic
def tell_one(held: Follower, now: datetime) -> None:
    """Tell one follower; nothing where somebody else holds the row by now, or they have unfollowed."""
    mine = Follower.objects.select_for_update(of=("self",)).filter(pk=held.pk, leased_until=held.leased_until)
    row = mine.select_related("user", "article__publisher__contract").first()
    if row is None:
        return
    article, news = row.article, row.news
    Follower.objects.filter(pk=row.pk).update(news=0, due_at=None, leased_until=None)
    if not news or not row.user.is_active or not Article.objects.published(now).filter(pk=article.pk).exists():
        return
    address = f"{article.get_absolute_url()}#comments"
    before = Notice.objects.filter(user=row.user, kind=Notice.Kind.CONVERSATION, address=address, read_at=None).first()
    if before is not None:
        count = before.count + news
        Notice.objects.filter(pk=before.pk).update(count=count, title=title_of(article, count), made_at=now)
        return
    tell(
        user=row.user,
        kind=Notice.Kind.CONVERSATION,
        key=f"conversation:{article.pk}:{now.isoformat()}",
        title=title_of(article, news),
        address=address,
        count=news,
        now=now,
    )


def title_of(article: Article, count: int) -> str:
    return f"{count} new comment{'' if count == 1 else 's'} under “{article.headline}”"[:200]
