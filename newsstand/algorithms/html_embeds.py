"""What plays or runs in dirty HTML, made a plain link: "Video: Mayor opens the bridge (youtube.com)"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from newsstand.algorithms.embed_addresses import AUDIO, KINDS, OTHER, POST, VIDEO, is_thing, kind_of, watch_page
from newsstand.algorithms.html_blocks import Block, Box, Leaf, Mark, Run
from newsstand.algorithms.html_pictures import is_beacon
from newsstand.algorithms.urls import absolute, host

EMBEDS = frozenset({"iframe", "video", "audio", "object", "embed"})
_FURNITURE = re.compile(
    r"facebook\.com/(?:v\d[\d.]*/)?plugins/(?!post|video|comment_embed)|platform\.twitter\.com/widgets|plusone|recaptcha"
    r"|googletagmanager|/ads?[/.?]|doubleclick|googlesyndication|disqus|addthis|addtoany|mailchimp|feedburner"
    r"|amazon-adsystem|/newsletter|about:blank",
    re.IGNORECASE,
)
_POST_CLASS = re.compile(
    r"(?:^|\s)(twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|fb-post|fb-video"
    r"|text-post-media|reddit-embed-bq|reddit-card|flourish-embed|infogram-embed|imgur-embed-pub)(?:\s|$)"
)
# The text inside is that of the widget, not of who posted.
_WORDLESS = frozenset({"instagram-media", "mastodon-embed", "text-post-media", "flourish-embed", "infogram-embed",
                       "imgur-embed-pub", "fb-video"})  # fmt: skip
_NAMED_BY = ("data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "cite", "data-href",
             "data-bluesky-uri")  # fmt: skip
_WIDGET_WORDS = re.compile(
    r"view this (?:post|profile) on \w+|view on (?:instagram|threads|mastodon|\w+)|post by @?\S*$|shared post on \w+.*",
    re.IGNORECASE,
)
# Titles that players give to all their frames.
_NO_TITLE = re.compile(
    r"(?:(?:you ?tube|vimeo|twitter|x|facebook|instagram|tiktok|spotify|soundcloud|bluesky|datawrapper|i-?frame)\s*)?"
    r"(?:video|audio|media|embed(?:ded)?|tweet|post|chart|map|content|iframe|frame|player|interactive|widget|\s|-|–)*",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:spotify embed|embedded (?:video|content)|youtube|vimeo|video|audio|iframe|play)\s*[:–—-]\s+"
    r"|^(?:a )?(?:post|video|reel) (?:shared )?by\s+",
    re.IGNORECASE,
)
_MOST_TITLE = 160
_CARD = re.compile(rf"({'|'.join(KINDS)}): (?:(.+) \(([\w.:-]+)\)|([\w.:-]+))")


@dataclass(frozen=True, slots=True)
class Embed:
    """What stands for something that plays or runs: its words, and its page. `said` counts the words of its own."""

    label: str
    address: str
    said: int = 0


def embed_link(element: etree._Element, base_url: str) -> tuple[str, str] | None:
    """The label and address that stand for an iframe, video, audio, object or embed; None when it has none to show."""
    address = _address(element, base_url)
    if not address or _FURNITURE.search(address) or is_beacon(address, None, None):
        return None
    address = watch_page(address)
    return label_of(address, _title(element), element.tag), address


def is_post(element: etree._Element) -> bool:
    """Whether an element is a post or chart that a script of its network would have drawn."""
    return bool(_POST_CLASS.search(element.get("class") or ""))


def post_link(element: etree._Element, base_url: str) -> Embed | None:
    """What stands for such a post; None where it names none. `said` counts the words of who posted it."""
    found = _POST_CLASS.search(element.get("class") or "")
    address = _post_address(element, base_url) if found else ""
    if not found or not address or _FURNITURE.search(address):
        return None
    words = " ".join(" ".join(element.itertext()).split())
    if found[1] in _WORDLESS:
        title = element.get("data-title") or _WIDGET_WORDS.sub("", words)
        return Embed(label_of(address, title), address)
    bare = re.sub(r"https?://\S+|pic\.twitter\.com/\S+", "", words)
    return Embed(label_of(address), address, said=len(bare.split()))


def holds_embed(element: etree._Element, *, alone: bool) -> bool:
    """Whether an element of a page is a post, or (`alone`: without text) holds a player or chart of a known host."""
    if is_post(element):
        return True
    if not alone:
        return False
    frames = element.iter("iframe", "video", "audio")
    links = (found for frame in frames if (found := embed_link(frame, "https://page.invalid/")))
    return any(kind_of(address) for _, address in links)


def pasted(runs: Sequence[Run]) -> Embed | None:
    """What stands for a paragraph that is nothing but the address of a film or a post; None for any other."""
    if len(runs) != 1 or not re.fullmatch(r"https?://\S{8,500}", text := runs[0].text):
        return None
    links = [dict(mark.attributes).get("href", "") for mark in runs[0].marks if mark.tag == "a"]
    address = absolute(links[0] if links else text, "")
    if not address or not is_thing(address) or not kind_of(address):
        return None
    address = watch_page(address)
    return Embed(label_of(address), address)


def card(embed: Embed) -> Leaf:
    """The paragraph with the link."""
    return Leaf("p", (Run(embed.label, (Mark("a", (("href", embed.address),)),)),))


def as_card(block: Block) -> Block:
    """A paragraph that `card` made, set apart for the page, its kind and host marked; any other block as it is."""
    if not isinstance(block, Leaf) or block.tag != "p" or len(block.runs) != 1 or len(block.runs[0].marks) != 1:
        return block
    run, link = block.runs[0], block.runs[0].marks[0]
    found = _CARD.fullmatch(run.text)
    if found is None or link.tag != "a" or _shown_host(dict(link.attributes).get("href", "")) != (found[3] or found[4]):
        return block
    small = Mark("span", (("class", "embed-note"),))
    parts = [Run(f"{found[1]} ", (link, small)), Run(found[2] or found[4], (link,))]
    parts += [Run(f" {found[3]}", (link, small))] if found[3] else []
    return Box("figure", (Leaf("p", tuple(parts)),), (("class", "embed"),))


def label_of(address: str, title: str = "", tag: str = "iframe") -> str:
    """ "Video: Mayor opens the bridge (youtube.com)", or without a title that says something "Video: youtube.com"."""
    kind = AUDIO if tag == "audio" else kind_of(address) or (OTHER if tag == "iframe" else VIDEO)
    if kind == POST and ("/videos/" in address or "/watch" in address or "/reel" in address):
        kind = VIDEO
    name, title = _shown_host(address), _tidy(title)
    return f"{kind}: {title} ({name})" if title else f"{kind}: {name}"


def _shown_host(address: str) -> str:
    return host(address).removeprefix("www.")


def _tidy(title: str) -> str:
    bare = _PREFIX.sub("", " ".join(title.split())).strip()
    if len(bare) < 3 or _NO_TITLE.fullmatch(bare) or "://" in bare:
        return ""
    return bare if len(bare) <= _MOST_TITLE else bare[:_MOST_TITLE].rsplit(" ", 1)[0] + "…"


def _title(element: etree._Element) -> str:
    return element.get("title") or element.get("aria-label") or element.get("data-title") or ""


def _post_address(element: etree._Element, base_url: str) -> str:
    for name in _NAMED_BY:
        said = (element.get(name) or "").strip()
        if address := watch_page(said if said.startswith("at://") else absolute(said, base_url)) if said else "":
            return address.partition("?")[0] if kind_of(address) == POST and "/watch" not in address else address
    if (drawn := element.get("data-src") or "") and re.fullmatch(r"(?:visualisation|story)/\d+", drawn.strip("/")):
        return f"https://public.flourish.studio/{drawn.strip('/')}/"
    if (number := element.get("data-id") or "") and re.fullmatch(r"[\w./-]{3,80}", number):
        return f"https://{'imgur.com' if 'imgur' in (element.get('class') or '') else 'infogram.com'}/{number}"
    links = [absolute(link.get("href") or "", base_url) for link in element.iter("a")]
    return next((watch_page(address.partition("?")[0]) for address in reversed(links) if is_thing(address)), "")


def _address(element: etree._Element, base_url: str) -> str:
    candidates = [element.get(name) for name in ("src", "data")]
    # Lazy loading and consent banners keep the address in an attribute of their own.
    names = [name for name in element.keys() if name.startswith("data-")]  # noqa: SIM118 (an element is no mapping)
    candidates += [element.get(name) for name in names if name.endswith(("src", "url"))]
    for source in element.iter("source", "embed", "iframe"):
        candidates += [source.get("src"), source.get("data-src")]
    candidates += [
        param.get("value") for param in element.iter("param") if (param.get("name") or "").lower() in {"movie", "src"}
    ]
    for candidate in candidates:
        if candidate and not candidate.startswith("data:") and (found := absolute(candidate, base_url)):
            return found
    return ""
