"""Many rows written at once, at the price of one statement each few hundred values; and plain values read.

Django's own bulk_create weighs every value of every row anew, and a query made of objects is put together anew each
time: both cost more than the database does.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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


def insert_values(
    model: type[models.Model],
    columns: Sequence[str],
    values: Sequence[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows of which nothing but these columns' values is known, each as the database takes it.

    `ignore_conflicts` leaves what is there already as it is.
    """
    ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    head = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES "  # noqa: S608
    most = MOST_VALUES // len(columns)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(values), most):
            some = values[start : start + most]
            cursor.execute(head + _marks(len(columns), len(some)) + ending, list(chain.from_iterable(some)))


def select(
    model: type[models.Model],
    wanted: Sequence[str],
    /,
    *,
    among: tuple[str, Collection[Any]] | None = None,
    **equal: Any,
) -> list[tuple[Any, ...]]:
    """The values of the `wanted` fields of the rows in which each field of `equal` has that value.

    `among`: a field, and the values of which it has one; any number of them. Values go to the database and come from
    it as they are: keys, texts and whole numbers, and of others whether there is one. In no order.
    """
    table = tuple(wanted), tuple(equal)
    if among is None:
        return _fetched(_selection(model, *table, "", 0), list(equal.values()))
    name, values = among
    ordered = sorted(set(values))
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(ordered), MOST_VALUES):
        some = ordered[start : start + MOST_VALUES]
        found += _fetched(_selection(model, *table, name, len(some)), [*equal.values(), *some])
    return found


def hold(row: models.Model, /, **equal: Any) -> bool:
    """Lock a row until the transaction ends, if it is there and each of these fields has that value (or none)."""
    meta = row._meta
    wishes, values = _as_it_stands(row, equal)
    statement = f"SELECT {_quoted(meta.pk)} FROM {connection.ops.quote_name(meta.db_table)} WHERE {wishes}"  # noqa: S608
    return bool(_fetched(statement + (" FOR UPDATE" if connection.features.has_select_for_update else ""), values))


def update(row: models.Model, names: Sequence[str], /, **equal: Any) -> bool:
    """Write these fields of a row, if it is there and each field of `equal` has that value (or none) there.

    Returns whether it is.
    """
    table = connection.ops.quote_name(row._meta.db_table)
    fields = [_field(row, name) for name in names]
    changes = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    given = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    wishes, values = _as_it_stands(row, equal)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {changes} WHERE {wishes}", given + values)  # noqa: S608 (placeholders)
        return bool(cursor.rowcount)


def moment(value: datetime) -> Any:
    """A moment as statements of our own take it."""
    return connection.ops.adapt_datetimefield_value(value)


@lru_cache(maxsize=512)
def _selection(model: type[models.Model], wanted: Sequence[str], equal: Sequence[str], among: str, number: int) -> str:
    columns = {name: _quoted(model._meta.get_field(name)) for name in (*wanted, *equal, *filter(None, [among]))}
    wishes = [f"{columns[name]} = %s" for name in equal]
    if among:
        wishes.append(f"{columns[among]} IN ({', '.join(['%s'] * number)})")
    table = connection.ops.quote_name(model._meta.db_table)
    return f"SELECT {', '.join(columns[name] for name in wanted)} FROM {table} WHERE {' AND '.join(wishes)}"  # noqa: S608


def _field(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name)


def _as_it_stands(row: models.Model, equal: Mapping[str, Any]) -> tuple[str, list[Any]]:
    wishes, values = [f"{_quoted(row._meta.pk)} = %s"], [row.pk]
    for name, value in equal.items():
        field = _field(row, name)
        wishes.append(f"{_quoted(field)} IS NULL" if value is None else f"{_quoted(field)} = %s")
        values += [] if value is None else [field.get_db_prep_save(value, connection)]
    return " AND ".join(wishes), values


def _fetched(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


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
