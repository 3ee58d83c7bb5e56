"""What cashiers did at the counter, and what was bought from outside."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.advertisers.models.people import Advertiser


class CounterDeed(models.Model):
    """One thing that a cashier did, or the site by itself (`by` is None); `micros` where money moved."""

    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    said = models.CharField(max_length=500)
    advertiser = models.ForeignKey(Advertiser, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    micros = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-id"], name="counter_deeds_latest_first")]

    def __str__(self) -> str:
        return self.said


class OutsideWin(models.Model):
    """A slot that a buyer outside won, and whom to tell: `notice` that it won, `billing` that it was seen.

    `decision`: the number of the Decision, whose row comes with its view. `bid`: the buyer's own number. `told`: how
    many of the two are known to have arrived; `due_at` is None when nothing is left to do.
    """

    decision = models.BigIntegerField(primary_key=True)
    bid = models.CharField(max_length=200)
    notice = models.CharField(max_length=2000, blank=True, default="")
    billing = models.CharField(max_length=2000, blank=True, default="")
    won_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    told = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="outside_wins_due")]

    def __str__(self) -> str:
        return f"{self.bid} for {self.decision}"
