"""Who is told when a feed of ours changes, and which feeds those are."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from newsstand.algorithms.websub_hub import Own
from newsstand.lib.models import Stamp

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class OutgoingFeedQuerySet(models.QuerySet["OutgoingFeed"]):
    def due(self, now: datetime) -> "OutgoingFeedQuerySet":
        """Feeds to look at now, since one of their stamps has moved or by the clock.

        Embargo and expiry change a feed without touching a stamp.
        """
        own = Stamp.objects.filter(name=OuterRef("stamp")).values("version")
        site = Stamp.objects.filter(name="site").values("version")
        stamped = self.annotate(version=Coalesce(Subquery(own), 0) + Coalesce(Subquery(site), 0))
        return (
            stamped.filter(~Q(version=F("seen")) | Q(check_at__lte=now))
            .exclude(leased_until__gt=now)
            .order_by("check_at", "id")
        )


class OutgoingFeed(models.Model):
    """A feed of ours that somebody wants to be told about, as it was when it last changed.

    `seen` is the version of its stamps from which `body` was made.
    """

    kind = models.CharField(max_length=10)
    slug = models.CharField(max_length=200, blank=True, default="")
    form = models.CharField(max_length=4)
    stamp = models.CharField(max_length=220)
    seen = models.BigIntegerField(default=-1)
    url = models.CharField(max_length=2000, blank=True, default="")
    link = models.CharField(max_length=4000, blank=True, default="", help_text="The header Link that goes with it.")
    content_type = models.CharField(max_length=100, blank=True, default="")
    body = models.BinaryField(default=b"")
    content_hash = models.CharField(max_length=64, blank=True, default="")
    check_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)

    objects = OutgoingFeedQuerySet.as_manager()
    if TYPE_CHECKING:
        subscribers: RelatedManager["Subscriber"]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug", "form"], name="an_outgoing_feed_once")]

    def __str__(self) -> str:
        return self.own.path

    @property
    def own(self) -> Own:
        """Which of our feeds it is."""
        return Own(self.kind, self.slug, self.form)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def due(self, now: datetime) -> "SubscriberQuerySet":
        """Subscribers to ask, to tell or to let go now, and that nobody is at."""
        return self.filter(due_at__lte=now).exclude(leased_until__gt=now).order_by("due_at", "id")


class Subscriber(models.Model):
    """An address that our hub tells when a feed of ours changes, until its lease ends.

    `pending` is what it is to be asked about ("subscribe", "unsubscribe") or told ("denied") first; the subscription
    that stands is left alone until it has confirmed what it, or somebody in its name, asked for at `asked_at`.
    """

    feed = models.ForeignKey(OutgoingFeed, on_delete=models.CASCADE, related_name="subscribers")
    callback = models.CharField(max_length=2000)
    domain = models.CharField(max_length=255, db_index=True)
    secret = models.CharField(max_length=199, blank=True, default="")
    lease_ends_at = models.DateTimeField(null=True, blank=True)
    pending = models.CharField(max_length=12, blank=True, default="")
    pending_secret = models.CharField(max_length=199, blank=True, default="")
    pending_seconds = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True, default="", help_text="Why it is denied.")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True, default="")
    delivered_hash = models.CharField(max_length=64, blank=True, default="")
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "callback"], name="a_subscriber_once_a_feed")]

    def __str__(self) -> str:
        return self.callback
