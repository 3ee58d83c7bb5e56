"""What a publisher's people asked for that takes a while: articles taken down, everything taken along, leaving."""

from datetime import datetime

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.publishers.models import Publisher


class TakeDown(models.Model):
    """Articles of a publisher that go together, for one reason; as one they can come back.

    The first of them go at once, the worker sees to the others: `done` of `total` (and `undone` of what was done, once
    `undo_asked_at` says that they are to come back). `finished_at` is empty while there is something to do.
    """

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="take_downs")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["publisher", "-asked_at"], name="take_downs_of_publisher"),
            models.Index(fields=["asked_at"], condition=models.Q(finished_at=None), name="take_downs_to_do"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="a_take_down_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.total} taken down"

    def get_absolute_url(self) -> str:
        return f"/publishers/{self.publisher.slug}/articles/taken/{self.pk}"

    @property
    def is_undoing(self) -> bool:
        return self.undo_asked_at is not None


class TakenDown(models.Model):
    """One article of a take-down. `done_at` is also the moment of its withdrawal: by it an undo knows its own."""

    take_down = models.ForeignKey(TakeDown, on_delete=models.CASCADE, related_name="rows")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["take_down", "article"], name="an_article_once_a_take_down"),
        ]
        indexes = [
            models.Index(
                fields=["take_down", "id"], condition=models.Q(done_at=None, refusal=""), name="still_to_be_taken_down"
            ),
            models.Index(
                fields=["take_down", "id"],
                condition=models.Q(done_at__isnull=False, undone_at=None),
                name="still_to_be_brought_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.take_down_id}"


class PublisherExport(models.Model):
    """Everything of a publisher as a file that one of its people asked for; it lies under `token` until `until`.

    `done` of `total` articles are in it while it is made.
    """

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="exports")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    token = models.CharField(max_length=43, unique=True)
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publisher"], condition=models.Q(done_at=None), name="one_export_of_a_publisher_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"export of {self.publisher_id}"


class DepartureQuerySet(models.QuerySet["Departure"]):
    def standing(self) -> "DepartureQuerySet":
        """Those that were not taken back."""
        return self.filter(undone_at=None)

    def due(self, now: datetime) -> "DepartureQuerySet":
        """Those whose time to come back is over and that are not settled for good, the oldest first."""
        return self.standing().filter(final_at__lte=now, settled_at=None).order_by("final_at", "id")


class Departure(models.Model):
    """A publisher leaves. Until `final_at` it may come back as if nothing had been, and its people keep the export.

    `feeds` are the ids of the feeds that were read until then: coming back reads them again.
    """

    class Articles(models.TextChoices):
        WITHDRAWN = "withdrawn", "take all articles off this site at once"
        KEPT = "kept", "leave them here under the contract, until they expire"

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="departures")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    articles = models.CharField(max_length=10, choices=Articles)
    asked_at = models.DateTimeField()
    final_at = models.DateTimeField()
    feeds = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publisher"], condition=models.Q(undone_at=None), name="a_publisher_leaves_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publisher} leaves"
