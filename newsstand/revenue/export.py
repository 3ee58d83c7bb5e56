"""A statement as the file that anybody named in it can compute again: `newsstand statement verify FILE`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from newsstand.algorithms.statements import Record, lines_of
from newsstand.revenue.models import AdLine, Booking, Line, Payout, Statement
from newsstand.revenue.months import last_day


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
    """The file of a statement, the same bytes at any later time. Four queries; one less where `lines` are given."""
    closing = statement.closing
    month = f"{closing.month:%Y-%m}"
    bookings = Booking.objects.filter(month=closing.month).order_by("pk").values("kind", "micros", "note")
    found = sorted(lines if lines is not None else statement.lines.all(), key=lambda line: line.number)
    whole = {"finished": statement.finished, "gross": statement.gross, "share": statement.share,
             "micros": statement.micros, "opening": statement.opening, "closing": statement.balance}  # fmt: skip
    has_ads = closing.rule.get("version", 1) > 1
    if has_ads:
        whole |= {"ads_gross": statement.ads_gross, "ads": statement.ads, "paid": statement.paid}
    records: list[Record] = [
        {"head": {"account": statement.owner, "currency": closing.currency, "month": month,
                  "previous": statement.previous, "rule": closing.rule}},
        {"fund": {"bookings": list(bookings), "carried_in": closing.carried_in, "micros": closing.fund}},
        {"weights": {"finished": closing.weights, "own": statement.place}},
        *({"line": {"article": line.number, "finished": line.finished, "micros": line.micros, "days": line.days}}
          for line in found),
        *(({"ad": one} for one in ad_lines(statement.owner, closing.month)) if has_ads else ()),
        *(({"paid": one} for one in paid_in(statement.owner, closing.month)) if has_ads else ()),
        {"sum": whole},
    ]  # fmt: skip
    return File(lines_of(records))


def ad_lines(owner: str, month: date) -> list[dict[str, Any]]:
    """What ads earned somebody in a month: each article of each settlement, in the order of the books. One query."""
    rows = AdLine.objects.filter(settlement__owner=owner, settlement__day__range=(month, last_day(month)))
    ordered = rows.select_related("settlement").order_by(
        "settlement__day", "settlement__about", "settlement__number", "article"
    )
    return [
        {"day": f"{one.settlement.day}", "about": f"{one.settlement.about}", "number": one.settlement.number,
         "kind": one.settlement.kind, "article": one.article, "views": one.views, "clicks": one.clicks,
         "gross": one.gross, "share": one.settlement.share, "micros": one.micros}
        for one in ordered
    ]  # fmt: skip


def paid_in(owner: str, month: date) -> list[dict[str, Any]]:
    """What was paid out to somebody in a month, and below zero what came back, by day. One query."""
    days = (month, last_day(month))
    rows = Payout.objects.filter(Q(transaction__day__range=days) | Q(back__day__range=days), owner=owner)
    found = []
    for one in rows.select_related("transaction", "back").order_by("pk"):
        for moved, sign in ((one.transaction, 1), (one.back, -1)):
            if moved is not None and days[0] <= moved.day <= days[1]:
                found.append({"day": f"{moved.day}", "micros": sign * one.micros, "number": one.number})
    return sorted(found, key=lambda one: (str(one["day"]), str(one["number"]), -int(str(one["micros"]))))
