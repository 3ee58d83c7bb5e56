"""What an advertiser lets the site do by itself, and what its own servers tell us."""

from django.db import models

from newsstand.advertisers.models.campaigns import Campaign


class Rule(models.Model):
    """If a figure of a campaign passes a limit, then pause it, change its daily budget or bid, or tell its people.

    `metric`, `over` and `limit` say when: a figure of the last `days` days is over (or under) the limit, in the
    figure's own unit (micros, a count), once there are `least` views. `change`: per cent by which a budget or bid is
    changed, within `lowest` and `highest` micros. It acts at most once in `rest_hours`.
    """

    class Metric(models.TextChoices):
        SPENT = "spent", "spent"
        VIEWS = "views", "views"
        CLICKS = "clicks", "clicks"
        RATE = "rate", "clicks a thousand views"
        CLICK_COST = "click cost", "cost of a click"
        CONVERSIONS = "conversions", "conversions"
        CONVERSION_COST = "conversion cost", "cost of a conversion"

    class Deed(models.TextChoices):
        PAUSE = "pause", "pause the campaign"
        DAILY = "daily", "change the daily budget"
        BID = "bid", "change the bid"
        TELL = "tell", "tell me"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rules")
    metric = models.CharField(max_length=20, choices=Metric)
    over = models.BooleanField(default=True)
    limit = models.BigIntegerField()
    days = models.PositiveSmallIntegerField(default=1)
    least = models.PositiveIntegerField("views before it acts", default=100)
    deed = models.CharField(max_length=10, choices=Deed)
    change = models.SmallIntegerField(default=0)
    lowest = models.BigIntegerField(null=True, blank=True)
    highest = models.BigIntegerField(null=True, blank=True)
    rest_hours = models.PositiveSmallIntegerField(default=24)
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    acted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.metric} {'over' if self.over else 'under'} {self.limit}: {self.deed}"


class RuleRun(models.Model):
    """What a rule did, and by which figure."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="runs")
    at = models.DateTimeField()
    figure = models.BigIntegerField()
    said = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.said


class Conversion(models.Model):
    """What an advertiser's server says came of a click: its own `key`, once; `value` in micros where it gives one.

    `decision` is the number of the click; null where none was given, or none that is known.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="conversions")
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    decision = models.BigIntegerField(null=True, blank=True)
    value = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    heard_at = models.DateTimeField()
    # The advertiser's day of the click, or of `at` where there is none.
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="a_conversion_once")]
        indexes = [models.Index(fields=["campaign", "day"], name="conversions_of_a_campaign")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
