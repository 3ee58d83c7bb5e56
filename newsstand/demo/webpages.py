"""The web pages of the town's publishers: plain, with the navigation and the footers that real ones have."""

import json

from newsstand.demo.edition import FEED_FILES, Edition, Shown, escape
from newsstand.demo.town import Author, Town

STYLE = """body{font:18px/1.55 Georgia,serif;max-width:44rem;margin:0 auto;padding:0 1rem;color:#1d2430}
header,footer,nav{font:15px/1.5 system-ui,sans-serif}img{max-width:100%;height:auto}h1{line-height:1.15}
nav a{margin-right:1rem}figcaption,.byline{color:#5b6472;font-size:.85em}
footer{border-top:1px solid #ccc;margin:3rem 0;padding-top:1rem;color:#5b6472}"""


def index(town: Town, root: str) -> str:
    """The list of the publishers of the town."""
    items = "".join(
        f'<li><a href="{root}{publisher.slug}/">{escape(publisher.name)}</a>: {escape(publisher.description)}</li>'
        for publisher in town.publishers
    )
    title = f"The publishers of {town.name}"
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1><p>{escape(town.description)}</p>"
        f"<ul>{items}</ul></body></html>"
    )


def home(edition: Edition) -> str:
    """A publisher's first page: what it is and its articles by section, newest first."""
    publisher = edition.publisher
    main = f"<h1>{escape(publisher.name)}</h1><p>{escape(publisher.description)}</p>"
    for section in edition.town.sections:
        items = "".join(
            f'<li><a href="{shown.url}">{escape(shown.version.title)}</a><br>{escape(shown.version.summary)}</li>'
            for shown in edition.articles
            if shown.section == section.name
        )
        main += f'<h2 id="{section.slug}">{escape(section.name)}</h2><ul>{items}</ul>' if items else ""
    extra = f'<meta property="og:type" content="website"><meta property="og:title" content="{escape(publisher.name)}">'
    return _page(edition, publisher.name, publisher.description, edition.base, extra, main)


def author_page(edition: Edition, author: Author) -> str:
    """Who somebody is and what they wrote."""
    written = [shown for shown in edition.articles if author.slug in shown.article.authors]
    items = "".join(f'<li><a href="{shown.url}">{escape(shown.version.title)}</a></li>' for shown in written)
    main = f"<h1>{escape(author.name)}</h1><p>{escape(author.about)}</p><ul>{items}</ul>"
    return _page(edition, author.name, author.about, f"{edition.base}authors/{author.slug}", "", main)


def article_page(edition: Edition, shown: Shown) -> str:
    """An article with its byline and dates, OpenGraph and JSON-LD."""
    by = " and ".join(f'<a rel="author" href="{uri}">{escape(author.name)}</a>' for author, uri in shown.authors)
    when = f'<time datetime="{shown.published.isoformat()}">{shown.published:%-d %B %Y, %H:%M}</time>'
    if shown.is_updated:
        when += f', updated <time datetime="{shown.changed.isoformat()}">{shown.changed:%-d %B %Y, %H:%M}</time>'
    main = (
        f'<article><header><h1>{escape(shown.version.title)}</h1><p class="byline">By {by}, {when}</p></header>\n'
        f"{edition.body(shown)}\n</article>\n{_related(edition, shown)}"
    )
    return _page(edition, shown.version.title, shown.version.summary, shown.url, _metas(edition, shown), main)


def window(name: str, about: str) -> str:
    """What a shop of the town has in its window: where its ads lead."""
    note = "A fictional shop of the demonstration town. Nothing is sold here. Contact: nobody, by no post."
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(name)}</h1><p>{escape(about)}</p>"
        f"<footer>{note}</footer></body></html>"
    )


def missing(edition: Edition, path: str) -> str:
    """The page for an address that leads nowhere."""
    main = f"<h1>Not here</h1><p>{escape(path)} leads nowhere. The tide may have taken it.</p>"
    return _page(edition, "Not here", "", edition.base, '<meta name="robots" content="noindex">', main)


def _related(edition: Edition, shown: Shown) -> str:
    near = [other for other in edition.articles if other.section == shown.section and other is not shown][:4]
    items = "".join(f'<li><a href="{other.url}">{escape(other.version.title)}</a></li>' for other in near)
    return f'<aside class="related"><h2>More on {escape(shown.section)}</h2><ul>{items}</ul></aside>' if near else ""


def _metas(edition: Edition, shown: Shown) -> str:
    metas = [
        ("og:type", "article"),
        ("og:title", shown.version.title),
        ("og:description", shown.version.summary),
        ("og:url", shown.url),
        ("og:site_name", edition.publisher.name),
        ("article:published_time", shown.published.isoformat()),
        ("article:modified_time", shown.changed.isoformat()),
        ("article:section", shown.section),
        *(("article:tag", tag) for tag in shown.tags),
    ]
    if shown.article.picture:
        metas += [("og:image", shown.picture), ("og:image:alt", shown.article.picture.alt)]
    lines = "\n".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in metas)
    # "</" could end the script early; JSON allows the slash to be escaped.
    data = json.dumps(_linked_data(edition, shown), ensure_ascii=False).replace("</", "<\\/")
    return f'{lines}\n<script type="application/ld+json">{data}</script>'


def _linked_data(edition: Edition, shown: Shown) -> dict[str, object]:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": shown.url,
        "headline": shown.version.title,
        "description": shown.version.summary,
        "datePublished": shown.published.isoformat(),
        "dateModified": shown.changed.isoformat(),
        "inLanguage": edition.publisher.language,
        "articleSection": shown.section,
        "keywords": list(shown.tags),
        "author": [{"@type": "Person", "name": author.name, "url": uri} for author, uri in shown.authors],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": edition.publisher.name,
            "logo": {"@type": "ImageObject", "url": f"{edition.base}icon.png"},
        },
    }
    if shown.article.picture:
        picture = shown.article.picture
        data["image"] = {"@type": "ImageObject", "url": shown.picture, "caption": picture.caption}
    return data


def _page(edition: Edition, title: str, description: str, address: str, extra: str, main: str) -> str:
    publisher = edition.publisher
    file, media_type = FEED_FILES[publisher.feed]
    full = title if title == publisher.name else f"{title} | {publisher.name}"
    links = "".join(
        f'<a href="{edition.base}#{section.slug}">{escape(section.name)}</a>'
        for section in edition.town.sections
        if any(shown.section == section.name for shown in edition.articles)
    )
    return f"""<!doctype html>
<html lang="{publisher.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(full)}</title>
<meta name="description" content="{escape(description)}">
<link rel="canonical" href="{address}">
<link rel="alternate" type="{media_type}" title="{escape(publisher.name)}" href="{edition.base}{file}">
<link rel="icon" type="image/png" sizes="256x256" href="{edition.base}icon.png">
<meta property="og:site_name" content="{escape(publisher.name)}">
{extra}
<style>{STYLE}</style>
</head>
<body>
<header><p><a href="{edition.base}">{escape(publisher.name)}</a>: {escape(publisher.tagline)}</p>
<nav aria-label="Sections">{links}</nav></header>
<main>
{main}
</main>
<footer><p>{escape(edition.town.attribution)}. {escape(publisher.description)}</p>
<p><a href="{edition.base}{file}">Feed</a></p></footer>
</body>
</html>
"""
