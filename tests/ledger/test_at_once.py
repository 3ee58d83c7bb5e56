"""Many at the same moment on connections of their own, and one who is killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from newsstand.ledger.errors import OverdrawnError
from newsstand.ledger.models import Transaction
from newsstand.ledger.post import Posting, post, post_all
from tests.ledger.books import NOON, add_up, outside, purse

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]


def at_once(number: int, deed: Callable[[int], object]) -> list[object]:
    """What each of so many threads gave, or why it was refused; eight begin together."""
    start = threading.Barrier(8)

    def one(which: int) -> object:
        if which < start.parties:
            start.wait()
        try:
            return deed(which)
        except OverdrawnError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(one, range(number)))


def test_one_key_posted_sixty_four_times_at_once_moves_its_money_once() -> None:
    entries = [(outside(), -500), (purse(), 500)]
    found = at_once(64, lambda _: post(key="gift", entries=entries, at=NOON, memo="gift").pk)
    assert len(set(found)) == 1
    assert purse().balance == 500
    assert Transaction.objects.count() == 1
    add_up()


def test_of_those_who_want_the_last_of_a_purse_as_many_get_it_as_it_holds() -> None:
    post(key="in", entries=[(outside(), -10), (purse(), 10)], at=NOON, memo="in")
    out = [(purse(), -3), (outside(), 3)]
    found = at_once(24, lambda which: post(key=f"out:{which}", entries=out, at=NOON, memo="out"))
    assert sum(isinstance(one, Transaction) for one in found) == 3
    assert sum(isinstance(one, OverdrawnError) for one in found) == 21
    assert purse().balance == 1
    add_up()


def test_transfers_to_and_fro_between_the_same_accounts_wait_for_each_other_and_lose_nothing() -> None:
    ann, ben = purse("ann"), purse("ben")
    post(key="in", entries=[(outside(), -2_000), (ann, 1_000), (ben, 1_000)], at=NOON, memo="in")

    def transfer(which: int) -> Transaction:
        source, target = (ann, ben) if which % 2 else (ben, ann)
        entries = [(source, -which - 1), (target, which + 1)]
        return post(key=f"transfer:{which}", entries=entries, at=NOON, memo="transfer")

    assert all(isinstance(one, Transaction) for one in at_once(40, transfer))
    assert purse("ann").balance + purse("ben").balance == 2_000
    gained = sum(-(at + 1) if at % 2 == 0 else at + 1 for at in range(40))
    assert purse("ben").balance == 1_000 + gained
    add_up()


def test_many_postings_of_one_call_wait_for_others_in_whichever_order_they_stand() -> None:
    ann, ben = purse("ann"), purse("ben")
    post(key="in", entries=[(outside(), -2_000), (ann, 1_000), (ben, 1_000)], at=NOON, memo="in")

    def pay(which: int) -> list[Transaction]:
        order = (ann, ben) if which % 2 else (ben, ann)
        return post_all(
            [Posting(f"{one.owner} {which}", {one.pk: -1, outside().pk: 1}, NOON, NOON.date(), "pay") for one in order]
        )

    assert all(isinstance(one, list) for one in at_once(80, pay))
    assert purse("ann").balance == purse("ben").balance == 1_000 - 80
    add_up()


@pytest.mark.parametrize("number", [1, 4])
def test_who_is_killed_between_two_postings_of_one_transaction_leaves_neither(number: int) -> None:
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"]
    environ = {
        **os.environ,
        "NEWSSTAND_HOME": str(django_settings.NEWSSTAND_HOME),
        "DATABASE_URL": url,
        "DATABASE_NAME": str(database["NAME"]),
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
    }
    command = [sys.executable, "-m", "tests.ledger.killed", str(number)]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert Transaction.objects.count() == 2 * (number - 1)
    assert (purse("ann").balance, purse("ben").balance) == (140 * (number - 1), 60 * (number - 1))
    add_up()
    # Whoever takes over posts the same keys, and everything stands once.
    for at in range(number):
        entries = [(outside(), -100), (purse("ann"), 70), (purse("ben"), 30)]
        for name in ("one", "another"):
            post(key=f"{name}:{at}", entries=entries, at=NOON, memo=name)
    assert purse("ann").balance == 140 * number
    add_up()
