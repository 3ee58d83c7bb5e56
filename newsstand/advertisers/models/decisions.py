"""Slots that were filled, and what came of it; what was asked for where; the same added up."""

from django.db import models

from newsstand.advertisers.models.ads import Ad
from newsstand.advertisers.models.campaigns import Campaign, Pricing
from newsstand.ledger.models import Transaction


class Context(models.Model):
    """What a page was about: numbers of topics that mean nothing here. Nothing of a reader is in it.

    `digest`: of kind and numbers, so that a context is one row. `kind`: front, place, topic, section, article, thread.
    """

    digest = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10)
    places = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    # Beside crime, deaths and disasters advertising is quieter (NEWSSTAND_ADS_BESIDE_GRIEF).
    is_grave = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"


class Decision(models.Model):
    """One filled slot of which at least a view or a click was heard. Its number comes from its signed token.

    A view and a click each happen once: `viewed_at` and `clicked_at` are set by the first that is heard. A mark
    (algorithms/ad_marks.py) says why one is not believed; it costs nothing and teaches nothing.
    `owner`: whose page it was ("publisher:3", "contributor:5", "site"), `article` its number: both opaque here.
    `price`: micros for a click (CPC) or for a thousand views (CPM); with `rate` (expected clicks a view), `runner_up`
    (micros expected from the next, a view) and `floor` it can be computed again. `charged`: micros, taken from the
    wallet by `transaction`; `uncharged` says why nothing was ("budget", "late"). `refunded` of it went back.
    """

    id = models.BigIntegerField(primary_key=True)
    # The database would look up four foreign keys for each row of a batch, which took longer than writing it. Booking
    # asks for the batch's ads (with their campaigns) and contexts at once, and each decision has an AdDay of the same
    # transaction, whose foreign keys hold both. PostgreSQL deletes no ad or context that a decision names (migration
    # 0008); on SQLite whoever deletes is alone. The ledger's transactions are never deleted.
    ad = models.ForeignKey(Ad, on_delete=models.RESTRICT, related_name="decisions", db_index=False, db_constraint=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.RESTRICT, related_name="decisions", db_index=False, db_constraint=False
    )
    context = models.ForeignKey(
        Context, on_delete=models.RESTRICT, related_name="+", db_index=False, db_constraint=False
    )
    slot = models.CharField(max_length=20)
    owner = models.CharField(max_length=60)
    article = models.BigIntegerField(null=True, blank=True)
    pricing = models.CharField(max_length=5, choices=Pricing)
    price = models.BigIntegerField()
    rate = models.FloatField()
    runner_up = models.FloatField()
    floor = models.BigIntegerField()
    decided_at = models.DateTimeField()
    # The advertiser's day, whose budget it is.
    day = models.DateField()
    lease = models.BigIntegerField(null=True, blank=True)
    viewed_at = models.DateTimeField(null=True, blank=True)
    clicked_at = models.DateTimeField(null=True, blank=True)
    view_mark = models.CharField(max_length=20, blank=True, default="")
    click_mark = models.CharField(max_length=20, blank=True, default="")
    charged = models.BigIntegerField(default=0)
    charged_at = models.DateTimeField(null=True, blank=True)
    uncharged = models.CharField(max_length=20, blank=True, default="")
    refunded = models.BigIntegerField(default=0)
    transaction = models.ForeignKey(
        Transaction,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(charged__gte=0, refunded__gte=0, refunded__lte=models.F("charged")),
                name="a_refund_is_at_most_the_charge",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "day"], name="decisions_of_a_campaign"),
            models.Index(
                fields=["charged_at", "owner"], condition=models.Q(charged__gt=0), name="charges_by_time_and_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.slot}"


class AdDay(models.Model):
    """An ad's day (the advertiser's) in a slot and context, added up. Marked events are apart; `charged` is micros."""

    ad = models.ForeignKey(Ad, on_delete=models.CASCADE, related_name="counted", db_index=False)
    day = models.DateField()
    slot = models.CharField(max_length=20)
    context = models.ForeignKey(Context, on_delete=models.RESTRICT, related_name="+", db_index=False)
    views = models.BigIntegerField(default=0)
    clicks = models.BigIntegerField(default=0)
    marked_views = models.BigIntegerField(default=0)
    marked_clicks = models.BigIntegerField(default=0)
    charged = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ad", "day", "slot", "context"], name="one_count_an_ad_day_slot_context")
        ]
        indexes = [models.Index(fields=["day"], name="counts_by_day")]

    def __str__(self) -> str:
        return f"{self.ad_id} on {self.day}: {self.views}"


class ContextHour(models.Model):
    """How often a slot in a context was asked for in an hour (UTC), how often it was filled and paid, and seen.

    What estimates are made from, and the plan by which budgets are spread over a day.
    """

    context = models.ForeignKey(Context, on_delete=models.RESTRICT, related_name="hours", db_index=False)
    slot = models.CharField(max_length=20)
    hour = models.DateTimeField()
    asked = models.BigIntegerField(default=0)
    filled = models.BigIntegerField(default=0)
    viewed = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["context", "slot", "hour"], name="one_count_a_context_slot_hour")
        ]
        indexes = [models.Index(fields=["hour"], name="contexts_by_hour")]

    def __str__(self) -> str:
        return f"{self.slot} at {self.hour}: {self.asked}"


class Pace(models.Model):
    """How hard a campaign bids now: the factor on its bid, from 0.01 to 1, set by the worker for all nodes.

    `expected`: micros that the views since `since` are expected to have cost, by which the factor is set; only views
    that are believed count (`advertisers/pace.py: expect`). `seen`: views that all ads of the site had had in the hour
    of `since` before it, so that the traffic since then is known.
    """

    campaign = models.OneToOneField(Campaign, primary_key=True, on_delete=models.CASCADE, related_name="pace")
    factor = models.FloatField(default=1.0)
    expected = models.FloatField(default=0.0)
    seen = models.BigIntegerField(default=0)
    since = models.DateTimeField()
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.factor:.3f} for {self.campaign_id}"


class Rates(models.Model):
    """How often ads are clicked, as it is known since `made_at`: one row, made anew by the worker.

    `known`: what `advertisers/rates.py` makes of a `clickrate.Model`.
    """

    made_at = models.DateTimeField()
    known = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"rates of {self.made_at}"
