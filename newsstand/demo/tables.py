"""Reading TOML tables by field, with errors that name the file and the field."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class ContentError(ValueError):
    """A file of the demonstration town says something that cannot be used."""


@dataclass
class Table:
    """One TOML table; every field must be asked for once before `finish`."""

    where: str
    values: dict[str, Any]
    asked: set[str] = field(default_factory=set)

    def text(self, name: str, default: str | None = None) -> str:
        """The non-empty string in field `name`, stripped. ContentError when it is missing or something else."""
        value = self._value(name, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.error(name, f"expected text, got {value!r}")
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """The list of strings in field `name`, empty when the field is absent."""
        value = self._value(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(name, f"expected a list of texts, got {value!r}")
        if len(set(value)) != len(value):
            raise self.error(name, "names something twice")
        return tuple(value)

    def minutes(self, name: str) -> int:
        """The whole number of minutes, above 0, in field `name`."""
        value = self._value(name, None)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(name, f"expected a whole number of minutes above 0, got {value!r}")
        return value

    def flag(self, name: str) -> bool:
        """Whether field `name` says true; false when it is absent."""
        value = self._value(name, default=False)
        if not isinstance(value, bool):
            raise self.error(name, f"expected true or false, got {value!r}")
        return value

    def decimal(self, name: str) -> float | None:
        """The number in field `name`, None when the field is absent."""
        value = self._value(name, "")
        if value == "":
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.error(name, f"expected a number, got {value!r}")
        return float(value)

    def table(self, name: str) -> "Table":
        """The table in field `name`."""
        value = self._value(name, None)
        if not isinstance(value, dict):
            raise self.error(name, f"expected a table, got {value!r}")
        return Table(f"{self.where}: {name}", value)

    def optional_table(self, name: str) -> "Table | None":
        """The table in field `name`, None when the field is absent."""
        self.asked.add(name)
        return self.table(name) if name in self.values else None

    def tables(self, name: str) -> Iterator["Table"]:
        """The tables of the list in field `name`, each named by its place and its slug or id."""
        value = self._value(name, None)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(name, "expected a list of tables")
        for place, item in enumerate(value, start=1):
            label = item.get("slug") or item.get("id")
            yield Table(f"{self.where}: {name}[{place}]" + (f" ({label})" if label else ""), item)

    def finish(self) -> None:
        """Raise ContentError for a field that nobody asked for: a misspelt name must not pass in silence."""
        for name in self.values:
            if name not in self.asked:
                raise self.error(name, "is not a field of this table")

    def error(self, name: str, problem: str) -> ContentError:
        """A ContentError that says where: file, table and field."""
        return ContentError(f"{self.where}: {name}: {problem}")

    def _value(self, name: str, default: Any) -> Any:
        self.asked.add(name)
        value = self.values.get(name, default)
        if value is None:
            raise self.error(name, "is missing")
        return value


def read_table(path: Path) -> Table:
    """The whole of the TOML file at `path`. ContentError names the file when it cannot be read or parsed."""
    try:
        return Table(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ContentError(f"{path.name}: {problem}") from problem
