"""How fast somebody may write: counted in rows, so that it holds however many processes answer.

Each process counts in memory first (lib/ratelimit.py), also what was refused; the rows hold all of them together to
what one of them would let pass.
"""

import math
from datetime import datetime, timedelta

from newsstand.accounts.models import User
from newsstand.comments.errors import TooFastError
from newsstand.comments.models import Comment
from newsstand.lib.ratelimit import Rate

POSTS = (Rate(5, 60), Rate(60, 3600))
# A bucket that is full and refilled evenly lets so many times its rate pass within its time, and no more.
AT_MOST = 2


def keep_pace(user: User, now: datetime) -> None:
    """Raise TooFastError when there have been enough of the user's comments, with when to go on. Two queries."""
    own = Comment.objects.filter(user=user).order_by("-posted_at")
    wait = 0.0
    for rate in POSTS:
        window = timedelta(seconds=rate.seconds)
        # The comment that has to leave the window before the next may come.
        most = rate.most * AT_MOST
        oldest = own.filter(posted_at__gt=now - window).values_list("posted_at", flat=True)[most - 1 : most]
        wait = max([wait, *((moment + window - now).total_seconds() for moment in oldest)])
    if wait > 0:
        raise TooFastError(max(1, math.ceil(wait)))
