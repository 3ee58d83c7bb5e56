"""A made thread with the shape of real ones, the same for the same seed: depth, bursts, lengths, votes.

Shapes: a third begins a conversation of its own, most answers go to what was said lately, and more to what was already
answered (so a few threads are deep and long); arrivals thin out over days and come in bursts; lengths are log-normal
around a hundred and fifty characters; votes follow a power law and favour what came early.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

SENTENCE = (
    "the ferry council bridge harbour because nobody asked people who live there again money winter plan I think you "
    "are right but it was not like that when we came here years ago and still they say every time that there is no "
    "other way which I doubt very much since my neighbour works at the office and sees what is paid for what"
)
WORDS = SENTENCE.split()
BEGINS = 0.35
# Of the answers: to one of the latest so many comments; the others to anything, or to whom somebody answered before.
TO_LATE, LATE = 0.6, 40
MEDIAN_LENGTH, SPREAD, LONGEST = 150, 0.9, 4000
BURST = 0.05


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: `above` is the place of what it answers in the list, None for a root; `seconds` since the first."""

    above: int | None
    root: int | None
    depth: int
    seconds: int
    text: str


def conversation(size: int, seed: int) -> list[Said]:
    """So many comments in the order in which they came."""
    dice = random.Random(seed)
    made: list[Said] = []
    answered: list[int] = []
    clock, pace = 0.0, 20.0
    for number in range(size):
        pace = 2.0 if dice.random() < BURST else pace + (20.0 * (1 + number / 500) - pace) * 0.1
        clock += dice.expovariate(1 / pace)
        above = answers(dice, number, answered)
        if above is None:
            made.append(Said(None, None, 0, int(clock), words(dice)))
            continue
        answered.append(above)
        root = made[above].root
        made.append(Said(above, above if root is None else root, made[above].depth + 1, int(clock), words(dice)))
    return made


def answers(dice: random.Random, number: int, answered: Sequence[int]) -> int | None:
    """What the next comment answers."""
    if number == 0 or dice.random() < BEGINS:
        return None
    if dice.random() < TO_LATE:
        return dice.randrange(max(0, number - LATE), number)
    if answered and dice.random() < 0.7:
        return dice.choice(answered)
    return dice.randrange(number)


def words(dice: random.Random) -> str:
    """A text of a length as people write."""
    wanted = min(LONGEST, max(3, int(dice.lognormvariate(0, SPREAD) * MEDIAN_LENGTH)))
    found: list[str] = []
    length = 0
    while length < wanted:
        found.append(dice.choice(WORDS))
        length += len(found[-1]) + 1
    return " ".join(found)


def votes(size: int, number: int, people: int, seed: int) -> list[tuple[int, int]]:
    """So many different pairs of a comment's place and a voter's, or fewer where there are not so many."""
    dice = random.Random(seed)
    found: set[tuple[int, int]] = set()
    for _ in range(number * 3):
        if len(found) == number:
            break
        # Pareto with the exponent of long tails; its beginning is the thread's.
        place = min(size - 1, int(dice.paretovariate(0.7) * size / 60) - size // 60)
        found.add((place if dice.random() < 0.6 else dice.randrange(size), dice.randrange(people)))
    return sorted(found)
