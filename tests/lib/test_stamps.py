"""Stamps say which version of things a page was made from."""

import threading

import pytest
from django.db import connection, transaction

from newsstand.lib.stamps import MOST_NAMES_AT_ONCE, touch, versions


@pytest.mark.django_db
def test_what_never_changed_has_version_0() -> None:
    assert versions(["front", "article:1"]) == (0, 0)


@pytest.mark.django_db
def test_each_touch_raises_the_version_of_the_named_things_alone() -> None:
    touch(["front", "article:1"])
    touch(["front", "front"])
    assert versions(["front"]) == (2,)
    assert versions(["article:1"]) == (1,)
    assert versions(["article:2"]) == (0,)


@pytest.mark.django_db
def test_versions_come_in_the_sorted_order_of_their_names_whatever_order_they_were_asked_in() -> None:
    touch(["b"])
    touch(["b"])
    touch(["a"])
    assert versions(["b", "a", "b"]) == versions(["a", "b"]) == (1, 2)


@pytest.mark.django_db
def test_touching_nothing_changes_nothing() -> None:
    touch([])
    assert versions(["front"]) == (0,)


@pytest.mark.django_db
def test_more_names_than_one_statement_takes_are_all_touched() -> None:
    names = [f"article:{number}" for number in range(MOST_NAMES_AT_ONCE * 2 + 1)]
    touch(names)
    assert all(versions([name]) == (1,) for name in (names[0], names[MOST_NAMES_AT_ONCE], names[-1]))


@pytest.mark.django_db(transaction=True)
def test_a_touch_in_a_transaction_that_fails_leaves_nothing() -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            touch(["front"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert versions(["front"]) == (0,)


@pytest.mark.django_db(transaction=True)
def test_writers_that_touch_the_same_names_in_opposite_orders_do_not_lock_each_other_out() -> None:
    names = [f"topic:{number}" for number in range(20)]
    rounds, troubles = 25, []
    ready = threading.Barrier(4)

    def write(mine: list[str]) -> None:
        try:
            ready.wait()
            for _ in range(rounds):
                touch(mine)
        except Exception as error:  # noqa: BLE001 (a thread's exception is lost otherwise)
            troubles.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(names[::step],)) for step in (1, -1, 1, -1)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert troubles == []
    assert set(versions(names)) == {rounds * 4}
