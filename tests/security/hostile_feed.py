"""A publisher who attacks: feeds and pages with an attack in every place that we read."""

import re
from collections.abc import Iterator
from html import escape

from tests.feed_server import FeedServer
from tests.security.attacks import Attack

# As many as stand on one page of a list.
A_FEED = 30
WORDS = "<p>On day {} " + "the ferry waits for the tide and the tide for nobody. " * 20 + "</p>"


def feeds_of(attacks: list[Attack], server: FeedServer) -> Iterator[str]:
    """RSS feeds with thirty attacks each, in every element that we read; their addresses."""
    for first in range(0, len(attacks), A_FEED):
        some = attacks[first : first + A_FEED]
        items = "".join(item(at, attack.text, server) for at, attack in enumerate(some, start=first))
        hostile = in_xml(some[0].text)
        body = (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>Paper {first} {hostile}</title><link>{server.url('/')}</link>"
            f"<description>{hostile}</description><language>en</language>{items}</channel></rss>"
        )
        yield server.put(f"/feed-{first}.xml", body, kind="application/rss+xml")


def item(at: int, attack: str, server: FeedServer) -> str:
    hostile = in_xml(attack)
    return (
        f"<item><title>{at} {hostile}</title><guid isPermaLink='false'>case {at}</guid>"
        f"<link>{server.url(f'/{at}')}#{hostile}</link><dc:creator>{hostile}</dc:creator>"
        f"<category>{hostile}</category><category>{in_xml(attack[:70])}</category>"
        f"<description>{hostile}</description><content:encoded>{in_xml(WORDS.format(at) + attack)}</content:encoded>"
        f"<enclosure url='{escape(server.url('/x.jpg'))}?{hostile}' type='image/jpeg' length='1'/></item>"
    )


def in_xml(text: str) -> str:
    """As a feed holds it: escaped, without what XML has no place for."""
    return escape(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text))


def hostile_page(at: int, attack: str) -> str:
    """An article's page with the attack in its head, its headline, its byline and between its paragraphs."""
    text = "".join(
        f"<p>On day {day} nobody rows across the river, says the keeper of pier {at}, who has watched it from his "
        "window since the road was shut and writes down what he sees in a book.</p>"
        for day in range(6)
    )
    quoted = escape(attack)
    head = f'<meta property="og:description" content="{quoted}"><meta name="author" content="{quoted}">'
    return (
        f'<!doctype html><html lang="en"><head><title>Case {at}</title>{head}</head>'
        f"<body><article><h1>Case {at}</h1>{text}{attack}{text}</article></body></html>"
    )
