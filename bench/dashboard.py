"""A publisher's desk over 10,000 articles and a year of reads; and what summing at view time would cost instead."""

from bench.engines import both

ARTICLES, DAYS, TIMES = 10_000, 365, 12
QUICK = {"ARTICLES": 60, "DAYS": 40, "TIMES": 2}


def run() -> dict[str, object]:
    """Milliseconds and queries of each page, on SQLite and PostgreSQL, for all and for a hundredth of the articles."""
    figures = both("bench.dashboard_round", ARTICLES, DAYS, TIMES)
    return {"articles": ARTICLES, "days_of_reads": DAYS, **figures}
