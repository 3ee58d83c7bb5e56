"""Which address a picture in dirty HTML really has, and which pictures are only there to count readers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from newsstand.algorithms.urls import absolute

# Wider than this is more than any page of ours shows.
WIDEST = 1600
_LAZY = (
    "data-lazy-src", "data-src", "data-original", "data-original-src", "data-lazy", "data-full-url", "data-orig-file",
    "data-large-file", "data-hi-res-src", "data-image", "data-img-src", "data-url", "data-echo",
)  # fmt: skip
_LAZY_SETS = ("data-lazy-srcset", "data-srcset", "srcset")
_BEACON_HOSTS = re.compile(
    r"(^|\.)(doubleclick\.net|stats\.wordpress\.com|pixel\.wp\.com|stats\.wp\.com|scorecardresearch\.com|quantserve\.com"
    r"|google-analytics\.com|googletagmanager\.com|googlesyndication\.com|googleadservices\.com|adnxs\.com|chartbeat\.net"
    r"|feedsportal\.com|feedads\.g|pheedo\.com|list-manage\.com|omtrdc\.net|2o7\.net|hit\.gemius\.pl|ioam\.de"
    r"|vgwort\.de|met\.vgwort\.de|mf\.feeds\.reuters\.com|amazon-adsystem\.com|moatads\.com|imrworldwide\.com)$"
    r"|^(pixel|pixels|beacon|tracking|tracker|counter|analytics)[.-]",
)
_BEACON_PATHS = re.compile(
    r"^/~(r|ff|rc)/|^/feeds/.*/~4|/~4/|/b\.gif$|/(pixel|beacon|spacer|blank|clear|transparent|1x1|1px|dot_clear|trans)"
    r"\.(gif|png)|/counters?/|/count/[^/]+\.gif|/tracking[-_]?pixel|/track(er)?(/open|\.gif|\.php)|/wf/open"
    r"|/republication-tracker-tool|/countimp|/piwik\.php|/matomo\.php|/tr$",
    re.IGNORECASE,
)
_ADS = re.compile(
    r"feeds\.feedburner\.com/~|feedburner\.google|/advert(isement)?s?/|facebook\.com/tr\b|/adserver/", re.IGNORECASE
)
_SIZED = re.compile(r"[-_]\d{2,4}x\d{2,4}(?=\.\w{3,4}$)|-scaled(?=\.\w{3,4}$)")


def best_address(attributes: Mapping[str, str], sources: Sequence[Mapping[str, str]], base_url: str) -> str:
    """The best absolute http or https address that an img has (with the sources of the picture around it); "" if none.

    The widest of a srcset that is at most WIDEST pixels wide, else what a lazy loader would load, else src.
    """
    for every in (attributes, *sources):
        for name in _LAZY_SETS:
            if found := _best_of_set(every.get(name, ""), base_url):
                return found
    for name in (*_LAZY, "src"):
        value = attributes.get(name, "")
        if _may_be_an_address(value) and (found := absolute(value, base_url)):
            return found
    return ""


def _may_be_an_address(value: str) -> bool:
    return bool(value) and not value.startswith(("{", "[", "data:"))


def _best_of_set(srcset: str, base_url: str) -> str:
    narrow, wide = (0.0, ""), (float("inf"), "")
    for address, size in _candidates(srcset[:20_000]):
        found = absolute(address, base_url) if _may_be_an_address(address) else ""
        if found and narrow[0] < size <= WIDEST:
            narrow = (size, found)
        elif found and WIDEST < size < wide[0]:
            wide = (size, found)
    return narrow[1] or wide[1]


def _candidates(srcset: str) -> Iterator[tuple[str, float]]:
    address = ""
    for token in srcset.split():
        if not address:
            address = token
            if token.endswith(","):
                yield token.rstrip(","), 1.0
                address = ""
            continue
        descriptor, comma, following = token.partition(",")
        yield address, _size(descriptor)
        # "a.jpg 300w,b.jpg 600w": the next address may follow the comma at once.
        address = following if comma else ""
    if address:
        yield address.rstrip(","), 1.0


def _size(descriptor: str) -> float:
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([wx])", descriptor)
    if not found:
        return 1.0
    # Densities stay below widths, so that a set of densities keeps its order.
    return float(found[1]) if found[2] == "w" else min(float(found[1]), 10.0)


def is_beacon(address: str, width: int | None, height: int | None, style: str = "") -> bool:
    """Whether a picture is a tracking pixel or an invisible spacer: by size, by style, by well-known address."""
    if (width is not None and width <= 3) or (height is not None and height <= 3):
        return True
    if re.search(r"(?:^|[;\s])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$|!)", style):
        return True
    try:
        parts = urlsplit(address)
        name = parts.hostname or ""
    except ValueError:
        return True
    return bool(_BEACON_HOSTS.search(name) or _BEACON_PATHS.search(parts.path) or _ADS.search(address))


def picture_key(address: str) -> str:
    """What the sizes of one picture share: its path without the size in its name (or all, if it names no file)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = _SIZED.sub("", parts.path)
    return path if re.search(r"\.\w{3,4}$", path) else f"{parts.netloc}{path}?{parts.query}"


def pixels(value: str | None) -> int | None:
    """The number in a width or height attribute, None when it is no plain number of pixels."""
    found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", value or "")
    return int(found[1]) if found else None
