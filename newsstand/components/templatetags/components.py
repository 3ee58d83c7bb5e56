"""Components that know no noun of the field."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsstand.algorithms import ages
from newsstand.lib import clock

register = template.Library()


@register.simple_tag
def ago(when: datetime, short: bool = False, now: datetime | None = None) -> SafeString:
    """A `<time>` that says "3 days ago" (short: "3d ago"), with the moment itself in its attributes."""
    here = timezone.localtime(when)
    said = (ages.short_age if short else ages.long_age)(here, now or clock.now())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        here.isoformat(timespec="seconds"),
        date_format(here, "l j F Y, H:i T"),
        said,
    )
