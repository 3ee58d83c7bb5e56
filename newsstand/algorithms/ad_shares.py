"""What of ads' money is an owner's, article by article, in whole micros."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsstand.algorithms.split import share_of

# The formula as data: it goes into every statement with ads, and statements.py computes by it.
AD_RULE: Mapping[str, object] = {
    "version": 1,
    "counts": "views and clicks that an advertiser paid",
    "gross": "what advertisers paid for them",
    "earned": "gross * share / 10000, for each article and day",
    "rounding": "largest remainder, in micros; an exact half is the earner's",
}


@dataclass(frozen=True, slots=True)
class AdCell:
    """What an owner's ads cost on one article (0: on none) and day: `gross` micros for `views` and `clicks`."""

    article: int
    views: int
    clicks: int
    gross: int


@dataclass(frozen=True, slots=True)
class Shared:
    """The same, divided: `micros` are the owner's."""

    article: int
    views: int
    clicks: int
    gross: int
    micros: int


def shared(cells: Iterable[AdCell], share: int) -> list[Shared]:
    """Each cell divided by the owner's share (basis points), in the order of articles; without those that are nothing.

    An owner's part is within half a micro of exact and never above the gross (largest remainder of two parts). What is
    below zero, as it is taken back, is divided as what came. Raises ValueError for a share that is none.
    """
    ordered = sorted(cells, key=lambda cell: cell.article)
    return [
        Shared(one.article, one.views, one.clicks, one.gross, theirs(one.gross, share))
        for one in ordered
        if one.gross or one.views or one.clicks
    ]


def theirs(gross: int, share: int) -> int:
    """What of `gross` micros, which may be below zero, is the owner's by a share in basis points."""
    part, _ = share_of(abs(gross), share)
    return part if gross >= 0 else -part


def remaining(now: Iterable[AdCell], before: Mapping[int, AdCell]) -> list[AdCell]:
    """What cells hold that was not settled `before`, by article."""
    nothing = AdCell(0, 0, 0, 0)
    found, left = [], dict(before)
    for one in now:
        old = left.pop(one.article, nothing)
        found.append(AdCell(one.article, one.views - old.views, one.clicks - old.clicks, one.gross - old.gross))
    found += [AdCell(old.article, -old.views, -old.clicks, -old.gross) for old in left.values()]
    return [one for one in found if one.views or one.clicks or one.gross]


def ads_formula(share: int) -> str:
    """The formula in a sentence, with somebody's share in basis points."""
    return (
        "What advertisers paid for views and clicks on your pages × "
        f"{share / 100:g} %, for each article and day. What stands for a thousand views is booked to the millionth."
    )
