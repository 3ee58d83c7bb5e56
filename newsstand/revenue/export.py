"""A statement as the file that anybody named in it can compute again: `newsstand statement verify FILE`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from newsstand.algorithms.statements import Record, lines_of
from newsstand.revenue.models import Booking, Line, Statement


@dataclass(frozen=True, slots=True)
class File:
    """JSON lines, of which the last one is the digest of the others."""

    lines: Sequence[str]

    @property
    def digest(self) -> str:
        return str(json.loads(self.lines[-1])["digest"])

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


def file_of(statement: Statement, lines: Sequence[Line] | None = None) -> File:
    """The file of a statement, the same bytes at any later time. Two queries; one where `lines` are given."""
    closing = statement.closing
    month = f"{closing.month:%Y-%m}"
    bookings = Booking.objects.filter(month=closing.month).order_by("pk").values("kind", "micros", "note")
    found = sorted(lines if lines is not None else statement.lines.all(), key=lambda line: line.number)
    records: list[Record] = [
        {"head": {"account": statement.owner, "currency": closing.currency, "month": month,
                  "previous": statement.previous, "rule": closing.rule}},
        {"fund": {"bookings": list(bookings), "carried_in": closing.carried_in, "micros": closing.fund}},
        {"weights": {"finished": closing.weights, "own": statement.place}},
        *({"line": {"article": line.number, "finished": line.finished, "micros": line.micros, "days": line.days}}
          for line in found),
        {"sum": {"finished": statement.finished, "gross": statement.gross, "share": statement.share,
                 "micros": statement.micros, "opening": statement.opening, "closing": statement.balance}},
    ]  # fmt: skip
    return File(lines_of(records))
