"""A reader's history: what they opened, for nobody but them, as long as they want it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.readers.models import FrontPage, Seen

# Loading a page again a little later is no second visit, and costs no write.
SAME_VISIT = timedelta(minutes=10)


def see(*, user: User, article: Article, now: datetime) -> None:
    """They opened it: put it at the top of their history. Nothing is written when they switched history off.

    1. Load when they opened it last, and what they chose.
    2. Decide whether it is to be written.
    3. Save the moment; one row an article, however often it is opened.
    """
    last = Seen.objects.filter(user=user, article=article).values_list("at", flat=True).first()
    if last is not None and now - last < SAME_VISIT:
        return
    if not FrontPage.of(user).keeps_history:
        return
    try:
        with transaction.atomic():
            Seen.objects.update_or_create(user=user, article=article, defaults={"at": now})
    except IntegrityError:
        # Two windows opened it at once: the other one has written it.
        return


def unsee(*, user: User, article_id: int) -> None:
    """Erase one article from the history; where it is not there, nothing happens.

    1. Load nothing. 2. Decide nothing: a history is its reader's. 3. Delete.
    """
    Seen.objects.filter(user=user, article=article_id).delete()


def unsee_all(*, user: User) -> int:
    """Erase the whole history; returns how much it was.

    1. Load nothing. 2. Decide nothing. 3. Delete.
    """
    gone, _ = Seen.objects.filter(user=user).delete()
    return gone
