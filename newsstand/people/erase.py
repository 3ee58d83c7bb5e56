"""Accounts whose time has come are erased, a batch at a time: what is said in threads keeps its place, nobody's name
is left.

Every batch is one transaction and finds its work by what is still there. So it does not matter where a worker is
killed, and nothing is done twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from newsstand.accounts import sessions
from newsstand.accounts.models import User
from newsstand.advertisers.close import leave_all
from newsstand.comments import like as likes
from newsstand.comments.models import Like
from newsstand.contributors.erase import erase_drafts
from newsstand.lib.leases import claim
from newsstand.lib.stamps import touch
from newsstand.people.erase_contests import erase_contests
from newsstand.people.erase_texts import erase_articles, erase_comments, erase_evidence
from newsstand.people.models import Erasure

LEASE = timedelta(minutes=10)
# In one transaction: nobody waits longer than a moment for the database.
BATCH = 100
# In one call, so that the worker comes round to everybody else.
BATCHES = 50

# Does a batch for a user; how many rows it changed. 0: there is nothing left for it to do.
Step = Callable[[User, Erasure, datetime], int]


def erase_due(*, now: datetime, most: int = BATCHES) -> bool:
    """Work at the erasures whose time has come, up to `most` batches; whether there is more to do.

    1. Load: claim one. 2. Decide which step still finds something. 3. Save, batch by batch.
    """
    for erasure in claim(Erasure.objects.due(now), now=now, lease=LEASE, most=1):
        done = erase(erasure, now=now, most=most)
        mine = Erasure.objects.filter(pk=erasure.pk, leased_until=erasure.leased_until)
        mine.update(leased_until=None, **({"done_at": now, "user": None} if done else {}))
        return not done or Erasure.objects.due(now).exists()
    return False


def erase(erasure: Erasure, *, now: datetime, most: int = BATCHES) -> bool:
    """Up to `most` batches of one erasure; whether nothing is left of the account."""
    user = User.objects.filter(pk=erasure.number).first()
    if user is None:
        return True
    for step in STEPS:
        while step(user, erasure, now):
            most -= 1
            if most <= 0:
                return False
    remove(user)
    return True


@transaction.atomic
def shut(user: User, _erasure: Erasure, _now: datetime) -> int:
    """First of all nobody can do anything under this name any more."""
    sessions.end(user=user)
    return User.objects.filter(pk=user.pk, is_active=True).update(is_active=False)


def unlike(user: User, _erasure: Erasure, now: datetime) -> int:
    """Likes go, and the counts they were part of."""
    rows = list(Like.objects.filter(user=user).select_related("comment").order_by("comment_id")[:BATCH])
    for row in rows:
        likes.unlike(comment=row.comment, user=user, now=now)
    return len(rows)


def erase_texts_of_theirs(user: User, _erasure: Erasure, _now: datetime) -> int:
    """Drafts that no reader saw, and what was said about the others."""
    return erase_drafts(user)


def leave_advertisers(user: User, _erasure: Erasure, now: datetime) -> int:
    """They leave the advertisers they belonged to; one that was theirs alone is closed."""
    return leave_all(user=user, now=now)


@transaction.atomic
def unlink(user: User, _erasure: Erasure, _now: datetime) -> int:
    """Rows that are the user's alone are deleted, rows that others need lose their name: as their columns say."""
    for field in links():
        rows = field.model._base_manager.filter(**{field.name: user})
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            continue
        some = field.model._base_manager.filter(pk__in=ids)
        if field.remote_field.on_delete is models.SET_NULL:
            some.update(**{field.name: None})
        else:
            some.delete()
        return len(ids)
    return 0


def links() -> list[Any]:
    """Every column of every table that leads to a user, save the erasure's own; those that are deleted first."""
    relations: list[Any] = list(User._meta.get_fields(include_hidden=True))
    found = [
        relation.field
        for relation in relations
        if relation.auto_created and not relation.concrete and relation.related_model is not Erasure
        if not relation.many_to_many
    ]
    return sorted(found, key=lambda field: (field.remote_field.on_delete is models.SET_NULL, str(field)))


@transaction.atomic
def remove(user: User) -> None:
    """The account itself, and where the editors' tables name it."""
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).delete()
    user.delete()
    touch([f"user:{user.pk}", "site"])


STEPS: tuple[Step, ...] = (
    shut,
    erase_comments,
    unlike,
    erase_contests,
    erase_evidence,
    erase_texts_of_theirs,
    erase_articles,
    leave_advertisers,
    unlink,
)
