"""What ads have earned: settled by owner, day and article; and what waits because its traffic is suspect."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.ledger.models import Transaction


class Settlement(models.Model):
    """What one owner's pages earned by ads on one day (UTC), shared by the contract; or what of it was taken back.

    `about`: the day of the charges; `day`: the day it is booked on, `about` itself unless that month was closed.
    `number` counts the settlements of an owner about one day from 1: a later one holds what the earlier have not.
    Amounts are micros: `micros` of `gross` are the owner's by `share` (basis points), `rest` the platform's; all of
    them are negative in what takes back. `decision`: the charge that was refunded.
    """

    class Kind(models.TextChoices):
        SETTLED = "settled", "earned by ads"
        REFUNDED = "refunded", "paid back to an advertiser"
        TAKEN_BACK = "taken back", "held again after it was released"

    owner = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SETTLED)
    about = models.DateField()
    day = models.DateField()
    number = models.PositiveIntegerField()
    share = models.PositiveSmallIntegerField()
    views = models.BigIntegerField(default=0)
    clicks = models.BigIntegerField(default=0)
    gross = models.BigIntegerField()
    micros = models.BigIntegerField()
    rest = models.BigIntegerField()
    decision = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    transaction = models.OneToOneField(Transaction, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "about", "number"], name="settlements_of_a_day_are_numbered"),
            models.UniqueConstraint(fields=["decision"], name="a_charge_is_taken_back_once"),
            models.CheckConstraint(
                condition=models.Q(gross=models.F("micros") + models.F("rest")), name="a_settlement_gives_all_away"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "day"], name="settlements_by_owner"),
            models.Index(fields=["day"], name="settlements_by_day"),
            models.Index(fields=["about"], name="settlements_by_charges"),
        ]

    def __str__(self) -> str:
        return f"{self.owner}, {self.about}: {self.micros} of {self.gross}"


class AdLine(models.Model):
    """What one article's ads earned in a settlement: `micros` of `gross`, for `views` and `clicks` that were paid.

    `article` is the article's number, which stays where the article goes; 0 for pages that are no article's.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="lines")
    article = models.BigIntegerField()
    views = models.BigIntegerField(default=0)
    clicks = models.BigIntegerField(default=0)
    gross = models.BigIntegerField()
    micros = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "article"], name="one_line_an_article_and_settlement")
        ]
        indexes = [models.Index(fields=["article"], name="ad_lines_of_an_article")]

    def __str__(self) -> str:
        return f"article {self.article}: {self.micros} of {self.gross}"


class Hold(models.Model):
    """The ads' money of one owner's day that waits because the traffic is suspect, and what was decided.

    `reasons`: the evidence, [{"rule", "said", "figure", "usual"}]. `micros` of it lie in the owner's held account.
    `explanation`: what its people answered, once.
    """

    class State(models.TextChoices):
        OPEN = "open", "waits"
        RELEASED = "released", "released"
        CLAWED_BACK = "clawed back", "returned to the advertisers"

    owner = models.CharField(max_length=100)
    day = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    # Who held it by hand; nobody where figures did.
    found_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reasons = models.JSONField(default=list)
    micros = models.BigIntegerField(default=0)
    explanation = models.CharField(max_length=2000, blank=True, default="")
    explained_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    explained_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "day"], name="one_hold_an_owner_and_day"),
            models.CheckConstraint(condition=models.Q(micros__gte=0), name="a_hold_holds_something_or_nothing"),
        ]
        indexes = [models.Index(fields=["state", "day"], name="holds_by_state")]

    def __str__(self) -> str:
        return f"{self.owner} on {self.day}: {self.state}"


class OwnerDay(models.Model):
    """Views and clicks on one owner's pages on a day (UTC), counted to see what is usual there; `marked` ones apart."""

    owner = models.CharField(max_length=100)
    day = models.DateField()
    views = models.BigIntegerField(default=0)
    clicks = models.BigIntegerField(default=0)
    marked = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "day"], name="one_count_an_owner_and_day")]
        indexes = [models.Index(fields=["day"], name="owners_by_day")]

    def __str__(self) -> str:
        return f"{self.owner} on {self.day}: {self.views}"
