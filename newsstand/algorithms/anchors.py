"""Passages that remarks are about, found again in a text that changed around them, or known to be gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsstand.algorithms.quoting import fold

BEFORE = 60
MOST_QUOTE = 500


@dataclass(frozen=True, slots=True)
class Span:
    """Where a passage stands: in which of the blocks, from which of its characters to which."""

    block: int
    start: int
    end: int


def anchor(text: str, start: int, end: int) -> tuple[str, str]:
    """What is kept of a passage of one block: its words, at most MOST_QUOTE characters, and what stands before it."""
    return text[start:end][:MOST_QUOTE], text[max(0, start - BEFORE) : start]


def find(quote: str, before: str, blocks: Sequence[str]) -> Span | None:
    """Where the passage stands now; None when it is gone.

    Case, quotation marks and white space do not matter. Of several places with the same words the one counts before
    which most of `before` stands; of equals the first.
    """
    wanted, _ = fold(quote.strip())
    wanted = wanted.strip()
    if not wanted:
        return None
    lead = fold(before)[0]
    best: tuple[int, Span] | None = None
    for number, block in enumerate(blocks):
        folded, places = fold(block)
        start = folded.find(wanted)
        while start >= 0:
            alike = common_end(folded[:start], lead)
            span = Span(number, places[start], places[start + len(wanted) - 1] + 1)
            if best is None or alike > best[0]:
                best = (alike, span)
            start = folded.find(wanted, start + 1)
    return best[1] if best is not None else None


def common_end(one: str, other: str) -> int:
    """How many characters the ends of two texts have in common."""
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count
