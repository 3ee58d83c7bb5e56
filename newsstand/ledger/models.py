"""Accounts, the transactions that move money between them, and what each did to each account.

The database itself keeps the books (`guards.py`): it makes the entries and balances of a transaction as that is
inserted, and refuses whatever else anybody tries. docs/money.md says how to read them.
"""

from django.db import models


class Account(models.Model):
    """Money of one kind that belongs to one owner, both opaque to the ledger.

    `balance`: micros, what the account holds for its owner; it may be below zero only where `never_negative` is not
    set, as where money comes from. `entry_count`: how many entries made it.
    """

    kind = models.CharField(max_length=30)
    owner = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    never_negative = models.BooleanField()
    balance = models.BigIntegerField(default=0)
    entry_count = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner", "currency"], name="ledger_one_account"),
            models.CheckConstraint(
                condition=models.Q(never_negative=False) | models.Q(balance__gte=0), name="ledger_never_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner} ({self.currency})"


class Transaction(models.Model):
    """Money that moved. Inserting it makes its entries; it is never changed, and undone only by another.

    `key`: whoever posts the same thing twice uses the same one. `at`: when it was posted; `day`: the day it is about.
    `entries`: micros by the account's number, {"3": -500, "8": 500}; they sum to zero, in one currency.
    """

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    day = models.DateField()
    memo = models.CharField(max_length=300)
    entries = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["day", "id"], name="ledger_by_day")]

    def __str__(self) -> str:
        return f"{self.key}: {self.memo}"


class Entry(models.Model):
    """What a transaction did to an account: `micros` came (or, below zero, went), which left `balance`.

    `number` counts the account's entries from 1, without a gap.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.RESTRICT, related_name="made")
    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="entries")
    number = models.BigIntegerField()
    micros = models.BigIntegerField()
    balance = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="ledger_entries_are_numbered"),
            models.UniqueConstraint(fields=["transaction", "account"], name="ledger_an_account_once_a_transaction"),
            models.CheckConstraint(condition=~models.Q(micros=0), name="ledger_an_entry_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.micros:+} on {self.account_id}"
