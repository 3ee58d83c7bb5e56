"""Outlets that ask to join."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.publishers.models.outlets import Publisher


class Application(models.Model):
    """An outlet that asks to join, and what an editor answered."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for an editor"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    name = models.CharField("name of the outlet", max_length=200)
    address = models.URLField("address of its site or feed", max_length=2000)
    about = models.TextField("what it reports on, for whom, and who edits it", max_length=3000)
    applicant = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="applications")
    applied_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True, default="", max_length=2000)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""), name="a_declined_application_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_failed(self) -> bool:
        """Accepted, but the feed could not be connected; then `reason` holds what went wrong."""
        return self.state == self.State.ACCEPTED and self.publisher_id is None and bool(self.reason)

    @property
    def is_open(self) -> bool:
        """Whether an editor can still decide: it waits, or what was accepted could not be connected."""
        return self.state == self.State.WAITING or self.has_failed
