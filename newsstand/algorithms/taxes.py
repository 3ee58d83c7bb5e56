"""The tax that is paid beside a sum, and sums in the units in which banks and card services count."""

from fractions import Fraction

from newsstand.algorithms.amounts import MICROS

# Currencies without cents, and those with three figures after the point (ISO 4217).
WITHOUT_CENTS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)
WITH_MILS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def unit(currency: str) -> int:
    """The least that can be paid in a currency, in micros: 10,000 for a cent."""
    if currency in WITHOUT_CENTS:
        return MICROS
    return MICROS // 1000 if currency in WITH_MILS else MICROS // 100


def units(micros: int, currency: str) -> int:
    """Micros in the currency's least units. Raises ValueError where they are no whole number of them."""
    whole, rest = divmod(micros, unit(currency))
    if rest:
        raise ValueError(f"{micros} micros are no whole number of the least that can be paid in {currency}.")
    return whole


def named_tax(said: str) -> tuple[str, Fraction]:
    """The name of a tax and its part of a sum, from "VAT 19"; ("", 0) from an empty text."""
    name, _, rate = said.rpartition(" ")
    return (name, Fraction(rate) / 100) if name else ("", Fraction(0))


def tax_on(micros: int, rate: Fraction, currency: str) -> int:
    """The tax on a sum, to the least unit of the currency, halves up."""
    step = unit(currency)
    return int((micros * rate / step + Fraction(1, 2)) // 1) * step


def without_tax(paid: int, *, micros: int, tax: int) -> int:
    """What part of `micros` goes back where `paid` of `micros + tax` goes back; all of it for all, rounded down."""
    return paid * micros // (micros + tax)


def tax_back(back: int, *, before: int, micros: int, tax: int, currency: str) -> int:
    """The tax that goes back with `back` of `micros`, of which `before` went back already.

    Counted from what has gone back in all, so that many parts give exactly the whole tax back.
    """

    def until(part: int) -> int:
        step = unit(currency)
        return tax if part >= micros else part * tax // micros // step * step

    return until(before + back) - until(before)
