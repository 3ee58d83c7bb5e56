"""Micros as people read them, in the site's currency."""

from django import template
from django.conf import settings

from newsstand.algorithms import amounts
from newsstand.algorithms.earnings import percent

register = template.Library()


@register.filter
def money(micros: int | None) -> str:
    """12345678 as "12.35 EUR": to the cent; a dash for none."""
    return "–" if micros is None else amounts.rounded(micros, settings.NEWSSTAND_CURRENCY)


@register.filter
def exact(micros: int | None) -> str:
    """12345678 as "12.345678 EUR": all there is."""
    return "–" if micros is None else amounts.amount(micros, settings.NEWSSTAND_CURRENCY)


@register.filter
def share(basis_points: int) -> str:
    """7000 as "70 %"."""
    return percent(basis_points)
