"""The model learns from orders that were shown, and is held against the plain formula before it may rank."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.algorithms.learning import Model, examined, features, packed, points, unpacked
from newsstand.algorithms.orders import Asked, Placed
from newsstand.algorithms.ranking import Candidate, parts
from newsstand.algorithms.replay import Comparison, Logged, compare
from newsstand.ranking.keep import sheets_of
from newsstand.ranking.models import Learnt, PageOrder, Signal

NAME = "reads"
# Readers take their time: an order is learnt from when so much has passed.
SETTLED = timedelta(minutes=30)
COMPARE_EVERY = timedelta(hours=1)
MOST_AT_ONCE = 200
MOST_COMPARED = 5000
# Opening is half of a success: a headline can promise anything.
WORTH = {Signal.Kind.OPENED: 0.5, Signal.Kind.READ: 0.5, Signal.Kind.SAVED: 0.5}


@dataclass(frozen=True, slots=True)
class Shown:
    """One place of an order that was shown: who stood there, how many saw the page, what it earned of their time."""

    asked: Asked
    placed: Placed
    position: int
    views: int
    earned: float


def learn(*, now: datetime) -> int:
    """Learn from orders that have settled; returns how many. The same orders make the same model.

    1. Load: orders that nobody learnt from yet, the oldest first, and what was done with them.
    2. Decide: one step of the model for each place that was shown (algorithms.learning).
    3. Save: the model.
    """
    rows = PageOrder.objects.filter(is_learnt=False, at__lte=now - SETTLED).order_by("at", "pk")[:MOST_AT_ONCE]
    orders = list(rows)
    if not orders:
        return 0
    with transaction.atomic():
        held, _ = Learnt.objects.get_or_create(name=NAME, defaults={"weights": b"", "learnt_at": now})
        held = Learnt.objects.select_for_update().get(pk=held.pk)
        model = unpacked(bytes(held.weights))
        teach(model, shown(orders))
        held.weights, held.examples, held.learnt_at = packed(model), model.examples, now
        held.save(update_fields=["weights", "examples", "learnt_at"])
        PageOrder.objects.filter(pk__in=[order.pk for order in orders]).update(is_learnt=True)
    return len(orders)


def teach(model: Model, places: Iterable[Shown]) -> None:
    """One example for those who wanted what stood there, one for those who looked and did not."""
    for one in places:
        known = features(one.placed.candidate, one.asked.reader, hour=one.asked.hour)
        looked = max(one.views * examined(one.position), one.earned)
        model.learn(known, happened=True, times=one.earned)
        model.learn(known, happened=False, times=looked - one.earned)


def shown(orders: Sequence[PageOrder]) -> Iterator[Shown]:
    """Every place of every order that somebody saw."""
    earned = earnings(orders)
    for row in orders:
        if not row.views:
            continue
        for sheet in sheets_of(row).values():
            for position, placed in enumerate(sheet.placed):
                got = earned[row.pk, placed.candidate.article]
                yield Shown(sheet.asked, placed, position, row.views, min(got, float(row.views)))


def earnings(orders: Sequence[PageOrder]) -> Counter[tuple[int, int]]:
    """(order, article) -> what it earned: opened and read to the end, weighed against farms of clicks."""
    found: Counter[tuple[int, int]] = Counter()
    rows = Signal.objects.filter(order__in=[row.pk for row in orders], kind__in=WORTH)
    for order, article, kind, counts in rows.values_list("order_id", "article_id", "kind", "weight"):
        found[order, article] += WORTH[Signal.Kind(kind)] * counts  # type: ignore[assignment]
    return found


def compared(*, most: int = MOST_COMPARED) -> Comparison:
    """A model that learnt from the older half of the orders, held against the formula on the newer half."""
    rows = list(PageOrder.objects.filter(views__gt=0).order_by("-at", "-pk")[:most])[::-1]
    half = len(rows) // 2
    model = Model()
    teach(model, shown(rows[:half]))
    places = [one for one in shown(rows[half:]) if one.placed.by_chance]
    return compare(
        [logged(one) for one in places],
        plain=lambda number: best(places[number], None),
        model=lambda number: best(places[number], model),
    )


def logged(one: Shown) -> Logged:
    return Logged(one.placed.pool, one.placed.candidate.id, one.earned / one.views, float(one.views))


def best(one: Shown, model: Model | None) -> int:
    """Whom of the pool the formula would have chosen, alone or with what the model gives."""
    known: dict[int, Candidate] = {candidate.id: candidate for candidate in one.asked.candidates}
    pool = [known[number] for number, _ in one.placed.pool]
    asked = one.asked
    extra = points(model, pool, asked.reader, hour=asked.hour) if model is not None else {}
    return max(
        pool,
        key=lambda c: (
            sum(parts(c, asked.reader, hour=asked.hour, formula=asked.formula)) + extra.get(c.id, 0.0),
            -c.id,
        ),
    ).id


def decide(*, now: datetime, most: int = MOST_COMPARED) -> Comparison | None:
    """Compare once an hour, and let the model rank or not; None when it is not time yet, or nothing was learnt."""
    held = Learnt.objects.filter(name=NAME).first()
    if held is None or (held.compared_at is not None and now - held.compared_at < COMPARE_EVERY):
        return None
    found = compared(most=most)
    held.verdict, held.compared_at, held.may_rank = asdict(found), now, found.may_rank
    held.save(update_fields=["verdict", "compared_at", "may_rank"])
    return found


def ranking_model() -> Model | None:
    """What was learnt, where it may rank. One query."""
    held = Learnt.objects.filter(name=NAME, may_rank=True).first()
    return unpacked(bytes(held.weights)) if held else None
