"""The ledger of items: every entry seen in a feed, and what became of it; and what hubs push to us."""

from datetime import datetime

from django.db import models

from newsstand.articles.models import Article
from newsstand.publishers.models import Feed


class ItemQuerySet(models.QuerySet["Item"]):
    def decided_before(self, decided_at: datetime, item_id: int) -> "ItemQuerySet":
        """The items that follow the given one in the order of the ledger, the latest decided first: keyset paging."""
        return self.filter(models.Q(decided_at__lt=decided_at) | models.Q(decided_at=decided_at, id__lt=item_id))

    def newest(self) -> "ItemQuerySet":
        """The ledger's order, with the articles that items led to and without the articles' texts."""
        shown = [f"article__{name}" for name in ("headline", "slug", "withdrawn_at", "sources")]
        own = [field.attname for field in self.model._meta.concrete_fields if field.name not in {"key", "content_hash"}]
        return self.select_related("article").only(*own, *shown).order_by("-decided_at", "-id")


class Item(models.Model):
    """One entry of a feed. `key` is how we know it again; `content_hash` is what it said when it was last seen."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        CHANGED = "changed", "changed"
        DUPLICATE = "duplicate", "duplicate"
        REJECTED = "rejected", "rejected"

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=64)
    guid = models.CharField(max_length=1000, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    outcome = models.CharField(max_length=10, choices=Outcome)
    rule = models.CharField(max_length=40, blank=True, default="", help_text="The rule that rejected it, in a word.")
    reason = models.CharField(max_length=500, blank=True, default="", help_text="The same for people.")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")
    evidence = models.JSONField(default=dict, blank=True, help_text="What the entry said when a rule spoke.")
    # Empty: forgotten on purpose, so that the decider looks at the entry afresh.
    content_hash = models.CharField(max_length=64, blank=True, default="")
    first_seen_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True, blank=True, help_text="When somebody asked to run it again.")

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="an_item_once_a_feed")]
        indexes = [
            models.Index(fields=["feed", "-decided_at", "-id"], name="item_latest"),
            models.Index(fields=["feed", "outcome", "-decided_at", "-id"], name="item_latest_of_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.url}: {self.outcome}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def due(self, now: datetime) -> "SubscriptionQuerySet":
        """Subscriptions whose hub is to be asked for something now, and that nobody is at."""
        return self.filter(due_at__lte=now).exclude(leased_until__gt=now).order_by("due_at", "id")


class Subscription(models.Model):
    """That a hub tells us when a feed changes. It calls us at `/websub/TOKEN`.

    `wanted`: False where we want to be left alone from now on. `pending` is what we asked of the hub and it has not
    come back about. `lease_ends_at`: until when the hub has promised to push; None when it has not.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="subscriptions")
    hub = models.CharField(max_length=2000)
    topic = models.CharField(max_length=2000)
    token = models.CharField(max_length=64, unique=True)
    # Empty where the way to the hub is open to listeners: what comes then only makes us look.
    secret = models.CharField(max_length=199, blank=True, default="")
    wanted = models.BooleanField(default=True)
    pending = models.CharField(max_length=12, blank=True, default="")
    lease_ends_at = models.DateTimeField(null=True, blank=True)
    denied_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0, help_text="Requests since the hub last came back.")
    error = models.CharField(max_length=500, blank=True, default="")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When it last pushed something genuine.")
    missed_at = models.DateTimeField(null=True, blank=True, help_text="When we last found what it had not pushed.")
    forged = models.PositiveIntegerField(default=0, help_text="Pushes that were ignored: not signed as agreed.")
    forged_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed"], condition=models.Q(wanted=True), name="a_feed_has_one_wanted_subscription"
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="subscription_due")]

    def __str__(self) -> str:
        return f"{self.topic} by {self.hub}"


class PushQuerySet(models.QuerySet["Push"]):
    def due(self, now: datetime) -> "PushQuerySet":
        """Of each subscription the oldest push, where nobody is at it: an older text comes before a newer."""
        older = self.model._default_manager.filter(
            subscription=models.OuterRef("subscription"), pk__lt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(older)).exclude(leased_until__gt=now).order_by("id")


class Push(models.Model):
    """What a hub pushed, as it came and with a good signature, until the worker has taken it in."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="pushes")
    body = models.BinaryField()
    content_type = models.CharField(max_length=200, blank=True, default="")
    arrived_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = PushQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "pushes"

    def __str__(self) -> str:
        return f"{self.subscription_id} at {self.arrived_at:%H:%M:%S}"
