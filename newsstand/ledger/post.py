"""Posting: the one way in which money moves."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from newsstand.ledger.errors import AccountError, KeyTakenError, LedgerError, OverdrawnError, UnbalancedError
from newsstand.ledger.models import Account, Transaction

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Posting:
    """A transaction to be: `entries` are micros by the account's number, and sum to zero; `day` is what it is about."""

    key: str
    entries: Mapping[int, int]
    at: datetime
    day: date
    memo: str


def post(
    *, key: str, entries: Sequence[tuple[Account, int]], at: datetime, memo: str, day: date | None = None
) -> Transaction:
    """Move money: `entries` says how many micros come to each account (or, below zero, go), and sums to zero.

    `day` is the day it is about, `at`'s (in UTC) when not given. The same `key` with the same entries is posted once,
    however often and from wherever it is asked for; the transaction that stands is given back.

    1. Load: nothing. What is wrong on its face is refused here.
    2. Decide and save: one INSERT; the database makes the entries and the balances, or refuses it whole.

    Raises UnbalancedError, OverdrawnError (with the account's name), AccountError, and KeyTakenError where the key
    stands for something else. Then nothing has changed.
    """
    by_account = {account.pk: micros for account, micros in entries}
    if len(by_account) != len(entries):
        raise UnbalancedError("An account stands once in a transaction: add its entries up first.")
    [found] = post_all([Posting(key, by_account, at, day or at.date(), memo)])
    return found


def post_all(postings: Sequence[Posting]) -> list[Transaction]:
    """Post many, all or none of them, and give them back in their order; see `post`."""
    for posting in postings:
        amounts = posting.entries.values()
        if not amounts or not all(map(is_amount, amounts)) or sum(amounts) != 0:
            raise UnbalancedError(f"{posting.key}: entries are whole micros, none of them zero, and sum to zero.")
    try:
        with transaction.atomic():
            if len(postings) > 1:
                lock({number for posting in postings for number in posting.entries})
            for begin in range(0, len(postings), MOST_AT_ONCE):
                insert(postings[begin : begin + MOST_AT_ONCE])
            found = Transaction.objects.in_bulk([posting.key for posting in postings], field_name="key")
            return [as_posted(posting, found[posting.key]) for posting in postings]
    except DatabaseError as error:
        refused = refusal(str(error), postings)
        if refused is None:
            raise
        raise refused from error


def is_amount(micros: object) -> bool:
    """Whether it is a whole number that moves something; True and False are none."""
    return isinstance(micros, int) and not isinstance(micros, bool) and micros != 0


def lock(accounts: Collection[int]) -> None:
    """Lock accounts in the order in which one transaction's trigger does: two callers never wait for each other."""
    if connection.features.has_select_for_update:
        rows = Account.objects.select_for_update(no_key=True).filter(pk__in=accounts).order_by("pk")
        list(rows.values_list("pk"))


def insert(postings: Sequence[Posting]) -> None:
    """One statement for all of them. A key that stands already is passed over."""
    moment = connection.ops.adapt_datetimefield_value
    values: list[Any] = []
    for one in postings:
        entries = json.dumps({str(number): micros for number, micros in one.entries.items()})
        values += [one.key, moment(one.at), connection.ops.adapt_datefield_value(one.day), one.memo, entries]
    rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(postings))
    into = "INSERT INTO ledger_transaction (key, at, day, memo, entries) VALUES"
    statement = f"{into} {rows} ON CONFLICT (key) DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refusal(said: str, postings: Sequence[Posting]) -> LedgerError | None:
    """What the database's "ledger: ..." means, with names; None for what it does not say about the books."""
    if "ledger: below zero" in said or "ledger_never_negative" in said:
        return OverdrawnError(f"{postings[0].memo}: {overdrawn(postings)} would fall below zero. Nothing was posted.")
    if "ledger: there is no such account" in said:
        return AccountError(f"{postings[0].memo}: an account of it was never opened. Nothing was posted.")
    if "ledger:" in said:
        reason = said.partition("ledger:")[2].splitlines()[0].strip()
        return UnbalancedError(f"{postings[0].memo}: {reason}. Nothing was posted.")
    return None


def overdrawn(postings: Sequence[Posting]) -> str:
    """The names of the accounts that do not have what the postings want of them."""
    wanted: dict[int, int] = {}
    for posting in postings:
        for number, micros in posting.entries.items():
            wanted[number] = wanted.get(number, 0) + micros
    held = Account.objects.filter(pk__in=wanted, never_negative=True)
    short = [f"{one} (holds {one.balance} micros)" for one in held if one.balance + wanted[one.pk] < 0]
    return ", ".join(short) or "an account"


def as_posted(posting: Posting, found: Transaction) -> Transaction:
    """The transaction that stands under the key. Raises KeyTakenError where it moved something else."""
    stands = {int(number): micros for number, micros in found.entries.items()}
    if stands != dict(posting.entries):
        raise KeyTakenError(f"{posting.key} was posted before, with other entries. Nothing was posted.")
    return found
