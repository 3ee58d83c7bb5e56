"""Which comments stand first: how much they were liked for how often they were seen.

Likes alone put first what came first. What is counted here is the likes against those that a comment of this thread
gets for as many looks, with two of each added, so that a new comment begins at 1 and is seen. The formula and what it
was measured against stand in docs/decisions/0017-threads.md; readers find it at /about#best.
"""

from math import sqrt

# How many looks' worth of "as good as any" each comment begins with. Between 0.5 and 4 it makes no difference.
ALREADY = 2.0
# The same for a whole thread: likes and looks that are supposed before anybody was there (8 in 100 looks).
THREADS_LOOKS = 25.0
# How fast attention falls from one place to the next.
FALL = 0.12
# So many stand on a page; what stands further down was seen by nobody who only opened the page.
PLACES_SEEN = 20
# 80 of 100: the confidence that Lobsters and Reddit ask for.
Z = 1.2816


def looked_at(place: int) -> float:
    """Which share of those who open the page look at the comment at `place`, counted from 0: 1 for the first."""
    return 1 / (1 + FALL * place) if 0 <= place < PLACES_SEEN else 0.0


def good(likes: int, reports: int) -> float:
    """What speaks for a comment: its likes, less one for each open report; never below 0."""
    return max(0.0, float(likes - reports))


def rate(all_good: float, all_seen: float) -> float:
    """How many likes a look brings in this thread, always above 0: all that is good by all looks."""
    return (max(0.0, all_good) + ALREADY) / (max(0.0, all_seen) + THREADS_LOOKS)


def best(*, likes: int, reports: int, seen: float, rate: float | None) -> float:
    """A comment's place in *best*: the higher, the further up; 1 for one that nobody has seen yet.

    `seen` is how often it was presumably looked at, `rate` what `rate` gives for its thread; None while nobody knows how
    often anything was seen: then it is 1 and the lower bound of the share of likes (Wilson 1927).
    """
    if rate is None:
        return 1 + lower_bound(likes, reports)
    return (good(likes, reports) + ALREADY) / (max(0.0, seen) * rate + ALREADY)


def lower_bound(ups: int, downs: int, z: float = Z) -> float:
    """Wilson's lower bound of the share of `ups`, from 0 to 1; 0 where there is none of either."""
    number = ups + downs
    if number <= 0:
        return 0.0
    share = ups / number
    spread = z * sqrt((share * (1 - share) + z * z / (4 * number)) / number)
    return max(0.0, (share + z * z / (2 * number) - spread) / (1 + z * z / number))
