"""Rows as work: who takes one keeps it until the lease runs out, and a killed worker's rows come back."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, models, transaction

Row = TypeVar("Row", bound=models.Model)
Given = TypeVar("Given")
Arguments = ParamSpec("Arguments")


def claim(
    due: "models.QuerySet[Row]",
    *,
    now: datetime,
    lease: timedelta,
    most: int,
    until: str = "leased_until",
) -> list[Row]:
    """Take up to `most` rows of `due`, none of which anybody holds, for `lease`: no two workers get the same row.

    The end of the lease, written to the field `until`, tells this claim from every other one of the row: whoever
    saves what came of it does so only where it still stands.
    """
    # SQLite lets one writer in at a time: nobody is locked out of writing only to learn that there is nothing.
    if most <= 0 or not due.exists():
        return []
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
        if rows:
            type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(**{until: now + lease})
    for row in rows:
        setattr(row, until, now + lease)
    return rows


async def in_thread(function: Callable[Arguments, Given], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Given:
    """Run what talks to the database in a thread, with a connection that is still good."""

    def run() -> Given:
        close_old_connections()
        return function(*args, **kwargs)

    return await asyncio.to_thread(run)
