"""A reader keeps a search, or gives it up."""

from datetime import datetime

from django.db import IntegrityError, transaction

from newsstand.accounts.models import User
from newsstand.algorithms.queries import parse
from newsstand.articles.text import storable
from newsstand.search.models import SavedSearch

MOST_SAVED = 50


class RefusedError(Exception):
    """This cannot be saved; the message says why and what to do, in the reader's words."""


def save(*, user: User, name: str, text: str, token: str, now: datetime) -> SavedSearch:
    """Keep a search under a name; the same one again only gets the name. `token` is what nobody can guess.

    Raises RefusedError for a search that looks for nothing, and for one too many.
    1. Load: what the reader has.
    2. Decide: whether it looks for something, and its name.
    3. Save.
    """
    query = parse(text, today=now.date())
    if query.is_empty:
        raise RefusedError("Search for something first, then save it.")
    name = storable(" ".join(name.split()), 100) or storable(query.text, 100)
    there = SavedSearch.objects.filter(user=user)
    if there.filter(query=query.text).update(name=name):
        return there.get(query=query.text)
    if there.count() >= MOST_SAVED:
        raise RefusedError(f"You have {MOST_SAVED} saved searches, which is the most. Delete one first.")
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(user=user, name=name, query=query.text, token=token, saved_at=now)
    except IntegrityError:
        # The same form, sent twice at the same moment.
        return there.get(query=query.text)


def forget(*, user: User, saved_id: int) -> bool:
    """Delete a saved search of this reader, and with it its feed. Returns whether there was one."""
    deleted, _ = SavedSearch.objects.filter(user=user, pk=saved_id).delete()
    return bool(deleted)
