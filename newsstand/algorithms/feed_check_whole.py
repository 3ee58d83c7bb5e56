"""Rules of the feed check that are about the feed as a whole."""

import re
from collections.abc import Callable

from newsstand.algorithms.feed_check_seen import Rule, Seen, Severity

LARGE_BYTES = 1_000_000
FEED_TYPES = ("xml", "json", "rss", "atom", "rdf")
_RELATIVE = re.compile(
    r"""\b(?:href|src)\s{0,5}=\s{0,5}\\?(?:"|'|&quot;|&\#34;|&\#39;)\s{0,5}"""
    r"""((?:/(?!/)|\.{1,2}/|[\w-]{1,80}(?:/|\.(?:html?|php|jpe?g|png|gif|webp)\b))[^\s"'&<>\\]{0,300})""",
    re.IGNORECASE,
)


def problem(beginning: str) -> Callable[[Seen], list[str]]:
    """Looks for what the reader of feeds noted in a sentence that begins so."""
    return lambda seen: [one for one in seen.feed.problems if one.startswith(beginning)]


def no_items(seen: Seen) -> list[str]:
    return [] if seen.items else [""]


def left_out(seen: Seen) -> list[str]:
    return [one for one in seen.feed.problems if one.startswith("The feed has ") and "were read" in one]


def not_utf8(seen: Seen) -> list[str]:
    if seen.encoding_problems:
        return []
    try:
        seen.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [f"byte {error.start}"]
    return []


def too_large(seen: Seen) -> list[str]:
    size = len(seen.body)
    return [f"It has {size / 1_000_000:.1f} MB."] if size > LARGE_BYTES else []


def wrong_type(seen: Seen) -> list[str]:
    kind = seen.content_type.partition(";")[0].strip().lower()
    return [] if any(word in kind for word in FEED_TYPES) else [kind or "no type at all"]


def no_language(seen: Seen) -> list[str]:
    said = seen.feed.language or any(item.entry.language for item in seen.items)
    return [] if said else [""]


def relative_links(seen: Seen) -> list[str]:
    return list(dict.fromkeys(match[1] for match in _RELATIVE.finditer(seen.text)))


def not_encrypted(seen: Seen) -> list[str]:
    return [seen.address] if seen.address.startswith("http://") else []


RULES_OF_FEEDS = (
    Rule(
        "no-items",
        Severity.WRONG,
        "The feed holds no items, so there is nothing to show.",
        "Let it hold the latest 20 to 50 articles.",
        no_items,
        False,
    ),
    Rule(
        "cut-off",
        Severity.WRONG,
        "The feed ends in the middle; what follows is lost.",
        "Look for a time limit or an error of the software that writes it, often at one article with odd characters.",
        problem("The feed is truncated"),
        False,
    ),
    Rule(
        "not-well-formed",
        Severity.WRONG,
        "The feed is not well-formed XML. We read what can be saved; others give up.",
        "Let the software write < and & in texts as &lt; and &amp;, and close every tag.",
        problem("The feed is not well-formed"),
        False,
    ),
    Rule(
        "too-many-items",
        Severity.WRONG,
        "The feed holds more items than are read at once; the rest is left out.",
        "Let it hold the latest 20 to 50 articles.",
        left_out,
        False,
    ),
    Rule(
        "wrong-encoding",
        Severity.WRONG,
        "The feed names one character encoding and uses another, so letters may be wrong.",
        'Write UTF-8, and say so in the first line: <?xml version="1.0" encoding="utf-8"?>',
        lambda seen: seen.encoding_problems,
        False,
    ),
    Rule(
        "not-utf-8",
        Severity.POORER,
        "The feed is not written in UTF-8. We can read it; not everybody can.",
        "Write UTF-8, which holds the letters of every language.",
        not_utf8,
        False,
    ),
    Rule(
        "too-large",
        Severity.POORER,
        "The feed is larger than 1 MB, and all of it is fetched each time something changes.",
        "Keep fewer articles in it (20 to 50), and no pictures inside the text.",
        too_large,
        False,
    ),
    Rule(
        "no-language",
        Severity.POORER,
        "The feed does not say what language it is in, so screen readers may speak it wrong.",
        "Add <language>en</language> (RSS), xml:lang (Atom) or language (JSON Feed) with your own code.",
        no_language,
        False,
    ),
    Rule(
        "no-name",
        Severity.POORER,
        "The feed has no title, so nobody sees whose it is.",
        "Give the channel a <title> with the name of the outlet.",
        lambda seen: [] if seen.feed.title else [""],
        False,
    ),
    Rule(
        "relative-links",
        Severity.POORER,
        "Addresses of links or pictures are not whole; outside your own site they may lead nowhere.",
        "Write addresses whole, beginning with https://.",
        relative_links,
        False,
    ),
    Rule(
        "wrong-type",
        Severity.BETTER,
        "The server does not say that this is a feed.",
        "Send it as application/rss+xml, application/atom+xml or application/feed+json.",
        wrong_type,
        False,
    ),
    Rule(
        "not-encrypted",
        Severity.BETTER,
        "The feed is fetched without encryption, so that anybody on the way can change it.",
        "Serve it at an https:// address and let the old one redirect there.",
        not_encrypted,
        False,
    ),
    Rule(
        "no-validator",
        Severity.BETTER,
        "The server does not say when the feed last changed, so it is sent whole each time.",
        "Let the server send ETag or Last-Modified and answer 304 when nothing has changed.",
        lambda seen: [] if seen.has_validator else [""],
        False,
    ),
    Rule(
        "no-hub",
        Severity.BETTER,
        "No hub is named, so news arrives when we next look and not at once.",
        'Name a WebSub hub: <link rel="hub" href="https://…">, and tell it when you publish.',
        lambda seen: [] if seen.feed.hubs else [""],
        False,
    ),
    Rule(
        "no-self-link",
        Severity.BETTER,
        "The feed does not say its own address, which is needed for a hub and when it moves.",
        'Add <atom:link rel="self" href="the address of the feed">.',
        lambda seen: [] if seen.feed.self_url else [""],
        False,
    ),
)
