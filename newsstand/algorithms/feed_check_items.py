"""Rules of the feed check that are about its items."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape

from newsstand.algorithms.changes import Verdict
from newsstand.algorithms.feed_check_seen import MOST_PARTS, Rule, Seen, SeenItem, Severity, elements
from newsstand.algorithms.feedparts.dates import parse_date
from newsstand.algorithms.fulltext import seems_cut
from newsstand.algorithms.html_pictures import is_beacon, pixels
from newsstand.algorithms.provenance import BUILT
from newsstand.algorithms.urls import absolute

# Pictures stand over the whole width of a phone of today's resolution.
NARROW_PIXELS = 640
DATES = ("pubDate", "published", "dc:date", "issued", "created", "dcterms:issued")
_JSON_DATE = re.compile(r'"date_published"\s{0,5}:\s{0,5}"([^"]{0,120})"')
_IMAGE = re.compile(r"<img\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]{1,40})\s{0,5}=\s{0,5}("[^"]*"|'[^']*'|[^\s>"']+)""")
_EMBED = re.compile(
    r"<(?:iframe|video|audio|object|embed|oembed|amp-(?!img))\b"
    r"|\b(?:twitter-tweet|instagram-media|(?:tiktok|bluesky|mastodon|flourish|infogram)-embed|fb-(?:post|video))\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"&lt;/?[a-z]|&amp;(?:[a-z]{2,8}|#\d{2,6});|<!\[CDATA\[[^\]]*(?:</?[a-z]|&\w{2,8};|&#)", re.IGNORECASE
)


def each(wrong: Callable[[SeenItem], object]) -> Callable[[Seen], list[str]]:
    """Looks at every item and gives the names of those of which `wrong` holds."""
    return lambda seen: [item.name for item in seen.items if wrong(item)]


def refused(seen: Seen) -> list[str]:
    return [f"{item.name}: {item.decision.reason}" for item in seen.items if item.decision.verdict == Verdict.REJECTED]


def strange_date(seen: Seen) -> list[str]:
    return [f"{item.name}: {item.decision.reason}" for item in seen.items if item.decision.rule == "date"]


def of_items(seen: Seen, *names: str) -> str:
    """The text of an XML feed from its first item on, "" where there is none of these names."""
    starts = [at for name in names if (at := seen.text.find(f"<{name}")) >= 0]
    return seen.text[min(starts) :] if starts else ""


def unreadable_dates(seen: Seen) -> list[str]:
    """The dates in the items that name no moment, as they are written."""
    written = _JSON_DATE.findall(seen.text) or elements(of_items(seen, "item", "entry"), *DATES)
    texts = [unescape(one.replace("<![CDATA[", "").replace("]]>", "")).strip() for one in written]
    return [text for text in texts if text and parse_date(text) is None][: len(seen.items)]


def undated(seen: Seen) -> list[str]:
    none = [item.name for item in seen.items if item.entry.published is None and item.entry.updated is None]
    # A date that cannot be read is another finding.
    return none[len(unreadable_dates(seen)) :]


def repeated_guids(seen: Seen) -> list[str]:
    counted = Counter(item.entry.guid for item in seen.items if item.entry.guid)
    return [item.name for item in seen.items if counted[item.entry.guid] > 1]


def pictures_without_words(item: SeenItem) -> bool:
    lead = item.entry.image
    inline = item.body.pictures
    lead_is_inline = any(picture.url == lead for picture in inline)
    return any(not one.alt for one in inline) or bool(lead and not item.entry.image_alt and not lead_is_inline)


def narrow_pictures(seen: Seen) -> list[str]:
    widths = media_widths(seen.text)

    def is_narrow(item: SeenItem) -> bool:
        known = [one.width for one in item.body.pictures]
        known += [widths.get(item.entry.image)] if item.entry.image else []
        return bool(known) and all(width is not None and 3 < width < NARROW_PIXELS for width in known)

    return [item.name for item in seen.items if is_narrow(item)]


def media_widths(text: str) -> dict[str, int | None]:
    """The widths that Media RSS gives for pictures, by address."""
    found = {}
    for name in ("media:content", "media:thumbnail"):
        for part in text.split(f"<{name}")[1 : MOST_PARTS + 1]:
            said = attributes(part.partition(">")[0][:2000])
            found[said.get("url", "")] = pixels(said.get("width"))
    return found


def attributes(tag: str) -> dict[str, str]:
    return {match[1].lower(): unescape(match[2].strip("\"'")) for match in _ATTRIBUTE.finditer(tag)}


def pixels_for_counting(item: SeenItem) -> bool:
    return any(is_beacon(address, width, height, style) for address, width, height, style in images(item))


def images(item: SeenItem) -> Iterator[tuple[str, int | None, int | None, str]]:
    for match in _IMAGE.finditer(item.dirty):
        said = attributes(match[0])
        address = absolute(said.get("src", ""), item.entry.url)
        if address:
            yield address, pixels(said.get("width")), pixels(said.get("height")), said.get("style", "")


def marked_up_titles(seen: Seen) -> list[str]:
    # Atom says which of its titles are HTML, and JSON has no place for it.
    titles = elements(of_items(seen, "item"), "title")
    return [title.strip() for title in titles if _MARKUP.search(title[:2000])][: len(seen.items)]


RULES_OF_ITEMS = (
    Rule("refused", Severity.WRONG, "Items are refused.", "Give each its title, its address and its text.", refused),
    Rule(
        "odd-date",
        Severity.WRONG,
        "Dates cannot be read, so the items are shown as new whenever they arrive.",
        "Write dates as in Sun, 22 Nov 2026 15:00:00 GMT (RSS) or 2026-11-22T15:00:00Z (Atom, JSON Feed).",
        unreadable_dates,
    ),
    Rule(
        "wrong-date",
        Severity.WRONG,
        "Dates lie in the future or before there were feeds; the items are shown as received.",
        "Look at the server's clock and its time zone, and put articles into the feed when they are published.",
        strange_date,
    ),
    Rule(
        "repeated-item",
        Severity.WRONG,
        "Items are the same as others of this feed; of each, one is taken.",
        "Let each article stand in the feed once.",
        each(lambda item: item.decision.verdict == Verdict.DUPLICATE),
    ),
    Rule(
        "repeated-guid",
        Severity.WRONG,
        "Items share a guid, which is what an article is known by: a change of one may be taken for another.",
        "Give each article a guid of its own that never changes, such as its address.",
        repeated_guids,
    ),
    Rule(
        "no-guid",
        Severity.POORER,
        "Items have no guid. When the address or the words change, the article may appear twice.",
        "Give each article a <guid> (Atom: <id>, JSON Feed: id) that never changes, such as its address.",
        each(lambda item: not item.entry.guid),
    ),
    Rule(
        "no-title",
        Severity.POORER,
        "Items have no title; their first words become the headline.",
        "Give each item a <title>.",
        each(lambda item: not item.entry.title and item.decision.verdict != Verdict.REJECTED),
    ),
    Rule(
        "no-address",
        Severity.POORER,
        "Items have no address, so no reader finds the way to you.",
        "Give each item a <link> to its own page.",
        each(lambda item: not item.entry.url),
    ),
    Rule(
        "no-full-text",
        Severity.POORER,
        "The feed has only the beginning of articles; we read the rest from their pages, where more goes wrong.",
        "Put the whole text into <content:encoded> (Atom: <content>, JSON Feed: content_html).",
        each(lambda item: item.reads_page and not seems_cut(item.body.text)),
    ),
    Rule(
        "truncated",
        Severity.POORER,
        "Texts end in “…” or “read more”, as if cut; we read the rest from their pages.",
        "Put the whole text into the feed.",
        each(lambda item: seems_cut(item.body.text)),
    ),
    Rule(
        "no-date",
        Severity.POORER,
        "Items have no date; they are shown as published when we first see them.",
        "Give each item a <pubDate> (Atom: <published>, JSON Feed: date_published).",
        undated,
    ),
    Rule(
        "build-date",
        Severity.POORER,
        "Most items have one date to the second, that of the feed. Of articles whose page we read, it gives the date.",
        "Give each item the moment when it was published.",
        each(lambda item: item.decision.date_source == BUILT),
    ),
    Rule(
        "no-author",
        Severity.POORER,
        "Items do not say who wrote them, so nobody gets a byline.",
        "Name the author in <dc:creator> (Atom: <author><name>, JSON Feed: authors).",
        each(lambda item: not item.entry.authors),
    ),
    Rule(
        "no-image",
        Severity.POORER,
        "Items have no picture, in the feed or in the text.",
        'Name a lead picture in <media:content medium="image"> or <enclosure>, at least 1200 pixels wide.',
        each(lambda item: not item.entry.image and not item.body.pictures),
    ),
    Rule(
        "small-image",
        Severity.POORER,
        f"Pictures are narrower than {NARROW_PIXELS} pixels and will look blurred.",
        "Name the large picture, at least 1200 pixels wide, not its thumbnail.",
        narrow_pictures,
    ),
    Rule(
        "no-alt",
        Severity.POORER,
        "Pictures have no alternative text: who cannot see them does not learn what they show.",
        "Write an alt text into each <img>, and a <media:description> beside a <media:content>.",
        each(pictures_without_words),
    ),
    Rule(
        "html-title",
        Severity.POORER,
        "Titles hold markup or its signs, which readers' programs may show as they are.",
        "Write titles as plain text.",
        marked_up_titles,
    ),
    Rule(
        "embeds",
        Severity.POORER,
        "Videos, players or posts from elsewhere become links: our pages load nothing from third parties.",
        "Nothing has to be done. Say in the text what they show.",
        each(lambda item: _EMBED.search(item.dirty)),
    ),
    Rule(
        "scripts",
        Severity.BETTER,
        "Scripts in the text are taken out.",
        "Leave them out of the feed.",
        each(lambda item: _SCRIPT.search(item.dirty)),
    ),
    Rule(
        "tracking-pixels",
        Severity.BETTER,
        "Invisible pictures that count readers are taken out.",
        "Leave them out of the feed. We tell you how often each article is read.",
        each(pixels_for_counting),
    ),
)
