"""Reads a second on one node, none lost at SIGKILL, beside appending a line to a file with fsync; and the counters."""

from bench.engines import both

SECONDS, EVENTS, ARTICLES = 3, 40_000, 10_000
QUICK = {"SECONDS": 1, "EVENTS": 500, "ARTICLES": 100}


def run() -> dict[str, object]:
    """Events heard, killed, counted; what a year of a publisher's numbers costs; on both databases."""
    return {"articles_of_a_publisher": ARTICLES, **both("bench.reads_round", SECONDS, EVENTS, ARTICLES)}
