"""The town as it stood when it was made: filling a database takes a second, copying one back some milliseconds."""

import sqlite3
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from newsstand.lib.clock import now
from tests.browser.town import Town, make_town

# What was said in it a moment ago can still be changed; after some minutes it could not.
KEPT_FOR = timedelta(minutes=2)


@dataclass(slots=True)
class KeptTown:
    """Made at its first `build`, brought back at each one after it, and made anew when it has grown old."""

    town: Town | None = None
    made_at: datetime | None = None
    rows: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:", check_same_thread=False))

    def build(self) -> Town:
        """The town, in a database that has nothing else in it."""
        if connection.vendor != "sqlite":
            return make_town()
        connection.ensure_connection()
        if self.town is None or self.made_at is None or now() - self.made_at > KEPT_FOR:
            self.made_at, self.town = now(), make_town()
            connection.connection.backup(self.rows)
        else:
            self.rows.backup(connection.connection)
        return deepcopy(self.town)
