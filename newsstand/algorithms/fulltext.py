"""Whether a feed gave the whole article, and which of two texts is the more complete."""

from collections.abc import Sequence

from newsstand.algorithms.page_candidates import Candidate
from newsstand.algorithms.page_content import shingles, words_of

# A summary is seldom longer than this; an article seldom shorter.
FEW_WORDS = 120
CLEARLY_MORE = 1.2
FEWEST_OF_A_PAGE = 30
ELLIPSES = ("…", "...", "[…]", "[...]", "(more)", "read more", "continue reading")
# JSON-LD has the text without its pictures and links: it has to have this much more, and nearly all of the other.
MUCH_MORE = 1.5
NEARLY_ALL = 0.8


def best_text(candidates: Sequence[Candidate[str]]) -> int | None:
    """The place of the most complete of a page's texts, given with the most trusted first; None when there are none.

    Another replaces the first only where it has much more words and nearly all that the first says: then the page
    shows but the beginning.
    """
    if not candidates:
        return None
    chosen = 0
    for at, other in enumerate(candidates[1:], start=1):
        here, there = words_of(candidates[chosen].value), words_of(other.value)
        if len(there) > MUCH_MORE * len(here) and overlap(here, there) >= NEARLY_ALL:
            chosen = at
    return chosen


def overlap(words: list[str], others: list[str]) -> float:
    """The share of the four-word sequences of `words` that `others` have too, from 0 to 1."""
    wanted = shingles(words)
    return len(wanted & shingles(others)) / max(1, len(wanted))


def seems_cut(text: str) -> bool:
    """Whether a text ends as if more followed elsewhere."""
    return text.rstrip().rstrip("»→›").rstrip().lower().endswith(ELLIPSES)


def page_needed(*, has_content: bool, words: int, text: str, address: str) -> bool:
    """Whether the article's own page should be read for the whole text.

    A feed's content element is taken at its word unless it is short or cut; a summary has to be long to be the text.
    """
    if not address:
        return False
    if seems_cut(text):
        return True
    return words < (FEW_WORDS // 3 if has_content else FEW_WORDS)


def page_is_better(*, feed_words: int, page_words: int) -> bool:
    """Whether the page's text should replace the feed's."""
    return page_words >= FEWEST_OF_A_PAGE and page_words > feed_words * CLEARLY_MORE


def whose_text(*, feed_words: int, page_words: int, where: str) -> Candidate[bool]:
    """Whether the page's text is taken (True) or the feed's stays, and the reason in words."""
    if page_is_better(feed_words=feed_words, page_words=page_words):
        return Candidate(True, f"{where}: {page_words:,} words, the feed had {feed_words:,}")
    if not page_words:
        return Candidate(False, f"feed: {feed_words:,} words, the page had no text to speak of")
    return Candidate(False, f"feed: {feed_words:,} words, the page had {page_words:,}")
