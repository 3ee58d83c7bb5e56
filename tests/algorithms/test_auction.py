"""An auction is what one would do by hand; its prices are between floor and bid and can be computed again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsstand.algorithms.auction import (
    NO_LIMIT,
    AdRow,
    Ask,
    Choice,
    Draw,
    Effects,
    Floors,
    SlotAsk,
    Snapshot,
    decide,
    make_snapshot,
    price_again,
)
from tests.algorithms.auction_by_hand import ByHand

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
SLOTS = (SlotAsk("front-1", 1.0), SlotAsk("front-2", 0.7), SlotAsk("article-1", 0.5))
NOTHING = Ask()
few = st.frozensets(st.integers(1, 4), max_size=2)
keys = st.frozensets(st.sampled_from(["front-1", "front-2", "article-1", "thread-1"]), max_size=2)
moments = st.one_of(st.none(), st.integers(-2, 2).map(lambda hours: NOW + timedelta(hours=hours)))
weeks = st.one_of(
    st.just(""), st.integers(0, 167).map(lambda hour: "0" * hour + "1" + "0" * (167 - hour)), st.just("1" * 168)
)


@st.composite
def ad_rows(draw: st.DrawFn, number: int) -> AdRow:
    pricing = draw(st.sampled_from(["cpc", "cpm", "house"]))
    return AdRow(
        ad=number,
        campaign=draw(st.integers(1, 6)),
        advertiser=draw(st.integers(1, 6)),
        category=draw(st.sampled_from(["food", "cars", "jobs", "homes"])),
        pricing=pricing,
        bid=0 if pricing == "house" else draw(st.integers(1, 5_000_000)),
        rate=draw(st.floats(1e-4, 0.2)),
        rate_sd=draw(st.sampled_from([0.0, 0.001, 0.05])),
        pace=draw(st.sampled_from([1.0, 0.5, 0.01])),
        places=draw(few),
        topics=draw(few),
        sections=draw(few),
        slots=draw(keys),
        not_places=draw(few) if draw(st.booleans()) else frozenset(),
        not_topics=draw(few) if draw(st.booleans()) else frozenset(),
        not_sections=draw(few) if draw(st.booleans()) else frozenset(),
        not_slots=draw(keys) if draw(st.booleans()) else frozenset(),
        hours=draw(weeks),
        zone=draw(st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"])),
        starts=draw(moments),
        ends=draw(moments),
        grave=draw(st.booleans()),
    )


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[AdRow], Ask, Effects, dict[int, int], Draw]:
    rows = [draw(ad_rows(number)) for number in range(1, 1 + draw(st.integers(0, 12)))]
    if draw(st.booleans()):
        rows = [replace(row, places=frozenset(), topics=frozenset(), starts=None, ends=None, hours="") for row in rows]
    some = st.lists(st.integers(1, 4), max_size=3).map(tuple)
    ask = Ask(
        places=draw(some),
        topics=draw(some),
        sections=draw(some),
        is_grave=draw(st.booleans()),
        without=draw(st.frozensets(st.sampled_from(["food", "cars"]), max_size=1)),
    )
    effects = Effects(
        slots=draw(st.dictionaries(st.sampled_from(["front-1", "front-2"]), st.floats(0.1, 3), max_size=2)),
        sections=draw(st.dictionaries(st.integers(0, 4), st.floats(0.2, 3), max_size=2)),
        crosses={(row.ad, 1): 2.0 for row in rows if draw(st.booleans())},
    )
    left = {row.ad: draw(st.sampled_from([NO_LIMIT, NO_LIMIT, 0, 1, 700, 200_000])) for row in rows}
    return rows, ask, effects, left, Draw(draw(st.integers(0, 10_000)))


def lefts(snapshot: Snapshot, left: dict[int, int] | None = None) -> np.typing.NDArray[np.int64]:
    return np.array([(left or {}).get(row.ad, NO_LIMIT) for row in snapshot.rows], dtype=np.int64)


def answers(
    rows: list[AdRow], ask: Ask = NOTHING, seed: int = 1, slots: tuple[SlotAsk, ...] = SLOTS
) -> list[Choice | None]:
    snapshot = make_snapshot(rows, floors=Floors(click=1000, thousand=1000))
    return decide(snapshot, ask, slots, left=lefts(snapshot), draw=Draw(seed), now=NOW)


def row(ad: int, **said: object) -> AdRow:
    given = {"campaign": ad, "advertiser": ad, "category": str(ad), "pricing": "cpc", "bid": 500_000, **said}
    return AdRow(ad=ad, **given)  # type: ignore[arg-type]


@settings(max_examples=400, deadline=None)
@given(pages())
def test_the_arrays_answer_as_one_would_by_hand(page: tuple[list[AdRow], Ask, Effects, dict[int, int], Draw]) -> None:
    rows, ask, effects, left, draw = page
    floors = Floors(click=1000, thousand=1000)
    snapshot = make_snapshot(rows, floors=floors, effects=effects)
    said = decide(snapshot, ask, SLOTS, left=lefts(snapshot, left), draw=draw, now=NOW)
    by_hand = ByHand(rows, floors, effects, left, draw)
    expected = by_hand.decide(ask, SLOTS, NOW)
    assert [choice and choice.ad for choice in said] == [one and one[0] for one in expected]
    bids = {one.ad: by_hand.bid(one) for one in rows}
    for choice, one in zip(said, expected, strict=True):
        if choice and one and choice.pricing != "house":
            # I11: floor <= price <= bid, and the price follows from the decision's record.
            assert choice.floor <= choice.price <= bids[choice.ad]
            assert choice.runner_up <= one[1] * (1 + 1e-9)
            again = price_again(
                pricing=choice.pricing, rate=choice.rate, runner_up=choice.runner_up, floor=choice.floor
            )
            assert again == choice.price


@settings(max_examples=150, deadline=None)
@given(pages(), st.integers(0, 11), st.integers(1, 5_000_000))
def test_raising_only_ones_own_bid_never_lowers_ones_own_rank(
    page: tuple[list[AdRow], Ask, Effects, dict[int, int], Draw], which: int, more: int
) -> None:
    rows, ask, effects, left, draw = page
    if which >= len(rows) or rows[which].pricing == "house":
        return
    ranks = []
    for bid in (rows[which].bid, rows[which].bid + more):
        changed = [*rows[:which], replace(rows[which], bid=bid), *rows[which + 1 :]]
        snapshot = make_snapshot(changed, floors=Floors(1000, 1000), effects=effects)
        said = decide(snapshot, ask, SLOTS, left=lefts(snapshot, left), draw=draw, now=NOW)
        inorder = sorted(range(3), key=lambda number: -effects.slots.get(SLOTS[number].key, SLOTS[number].weight))
        choices = [said[number] for number in inorder]
        ranks.append(next((rank for rank, one in enumerate(choices) if one and one.ad == rows[which].ad), 99))
    assert ranks[1] <= ranks[0]


def test_many_rows_answer_as_one_would_by_hand() -> None:
    chance = np.random.default_rng(5)
    rows = [
        row(
            ad,
            advertiser=int(chance.integers(40)),
            category=str(chance.integers(12)),
            pricing=("cpc", "cpm")[ad % 2],
            # Many equal ones: what is drawn lets them take turns.
            bid=(400_000, 2_000_000)[ad % 2] * int(chance.integers(1, 4)),
            rate=float(chance.choice([0.002, 0.004])),
            rate_sd=float(chance.choice([0.0, 0.002])),
            places=frozenset({int(chance.integers(3))}) if ad % 3 else frozenset(),
        )
        for ad in range(1, 1200)
    ]
    left = {one.ad: int(chance.choice([NO_LIMIT, 0, 1500])) for one in rows}
    floors, effects = Floors(1000, 1000), Effects(crosses={(ad, 7): 3.0 for ad in range(1, 1200, 50)})
    snapshot = make_snapshot(rows, floors=floors, effects=effects)
    for seed in range(40):
        ask = Ask(places=(seed % 4,), sections=(7,) if seed % 2 else ())
        said = decide(snapshot, ask, SLOTS, left=lefts(snapshot, left), draw=Draw(seed), now=NOW)
        expected = ByHand(rows, floors, effects, left, Draw(seed)).decide(ask, SLOTS, NOW)
        assert [choice and choice.ad for choice in said] == [one and one[0] for one in expected]


def test_an_advertiser_with_a_thousand_ads_has_one_on_a_page() -> None:
    rows = [row(ad, advertiser=1, bid=900_000) for ad in range(1, 1001)]
    rows += [row(2000, advertiser=2, bid=2_000), row(2001, advertiser=3, bid=1_000)]
    said = [choice.advertiser for choice in answers(rows) if choice]
    assert said == [1, 2, 3]


def test_the_same_page_and_draw_get_the_same_answer_whoever_reads() -> None:
    rows = [row(ad, rate_sd=0.004, bid=400_000 + ad) for ad in range(1, 60)]
    first, second = answers(rows, seed=9), answers(list(reversed(rows)), seed=9)
    assert first == second


def test_another_draw_lets_what_is_unsure_have_its_turn() -> None:
    rows = [row(1, rate=0.005), row(2, rate=0.004, rate_sd=0.004)]
    first = {seed: answers(rows, seed=seed)[0] for seed in range(200)}
    shown = [choice.ad for choice in first.values() if choice]
    assert 20 < shown.count(2) < 180


def test_equal_bids_take_turns() -> None:
    rows = [row(ad, pricing="cpm", bid=3_000_000, rate=0.0) for ad in (1, 2, 3)]
    shown = [choice.ad for seed in range(300) for choice in answers(rows, seed=seed)[:1] if choice]
    assert all(60 < shown.count(ad) < 140 for ad in (1, 2, 3))


def test_the_price_of_a_click_is_what_it_takes_to_stay_before_the_next() -> None:
    rows = [row(1, bid=900_000, rate=0.01), row(2, bid=600_000, rate=0.005)]
    first, second, none = answers(rows)
    assert first
    assert second
    assert (first.ad, first.price, first.runner_up) == (1, 300_000, 3000.0)
    assert (second.ad, second.price, second.runner_up) == (2, 1000, 0.0)
    assert none is None


def test_the_price_of_views_is_by_the_thousand_and_against_clicks_by_what_they_bring() -> None:
    rows = [row(1, pricing="cpm", bid=9_000_000), row(2, bid=600_000, rate=0.005)]
    first = answers(rows)[0]
    assert first
    assert (first.ad, first.price) == (1, 3_000_000)


def test_an_advertisers_own_campaigns_do_not_raise_its_price() -> None:
    rows = [row(1, advertiser=1, bid=900_000), row(2, advertiser=1, bid=899_000)]
    first = answers(rows)[0]
    assert first
    assert first.price == 1000


def test_nobody_pays_more_than_is_left() -> None:
    rows = [row(1, bid=900_000), row(2, bid=300_000)]
    snapshot = make_snapshot(rows, floors=Floors(1000, 1000))
    said = decide(snapshot, Ask(), SLOTS, left=lefts(snapshot, {1: 400_000}), draw=Draw(1), now=NOW)
    assert said[0]
    assert (said[0].ad, said[0].price) == (1, 300_000)
    said = decide(snapshot, Ask(), SLOTS, left=lefts(snapshot, {1: 999}), draw=Draw(1), now=NOW)
    assert said[0]
    assert said[0].ad == 2
    assert said[1] is None


def test_the_house_fills_what_nobody_bought_and_pays_nothing() -> None:
    house = [row(ad, pricing="house", bid=0, advertiser=99, category="other") for ad in (10, 11)]
    said = answers([row(1), *house])
    assert [choice.ad for choice in said if choice and choice.pricing == "house"] in ([10, 11], [11, 10])
    assert [choice.price for choice in said if choice] == [1000, 0, 0]


def test_what_the_page_meets_is_said() -> None:
    rows = [row(1, places=frozenset({3, 4}), topics=frozenset({9}), slots=frozenset({"front-1"}))]
    said = answers(rows, Ask(places=(4, 5, 3), topics=(9,)))[0]
    assert said
    assert said.matched == (("place", 4), ("place", 3), ("topic", 9), ("slot", "front-1"))


def test_hours_go_by_the_advertisers_clock_when_it_is_put_forward_and_back() -> None:
    at_two, at_three = ("0" * (6 * 24 + hour) + "1" + "0" * (23 - hour) for hour in (2, 3))
    rows = [row(1, hours=at_two, zone="Europe/Berlin"), row(2, hours=at_three, zone="Europe/Berlin")]
    snapshot = make_snapshot(rows, floors=Floors(1, 1))

    def shown(now: datetime) -> list[int]:
        said = decide(snapshot, Ask(), SLOTS, left=lefts(snapshot), draw=Draw(1), now=now)
        return [choice.ad for choice in said if choice]

    # On 29 March no clock in Berlin shows two: from 01:00 UTC it is three.
    assert shown(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == []
    assert shown(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == [2]
    # On 25 October it is two for two hours.
    assert [shown(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1, 2)] == [[1], [1], [2]]


def test_a_date_ends_at_its_very_moment() -> None:
    rows = [row(1, starts=NOW, ends=NOW + timedelta(microseconds=5))]
    snapshot = make_snapshot(rows, floors=Floors(1, 1))
    shown = [
        bool(
            decide(
                snapshot, Ask(), SLOTS[:1], left=lefts(snapshot), draw=Draw(1), now=NOW + timedelta(microseconds=at)
            )[0]
        )
        for at in (-1, 0, 4, 5)
    ]
    assert shown == [False, True, True, False]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pricing": "cpa"}, "cpa"),
        ({"bid": -1}, "-1"),
        ({"rate": 1.5}, "1.5"),
        ({"pace": 1.5}, "1.5"),
        ({"hours": "10"}, "168"),
        ({"hours": "1" * 168, "zone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
def test_a_row_that_cannot_be_is_named(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make_snapshot([row(7, **wrong)], floors=Floors())


def test_an_ad_is_there_once_and_left_has_a_number_for_each_row() -> None:
    with pytest.raises(ValueError, match="twice"):
        make_snapshot([row(7), row(7)], floors=Floors())
    snapshot = make_snapshot([row(7)], floors=Floors())
    with pytest.raises(ValueError, match="shape"):
        decide(snapshot, Ask(), SLOTS, left=np.zeros(3, dtype=np.int64), draw=Draw(1), now=NOW)


def test_no_rows_fill_no_slot() -> None:
    assert answers([]) == [None, None, None]
    assert answers([row(1)], slots=()) == []
