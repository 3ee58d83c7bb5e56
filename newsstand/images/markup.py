"""Pictures in a page: an `<img>` in several widths, or a quiet frame where a picture cannot be had."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsstand.algorithms.pictures import BEACON, offered_widths
from newsstand.images.models import WIDTHS, Image

NOTHING = SafeString("")
RATIOS = ("1:1", "4:3", "3:2", "16:9")
# What a browser without srcset gets, and what is asked for before the size is known.
USUAL_WIDTH = 640
ICON_WIDTH = 160
ICON_PIXELS = 32


def address(image: Image, width: int = USUAL_WIDTH) -> str:
    """The path under which we serve a picture at one of WIDTHS. Raises ValueError for another width."""
    if width not in WIDTHS:
        raise ValueError(f"{width} is not a width that pictures are served in: {', '.join(map(str, WIDTHS))}.")
    return reverse("image", args=[image.pk, width])


def picture_html(
    image: Image | None, *, alt: str = "", sizes: str = "100vw", eager: bool = False, ratio: str = ""
) -> SafeString:
    """An `<img>` with every width we have; a frame with the alt text where it cannot be had; nothing for None.

    `sizes` says how wide it is shown, in CSS; `eager` is for what is seen without scrolling; `ratio`, one of RATIOS,
    gives it the class `ratio-16-9` and the like. A tracking pixel is nothing. Raises ValueError for another ratio.
    """
    if ratio and ratio not in RATIOS:
        raise ValueError(f"{ratio!r} is not a ratio of pictures: use one of {', '.join(RATIOS)}.")
    shape = f" ratio-{ratio.replace(':', '-')}" if ratio else ""
    if image is None or image.error == BEACON:
        return NOTHING
    if not image.can_be_had:
        return frame_html(alt, shape)
    return format_html(
        '<img class="picture{}" src="{}"{}{} alt="{}" {} decoding="async">',
        shape,
        address(image),
        _srcset(image, sizes),
        _size(image),
        alt,
        SafeString('loading="eager" fetchpriority="high"' if eager else 'loading="lazy"'),
    )


def frame_html(alt: str, shape: str = "") -> SafeString:
    """What stands in the place of a picture that cannot be had."""
    if not alt.strip():
        return format_html('<span class="frame{}" aria-hidden="true"></span>', shape)
    return format_html('<span class="frame{}" role="img" aria-label="{}">{}</span>', shape, alt, alt)


def icon_html(image: Image | None, name: str) -> SafeString:
    """A small square picture beside a name, or a tile with the first letter of the name. Empty to screen readers."""
    if image is None or not image.can_be_had:
        letter = next((sign for sign in name if sign.isalnum()), "•").upper()
        return format_html('<span class="icon" aria-hidden="true">{}</span>', letter)
    return format_html(
        '<img class="icon" src="{}" width="{}" height="{}" alt="" loading="lazy" decoding="async">',
        address(image, ICON_WIDTH),
        ICON_PIXELS,
        ICON_PIXELS,
    )


def _srcset(image: Image, sizes: str) -> SafeString:
    offered = offered_widths(image.width, WIDTHS) if image.width else []
    if len(offered) < 2:
        return NOTHING
    choices = ", ".join(f"{address(image, asked)} {comes}w" for asked, comes in offered)
    return format_html(' srcset="{}" sizes="{}"', choices, sizes)


def _size(image: Image) -> SafeString:
    """Width and height, so that the page does not jump when the picture comes."""
    if not image.width:
        return NOTHING
    return format_html(' width="{}" height="{}"', image.width, image.height)
