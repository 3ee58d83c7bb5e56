"""Funds, and the months that were closed. The money itself is in the ledger; these rows say what it was for."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.ledger.models import Transaction


class Booking(models.Model):
    """A sum that somebody put into a month's fund, or took out again by a row that `reverses` it.

    `month` is its first day, as everywhere here.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", "a grant"
        SUBSCRIPTIONS = "subscriptions", "subscriptions"
        SUPPORT = "support", "readers' support"
        OTHER = "other", "something else"

    month = models.DateField()
    kind = models.CharField(max_length=15, choices=Kind)
    micros = models.BigIntegerField()
    note = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    transaction = models.OneToOneField(Transaction, on_delete=models.RESTRICT, related_name="+")
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="reversed_by"
    )

    class Meta:
        indexes = [models.Index(fields=["month", "id"], name="bookings_of_a_month")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reverses=None, micros__gt=0) | models.Q(reverses__isnull=False, micros__lt=0),
                name="a_booking_adds_and_its_reversal_takes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.micros} micros for {self.month:%Y-%m}: {self.note}"


class Closing(models.Model):
    """A month whose fund was divided, once and for good; from then on nothing is booked on its days.

    `fund`: what it held (nothing where only ads earned something), `carried_in` of it from the month before;
    `carried`: what went on to the next because nobody was read; `rest`: what stayed with the platform. `rule`: the
    formula as it was. `weights`: everybody's finished reads in the order in which the fund was divided.
    """

    month = models.DateField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    currency = models.CharField(max_length=3)
    fund = models.BigIntegerField()
    carried_in = models.BigIntegerField(default=0)
    carried = models.BigIntegerField(default=0)
    rest = models.BigIntegerField(default=0)
    finished = models.BigIntegerField()
    rule = models.JSONField()
    weights = models.JSONField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
