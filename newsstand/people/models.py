"""What a user asked for about all that is kept of them: to have it, to have it erased."""

from datetime import datetime

from django.db import models

from newsstand.accounts.models import User


class Export(models.Model):
    """Everything about a user as a file that they asked for; it lies under `token` until `until`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    token = models.CharField(max_length=43, unique=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(done_at=None), name="one_export_under_way")
        ]

    def __str__(self) -> str:
        return f"export of {self.user_id}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def due(self, now: datetime) -> "ErasureQuerySet":
        """Those whose time has come and that nobody works at, the oldest first."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lte=now)
        return self.filter(free, done_at=None, due_at__lte=now).order_by("due_at", "id")


class Erasure(models.Model):
    """A user wants their account erased at `due_at`, and may take that back until then. Afterwards the row stays, with
    the number alone: their profile says that it is gone.
    """

    class Articles(models.TextChoices):
        NAMED = "named", "keep my name on what I wrote as a contributor"
        UNNAMED = "unnamed", "take my name off what I wrote as a contributor"

    number = models.BigIntegerField(unique=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="erasure")
    articles = models.CharField(max_length=10, choices=Articles.choices, default=Articles.UNNAMED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ErasureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"erasure of user {self.number}"
