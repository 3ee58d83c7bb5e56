"""Whether a feed's news is pushed to us, in words for its publisher."""

from datetime import datetime
from urllib.parse import urlsplit

from newsstand.ingest.models import Subscription
from newsstand.publishers.models import Feed


def push_state(feed: Feed, subscription: Subscription | None, *, now: datetime) -> str:
    """One sentence: who pushes, until when, or why nobody does."""
    if subscription is None:
        return "It is read from time to time: it names no hub (WebSub) that could tell us at once what is new."
    hub = urlsplit(subscription.hub).hostname or subscription.hub
    end = subscription.lease_ends_at
    if end is None or end <= now:
        if subscription.error:
            return f"It is read from time to time, because {hub} does not push it. {subscription.error}"
        return f"It is read from time to time. We have asked {hub} to push it and wait for its answer."
    return promised(feed, subscription, hub, f"{end.day} {end:%B %Y, at %H:%M} UTC", now)


def promised(feed: Feed, subscription: Subscription, hub: str, until: str, now: datetime) -> str:
    """What a promise to push has been worth so far."""
    if feed.pushed_until is not None and feed.pushed_until > now:
        return f"{hub} pushes what is new to us until {until}, renewed before then. It is read every few hours too."
    if subscription.missed_at is not None and subscription.heard_at is not None:
        return f"{hub} pushes it until {until}, but did not push all that was new: it is read as often as without."
    if subscription.heard_at is not None:
        return f"{hub} tells us until {until} when there is something new, and then it is read at once."
    return f"{hub} has promised until {until} to push it; until it has done so once, it is read as often as without."


def forgeries(subscription: Subscription | None) -> str:
    """A sentence on pushes that were ignored; "" where there were none."""
    if subscription is None or not subscription.forged or subscription.forged_at is None:
        return ""
    many = "1 push was" if subscription.forged == 1 else f"{subscription.forged:,} pushes were"
    at = f"{subscription.forged_at.day} {subscription.forged_at:%B %Y, at %H:%M} UTC"
    return f"{many} ignored, the last on {at}: not signed with the secret that was agreed on."
