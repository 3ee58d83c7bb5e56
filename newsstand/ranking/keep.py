"""Orders are kept with every number they were made from, and can be made again from them."""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsstand.algorithms.orders import Asked, Placed, order, packed, unpacked
from newsstand.ranking.models import PageOrder

KEY_BYTES = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part of a page: what it was asked of, and the order that came of it."""

    asked: Asked
    placed: Sequence[Placed]


@dataclass(frozen=True, slots=True)
class Kept:
    """An order on its way to its row."""

    key: str
    page: str
    user: int | None
    at: datetime
    formula: str
    text: str


class NotTheSameError(Exception):
    """A stored order could not be made again; the message says where it differs."""


def kept(page: str, sheets: Mapping[str, Sheet], *, user: int | None, at: datetime) -> Kept:
    """A page's order for its row. `key` is a digest of all that it was made from."""
    numbers = {
        "page": page,
        "sheets": {
            name: {
                "asked": packed(sheet.asked),
                "order": [[one.candidate.id, round(one.score, 6)] for one in sheet.placed],
            }
            for name, sheet in sheets.items()
        },
    }
    text = json.dumps(numbers, separators=(",", ":"), sort_keys=True)
    key = hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).hexdigest()
    formulas = {sheet.asked.formula.name + ("+learnt" if sheet.asked.learnt else "") for sheet in sheets.values()}
    return Kept(key, page, user, at, " ".join(sorted(formulas))[:40], text)


def row_of(one: Kept) -> PageOrder:
    """An unsaved row."""
    numbers = zlib.compress(one.text.encode(), 6)
    return PageOrder(key=one.key, page=one.page, user_id=one.user, at=one.at, formula=one.formula, numbers=numbers)


def read(row: PageOrder) -> dict[str, Any]:
    """The numbers of a stored order: {"page", "sheets": {name: {"asked", "order"}}}."""
    numbers: dict[str, Any] = json.loads(zlib.decompress(bytes(row.numbers)))
    return numbers


def sheets_of(row: PageOrder) -> dict[str, Sheet]:
    """The parts of a stored order, made again from their numbers."""
    asked = {name: unpacked(part["asked"]) for name, part in read(row)["sheets"].items()}
    return {name: Sheet(one, order(one)) for name, one in asked.items()}


def replayed(row: PageOrder) -> dict[str, Sheet]:
    """The same, held against what was stored. Raises NotTheSameError where one place or score differs."""
    stored, again = read(row)["sheets"], sheets_of(row)
    for name, sheet in again.items():
        for place, (was, now) in enumerate(zip(stored[name]["order"], sheet.placed, strict=False)):
            if was != [now.candidate.id, round(now.score, 6)]:
                raise NotTheSameError(
                    f"{name}, place {place + 1}: stored {was}, now {now.candidate.id}, {now.score:.6f}."
                )
        if len(stored[name]["order"]) != len(sheet.placed):
            raise NotTheSameError(f"{name}: {len(stored[name]['order'])} places were stored, now {len(sheet.placed)}.")
    return again
