"""Write down what was changed about an advertiser or a campaign."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.advertisers.models import Advertiser, Campaign, Change

LONGEST = 500


def note_change(
    *, advertiser: Advertiser, campaign: Campaign | None, by: User | None, said: str, now: datetime
) -> Change:
    """Keep a sentence such as "Bid 0.20 → 0.25", inside the caller's transaction; `by` is None where a rule did it.

    What is longer than a row takes is cut, and says so with an ellipsis.
    """
    if len(said) > LONGEST:
        said = said[: LONGEST - 1].rstrip() + "…"
    return Change.objects.create(advertiser=advertiser, campaign=campaign, by=by, at=now, said=said)
