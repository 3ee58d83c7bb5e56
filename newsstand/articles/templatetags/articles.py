"""An article on a list."""

from typing import Any, Literal

from django import template

from newsstand.articles.models import Article
from newsstand.images.models import Image, State

register = template.Library()

Size = Literal["lead", "feature", "row", "small"]
Who = Literal["publisher", "author", "nobody"]

# What part of the screen's width the picture takes, so that the browser loads the right one.
PICTURE_SIZES: dict[str, str] = {
    "lead": "(min-width: 62rem) 48rem, 100vw",
    "feature": "(min-width: 62rem) 22rem, (min-width: 40rem) 50vw, 100vw",
    "row": "(min-width: 40rem) 11rem, 24vw",
}
WITH_DECK = {"lead", "feature", "row"}


def shown_picture(article: Article) -> Image | None:
    """The picture a card shows: none while it is still to be fetched or cannot be had."""
    picture = article.lead_picture
    return picture if picture is not None and picture.state == State.READY else None


@register.inclusion_tag("articles/card.html")
def article_card(article: Article, size: Size = "row", who: Who = "publisher", level: int = 3) -> dict[str, Any]:
    """One article, as large as it matters. `level` is that of its heading.

    `who` says whose name stands under it: on a publisher's own page its authors, not the publisher again.
    """
    return {
        "article": article,
        "size": size,
        "who": who,
        "level": level,
        "picture": shown_picture(article) if size in PICTURE_SIZES else None,
        "short_age": size != "lead",
        "eager": size == "lead",
        "sizes": PICTURE_SIZES.get(size, ""),
        "deck": article.shown_summary() if size in WITH_DECK else "",
        "deck_words": 40 if size == "lead" else 26,
    }


@register.inclusion_tag("articles/byline.html")
def byline(authors: list[Any]) -> dict[str, Any]:
    """The authors in the order of the byline, each name with a link to its page."""
    return {"authors": authors}
