"""Some words of a text, marked."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

AROUND = 60


def marked(text: str, start: int, end: int, around: int = AROUND) -> SafeString:
    """The characters from `start` to `end` in a `<mark>`, with some before and after; nothing in it is markup."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    before, after = text[max(0, start - around) : start], text[end : end + around]
    return format_html(
        "{}{}<mark>{}</mark>{}{}",
        "…" if start > around else "",
        before,
        text[start:end],
        after,
        "…" if end + around < len(text) else "",
    )
