"""Rates are of the ad's own views where there are many, of everybody's where there are few, and right on the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.ad_cold import calibrated, cold_start
from newsstand.algorithms.clickrate import FIRST_RATE, Cell, Model, calibration, fit

counts = st.tuples(st.integers(0, 10**7), st.integers(0, 10**5))


def test_nothing_seen_is_the_usual_rate_in_slots_as_they_say_of_themselves() -> None:
    model = fit([], slots={"front-2": 0.7})
    assert model.rate(1, "front-1", 0) == FIRST_RATE
    assert model.rate(1, "front-2", 0) == pytest.approx(0.7 * FIRST_RATE)


def test_an_ad_with_many_views_has_its_own_rate_and_one_with_few_that_of_all() -> None:
    others = [Cell(ad, "a", 0, 20_000, 100 + ad) for ad in range(20)]
    model = fit([*others, Cell(98, "a", 0, 400_000, 8000), Cell(99, "a", 0, 3, 1)])
    assert model.rate(98, "a", 0) == pytest.approx(0.02, rel=0.05)
    assert model.rate(99, "a", 0) < 0.02
    assert model.ads[99][1] > 5 * model.ads[98][1]


def test_an_effect_of_a_slot_is_learnt_apart_from_the_ads_that_stood_there() -> None:
    # The better ads stood in the better slot more often: its rate is no reason to think the slot better still.
    cells = []
    for ad in range(40):
        rate = 0.002 * (1 + ad % 4)
        for slot, factor, views in (("a", 1.0, 20_000 * (1 + ad % 4)), ("b", 0.5, 40_000)):
            cells.append(Cell(ad, slot, 0, views, round(views * rate * factor)))
    model = fit(cells, slots={"a": 1.0, "b": 1.0})
    assert model.slots["b"] / model.slots["a"] == pytest.approx(0.5, rel=0.1)
    assert model.rate(3, "b", 0) / model.rate(0, "b", 0) == pytest.approx(4, rel=0.1)


def test_an_ad_that_is_clicked_in_one_section_alone_is_expected_to_be_clicked_there() -> None:
    cells = [Cell(ad, "a", section, 50_000, 250) for ad in range(10) for section in (1, 2)]
    model = fit([*cells, Cell(50, "a", 1, 50_000, 1000), Cell(50, "a", 2, 50_000, 100)])
    assert model.rate(50, "a", 1) > 5 * model.rate(50, "a", 2)


@given(st.dictionaries(st.tuples(st.integers(1, 5), st.sampled_from("ab"), st.integers(0, 2)), counts, max_size=12))
def test_any_counts_give_chances(found: dict[tuple[int, str, int], tuple[int, int]]) -> None:
    model = fit(Cell(*key, views, clicks) for key, (views, clicks) in found.items())
    for key in found:
        assert 0 < model.rate(*key) <= 1
    assert all(deviation > 0 for _, deviation in model.ads.values())


def test_the_order_of_counts_changes_nothing_and_parts_are_added_up() -> None:
    cells = [Cell(ad, slot, 1, 1000 * ad, ad) for ad in (1, 2, 3) for slot in ("a", "b")]
    parts = [Cell(cell.ad, cell.slot, cell.section, cell.views // 2, 0) for cell in cells]
    rest = [Cell(cell.ad, cell.slot, cell.section, cell.views - cell.views // 2, cell.clicks) for cell in cells]
    assert fit(cells) == fit([*reversed(rest), *parts])


def test_clicks_expected_of_views_to_come_are_as_many_as_there_are() -> None:
    whole, least, most = calibrated(ads=150, views=3_000_000, seed=1)
    assert 0.97 < whole < 1.03
    assert 0.9 < least < most < 1.1


def test_calibration_without_clicks_says_so() -> None:
    assert calibration(Model(), [Cell(1, "a", 0, 10, 0)]) == float("inf")


def test_new_ads_get_their_chance_and_little_is_lost_by_it() -> None:
    share, _ = cold_start(requests=20_000, seed=5)
    assert share > 0.6
