"""The walls that no budget passes: what may be spent, what was spent, and what machines hold meanwhile.

All amounts are micros. The database holds each row to its limit, so that no order of events and no number of machines
can pass it.
"""

from django.db import models

from newsstand.advertisers.models.campaigns import Campaign
from newsstand.advertisers.models.people import Advertiser

Q, F = models.Q, models.F


class Purse(models.Model):
    """An advertiser's money here: `funded` came in and did not go back; its wallet holds `funded - spent`."""

    advertiser = models.OneToOneField(Advertiser, primary_key=True, on_delete=models.RESTRICT, related_name="purse")
    funded = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    leased = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__gte=0, leased__gte=0, funded__gte=F("spent") + F("leased")),
                name="a_purse_holds_what_is_spent",
            )
        ]

    def __str__(self) -> str:
        return f"purse of {self.advertiser_id}"


class Budget(models.Model):
    """What a campaign may spend in all.

    `carry`: thousandths of a micro that views have cost and nobody was charged yet, 0 to 999: so a thousand views cost
    exactly their price. `epoch` grows when leases are called back.
    """

    campaign = models.OneToOneField(Campaign, primary_key=True, on_delete=models.RESTRICT, related_name="budget")
    total = models.BigIntegerField()
    spent = models.BigIntegerField(default=0)
    leased = models.BigIntegerField(default=0)
    carry = models.PositiveSmallIntegerField(default=0)
    epoch = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__gte=0, leased__gte=0, total__gte=F("spent") + F("leased"), carry__lt=1000),
                name="a_budget_holds_what_is_spent",
            )
        ]

    def __str__(self) -> str:
        return f"budget of {self.campaign_id}"


class BudgetDay(models.Model):
    """What a campaign may spend on one day of its advertiser's; `most` is None where no daily budget is set."""

    campaign = models.ForeignKey(Campaign, on_delete=models.RESTRICT, related_name="days")
    day = models.DateField()
    most = models.BigIntegerField(null=True, blank=True)
    spent = models.BigIntegerField(default=0)
    leased = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day"], name="one_budget_a_campaign_and_day"),
            models.CheckConstraint(
                condition=Q(spent__gte=0, leased__gte=0) & (Q(most=None) | Q(most__gte=F("spent") + F("leased"))),
                name="a_day_holds_what_is_spent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} on {self.day}"


class Lease(models.Model):
    """Micros that one node may spend by itself until `expires_at`; `used` of them were charged.

    While it is open, `granted - used` is part of `leased` in the campaign's Budget, its BudgetDay and its Purse.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.RESTRICT, related_name="leases")
    node = models.CharField(max_length=60)
    epoch = models.PositiveIntegerField()
    day = models.DateField()
    granted = models.BigIntegerField()
    used = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(granted__gte=0, used__gte=0, used__lte=F("granted")), name="a_lease_is_never_passed"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(closed_at=None), name="open_leases_by_end"),
            models.Index(fields=["campaign", "node"], condition=Q(closed_at=None), name="open_leases_of_a_node"),
        ]

    def __str__(self) -> str:
        return f"{self.node}: {self.used} of {self.granted} for {self.campaign_id}"
