"""Rows of numbers as files: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse

# With these a spreadsheet takes a cell for a formula, and would run what a stranger wrote (CWE-1236).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download called NAME.csv (RFC 4180, UTF-8): a line of column names, and a line for each row.

    Raises ValueError for a row that has more or fewer cells than there are columns.
    """
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow([cell(one) for one in columns])
    for row in checked(columns, rows):
        writer.writerow([cell(one) for one in row])
    return download(held.getvalue(), name, "csv", "text/csv; charset=utf-8")


def as_json(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download called NAME.json: {"columns": [...], "rows": [{column: value}, ...]}. Raises as CSV does."""
    found = [dict(zip(columns, map(plain, row), strict=True)) for row in checked(columns, rows)]
    text = json.dumps({"columns": list(columns), "rows": found}, ensure_ascii=False, indent=1)
    return download(text, name, "json", "application/json")


def download(text: str, name: str, ending: str, kind: str) -> HttpResponse:
    """`text` as a file whose name holds nothing that a header or a disk could mistake."""
    safe = re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.") or "table"
    response = HttpResponse(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe[:80]}.{ending}"'
    return response


def checked(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"A row has {len(row)} cells for {len(columns)} columns: {row!r}.")
        yield row


def cell(value: Any) -> Any:
    """What stands in a spreadsheet's cell: numbers as they are, words so that they stay words."""
    found = plain(value)
    if isinstance(found, str) and found.startswith(FORMULA):
        return f"'{found}"
    return "" if found is None else found


def plain(value: Any) -> Any:
    """Dates as ISO 8601, numbers and words as they are."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)
