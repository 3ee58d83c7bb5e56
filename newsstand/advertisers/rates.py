"""How often ads are clicked: learnt by the worker from what was counted, read by every node."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from newsstand.advertisers.models import Ad, AdDay, Context, Rates
from newsstand.advertisers.slots import SLOTS
from newsstand.algorithms.auction import Effects
from newsstand.algorithms.clickrate import Cell, Model, fit

EVERY = timedelta(minutes=1)
# Rates are of so many days: what was clicked in another season says little.
DAYS = 60
ROW = 1


@dataclass(frozen=True, slots=True)
class Learned:
    """What a node knows of rates. `ads`: clicks a view of each ad that was seen, and one standard deviation; `usual`
    the same of an ad of which nothing is known; `effects` by what they are multiplied where."""

    made_at: datetime | None
    ads: Mapping[int, tuple[float, float]]
    usual: tuple[float, float]
    effects: Effects

    def of(self, ad: int) -> tuple[float, float]:
        """Clicks expected of a view of an ad, and how unsure that is."""
        return self.ads.get(ad, self.usual)


def learned() -> Learned:
    """What is known by now: one small query, and a large one when it was learnt anew since."""
    global _kept  # noqa: PLW0603 - one for each process
    made_at = Rates.objects.filter(pk=ROW).values_list("made_at", flat=True).first()
    with _guard:
        if _kept.made_at != made_at or made_at is None:
            row = Rates.objects.filter(pk=ROW).first() if made_at else None
            _kept = _read(row)
        return _kept


def forget() -> None:
    """Know nothing any more, as a process that has just begun."""
    global _kept  # noqa: PLW0603 - one for each process
    with _guard:
        _kept = _read(None)


def learn_due(*, now: datetime, every: timedelta = EVERY) -> bool:
    """Learn again when that is due; whether it was.

    1. Load: when it was learnt last; views and clicks that are believed, by ad, slot and section.
    2. Decide: `clickrate.fit`.
    3. Save: what is known with its moment, by which nodes see that it is new; not where another worker did meanwhile.
    """
    row, _ = Rates.objects.get_or_create(pk=ROW, defaults={"made_at": now - every})
    if row.made_at > now - every:
        return False
    model = fit(cells(now), slots={slot.key: slot.weight for slot in SLOTS.values()})
    saved = Rates.objects.filter(pk=ROW, made_at=row.made_at).update(made_at=now, known=_written(model))
    return saved == 1


def cells(now: datetime) -> list[Cell]:
    """What was counted of the last days: marked events are in other columns and teach nothing."""
    rows = AdDay.objects.filter(day__gt=(now - timedelta(days=DAYS)).date(), views__gt=0)
    # The house's ads are drawn, not chosen, and bid nothing: their rates are nobody's.
    rows = rows.filter(ad__in=Ad.objects.filter(campaign__bid__gt=0))
    sums = rows.values_list("ad_id", "slot", "context_id").order_by().annotate(Sum("views"), Sum("clicks"))
    found = list(sums)
    contexts = {context for _, _, context, *_ in found}
    sections = _sections(contexts)
    return [Cell(ad, slot, sections.get(context, 0), views, clicks) for ad, slot, context, views, clicks in found]


def _sections(contexts: set[int]) -> dict[int, int]:
    """The first section of each context that has one; contexts never change."""
    unknown = list(contexts - _section_of.keys())
    for start in range(0, len(unknown), 500):
        rows = Context.objects.filter(pk__in=unknown[start : start + 500]).values_list("pk", "sections")
        _section_of.update({pk: int(sections[0]) if sections else 0 for pk, sections in rows})
    return _section_of


def _written(model: Model) -> dict[str, object]:
    """A model as JSON."""
    return {
        "mean": model.mean,
        "views": model.views,
        "ads": {str(ad): both for ad, both in model.ads.items()},
        "slots": dict(model.slots),
        "sections": {str(section): factor for section, factor in model.sections.items()},
        "crosses": [[ad, section, factor] for (ad, section), factor in model.crosses.items()],
    }


def _read(row: Rates | None) -> Learned:
    known = row.known if row else {}
    if row is None or not known:
        slots = {slot.key: slot.weight for slot in SLOTS.values()}
        return Learned(row.made_at if row else None, {}, Model().usual, Effects(slots=slots))
    return Learned(
        made_at=row.made_at,
        ads={int(ad): (rate, deviation) for ad, (rate, deviation) in known["ads"].items()},
        usual=Model(mean=known["mean"], views=known["views"]).usual,
        effects=Effects(
            slots=known["slots"],
            sections={int(section): factor for section, factor in known["sections"].items()},
            crosses={(ad, section): factor for ad, section, factor in known["crosses"]},
        ),
    )


_guard = threading.Lock()
_section_of: dict[int, int] = {}
_kept = _read(None)
