"""Less of this: hide an article, a story, a publisher, an author or a topic from one's own pages, or show it again."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.ranking.models import Signal
from newsstand.readers.aims import HIDDEN, MOST, Aim, column, may_act, tell
from newsstand.readers.errors import RefusedError
from newsstand.readers.models import Follow, Hidden


@transaction.atomic
def hide(*, user: User, aim: Aim, now: datetime, article: Article | None = None, network: str = "") -> None:
    """Keep it from their front page and digest; twice is as good as once. What was followed is followed no longer.

    `article` is the one that made them hide its story, `network` a key of where they are (lib.day_keys).
    Raises RefusedError for an account that was shut, and after 2,000 of them.
    1. Load how much they hide.
    2. Decide whether they may hide more.
    3. Save; ranking hears of a hidden article or story. That a reader hides a source or a topic says nothing about
       one article of it.
    """
    may_act(user)
    known = Hidden.objects.filter(user=user)
    if not known.filter(**column(aim)).exists() and known.count() >= MOST:
        raise RefusedError(f"You hide {MOST:,} already, which is the most. Show some of them again first.")
    Hidden.objects.get_or_create(user=user, **column(aim), defaults={"since": now})
    if not isinstance(aim, Article):
        Follow.objects.filter(user=user, **column(aim)).delete()
    about = aim if isinstance(aim, Article) else article if "story" in column(aim) else None
    tell(user=user, article=about, kind=Signal.Kind.HIDDEN, now=now, network=network)


def show(*, user: User, kind: str, number: int) -> None:
    """Hide it no longer; where nothing was hidden, nothing happens.

    1. Load nothing. 2. Decide nothing: what a reader hides is theirs to show again. 3. Delete.
    """
    if kind in HIDDEN:
        Hidden.objects.filter(user=user, **{f"{kind}_id": number}).delete()
