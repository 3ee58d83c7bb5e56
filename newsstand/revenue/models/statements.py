"""What everybody earned in a month, line by line."""

from datetime import date

from django.db import models

from newsstand.articles.models import Article
from newsstand.contributors.models import Contributor
from newsstand.publishers.models import Publisher
from newsstand.revenue.models.funds import Closing


class StatementQuerySet(models.QuerySet["Statement"]):
    def of(self, *, publisher: Publisher | None = None, contributor: Contributor | None = None) -> "StatementQuerySet":
        """One earner's statements with their months, the latest first."""
        wanted = {"publisher": publisher} if publisher is not None else {"contributor": contributor}
        return self.filter(**wanted).select_related("closing").order_by("-closing__month")


class Statement(models.Model):
    """What one publisher or contributor earned in a month. Amounts are micros, `share` basis points.

    Of the fund: `gross`, and `micros` of it by `lines`; `place` is theirs among the weights, None where nobody read
    them to the end. Of ads: `ads` of `ads_gross`, by the settlements of the month's days. `paid` went out in the month
    (less what came back). `owner` names them in the ledger; `opening` and `balance`: what the ledger owed them before
    and after, opening + micros + ads - paid. `digest` is that of the file (algorithms/statements.py), `previous` that
    of the one before.
    """

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="statements")
    owner = models.CharField(max_length=100)
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    contributor = models.ForeignKey(
        Contributor, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    place = models.PositiveIntegerField(null=True, blank=True)
    finished = models.BigIntegerField()
    gross = models.BigIntegerField()
    share = models.PositiveSmallIntegerField()
    micros = models.BigIntegerField()
    ads_gross = models.BigIntegerField(default=0)
    ads = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
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

    @property
    def earned(self) -> int:
        """Of the fund and of ads together, in micros."""
        return self.micros + self.ads


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
