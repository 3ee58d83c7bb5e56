"""`{% reason_label code %}`: a published reason in words."""

from django import template

from newsstand.moderation.reasons import label_of

register = template.Library()


@register.simple_tag
def reason_label(code: str) -> str:
    """The label of a published reason."""
    return label_of(code)
