"""Accounts to post to, and the books added up anew."""

from datetime import UTC, datetime

from django.db.models import Sum

from newsstand.ledger.accounts import account
from newsstand.ledger.models import Account, Entry, Transaction

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


def outside() -> Account:
    """Where money comes from: it falls below zero."""
    return account(kind="outside", owner="tests", never_negative=False, now=NOON)


def purse(name: str = "ann") -> Account:
    return account(kind="purse", owner=name, never_negative=True, now=NOON)


def add_up() -> None:
    """Hold every balance against its entries, every transaction against zero, and the whole against zero."""
    assert sum(Account.objects.values_list("balance", flat=True)) == 0
    for one in Account.objects.all():
        rows = list(one.entries.order_by("number").values_list("number", "micros", "balance"))
        assert [number for number, _, _ in rows] == list(range(1, one.entry_count + 1))
        running = 0
        for _, micros, balance in rows:
            running += micros
            assert balance == running
        assert one.balance == running
        assert running >= 0 or not one.never_negative
    for found in Transaction.objects.prefetch_related("made"):
        assert {str(entry.account_id): entry.micros for entry in found.made.all()} == found.entries
        assert sum(found.entries.values()) == 0
    assert (Entry.objects.aggregate(all=Sum("micros"))["all"] or 0) == 0
