"""`{% load images %}`: `{% picture %}` and `{% icon %}`."""

from django import template
from django.utils.safestring import SafeString

from newsstand.images.markup import icon_html, picture_html
from newsstand.images.models import Image

register = template.Library()


@register.simple_tag
def picture(
    image: Image | None, *, alt: str = "", sizes: str = "100vw", eager: bool = False, ratio: str = ""
) -> SafeString:
    """A picture, or the quiet frame in its place: see markup.picture_html."""
    return picture_html(image, alt=alt, sizes=sizes, eager=eager, ratio=ratio)


@register.simple_tag
def icon(image: Image | None, name: str) -> SafeString:
    """A publisher's icon, or the first letter of its name: see markup.icon_html."""
    return icon_html(image, name)
