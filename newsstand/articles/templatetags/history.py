"""What changed in some words."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from newsstand.algorithms.diff import Piece, to_html

register = template.Library()


@register.simple_tag
def changed_words(pieces: Sequence[Piece]) -> SafeString:
    """The words with <del> around those that went and <ins> around those that came."""
    return mark_safe(to_html(pieces))  # noqa: S308 (escaped by to_html)
