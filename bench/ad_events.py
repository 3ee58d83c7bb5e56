"""Views and clicks booked a second, with all rows of the ledger, beside bare inserts; and under SIGKILL."""

from bench.engines import both

VIEWS, CLICKS, KILLS = 60_000, 12_000, 6
QUICK = {"VIEWS": 1_000, "CLICKS": 300, "KILLS": 1}


def run() -> dict[str, object]:
    """Views of CPM and CPC campaigns, clicks of CPC campaigns, a bare insert of such rows; on both databases."""
    return {"views": VIEWS, "clicks": CLICKS, "kills": KILLS, **both("bench.ad_events_round", VIEWS, CLICKS, KILLS)}
