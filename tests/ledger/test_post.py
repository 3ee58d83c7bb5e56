"""Money moves whole or not at all, once a key, and never out of an empty purse."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from newsstand.ledger.accounts import account, balance
from newsstand.ledger.errors import AccountError, KeyTakenError, OverdrawnError, UnbalancedError
from newsstand.ledger.models import Account, Entry, Transaction
from newsstand.ledger.post import Posting, post, post_all
from tests.ledger.books import NOON, add_up, outside, purse

pytestmark = pytest.mark.django_db


def give(name: str, micros: int, key: str = "") -> Transaction:
    entries = [(outside(), -micros), (purse(name), micros)]
    return post(key=key or f"{name}:{micros}", entries=entries, at=NOON, memo=f"{micros} for {name}")


def test_a_transaction_makes_entries_and_balances() -> None:
    given = give("ann", 5_000_000)
    assert given.day == date(2026, 10, 5)
    give("ann", 1)
    assert balance(kind="purse", owner="ann") == 5_000_001
    assert outside().balance == -5_000_001
    assert list(purse().entries.order_by("number").values_list("number", "micros", "balance")) == [
        (1, 5_000_000, 5_000_000),
        (2, 1, 5_000_001),
    ]
    add_up()


def test_the_same_key_is_posted_once() -> None:
    first = give("ann", 70, key="gift")
    assert give("ann", 70, key="gift") == first
    assert purse().balance == 70
    with pytest.raises(KeyTakenError, match="gift"):
        give("ann", 71, key="gift")
    assert purse().balance == 70
    add_up()


def test_what_may_not_fall_below_zero_does_not_and_is_named() -> None:
    give("ann", 10)
    with pytest.raises(OverdrawnError, match=r"purse ann .*holds 10 micros"):
        post(key="lunch", entries=[(purse(), -11), (outside(), 11)], at=NOON, memo="lunch")
    post(key="tea", entries=[(purse(), -10), (outside(), 10)], at=NOON, memo="tea")
    assert purse().balance == 0
    assert not Transaction.objects.filter(key="lunch").exists()
    add_up()


@pytest.mark.parametrize("entries", [[], [5], [0, 0], [5, -4], [0.5, -0.5], [10**16, -(10**16)], [True, -1]])
def test_what_does_not_sum_to_zero_in_whole_micros_is_refused(entries: list[int]) -> None:
    accounts = [outside(), account(kind="outside", owner="other", never_negative=False, now=NOON)]
    with pytest.raises(UnbalancedError):
        post(key="odd", entries=list(zip(accounts, entries, strict=False)), at=NOON, memo="odd")
    assert not Transaction.objects.exists()


def test_an_account_stands_once_in_a_transaction_and_was_opened_before() -> None:
    with pytest.raises(UnbalancedError, match="once"):
        post(key="twice", entries=[(outside(), 5), (outside(), -5)], at=NOON, memo="twice")
    with pytest.raises(AccountError, match="never opened"):
        post(key="ghost", entries=[(outside(), 5), (Account(pk=999_999), -5)], at=NOON, memo="ghost")
    with pytest.raises(AccountError, match="may fall"):
        account(kind="outside", owner="tests", never_negative=True, now=NOON)


def test_two_currencies_do_not_mix() -> None:
    francs = account(kind="outside", owner="tests", never_negative=False, now=NOON, currency="CHF")
    with pytest.raises(UnbalancedError, match="currencies"):
        post(key="change", entries=[(outside(), 5), (francs, -5)], at=NOON, memo="change")


def test_of_many_all_are_posted_or_none() -> None:
    come = {outside().pk: -5, purse().pk: 5}
    go = {outside().pk: 50, purse().pk: -50}
    day = NOON.date()
    with pytest.raises(OverdrawnError):
        post_all([Posting("in", come, NOON, day, "in"), Posting("out", go, NOON, day, "out")])
    assert not Transaction.objects.exists()
    many = [Posting(f"in:{number}", come, NOON, day, "in") for number in range(250)]
    assert [one.key for one in post_all(many)] == [one.key for one in many]
    assert post_all(many[:3]) == list(Transaction.objects.order_by("pk")[:3])
    assert purse().balance == 1_250
    add_up()


CHEATS = {
    "money from nowhere": "UPDATE ledger_account SET balance = balance + 1 WHERE kind = 'purse'",
    "a balance without its entry": "UPDATE ledger_account SET balance = 1000, entry_count = entry_count + 1",
    "an account that may be overdrawn now": "UPDATE ledger_account SET never_negative = NOT never_negative",
    "another owner": "UPDATE ledger_account SET owner = 'eve'",
    "a richer account": """INSERT INTO ledger_account (kind, owner, currency, never_negative, balance, entry_count,
        opened_at) VALUES ('purse', 'eve', 'EUR', {true}, 5, 0, '2026-10-05 12:00:00')""",
    "no account": "DELETE FROM ledger_account",
    "an entry changed": "UPDATE ledger_entry SET micros = micros * 2",
    "an entry gone": "DELETE FROM ledger_entry",
    "an entry of its own": """INSERT INTO ledger_entry (transaction_id, account_id, number, micros, balance)
        SELECT transaction_id, account_id, number + 1, micros, balance + micros FROM ledger_entry""",
    "a transaction changed": "UPDATE ledger_transaction SET entries = '{{}}'",
    "a transaction gone": "DELETE FROM ledger_transaction",
    "one that sums to one": '{into} \'{{"{out}": -5, "{ann}": 6}}\')',
    "one of nothing": "{into} '{{}}')",
    "one that is a list": "{into} '[1, -1]')",
    "one of halves": '{into} \'{{"{out}": -0.5, "{ann}": 0.5}}\')',
    "one of words": '{into} \'{{"{out}": "-5", "{ann}": "5"}}\')',
    "one with an account twice": '{into} \'{{"{out}": -5, "{ann}": 5, "0{ann}": 5, "0{out}": -5}}\')',
    "one that overdraws": '{into} \'{{"{out}": 11, "{ann}": -11}}\')',
    "one too large": '{into} \'{{"{out}": -{huge}, "{ann}": {huge}}}\')',
}
ONLY_SQLITE = {
    "a row replaced": """INSERT OR REPLACE INTO ledger_transaction (id, key, at, day, memo, entries)
        SELECT id, 'new', at, day, memo, entries FROM ledger_transaction""",
    "an entry replaced": """INSERT OR REPLACE INTO ledger_entry
        (id, transaction_id, account_id, number, micros, balance)
        SELECT id, transaction_id, account_id, number, micros * 2, balance * 2 FROM ledger_entry""",
    "an account replaced": "INSERT OR REPLACE INTO ledger_account SELECT * FROM ledger_account",
    "overdrawn, and never mind": '{into_ignoring} \'{{"{out}": 11, "{ann}": -11}}\')',
    "updated, and never mind": "UPDATE OR REPLACE ledger_account SET balance = 99, entry_count = entry_count + 1",
}
ONLY_POSTGRES = {
    "everything gone": "TRUNCATE ledger_entry, ledger_transaction, ledger_account CASCADE",
}


@pytest.mark.parametrize("name", [*CHEATS, *ONLY_SQLITE, *ONLY_POSTGRES])
def test_who_writes_sql_by_hand_cannot_cheat(name: str) -> None:
    other = ONLY_POSTGRES if connection.vendor == "sqlite" else ONLY_SQLITE
    if name in other:
        pytest.skip("for the other database")
    give("ann", 10)
    into = "INTO ledger_transaction (key, at, day, memo, entries) VALUES ('cheat', '2026-10-05 12:00:00', '2026-10-05',"
    into += " '',"
    values = {
        "into": f"INSERT {into}",
        "into_ignoring": f"INSERT OR IGNORE {into}",
        "huge": 9 * 10**18,
        "out": outside().pk,
        "ann": purse().pk,
        "true": "true" if connection.vendor == "postgresql" else "1",
    }
    connection.check_constraints()
    statement = {**CHEATS, **ONLY_SQLITE, **ONLY_POSTGRES}[name].format(**values)
    with pytest.raises(DatabaseError, match=r"ledger(: |_never)"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (purse().balance, outside().balance) == (10, -10)
    assert Entry.objects.count() == 2
    add_up()


@pytest.mark.parametrize("key", ["gift", "gift "])
def test_a_key_that_is_replaced_by_hand_stays_what_it_was(key: str) -> None:
    give("ann", 10, key=key)
    if connection.vendor != "sqlite":
        pytest.skip("for SQLite")
    with connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO ledger_transaction (key, at, day, memo, entries) "
                       "SELECT key, at, day, memo, '{}' FROM ledger_transaction")  # fmt: skip
    add_up()
    assert purse().balance == 10


def cannot(deed: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="ledger: "), transaction.atomic():
        deed()


def test_our_own_tables_do_not_let_it_pass_either() -> None:
    given = give("ann", 10)
    cannot(lambda: Transaction.objects.filter(pk=given.pk).update(memo="another"))
    cannot(lambda: Entry.objects.all().delete())
    cannot(lambda: Account.objects.update(balance=0))
    add_up()
