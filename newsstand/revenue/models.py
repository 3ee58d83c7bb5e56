"""Funds, months that were closed, and the statements of what everybody earned in them.

The money itself is in the ledger; these rows say what it was for.
"""

from datetime import date

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.contributors.models import Contributor
from newsstand.ledger.models import Transaction
from newsstand.publishers.models import Publisher


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
    """A month whose fund was divided, once and for good.

    `fund`: what it held, `carried_in` of it from the month before; `carried`: what went on to the next because nobody
    was read; `rest`: what stayed with the platform. `rule`: the formula as it was. `weights`: everybody's finished
    reads in the order in which the fund was divided.
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


class StatementQuerySet(models.QuerySet["Statement"]):
    def of(self, *, publisher: Publisher | None = None, contributor: Contributor | None = None) -> "StatementQuerySet":
        """One earner's statements with their months, the latest first."""
        wanted = {"publisher": publisher} if publisher is not None else {"contributor": contributor}
        return self.filter(**wanted).select_related("closing").order_by("-closing__month")


class Statement(models.Model):
    """What one publisher or contributor earned in a month, by `lines`. Amounts are micros, `share` basis points.

    `owner` names them in the ledger; `place` is theirs among the weights. `opening` and `balance`: what the ledger owed
    them before and after. `digest` is that of the file (algorithms/statements.py), `previous` that of the one before.
    """

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="statements")
    owner = models.CharField(max_length=100)
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    contributor = models.ForeignKey(
        Contributor, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    place = models.PositiveIntegerField()
    finished = models.BigIntegerField()
    gross = models.BigIntegerField()
    share = models.PositiveSmallIntegerField()
    micros = models.BigIntegerField()
    opening = models.BigIntegerField()
    balance = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "owner"], name="one_statement_a_month")]

    def __str__(self) -> str:
        return f"{self.owner} in {self.closing}"

    @property
    def month(self) -> date:
        return self.closing.month


class Line(models.Model):
    """What an article earned in a month: [day, finished reads, micros] for each day.

    `number` is the article's, and stays where the article goes.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="earned")
    number = models.BigIntegerField()
    finished = models.BigIntegerField()
    micros = models.BigIntegerField()
    days = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="one_line_an_article_and_month")]

    def __str__(self) -> str:
        return f"article {self.number}: {self.micros} micros"
