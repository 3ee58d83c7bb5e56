"""What plays or runs in dirty HTML, made a plain link."""

import re
from urllib.parse import urlsplit

from lxml import etree

from newsstand.algorithms.html_pictures import is_beacon
from newsstand.algorithms.urls import absolute, host

EMBEDS = frozenset({"iframe", "video", "audio", "object", "embed"})
_YOUTUBE = re.compile(r"^/(?:embed|v|shorts)/([\w-]{11})\b")
_FURNITURE = re.compile(
    r"facebook\.com/(plugins|v\d[\d.]*/plugins)|platform\.twitter\.com/widgets|plusone|recaptcha|googletagmanager|/ads?[/.?]"
    r"|doubleclick|googlesyndication|disqus|addthis|addtoany|mailchimp|feedburner|amazon-adsystem|/newsletter|about:blank",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"(^|\.)(youtube(-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv|brightcove\.(net|com)|jwplatform\.com"
    r"|jwplayer\.com|rumble\.com|ted\.com|kaltura\.com|wistia\.(com|net)|streamable\.com|rutube\.ru|bilibili\.com|peertube\.\w+)$"
)
_AUDIO = re.compile(
    r"(^|\.)(soundcloud\.com|spotify\.com|megaphone\.fm|libsyn\.com|acast\.com|podbean\.com|simplecast\.com)$"
)


def embed_link(element: etree._Element, base_url: str) -> tuple[str, str] | None:
    """The label and address that stand for an iframe, video, audio, object or embed; None when it has none to show."""
    address = _address(element, base_url)
    if not address or _FURNITURE.search(address) or is_beacon(address, None, None):
        return None
    address = _watch_page(address)
    name = host(address).removeprefix("www.")
    return f"{_kind(element.tag, name)}: {name}", address


def _address(element: etree._Element, base_url: str) -> str:
    candidates = [element.get(name) for name in ("src", "data", "data-src", "data-lazy-src", "data-litespeed-src")]
    candidates += [source.get("src") for source in element.iter("source", "embed", "iframe")]
    candidates += [
        param.get("value") for param in element.iter("param") if (param.get("name") or "").lower() in {"movie", "src"}
    ]
    for candidate in candidates:
        if candidate and not candidate.startswith("data:") and (found := absolute(candidate, base_url)):
            return found
    return ""


def _watch_page(address: str) -> str:
    parts = urlsplit(address)
    found = _YOUTUBE.match(parts.path)
    if found and re.search(r"(^|\.)youtube(-nocookie)?\.com$", parts.hostname or ""):
        return f"https://www.youtube.com/watch?v={found[1]}"
    player = re.match(r"^/video/(\d+)", parts.path)
    if player and parts.hostname == "player.vimeo.com":
        return f"https://vimeo.com/{player[1]}"
    return address


def _kind(tag: str, name: str) -> str:
    if tag == "audio" or _AUDIO.search(name):
        return "Audio"
    return "Video" if tag != "iframe" or _VIDEO.search(name) else "Embedded"
