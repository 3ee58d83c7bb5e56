"""Many rows written at once, at the price of one statement each few hundred values.

Django's own bulk_create weighs every value of every row anew, which costs more than the database does.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

# Every database takes so many values in one statement.
MOST_VALUES = 900
# What our own code puts into these fields goes to the database as it is.
_AS_IT_IS = (
    models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField, models.ForeignKey,
)  # fmt: skip


def insert(
    rows: Sequence[models.Model],
    *,
    ignore_conflicts: bool = False,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> None:
    """Insert rows of one model, and tell each its id where the database chose it.

    `ignore_conflicts` leaves what is there already as it is; `unique` and `update` name fields: a row that is there
    by the first gets the second. In both cases ids are not told. Nothing is checked but by the database.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    chosen = isinstance(meta.pk, models.AutoField) and rows[0].pk is None
    fields = [field for field in meta.concrete_fields if not (chosen and field.primary_key)]
    columns = ", ".join(map(_quoted, fields))
    head = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({columns}) VALUES "  # noqa: S608
    told = chosen and not ignore_conflicts and not update
    ending = _conflicts(meta, ignore_conflicts, unique, update) + (f" RETURNING {_quoted(meta.pk)}" if told else "")
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for some in _batches(rows, MOST_VALUES // len(fields)):
            cursor.execute(head + _marks(len(fields), len(some)) + ending, _values(some, fields))
            if told:
                for row, (pk,) in zip(some, cursor.fetchall(), strict=True):
                    row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[models.Model], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """Insert rows of which nothing but these columns' values is known, each as the database takes it."""
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    head = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES "  # noqa: S608
    most = MOST_VALUES // len(columns)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(values), most):
            some = values[start : start + most]
            cursor.execute(head + _marks(len(columns), len(some)), list(chain.from_iterable(some)))


def moment(value: datetime) -> Any:
    """A moment as statements of our own take it."""
    return connection.ops.adapt_datetimefield_value(value)


def _conflicts(meta: Any, ignore: bool, unique: Sequence[str], update: Sequence[str]) -> str:
    if ignore:
        return " ON CONFLICT DO NOTHING"
    if not update:
        return ""
    there = ", ".join(_quoted(meta.get_field(name)) for name in unique)
    changed = (_quoted(meta.get_field(name)) for name in update)
    return f" ON CONFLICT ({there}) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in changed)}"


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _batches(rows: Sequence[models.Model], most: int) -> Iterator[Sequence[models.Model]]:
    for start in range(0, len(rows), most):
        yield rows[start : start + most]


@lru_cache(maxsize=512)
def _marks(fields: int, rows: int) -> str:
    return ", ".join(["(" + ", ".join(["%s"] * fields) + ")"] * rows)


def _values(rows: Sequence[models.Model], fields: Sequence[Any]) -> list[Any]:
    columns = [_column(rows, field) for field in fields]
    return list(chain.from_iterable(zip(*columns, strict=True)))


def _column(rows: Sequence[models.Model], field: Any) -> list[Any]:
    found = list(map(attrgetter(field.attname), rows))
    if isinstance(field, _AS_IT_IS):
        return found
    prepare: Callable[[Any], Any] = lambda value: field.get_db_prep_save(value, connection)  # noqa: E731
    if isinstance(field, models.DateTimeField):
        # A handful of moments stand in hundreds of rows.
        known = {value: prepare(value) for value in set(found)}
        return [known[value] for value in found]
    return list(map(prepare, found))
