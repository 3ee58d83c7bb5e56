"""Pictures and files of an entry: enclosures, Media RSS, iTunes."""

import re
from typing import Any

from newsstand.algorithms.feedparts.model import Enclosure
from newsstand.algorithms.feedparts.text import address, inner, plain

Element = Any
Fields = dict[str, list[Element]]

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)


def whole(text: str | None) -> int | None:
    """The whole number from 0 up that `text` is, or None."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def enclosures_of(fields: Fields, links: list[Element], base: str) -> tuple[Enclosure, ...]:
    """The files that `<enclosure>` and `<link rel="enclosure">` name, each address once."""
    found: dict[str, Enclosure] = {}
    candidates = fields.get("enclosure", []) + [link for link in links if _rel(link) == "enclosure"]
    for element in candidates:
        url = address(element.get("url") or element.get("href") or element.text, base)
        if url and url not in found:
            kind = (element.get("type") or "").strip().lower()
            found[url] = Enclosure(url, kind, whole(element.get("length")))
    return tuple(found.values())


def _rel(link: Element) -> str:
    return (link.get("rel") or "").strip().lower()


def picture_of(fields: Fields, enclosures: tuple[Enclosure, ...], base: str) -> tuple[str, str, str]:
    """The lead picture's address, its text and its credit; "" for what is not given."""
    url, alt, credit = _from_media(fields, base)
    if not url:
        url = next((file.url for file in enclosures if is_picture(file.media_type, file.url)), "")
    if not url:
        url = next((found for image in fields.get("itunes:image", []) if (found := _href(image, base))), "")
    if not url:
        url = next((found for image in fields.get("image", []) if (found := image_address(image, base))), "")
    return url, alt if url else "", credit if url else ""


def is_picture(media_type: str, url: str) -> bool:
    """Whether a file is a picture, by its type or, where that says nothing, by its address."""
    if media_type.startswith(("image/", "image")):
        return "svg" not in media_type
    return media_type in {"", "application/octet-stream"} and _PICTURE.search(url) is not None


def image_address(image: Element, base: str) -> str:
    """The address in `<image>`: a child `<url>`, an attribute or the text."""
    for child in image:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2].lower() == "url":
            return address(child.text, base)
    return _href(image, base) or address(image.text, base)


def _href(image: Element, base: str) -> str:
    return address(image.get("href") or image.get("url"), base)


def _from_media(fields: Fields, base: str) -> tuple[str, str, str]:
    """The widest Media RSS picture, from `media:content` before `media:thumbnail`."""
    best: tuple[tuple[bool, int], str, Element] | None = None
    for element in fields.get("media:content", []):
        url = address(element.get("url"), base)
        kind = (element.get("type") or "").strip().lower()
        medium = (element.get("medium") or "").strip().lower()
        if url and (medium == "image" or (not medium and is_picture(kind, url))):
            rank = ((element.get("isDefault") or "") == "true", whole(element.get("width")) or 0)
            if best is None or rank > best[0]:
                best = (rank, url, element)
    if best is None:
        thumbnails = [
            ((False, whole(element.get("width")) or 0), url, element)
            for element in fields.get("media:thumbnail", [])
            if (url := address(element.get("url") or element.text, base))
        ]
        best = max(thumbnails, key=lambda found: found[0], default=None)
    if best is None:
        return "", "", ""
    alt = _said_of(best[2], fields, "description") or _said_of(best[2], fields, "text")
    return best[1], alt or _said_of(best[2], fields, "title"), _said_of(best[2], fields, "credit")


def _said_of(element: Element, fields: Fields, name: str) -> str:
    """`media:NAME` inside the picture's own element, or beside it."""
    for child in element:
        if isinstance(child.tag, str) and child.tag.lower().endswith((f"}}{name}", f":{name}")):
            return plain(inner(child))
    return next((text for found in fields.get(f"media:{name}", []) if (text := plain(inner(found)))), "")
