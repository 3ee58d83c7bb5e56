"""Whether a feed gave the whole article, and which of two texts is the more complete."""

# A summary is seldom longer than this; an article seldom shorter.
FEW_WORDS = 120
CLEARLY_MORE = 1.2
ELLIPSES = ("…", "...", "[…]", "[...]", "(more)", "read more", "continue reading")


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
    return page_words >= 30 and page_words > feed_words * CLEARLY_MORE
