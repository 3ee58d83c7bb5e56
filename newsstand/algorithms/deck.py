"""The line under a headline, where it says something of its own."""

import re

_WORDS = re.compile(r"\w+")
# A summary whose first so many words open the text was cut from it.
_ENOUGH_WORDS = 12


def deck(summary: str, text: str) -> str:
    """The summary without surrounding space, or "" when it is the beginning of the text and would be read twice."""
    said = _WORDS.findall(summary.casefold())
    if not said:
        return ""
    opening = _WORDS.findall(text[: 2 * len(summary) + 400].casefold())
    compared = said[: min(_ENOUGH_WORDS, max(1, len(said) - 1))]
    return "" if opening[: len(compared)] == compared else summary.strip()


def brief(text: str, most: int) -> str:
    """The text on one line, cut at a word after at most `most` characters, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[:most]
    cut = head[: head.rindex(" ")] if " " in head else head
    return cut.rstrip(" ,;:–—-") + "…"
