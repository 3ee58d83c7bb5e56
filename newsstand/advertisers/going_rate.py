"""What others bid, in a range: enough to bid sensibly, and nothing of anybody in particular."""

from datetime import datetime

from newsstand.advertisers.models import Campaign

FEWEST_ADVERTISERS = 5


def going_rate(pricing: str, now: datetime) -> tuple[int, int] | None:
    """Between which bids, in micros, the middle half of the running campaigns of this pricing lies.

    None where fewer than five advertisers have one: then a range would tell of single ones. One query.
    """
    running = Campaign.objects.filter(
        pricing=pricing, paused_at=None, ended_at=None, starts_at__lte=now, advertiser__suspended_at=None
    ).exclude(ends_at__lte=now)
    rows = list(running.values_list("bid", "advertiser"))
    if len({advertiser for _, advertiser in rows}) < FEWEST_ADVERTISERS:
        return None
    bids = sorted(bid for bid, _ in rows)
    return bids[len(bids) // 4], bids[(3 * len(bids)) // 4]
