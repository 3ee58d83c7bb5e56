"""Votes a second on one node, beside a bare UPDATE of one row through the same connection."""

from bench.engines import both

VOTES, COMMENTS = 1_200, 200
QUICK = {"VOTES": 40, "COMMENTS": 5}


def run() -> dict[str, object]:
    """Votes and bare updates a second, for one comment and many, with one thread and eight, on both databases."""
    return {"votes_a_case": VOTES, "many_comments": COMMENTS, **both("bench.votes_round", VOTES, COMMENTS)}
