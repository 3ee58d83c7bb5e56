"""An outlet of the town that is not here yet: it applies, with a feed that has something to mend."""

from datetime import datetime
from email.utils import format_datetime
from html import escape

from newsstand.demo.town import moment

SLUG = "saltmarsh"
NAME = "The Saltmarsh Letter"
ABOUT = (
    "A letter of two pages, every other week, about the marsh between Tidewell and the sea: its farms, its sluices and "
    "its birds. Odile Brand writes and edits it, her brother draws the maps. A fictional outlet of the demonstration "
    "town."
)
ITEMS = (
    (
        500,
        "The sluice at Gull Fleet is open again",
        (
            "For the first time since the storm the sluice at Gull Fleet runs both ways. It took four men, a "
            "chain and the tractor from Low Farm, and by evening the lower meadow was a meadow. The drainage "
            "board says that the hinge was cast in 1931 and that nobody makes another."
        ),
    ),
    (
        9000,
        "Who counts the lapwings",
        (
            "Nineteen pairs this spring, says the sheet in the hide, and beside it in another hand: twenty. We "
            "sat there for two mornings, and make it nineteen and one that is on its own, and does not seem to "
            "mind."
        ),
    ),
    (
        21000,
        "A map of the paths that are left",
        (
            "Three of the seven paths over the marsh end in water now. The map on page two shows the other four, "
            "with the hours at which the fourth of them is one."
        ),
    ),
)


def home(root: str) -> str:
    """Its home page, which names the feed."""
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{NAME}</title>'
        f'<link rel="alternate" type="application/rss+xml" href="{root}{SLUG}/feed.xml"></head>'
        f"<body><h1>{NAME}</h1><p>{ABOUT}</p></body></html>"
    )


def feed(root: str, started_at: datetime) -> str:
    """Its feed: RSS with whole texts, and without the names of who wrote them."""
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{root}{SLUG}/{number}</link>"
        f"<guid>{root}{SLUG}/{number}</guid>"
        f"<pubDate>{format_datetime(moment(started_at, minutes_ago))}</pubDate>"
        f"<description>{escape(f'<p>{text}</p>')}</description></item>"
        for number, (minutes_ago, title, text) in enumerate(ITEMS, start=1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{NAME}</title><link>{root}{SLUG}/</link><description>{escape(ABOUT)}</description>"
        f"<language>en-GB</language>{items}</channel></rss>"
    )
