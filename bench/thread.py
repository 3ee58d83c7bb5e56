"""The first page of a thread of 10,000 comments, beside the whole thread; alone and among a million."""

from bench.engines import both

COMMENTS, VOTES, PEOPLE, EVERYTHING, BLOCK, TIMES = 10_000, 100_000, 2_000, 1_000_000, 10_000, 40
QUICK = {"COMMENTS": 300, "VOTES": 900, "PEOPLE": 50, "EVERYTHING": 1_500, "BLOCK": 400, "TIMES": 3}


def run() -> dict[str, object]:
    """Milliseconds and queries of each order, on SQLite and PostgreSQL; how much slower in the large database."""
    sizes = (COMMENTS, VOTES, PEOPLE, EVERYTHING, BLOCK, TIMES)
    figures = both("bench.thread_round", *sizes)
    return {"comments": COMMENTS, "votes": VOTES, "comments_in_the_large_database": EVERYTHING, **figures}
