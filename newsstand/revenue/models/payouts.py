"""Where earners want their money, and what was paid out."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.ledger.models import Transaction


class Method(models.TextChoices):
    IBAN = "iban", "a bank account (IBAN)"
    OTHER = "other", "another way"


class PayTo(models.Model):
    """Where an earner wants its money; empty where only a hold was put on it.

    `sealed` is encrypted with the site's key (revenue/sealed.py), `hint` its last four characters. `user`: whose it is
    where a contributor earns; it goes with their account. `held_at`: nothing is paid out until a cashier says so.
    """

    owner = models.CharField(max_length=100, unique=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="paid_to")
    name = models.CharField(max_length=70, blank=True, default="")
    method = models.CharField(max_length=5, choices=Method, blank=True, default="")
    sealed = models.TextField(blank=True, default="")
    hint = models.CharField(max_length=4, blank=True, default="")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    held_why = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.owner}: {self.method}"


class Payout(models.Model):
    """What is paid out to one earner for one month, once: what was owed when it was drafted, in micros.

    With the approval `transaction` takes it from what is owed; a payment that failed comes back by `back`. Where it
    goes is kept as it was then, encrypted.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "waits for approval"
        APPROVED = "approved", "approved, not sent yet"
        SENT = "sent", "sent"
        CONFIRMED = "confirmed", "arrived"
        FAILED = "failed", "came back"
        CANCELLED = "cancelled", "not approved"

    owner = models.CharField(max_length=100)
    month = models.DateField()
    micros = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    name = models.CharField(max_length=70)
    method = models.CharField(max_length=5, choices=Method)
    sealed = models.TextField()
    hint = models.CharField(max_length=4, blank=True, default="")
    drafted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    # Who said that it arrived, or came back, or is not approved; and why.
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")
    transaction = models.OneToOneField(Transaction, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    back = models.OneToOneField(Transaction, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "month"], name="one_payout_an_owner_and_month"),
            models.CheckConstraint(condition=models.Q(micros__gt=0), name="a_payout_pays_something"),
            models.CheckConstraint(
                condition=models.Q(state__in=("draft", "cancelled"), transaction=None)
                | models.Q(state__in=("approved", "sent", "confirmed", "failed"), transaction__isnull=False),
                name="an_approved_payout_is_booked",
            ),
            models.CheckConstraint(
                condition=models.Q(state="failed", back__isnull=False)
                | (~models.Q(state="failed") & models.Q(back=None)),
                name="a_failed_payout_came_back",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="payouts_by_state")]

    def __str__(self) -> str:
        return f"{self.number}: {self.micros}"

    @property
    def number(self) -> str:
        """What it is called on bank transfers: "2026-10-17"."""
        return f"{self.month:%Y-%m}-{self.pk}"
