"""When readers' reports hold a comment until a moderator has looked (the published rule: /about/rules)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

# Reports of somebody who came today hold nothing: accounts made for the purpose would.
OLD_ENOUGH = timedelta(days=1)
# So many more refused reports than upheld ones within NINETY_DAYS: their reports are read, but hold nothing.
MOST_REFUSED = 5
COUNTED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody with an open report: how old the account is, and what became of former reports within COUNTED."""

    age: timedelta
    is_sanctioned: bool = False
    upheld: int = 0
    refused: int = 0


def is_in_good_standing(one: Reporter) -> bool:
    """Whether the report counts towards holding. Everybody's report is read by a moderator, whatever this says."""
    return one.age >= OLD_ENOUGH and not one.is_sanctioned and one.refused - one.upheld < MOST_REFUSED


def holds(reporters: Iterable[Reporter], *, wanted: int, was_approved: bool) -> bool:
    """Whether open reports of different people hold a thing. 0 wanted: reports alone never do.

    What a moderator has left standing is not held again by reports alone: that would let a crowd overrule them.
    """
    if wanted <= 0 or was_approved:
        return False
    return sum(map(is_in_good_standing, reporters)) >= wanted
