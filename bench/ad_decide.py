"""What one decision costs among ten thousand campaigns, beside an empty loop of the same length in the same run."""

from datetime import UTC, datetime
from time import perf_counter_ns

import numpy as np

from newsstand.algorithms.auction import NO_LIMIT, AdRow, Ask, Draw, Floors, SlotAsk, Snapshot, decide, make_snapshot

NOW = datetime(2026, 9, 7, tzinfo=UTC)
PLACES, TOPICS, SECTIONS, SLOTS = 300, 1000, 12, 8


def town(campaigns: int, *, anywhere: bool, seed: int = 1) -> Snapshot:
    """Campaigns of which two thirds pay by click; most want places, topics or sections, or all may stand anywhere."""
    chance = np.random.default_rng(seed)

    def some(often: float, most: int) -> frozenset[int]:
        if anywhere or chance.random() > often:
            return frozenset()
        return frozenset(map(int, chance.integers(0, most, 2)))

    rows = [
        AdRow(
            ad=number, campaign=number, advertiser=number // 3, category=str(chance.integers(15)),
            pricing="cpm" if number % 3 == 0 else "cpc", bid=int(chance.integers(100_000, 3_000_000)),
            rate=float(chance.beta(3, 500)), rate_sd=0.002, pace=float(chance.uniform(0.05, 1)),
            places=some(0.7, PLACES), topics=some(0.4, TOPICS), sections=some(0.3, SECTIONS),
        )
        for number in range(1, campaigns + 1)
    ]  # fmt: skip
    return make_snapshot(rows, floors=Floors(click=20_000, thousand=200_000))


def measured(campaigns: int, decisions: int, *, anywhere: bool) -> dict[str, float]:
    """Microseconds of a decision (p50, p99), those of the empty loop beside it, and how many ads matched on average."""
    snapshot, chance = town(campaigns, anywhere=anywhere), np.random.default_rng(2)
    slots = [SlotAsk(f"slot-{number}", 1.0 - number / 10) for number in range(SLOTS)]
    left = np.full(len(snapshot), NO_LIMIT, dtype=np.int64)
    asks = [
        Ask(
            places=tuple(map(int, chance.integers(0, PLACES, 3))),
            topics=tuple(map(int, chance.integers(0, TOPICS, 5))),
            sections=(int(chance.integers(SECTIONS)),),
        )
        for _ in range(min(decisions, 2000))
    ]  # fmt: skip
    took, floor = np.zeros(decisions), np.zeros(decisions)
    for number in range(decisions):
        ask, draw = asks[number % len(asks)], Draw(number)
        start = perf_counter_ns()
        decide(snapshot, ask, slots, left=left, draw=draw, now=NOW)
        took[number] = perf_counter_ns() - start
        # As long as a decision takes, and nothing in it: what the machine itself takes away.
        goes_on = perf_counter_ns() + took[: number + 1].min()
        start = perf_counter_ns()
        while perf_counter_ns() < goes_on:
            pass
        floor[number] = perf_counter_ns() - start
    matched = float(np.mean([snapshot.targets.matched(ask, snapshot.awake.at(NOW)).sum() for ask in asks[:200]]))
    found = {"matched": matched}
    for name, values in (("decision", took / 1000), ("empty", floor / 1000)):
        found |= {f"{name}_p50_us": float(np.median(values)), f"{name}_p99_us": float(np.percentile(values, 99))}
    found["p99_above_empty_us"] = found["decision_p99_us"] - found["empty_p99_us"]
    return {name: round(value, 1) for name, value in found.items()}
