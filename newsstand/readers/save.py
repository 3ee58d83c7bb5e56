"""Save an article for later, or no longer."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.ranking.models import Signal
from newsstand.readers.aims import may_act, tell
from newsstand.readers.errors import RefusedError
from newsstand.readers.models import Saved

MOST_SAVED = 10_000


@transaction.atomic
def save(*, user: User, article: Article, now: datetime, network: str = "") -> None:
    """Keep it on the reader's list; twice is as good as once. `network`: a key of where they are (lib.day_keys).

    Raises RefusedError for an account that was shut, an article that readers cannot see, and after 10,000 of them.
    1. Load how many they saved, and whether the article may be seen.
    2. Decide.
    3. Save; ranking hears of it.
    """
    may_act(user)
    if not Article.objects.published(now).filter(pk=article.pk).exists():
        raise RefusedError("This article is no longer here: it cannot be saved.")
    known = Saved.objects.filter(user=user)
    if not known.filter(article=article).exists() and known.count() >= MOST_SAVED:
        raise RefusedError(f"You saved {MOST_SAVED:,} already, which is the most. Take some off your list first.")
    Saved.objects.get_or_create(user=user, article=article, defaults={"since": now})
    tell(user=user, article=article, kind=Signal.Kind.SAVED, now=now, network=network)


def unsave(*, user: User, article_id: int) -> None:
    """Take it off the list; where it is not there, nothing happens.

    1. Load nothing. 2. Decide nothing: a list is its reader's. 3. Delete.
    """
    Saved.objects.filter(user=user, article=article_id).delete()
