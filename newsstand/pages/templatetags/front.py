"""A card of a front page."""

from typing import Any

from django import template

from newsstand.articles.templatetags.articles import PICTURE_SIZES, WITH_DECK, Size, shown_picture
from newsstand.pages.cards import Card

register = template.Library()


@register.inclusion_tag("pages/story_card.html")
def story_card(card: Card, size: Size = "row", level: int = 3) -> dict[str, Any]:
    """A story or an article in its place, as large as it matters, with why it stands there."""
    return {
        "card": card,
        "article": card.article,
        "size": size,
        "level": level,
        "picture": shown_picture(card.article) if size in PICTURE_SIZES else None,
        "short_age": size != "lead",
        "eager": size == "lead",
        "sizes": PICTURE_SIZES.get(size, ""),
        "deck": card.article.shown_summary() if size in WITH_DECK else "",
        "deck_words": 40 if size == "lead" else 26,
    }
