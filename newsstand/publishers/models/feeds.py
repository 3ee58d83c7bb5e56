"""The feeds that publishers connect."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from newsstand.publishers.models.outlets import Contract, Publisher


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, now: datetime) -> "FeedQuerySet":
        """Feeds to read now that nobody is reading, of publishers that were not taken down."""
        return (
            self.filter(retired_at=None, next_check_at__lte=now)
            .exclude(publisher__in=Contract.objects.suspended())
            .exclude(leased_until__gt=now)
            .order_by("next_check_at", "id")
        )


class Feed(models.Model):
    """A publisher's RSS, Atom or JSON address, and when to look at it again."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="feeds")
    address = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True, default="")
    format = models.CharField(max_length=40, blank=True, default="")

    # Opaque to us: sent back as the server wrote them.
    etag = models.CharField(max_length=1000, blank=True, default="")
    last_modified = models.CharField(max_length=200, blank=True, default="")
    body_hash = models.CharField(max_length=64, blank=True, default="")

    # What the feed says of itself (see algorithms.schedule.Wishes), and when readings brought something new.
    asks = models.JSONField(default=dict, blank=True)
    change_times = models.JSONField(default=list, blank=True)

    soonest_minutes = models.PositiveIntegerField(
        default=15, validators=[MinValueValidator(1)], help_text="It is read again no sooner than this."
    )
    latest_minutes = models.PositiveIntegerField(
        default=1440, validators=[MaxValueValidator(10080)], help_text="It is read again no later than this."
    )
    next_check_at = models.DateTimeField()
    # Set while a hub has proved that it tells us what is new: until then polling is a slow second look.
    pushed_until = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.CharField(max_length=500, blank=True, default="")
    # Beside `retired_at`: its publisher only rests it, and means to go on.
    is_paused = models.BooleanField(default=False)
    moved_from = models.URLField(max_length=2000, blank=True, default="", help_text="Where it was before it moved.")
    error = models.CharField(max_length=500, blank=True, default="")
    error_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["retired_at", "next_check_at"], name="feed_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(soonest_minutes__lte=models.F("latest_minutes")),
                name="a_feed_is_read_sooner_before_later",
                violation_error_message="The soonest reading cannot come after the latest one.",
            )
        ]

    def __str__(self) -> str:
        return self.address
