"""For which days an advertiser's figures are asked: a few lengths, or from one day to another."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest

from newsstand.advertisers.days import day_of
from newsstand.advertisers.models import Advertiser
from newsstand.lib import clock

LENGTHS = (7, 28, 90)
USUAL = 28
MOST_DAYS = 400
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the advertiser's, both among them. `length` is one of LENGTHS that end today, 0 for a chosen time."""

    first: date
    last: date
    length: int
    wrong: str = ""

    @property
    def query(self) -> str:
        """What asks for it in an address."""
        return f"days={self.length}" if self.length else f"from={self.first}&to={self.last}"


def period_of(request: HttpRequest, advertiser: Advertiser) -> Period:
    """The time that the address asks for, four weeks without one. Raises Http404 for a length that there is none of.

    `from` and `to` that make no sense give four weeks, and say in `wrong` what to write.
    """
    today = day_of(advertiser.zone, clock.now())
    given = request.GET
    if given.get("from") or given.get("to"):
        try:
            first, last = (date.fromisoformat(given.get(name, "")) for name in ("from", "to"))
        except ValueError:
            return usual(today, "Give both days, as 2026-11-20.")
        if not EARLIEST <= first <= last or (last - first).days >= MOST_DAYS:
            return usual(today, f"The first day comes first, and {MOST_DAYS} days are the most.")
        return Period(first, min(last, max(first, today)), 0)
    wanted = given.get("days", str(USUAL))
    length = next((one for one in LENGTHS if str(one) == wanted), None)
    if length is None:
        raise Http404("Figures are here for 7, 28 and 90 days, or from one day to another.")
    return Period(today - timedelta(days=length - 1), today, length)


def usual(today: date, wrong: str = "") -> Period:
    return Period(today - timedelta(days=USUAL - 1), today, USUAL, wrong)
