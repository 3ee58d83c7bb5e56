"""Charges a second beside a bare UPDATE of one row; and nodes that are killed by the hundred: is every micro there?"""

from bench.engines import both

CHARGES, BATCH, CAMPAIGNS = 40_000, 500, 100
# So often so many nodes at once are killed.
ROUNDS, NODES = 25, 8
QUICK = {"CHARGES": 400, "BATCH": 100, "CAMPAIGNS": 10, "ROUNDS": 1, "NODES": 2}


def run() -> dict[str, object]:
    """Clicks and views by lease in batches, a node's look at its campaigns, and what a loop of kills leaves."""
    sizes = CHARGES, BATCH, CAMPAIGNS, ROUNDS, NODES
    return {"charges": CHARGES, "in_a_batch": BATCH, "killed": ROUNDS * NODES, **both("bench.ad_money_round", *sizes)}
