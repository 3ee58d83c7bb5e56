"""Figures for people."""

from collections.abc import Mapping


def rows(figures: Mapping[str, object]) -> list[str]:
    """One line a figure: its name in words, its value; a group of figures indented under its name."""
    wide = max((len(words(key)) for key in figures), default=0)
    lines = []
    for key, value in figures.items():
        if isinstance(value, Mapping):
            lines.append(f"  {words(key)}")
            lines += [f"  {line}" for line in rows(value)]
        else:
            lines.append(f"  {words(key):<{wide}}  {shown(value)}")
    return lines


def words(key: str) -> str:
    """A figure's key as words."""
    return key.replace("_", " ")


def shown(value: object) -> str:
    """A value as people write it: thousands apart, no more digits than mean anything."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return (
        f"{value:.3g}"
        if abs(value) < 1
        else f"{value:.1f}"
        if abs(value) >= 100
        else f"{value:.2f}".rstrip("0").rstrip(".")
    )
