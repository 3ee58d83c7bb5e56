"""Rows as work: who takes one keeps it until the lease runs out, and a killed worker's rows come back."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, models

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
    """Take up to `most` rows of `due` for `lease`, by conditional update: no two workers get the same row."""
    taken = []
    for row in due[:most]:
        free = models.Q(**{f"{until}__isnull": True}) | models.Q(**{f"{until}__lte": now})
        if type(row)._default_manager.filter(free, pk=row.pk).update(**{until: now + lease}):
            setattr(row, until, now + lease)
            taken.append(row)
    return taken


async def in_thread(function: Callable[Arguments, Given], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Given:
    """Run what talks to the database in a thread, with a connection that is still good."""

    def run() -> Given:
        close_old_connections()
        return function(*args, **kwargs)

    return await asyncio.to_thread(run)
