"""The simulated town in small: the page learns, the quiet are heard, and a click farm does not lead."""

from bench.ranking import NOWHERE, live_through
from bench.simulated_town import make_town, teach_and_compare


def test_the_page_comes_nearer_to_the_best_order_and_the_farm_does_not_lead() -> None:
    town = make_town(people=60, papers=15, seed=3)
    found = live_through(town, days=4, visits=8, quietly=True)
    assert all(page < newest - 0.05 for page, newest in zip(found.regret, found.newest, strict=True))
    assert sum(found.regret[2:]) / 2 < found.regret[0]
    assert found.farm_best_by_clicks == 1
    assert 1 < found.farm_best < NOWHERE
    assert found.quiet_shown > found.quiet_articles
    compared = teach_and_compare(town)
    assert compared.low <= compared.difference <= compared.high
    assert compared.places == len(town.logged) - len(town.logged) // 2


def test_the_same_seed_is_the_same_town() -> None:
    once, again = (
        live_through(make_town(people=12, papers=6, seed=1), days=1, visits=2, quietly=True) for _ in range(2)
    )
    assert once == again


def test_without_a_farm_nothing_of_it_is_anywhere() -> None:
    found = live_through(make_town(people=12, papers=6, seed=1, farms=False), days=1, visits=2, quietly=True)
    assert found.farm_best == found.farm_best_by_clicks == NOWHERE
