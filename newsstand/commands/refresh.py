"""`newsstand refresh`: feeds are read now."""

import asyncio
from collections.abc import Sequence

from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import progress_bar, say, sentence
from newsstand.lib.clock import now
from newsstand.publishers.models import Feed
from newsstand.worker.rounds import catch_up


def refresh_feeds(addresses: Sequence[str], *, only_due: bool) -> int:
    """Read feeds, wait for it, and print what became of each; 1 if a feed could not be read or is not known."""
    prepare_database()
    active = Feed.objects.filter(retired_at=None)
    known = set(active.filter(address__in=addresses).values_list("address", flat=True))
    unknown = [address for address in addresses if address not in known]
    for address in unknown:
        say(f"{address}: no such feed is here. Add it with: newsstand add {address}")
    if addresses:
        active = active.filter(address__in=addresses)
    if not only_due and not (addresses and not known):
        # Whoever asks for it wants it now.
        active.update(next_check_at=now())
    with progress_bar("Reading", Feed.objects.due(now()).count()) as progress:
        outcomes = asyncio.run(catch_up(clock=now, progress=progress))
    for outcome in outcomes:
        print(sentence(outcome), flush=True)
    if not outcomes:
        say(
            "Nothing was due."
            if Feed.objects.exists()
            else "There are no feeds yet. Add one with: newsstand add ADDRESS"
        )
    return 1 if unknown or any(outcome.state == "error" for outcome in outcomes) else 0
