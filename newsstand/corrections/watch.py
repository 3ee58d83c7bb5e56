"""A reader asks to be told when what they read is corrected."""

from datetime import datetime

from django.db import IntegrityError, transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.corrections.models import Watch


def watch(*, user: User, article: Article | None, now: datetime) -> None:
    """Tell them when this article is corrected; without one, when any is that they have read. Twice does no harm.

    1. Load the watch, if there is one. 2. Decide nothing. 3. Save.
    """
    try:
        with transaction.atomic():
            Watch.objects.get_or_create(user=user, article=article, defaults={"since": now})
    except IntegrityError:
        # Two windows asked at once: the other one has written it.
        return


def unwatch(*, user: User, article: Article | None) -> None:
    """Tell them no more. Where they never asked, nothing happens.

    1. Load nothing. 2. Decide nothing: a watch is its reader's. 3. Delete.
    """
    Watch.objects.filter(user=user, article=article).delete()
