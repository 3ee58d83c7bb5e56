"""An ad as a buyer sends it, taken apart: words, one picture, one link. The rest is thrown away, and never run."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from newsstand.algorithms.openrtb.request import DESCRIPTION, LONGEST_TEXT, LONGEST_TITLE, PICTURE, SPONSOR, TITLE
from newsstand.algorithms.plain_text import plain_line

LONGEST_MARKUP = 20_000
LONGEST_ADDRESS = 2000
# What may stand in a banner beside its link and picture: it says nothing and does nothing.
HARMLESS = frozenset({"a", "img", "div", "span", "p", "br", "center", "b", "strong", "em", "i"})


class MarkupError(ValueError):
    """An ad that cannot be shown; says why."""


@dataclass(frozen=True, slots=True)
class Creative:
    """What is shown: `picture` is an address of which we take a copy, "" for none; `landing` where a click leads."""

    headline: str
    text: str
    picture: str
    landing: str
    sponsor: str = ""

    @property
    def digest(self) -> str:
        """What stands for it where a buyer gives it no number."""
        said = "\n".join((self.headline, self.text, self.picture, self.landing))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def native(adm: str) -> Creative:
    """A native ad (Native 1.2, 5). Its trackers are not kept: nobody but us hears of a reader. Raises MarkupError."""
    if len(adm) > LONGEST_MARKUP:
        raise MarkupError("adm is too long")
    try:
        found = json.loads(adm)
    except (ValueError, RecursionError) as error:
        raise MarkupError("adm is no JSON") from error
    root = found.get("native", found) if isinstance(found, dict) else None
    if not isinstance(root, dict) or not isinstance(root.get("assets"), list):
        raise MarkupError("adm has no assets")
    if not str(root.get("ver", "1.2")).startswith("1."):
        raise MarkupError("adm is of another version than 1")
    assets = {one.get("id"): one for one in root["assets"] if isinstance(one, dict)}
    title = words(part(assets, TITLE, "title", "text"))
    if not title or len(title) > LONGEST_TITLE:
        raise MarkupError(f"the title has 1 to {LONGEST_TITLE} characters")
    text, sponsor = (words(part(assets, number, "data", "value")) for number in (DESCRIPTION, SPONSOR))
    if len(text) > LONGEST_TEXT:
        raise MarkupError(f"the text is longer than {LONGEST_TEXT} characters")
    picture = part(assets, PICTURE, "img", "url")
    link = root.get("link")
    landing = link.get("url") if isinstance(link, dict) else ""
    return Creative(
        title, text, address(picture, "picture") if picture else "", address(landing, "link"), sponsor[:100]
    )


def part(assets: Mapping[Any, Mapping[str, Any]], number: int, kind: str, name: str) -> object:
    """A piece of the asset with this number; "" where it is missing."""
    thing = assets.get(number, {}).get(kind)
    return thing.get(name, "") if isinstance(thing, dict) else ""


def banner(adm: str, sizes: Sequence[tuple[int, int]], *, name: str) -> Creative:
    """A banner that is one picture in one link, in a size of the slot's; `name` where the picture says nothing.

    Raises MarkupError for whatever else: scripts, frames, styles, forms, two links.
    """
    if len(adm) > LONGEST_MARKUP:
        raise MarkupError("adm is too long")
    parts = Parts()
    parts.feed(adm)
    parts.close()
    if parts.wrong:
        raise MarkupError(parts.wrong)
    if len(parts.links) != 1 or len(parts.pictures) != 1:
        raise MarkupError("a banner is one picture in one link")
    (picture,) = parts.pictures
    size = (whole(picture.get("width")), whole(picture.get("height")))
    if size not in sizes:
        raise MarkupError("the picture has none of the slot’s sizes")
    alt = words(picture.get("alt") or "")[:LONGEST_TITLE]
    return Creative(
        alt or name[:LONGEST_TITLE], "", address(picture.get("src"), "picture"), address(parts.links[0], "link")
    )


class Parts(HTMLParser):
    """The links and pictures of a banner, and what does not belong into one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.inside = 0
        self.wrong = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in HARMLESS:
            self.wrong = self.wrong or f"<{tag[:20]}> is not shown here"
        if any(name.startswith("on") or name in {"srcset", "srcdoc", "ping"} for name in given):
            self.wrong = self.wrong or "its markup does more than show"
        if tag == "a":
            self.inside += 1
            self.links.append(given.get("href") or "")
        elif tag == "img":
            # A picture of no size is there to count readers.
            if (whole(given.get("width")), whole(given.get("height"))) in {(1, 1), (0, 0)}:
                self.wrong = self.wrong or "it has a picture that counts readers"
            if not self.inside:
                self.wrong = self.wrong or "its picture is not in its link"
            self.pictures.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.inside = max(0, self.inside - 1)


def whole(said: str | None) -> int:
    """A number of pixels; -1 for what is none."""
    digits = (said or "").removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else -1


def words(value: object) -> str:
    """Plain words on one line, without markup and without what turns writing around."""
    return plain_line(value) if isinstance(value, str) else ""


def address(value: object, what: str) -> str:
    """An address over HTTPS, as it came. Raises MarkupError for any other."""
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or not value.isprintable() or " " in value:
        raise MarkupError(f"its {what} is no address")
    try:
        parts = urlsplit(value)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None and (parts.port or 443) > 0
    except ValueError:
        good = False
    if not good:
        raise MarkupError(f"its {what} is no address over https")
    return value
