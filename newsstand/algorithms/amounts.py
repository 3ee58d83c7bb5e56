"""Amounts of money as people write and read them; inside they are whole micros, millionths of the currency."""

import re

MICROS = 1_000_000
WRITTEN = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?", re.ASCII)


def read_amount(said: str) -> int:
    """Micros of an amount such as "1250" or "1250.50". Raises ValueError with how to write it.

    Nothing but a point parts euros from cents, so that "1,250" is never taken for one and a quarter.
    """
    found = WRITTEN.fullmatch(said.strip())
    if found is None:
        raise ValueError(f"{said[:40]!r} is no amount: write it as 1250 or 1250.50, with a point and nothing else.")
    return int(found[1]) * MICROS + int((found[2] or "").ljust(6, "0"))


def amount(micros: int, currency: str = "") -> str:
    """As people read it: "1,250.50 EUR", with four more figures where the cents leave something out."""
    sign = "\N{MINUS SIGN}" if micros < 0 else ""
    whole, part = divmod(abs(micros), MICROS)
    figures = f"{part:06}"
    if figures.endswith("0000"):
        figures = figures[:2]
    return f"{sign}{whole:,}.{figures}" + (f"\N{NO-BREAK SPACE}{currency}" if currency else "")


def rounded(micros: int, currency: str = "") -> str:
    """The same to the cent, halves up: for figures that are not booked, and for charts."""
    return amount((abs(micros) + 5_000) // 10_000 * 10_000 * (-1 if micros < 0 else 1), currency)
