"""A picture in one of the fixed widths, made from its master when it is first asked for."""

import threading
from pathlib import Path

from newsstand.algorithms.pictures import served_width, variant_size
from newsstand.images.models import WIDTHS, Image
from newsstand.images.reencode import ICON_SIDE, resized
from newsstand.images.store import MASTER, folder, write

# Two of the four web threads may encode; the others go on answering.
ENCODERS = threading.BoundedSemaphore(2)
WAIT_SECONDS = 0.25


class Busy(Exception):  # noqa: N818 (what happened, as it reads in "except Busy")
    """As many pictures as we allow are being made or fetched at this moment."""


def variant(image: Image, width: int, *, avif: bool) -> Path:
    """The file of a ready picture at one of WIDTHS, never wider than it is; made now when it is not there yet.

    An icon is a WebP file in any case. Two at once may make the same file; it is the same. Raises ValueError for
    another width, Busy when others are being made (the master, `folder(image.content) / MASTER`, can be sent instead),
    FileNotFoundError when there is no master.
    """
    place = folder(image.content)
    size = variant_size(image.width, image.height, width)
    is_icon = max(image.width, image.height) <= ICON_SIDE
    if is_icon and size == (image.width, image.height):
        return place / MASTER
    avif = avif and not is_icon
    path = place / f"{served_width(image.width, width, WIDTHS)}.{'avif' if avif else 'webp'}"
    if path.exists():
        return path
    if not ENCODERS.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        if not path.exists():
            write(path, resized((place / MASTER).read_bytes(), size, avif=avif))
    finally:
        ENCODERS.release()
    return path
