"""A publisher's desk is measured; its pages ask as much for one article as for a hundred times as many."""

from bench.engines import one_round
from bench.home import temporary_home


def test_every_page_of_the_desk_is_measured_with_its_queries() -> None:
    with temporary_home() as env:
        figures = one_round("bench.dashboard_round", (120, 40, 1), env)
    small = figures["for_a_hundredth_of_the_articles"]
    assert isinstance(small, dict)
    assert {"figures_a_year", "articles", "contract", "csv_of_a_year"} <= set(small)
    for name in small:
        page = figures[name]
        assert isinstance(page, dict)
        # The round itself fails where one of them costs more queries than with fewer articles.
        assert page["queries"] > 0
        assert page["ms"] > 0
    assert figures["summing_a_year_at_view_time_ms"]
