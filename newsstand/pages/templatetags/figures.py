"""Figures in words: shares and times."""

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """0.256 as "25.6 %"; a dash for none."""
    return "–" if share is None else f"{share * 100:.1f} %"


@register.filter
def span(seconds: float | None) -> str:
    """A time in the largest unit that leaves a number above one: "1.5 hours"; a dash for none."""
    if seconds is None:
        return "–"
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = f"{seconds / size:.1f}".removesuffix(".0")
            return f"{number} {word}{'' if number == '1' else 's'}"
    return f"{seconds:.0f} seconds"
