"""Campaigns: when, where and about what, at what price, within which budget."""

from datetime import datetime

from django.db import models

from newsstand.advertisers.models.people import Advertiser


class Pricing(models.TextChoices):
    CPC = "cpc", "a price for each click"
    CPM = "cpm", "a price for a thousand views"
    HOUSE = "house", "nothing: shown where nobody bought"


class Campaign(models.Model):
    """What an advertiser wants.

    `bid`: micros, the most it pays for a click (CPC) or for a thousand views (CPM); 0 for the house's. `hours`: the
    hours of the advertiser's week in which it runs, as 168 characters of 0 and 1 from Monday midnight; empty: always.
    Its budgets are in `Budget` and `BudgetDay`.
    """

    advertiser = models.ForeignKey(Advertiser, on_delete=models.CASCADE, related_name="campaigns")
    name = models.CharField(max_length=100)
    pricing = models.CharField(max_length=5, choices=Pricing)
    bid = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    hours = models.CharField(max_length=168, blank=True, default="")
    daily = models.BigIntegerField("daily budget in micros", null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # Why it was paused where a rule or the site did it; empty where its own people did.
    paused_why = models.CharField(max_length=300, blank=True, default="")
    ended_at = models.DateTimeField("ended for good", null=True, blank=True)
    made_at = models.DateTimeField()
    # Whether a click's number is added to the landing page's address, by which conversions are told to us.
    tells_clicks = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pricing="house", bid=0) | (~models.Q(pricing="house") & models.Q(bid__gt=0)),
                name="a_campaign_bids_unless_it_is_the_houses",
            ),
            models.CheckConstraint(
                condition=models.Q(daily=None) | models.Q(daily__gt=0), name="a_daily_budget_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="a_campaign_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_running(self, now: datetime) -> bool:
        """Whether its dates and its people let it run; hours, budget and ads are asked elsewhere."""
        return (
            self.paused_at is None
            and self.ended_at is None
            and self.starts_at <= now
            and (self.ends_at is None or now < self.ends_at)
        )


class Target(models.Model):
    """One thing that a campaign wants beside its ads, or (`excluded`) does not.

    Of one kind any is enough, of all kinds one each; no target of a kind: anywhere. `number` is a topic's (places and
    sections are topics), which means nothing here; `name` is what its people saw when they chose it. Slots and pages
    go by `key`.
    """

    class Kind(models.TextChoices):
        PLACE = "place", "place"
        TOPIC = "topic", "topic"
        SECTION = "section", "section"
        SLOT = "slot", "slot"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=30, blank=True, default="")
    name = models.CharField(max_length=200)
    excluded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(kind="slot", number=None) & ~models.Q(key=""))
                | (~models.Q(kind="slot") & models.Q(number__isnull=False, key="")),
                name="a_target_is_a_topic_or_a_slot",
            ),
            models.UniqueConstraint(fields=["campaign", "kind", "number", "key"], name="a_target_once_a_campaign"),
        ]

    def __str__(self) -> str:
        return f"{'not ' if self.excluded else ''}{self.kind} {self.name}"
