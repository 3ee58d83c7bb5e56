"""A user asks to have their account erased, or takes that back while there is time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.people.models import Erasure


class LastEditorError(Exception):
    """Without this account nobody could decide anything here; the message says what to do first."""


@transaction.atomic
def ask_erasure(*, user: User, articles: str, now: datetime) -> Erasure:
    """Have the account erased after NEWSSTAND_ERASE_AFTER_DAYS; twice is as good as once, and keeps the first date.

    `articles` is one of Erasure.Articles. Raises LastEditorError for the only editor, ValueError for another word.
    1. Load the editors, and what was asked before.
    2. Decide when.
    3. Save.
    """
    if articles not in Erasure.Articles.values:
        raise ValueError(f"{articles!r} says nothing about what becomes of the articles.")
    others = User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk)
    if user.is_staff and not others.exists():
        raise LastEditorError(
            "You are the only editor here, and without you nobody could decide anything. First make somebody else one."
        )
    due_at = now + timedelta(days=settings.NEWSSTAND_ERASE_AFTER_DAYS)
    erasure, _ = Erasure.objects.get_or_create(
        number=user.pk, defaults={"user": user, "asked_at": now, "due_at": due_at, "articles": articles}
    )
    if erasure.articles != articles:
        erasure.articles = articles
        erasure.save(update_fields=["articles"])
    return erasure


@transaction.atomic
def take_back(*, user: User, now: datetime) -> bool:
    """Keep the account after all; whether there was still time.

    1. Load what was asked, locked. 2. Decide: not once it is due. 3. Delete.
    """
    row = Erasure.objects.select_for_update(of=("self",)).filter(user=user, done_at=None).first()
    if row is None or row.due_at <= now:
        return False
    row.delete()
    return True
