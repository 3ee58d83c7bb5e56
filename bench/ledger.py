"""Ledger transactions a second, beside bare INSERTs of one row through the same connection."""

from bench.engines import both

POSTS, BATCH = 1_200, 100
QUICK = {"POSTS": 100, "BATCH": 10}


def run() -> dict[str, object]:
    """Transactions of three entries and bare inserts a second: one by one, in batches, eight at once."""
    return {"transactions_a_case": POSTS, "in_a_batch": BATCH, **both("bench.ledger_round", POSTS, BATCH)}
