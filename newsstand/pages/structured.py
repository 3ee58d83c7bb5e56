"""An article for machines: schema.org, robots, the canonical address."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from newsstand.algorithms.deck import brief
from newsstand.algorithms.excerpt import first_words
from newsstand.articles.models import Article, Author
from newsstand.corrections.models import Correction
from newsstand.corrections.shown import Note
from newsstand.images.models import Image, State
from newsstand.publishers.models import Contract, Publisher
from newsstand.topics.models import Topic

DESCRIPTION_LENGTH = 200
PICTURE_WIDTH = 1280
ICON_WIDTH = 160
# Inside a script element only these can end it, or open a comment in it.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def for_script(data: dict[str, Any]) -> SafeString:
    """JSON that may stand inside a script element, whatever it says."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 (nothing in it can end it)


def absolute(path: str) -> str:
    """A path of ours as a whole address."""
    return f"{settings.NEWSSTAND_URL}{path}"


def picture_address(image: Image | None, width: int) -> str:
    """The whole address of a picture we can serve, or ""."""
    return absolute(f"/image/{image.pk}/{width}") if image is not None and image.state == State.READY else ""


def share_picture(article: Article) -> str:
    """The picture that stands for the article elsewhere."""
    return picture_address(article.lead_picture, PICTURE_WIDTH)


def indexing(article: Article) -> str:
    """What search engines may do: what our contributors write is ours to show; the rest is as the contract says."""
    contract = article.contract()
    return Contract.Indexing.INDEX if contract is None else contract.indexing


def robots(article: Article) -> str:
    """The content of the robots meta element; "" where nothing needs saying."""
    return "noindex" if indexing(article) == Contract.Indexing.NOINDEX else "max-image-preview:large"


def canonical(article: Article) -> str:
    """The address that counts: the original's where the contract says so, else our own."""
    if indexing(article) == Contract.Indexing.CANONICAL and article.original_url:
        return article.original_url
    return absolute(article.get_absolute_url())


def description(article: Article) -> str:
    """One line on what it says, in no more words than the contract lets us show."""
    contract = article.contract()
    said = article.summary or article.text[: 5 * DESCRIPTION_LENGTH]
    return brief(first_words(said, contract.excerpt_words if contract else None), DESCRIPTION_LENGTH)


def news_article(
    article: Article, authors: Sequence[Author], topics: Sequence[Topic], notes: Sequence[Note] = ()
) -> dict[str, Any]:
    """The article as a schema.org NewsArticle, with its corrections."""
    sections = [topic.name for topic in topics if topic.section is not None]
    contract = article.contract()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": description(article),
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "datePublished": article.published_at.isoformat(),
        "dateModified": changed_at(article, notes).isoformat(),
        "correction": [correction_comment(article, note.correction) for note in notes],
        "author": [person(author) for author in authors],
        "publisher": organisation(article.publisher),
        "image": [share_picture(article)],
        "inLanguage": article.language,
        "articleSection": sections or ([article.section] if article.section else list(article.categories)),
        "isAccessibleForFree": True,
        "commentCount": article.comment_count,
        "isBasedOn": article.original_url,
        "license": contract.licence_url if contract else "",
    }
    return {key: value for key, value in data.items() if value not in ("", [], [""], None)}


def changed_at(article: Article, notes: Sequence[Note]) -> datetime:
    """When a reader could last notice a change, a correction's note among them."""
    return max([article.updated_at or article.published_at, *(note.correction.at for note in notes)])


def correction_comment(article: Article, correction: Correction) -> dict[str, str]:
    """A correction as a schema.org CorrectionComment."""
    return {
        "@type": "CorrectionComment",
        "text": correction.note,
        "datePublished": correction.at.isoformat(),
        "url": f"{absolute(article.get_absolute_url())}#corrections",
    }


def person(author: Author) -> dict[str, str]:
    return {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())}


def organisation(publisher: Publisher | None) -> dict[str, Any]:
    """The publisher, or this site for what is written here."""
    if publisher is None:
        return {"@type": "NewsMediaOrganization", "name": settings.NEWSSTAND_NAME, "url": settings.NEWSSTAND_URL}
    data = {
        "@type": "NewsMediaOrganization",
        "name": publisher.name,
        "url": publisher.site_url or absolute(publisher.get_absolute_url()),
    }
    icon = picture_address(publisher.icon, ICON_WIDTH)
    logo = {"logo": {"@type": "ImageObject", "url": icon}} if icon else {}
    return {**data, **logo, **trust(publisher)}


# The trust indicators of schema.org's NewsMediaOrganization, and the columns that fill them.
TRUST = {
    "ownershipFundingInfo": ("ownership", "funding"),
    "masthead": ("masthead",),
    "correctionsPolicy": ("corrections_policy",),
    "ethicsPolicy": ("ethics_policy",),
    "publishingPrinciples": ("ethics_policy",),
}


def trust(publisher: Publisher) -> dict[str, str]:
    """Where a publisher says who is behind it: the addresses of what it does say, on its own page."""
    page = absolute(publisher.get_absolute_url())
    said = {name: next((one for one in columns if getattr(publisher, one)), "") for name, columns in TRUST.items()}
    return {name: f"{page}#{column}" for name, column in said.items() if column}


def news_organisation(publisher: Publisher) -> dict[str, Any]:
    """The publisher on a page of its own, as a schema.org NewsMediaOrganization."""
    said = {"description": publisher.description, "mainEntityOfPage": absolute(publisher.get_absolute_url())}
    return {
        "@context": "https://schema.org",
        **organisation(publisher),
        **{key: value for key, value in said.items() if value},
    }
