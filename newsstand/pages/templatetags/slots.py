"""`{% load slots %}`: where ads may stand, in pages that are the same for everybody."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsstand.advertisers.slots import SLOTS

register = template.Library()

# What stands in a slot until an ad comes, and where none comes: words, the text of a link, and where it leads.
HOUSE_LINES = {
    "front-1": ("Ads here are chosen by the page, never by who reads it.", "Advertise", "/advertisers"),
    "front-2": ("Something to tell your neighbours?", "Write here", "/contributors"),
    "list-1": ("Ads here are chosen by the page, never by who reads it.", "Advertise", "/advertisers"),
    "article-1": ("Know more about this?", "Write here", "/contributors"),
    "article-2": ("Ads here are chosen by the page, never by who reads it.", "Advertise", "/advertisers"),
    "thread-1": ("Run a newsroom of your own?", "Bring your paper here", "/publishers"),
}


@register.inclusion_tag("pages/ads/slot.html", takes_context=True)
def slot(context: Context, key: str) -> dict[str, Any]:
    """The place for one ad, reserved in size, with a quiet line in it; nothing on a page that says no `ads_page`."""
    words, link, address = HOUSE_LINES[key]
    shown = settings.NEWSSTAND_ADS and "ads_page" in context
    return {"slot": SLOTS[key] if shown else None, "words": words, "link": link, "address": address}


@register.simple_tag(takes_context=True)
def slots_script(context: Context) -> SafeString:
    """The script that asks for the ads of this page, all at once; nothing on a page that says no `ads_page`."""
    if not settings.NEWSSTAND_ADS or "ads_page" not in context:
        return SafeString("")
    return format_html(
        '<script src="{}" data-page="{}" data-of="{}"{} defer></script>',
        static("pages/slots.js"),
        context["ads_page"],
        context.get("ads_of", ""),
        SafeString(" data-signed-in") if context.get("visitor") else "",
    )


@register.simple_tag
def slots_style() -> SafeString:
    """The style sheet of slots; nothing where there are none."""
    if not settings.NEWSSTAND_ADS:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', static("components/slots.css"))
