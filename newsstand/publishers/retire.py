"""A feed is not read any more, and its publisher's people learn why."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.publishers.models import Feed, FeedEvent


@transaction.atomic
def retire(*, feed: Feed, reason: str, now: datetime, tell: bool = True) -> bool:
    """Stop reading `feed`, for `reason`, a sentence for its publisher; False when another worker holds it now.

    1. Load: the feed, if it is still held as `feed` says.
    2. Save: when and why it was retired. An editor can undo it by emptying the date in the admin.
    3. Tell the publisher's people by mail when that stands, unless `tell` is False.
    """
    held = Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until, retired_at=None)
    values = {"retired_at": now, "retired_reason": reason[:500], "checked_at": now, "error": "", "error_count": 0}
    if not held.update(**values, leased_until=None):
        return False
    for name, value in values.items():
        setattr(feed, name, value)
    feed.leased_until = None
    FeedEvent.objects.create(feed=feed, kind=FeedEvent.Kind.RETIRED, text=reason[:500], at=now)
    if tell:
        # A mail server that does not answer must not undo it.
        transaction.on_commit(partial(say_so, feed), robust=True)
    return True


def people_of(feed: Feed) -> list[User]:
    """Who belongs to the feed's publisher, and who applied for it."""
    belonging = User.objects.filter(memberships__publisher=feed.publisher)
    applied = User.objects.filter(applications__publisher=feed.publisher)
    return list((belonging | applied).filter(is_active=True).distinct().order_by("id"))


def say_so(feed: Feed) -> None:
    """Write to the publisher's people, one letter each."""
    for user in people_of(feed):
        context = {
            "feed": feed,
            "user": user,
            "site_name": settings.NEWSSTAND_NAME,
            "contact": settings.NEWSSTAND_CONTACT,
        }
        send_mail(
            f"{feed.publisher.name}: a feed is not read any more",
            render_to_string("publishers/mail/retired.txt", context),
            None,
            [user.email],
        )
