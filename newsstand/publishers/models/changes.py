"""What was changed about a publisher: its contract, and how its feeds fared."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.publishers.models.feeds import Feed
from newsstand.publishers.models.outlets import Publisher


class ContractChange(models.Model):
    """One change of a contract: who made it, when, and the terms that differ, before and after."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="contract_changes")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["publisher", "-at"], name="changes_of_a_contract")]

    def __str__(self) -> str:
        return f"{self.publisher}: {', '.join(self.after)}"


class FeedEvent(models.Model):
    """One turn in the life of a feed: it failed, was read again, was paused. What goes on as before has no row."""

    class Kind(models.TextChoices):
        CONNECTED = "connected", "connected"
        FAILED = "failed", "could not be read"
        RECOVERED = "recovered", "was read again without an error"
        MOVED = "moved", "moved"
        PAUSED = "paused", "paused"
        RESUMED = "resumed", "read again"
        RETIRED = "retired", "retired"

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["feed", "-at", "-id"], name="events_of_a_feed")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.kind}"
