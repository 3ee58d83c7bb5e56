"""The ledger of items: every entry seen in a feed, and what became of it."""

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
        shown = [f"article__{name}" for name in ("headline", "slug", "withdrawn_at")]
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
