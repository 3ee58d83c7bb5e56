"""The orders in which a thread can be read, each with an index of its own (models.py), and the pages of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    DateTimeField,
    F,
    FloatField,
    Func,
    IntegerField,
    QuerySet,
    TextChoices,
    Value,
)

from newsstand.algorithms.cursors import CursorError, read_cursor, write_cursor
from newsstand.comments.models import Comment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Sort(TextChoices):
    BEST = "best", "Best"
    NEWEST = "newest", "Newest"
    OLDEST = "oldest", "Oldest"
    LIKED = "liked", "Most liked"
    DISCUSSED = "discussed", "Most discussed"


@dataclass(frozen=True, slots=True)
class Order:
    """`column` is what the database sorts by, `of` the same of a comment as a number, `value` that number again.

    `number` stands in cursors: never give one to another order.
    """

    number: int
    column: F
    of: Callable[[Comment], float]
    value: Callable[[float], Value]
    falls: bool = True


def microseconds(when: datetime) -> float:
    return float((when - EPOCH) // timedelta(microseconds=1))


def moment(key: float) -> Value:
    try:
        return Value(EPOCH + timedelta(microseconds=int(key)), output_field=DateTimeField())
    except OverflowError:
        raise CursorError from None


def whole(key: float) -> Value:
    if not 0 <= key < 2**53:
        raise CursorError
    return Value(int(key), output_field=IntegerField())


def likes_of(comment: Comment) -> int:
    """Those given here and those it brought along."""
    return comment.like_count + comment.imported_likes


ORDERS = {
    Sort.BEST: Order(1, F("best"), lambda one: one.best, lambda key: Value(key, output_field=FloatField())),
    Sort.NEWEST: Order(2, F("posted_at"), lambda one: microseconds(one.posted_at), moment),
    Sort.OLDEST: Order(3, F("posted_at"), lambda one: microseconds(one.posted_at), moment, falls=False),
    Sort.LIKED: Order(4, F("all_likes"), lambda one: float(likes_of(one)), whole),
    Sort.DISCUSSED: Order(5, F("thread_count"), lambda one: float(one.thread_count), whole),
}


def sort_named(name: str) -> Sort | None:
    """The sort with this name in an address; None for one that there is not."""
    return Sort(name) if name in Sort.values else None


def in_order(rows: "QuerySet[Comment]", sort: Sort, after: str = "") -> "QuerySet[Comment]":
    """Root comments in the order, from the place that the cursor `after` names. Raises CursorError.

    Key and number are compared as a pair, which both databases read from an index.
    """
    order = ORDERS[sort]
    if after:
        key, number = read_cursor(after, order.number)
        here, there = pair(order.column, F("pk")), pair(order.value(key), Value(number))
        sign = " < " if order.falls else " > "
        rows = rows.filter(Func(here, there, template="%(expressions)s", arg_joiner=sign, output_field=BooleanField()))
    if order.falls:
        return rows.order_by(order.column.desc(), "-pk")
    return rows.order_by(order.column.asc(), "pk")


def pair(*expressions: Any) -> Func:
    return Func(*expressions, template="(%(expressions)s)", output_field=BooleanField())


def cursor_of(comment: Comment, sort: Sort) -> str:
    """The place after this comment, for an address."""
    order = ORDERS[sort]
    return write_cursor(order.number, order.of(comment), comment.pk)


def sorted_rows(rows: list[Comment], sort: Sort) -> list[Comment]:
    """Comments that are loaded already, in the order: answers to one comment stand by it as roots do.

    An answer's own answers are what `DISCUSSED` counts.
    """
    order = ORDERS[sort]

    def key(one: Comment) -> tuple[float, int]:
        number = float(one.reply_count) if sort is Sort.DISCUSSED and one.parent_id else order.of(one)
        return (number, one.pk)

    return sorted(rows, key=key, reverse=order.falls)
