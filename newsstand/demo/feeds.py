"""The three feeds of the town: RSS 2.0 with the whole text, Atom with summaries, JSON Feed 1.1."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from newsstand.demo.edition import FEED_FILES, Edition, Shown, escape


def feed(edition: Edition) -> bytes:
    """The feed of an edition in its publisher's format."""
    return WRITERS[edition.publisher.feed](edition).encode()


def rss(edition: Edition) -> str:
    """RSS 2.0: the whole text in content:encoded, the picture in media:content."""
    publisher = edition.publisher
    items = "\n".join(_rss_item(edition, shown) for shown in edition.articles)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(publisher.name)}</title>
<link>{edition.base}</link>
<description>{escape(publisher.description)}</description>
<language>{publisher.language}</language>
<lastBuildDate>{_mail_date(edition.changed)}</lastBuildDate>
<atom:link href="{_address(edition)}" rel="self" type="application/rss+xml"/>
<image><url>{edition.base}icon.png</url><title>{escape(publisher.name)}</title><link>{edition.base}</link></image>
{items}
</channel>
</rss>
"""


def _rss_item(edition: Edition, shown: Shown) -> str:
    authors = "".join(f"<dc:creator>{escape(author.name)}</dc:creator>" for author, _ in shown.authors)
    tags = "".join(f"<category>{escape(tag)}</category>" for tag in shown.tags)
    media = ""
    if shown.article.picture:
        alt = escape(shown.article.picture.alt)
        media = f'<media:content url="{shown.picture}" type="image/jpeg" medium="image">'
        media += f"<media:description>{alt}</media:description></media:content>"
    return f"""<item>
<title>{escape(shown.version.title)}</title>
<link>{shown.url}</link>
<guid isPermaLink="true">{shown.url}</guid>
<pubDate>{_mail_date(shown.published)}</pubDate>
<dcterms:modified>{shown.changed.isoformat()}</dcterms:modified>
{authors}{tags}
<description>{escape(shown.version.summary)}</description>
{media}
<content:encoded>{escape(edition.body(shown))}</content:encoded>
</item>"""


def atom(edition: Edition) -> str:
    """Atom 1.0: summaries only; the whole text is on the article's page."""
    publisher = edition.publisher
    entries = "\n".join(_atom_entry(publisher.slug, shown) for shown in edition.articles)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publisher.language}">
<id>tag:demonstration.invalid,2026:{publisher.slug}</id>
<title>{escape(publisher.name)}</title>
<subtitle>{escape(publisher.description)}</subtitle>
<updated>{edition.changed.isoformat()}</updated>
<link rel="alternate" type="text/html" href="{edition.base}"/>
<link rel="self" type="application/atom+xml" href="{_address(edition)}"/>
<icon>{edition.base}icon.png</icon>
{entries}
</feed>
"""


def _atom_entry(publisher: str, shown: Shown) -> str:
    authors = "".join(
        f"<author><name>{escape(author.name)}</name><uri>{uri}</uri></author>" for author, uri in shown.authors
    )
    tags = "".join(f'<category term="{escape(tag)}"/>' for tag in shown.tags)
    return f"""<entry>
<id>tag:demonstration.invalid,2026:{publisher}:{shown.article.slug}</id>
<title>{escape(shown.version.title)}</title>
<link rel="alternate" type="text/html" href="{shown.url}"/>
<published>{shown.published.isoformat()}</published>
<updated>{shown.changed.isoformat()}</updated>
{authors}{tags}
<summary>{escape(shown.version.summary)}</summary>
</entry>"""


def json_feed(edition: Edition) -> str:
    """JSON Feed 1.1 with the whole text in content_html."""
    publisher = edition.publisher
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "description": publisher.description,
        "home_page_url": edition.base,
        "feed_url": _address(edition),
        "icon": f"{edition.base}icon.png",
        "language": publisher.language,
        "items": [_json_item(edition, shown) for shown in edition.articles],
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def _json_item(edition: Edition, shown: Shown) -> dict[str, object]:
    item: dict[str, object] = {
        "id": shown.url,
        "url": shown.url,
        "title": shown.version.title,
        "summary": shown.version.summary,
        "content_html": edition.body(shown),
        "date_published": shown.published.isoformat(),
        "date_modified": shown.changed.isoformat(),
        "authors": [{"name": author.name, "url": uri} for author, uri in shown.authors],
        "tags": list(shown.tags),
    }
    return {**item, "image": shown.picture} if shown.picture else item


def _address(edition: Edition) -> str:
    return edition.base + FEED_FILES[edition.publisher.feed][0]


def _mail_date(when: datetime) -> str:
    return format_datetime(when.astimezone(UTC), usegmt=True)


WRITERS: Mapping[str, Callable[[Edition], str]] = {"rss": rss, "atom": atom, "json": json_feed}
