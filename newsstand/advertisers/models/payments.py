"""Money that comes from advertisers, and goes back to them. What it moved is in the ledger."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.advertisers.models.decisions import Decision
from newsstand.advertisers.models.people import Advertiser
from newsstand.ledger.models import Transaction


class TopUp(models.Model):
    """A sum that an advertiser wants to pay in, and what became of it.

    `provider`: invoice or stripe. `reference`: the provider's own number for it, unique where there is one. `tax`:
    micros of tax that are paid beside `micros`, which come to the wallet whole.
    """

    class State(models.TextChoices):
        OPEN = "open", "not paid yet"
        PAID = "paid", "paid"
        EXPIRED = "expired", "ran out"
        CANCELLED = "cancelled", "cancelled"

    advertiser = models.ForeignKey(Advertiser, on_delete=models.RESTRICT, related_name="top_ups")
    micros = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    provider = models.CharField(max_length=15)
    number = models.CharField(max_length=30, unique=True)
    reference = models.CharField(max_length=200, null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    # Who said that an invoice was paid, and what they noted.
    marked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True, default="")
    paid_back = models.BigIntegerField(default=0)
    transaction = models.OneToOneField(Transaction, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(micros__gt=0, paid_back__gte=0, paid_back__lte=models.F("micros")),
                name="a_top_up_is_paid_back_once_at_most",
            ),
            models.CheckConstraint(condition=models.Q(tax__gte=0), name="tax_is_never_less_than_nothing"),
        ]
        indexes = [models.Index(fields=["advertiser", "-id"], name="top_ups_of_an_advertiser")]

    def __str__(self) -> str:
        return self.number


class PaymentEvent(models.Model):
    """A webhook as it came, once for each of the provider's event numbers; `outcome` is what it did, or why nothing."""

    provider = models.CharField(max_length=15)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    body = models.JSONField()
    came_at = models.DateTimeField()
    outcome = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="a_payment_event_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Refund(models.Model):
    """Money that went back to an advertiser's wallet for charges (`decision`), or out of it for a top-up."""

    advertiser = models.ForeignKey(Advertiser, on_delete=models.RESTRICT, related_name="refunds")
    top_up = models.ForeignKey(TopUp, null=True, blank=True, on_delete=models.RESTRICT, related_name="refunds")
    decision = models.OneToOneField(Decision, null=True, blank=True, on_delete=models.RESTRICT, related_name="refund")
    key = models.CharField(max_length=100, unique=True)
    micros = models.BigIntegerField()
    # Of a top-up: micros of tax that go back beside it.
    tax = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300)
    # Of a top-up: when the money itself left; None while a cashier or the provider has still to send it.
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    transaction = models.ForeignKey(Transaction, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(top_up=None) ^ models.Q(decision=None), name="a_refund_is_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.micros} back: {self.reason}"
