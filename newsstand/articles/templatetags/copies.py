"""Who else has an article's text, and who had it first."""

from typing import Any

from django import template

from newsstand.articles.models import Article, Copy

register = template.Library()


@register.inclusion_tag("articles/copies.html")
def copies(article: Article) -> dict[str, Any]:
    """The article that had the text first, the others that have it, and the agency it credits. One query."""
    first: Article | None = None
    others: dict[int | None, Article] = {}
    for link in Copy.objects.around(article.pk):
        if link.article_id == article.pk:
            first = link.original if vars(link)["original_is_seen"] else None
        elif vars(link)["article_is_seen"]:
            others.setdefault(link.article.publisher_id, link.article)
    others.pop(article.publisher_id, None)
    return {"article": article, "first": first, "others": list(others.values())}


@register.inclusion_tag("articles/also_in.html")
def also_in(article: Article) -> dict[str, Any]:
    """On a card: the other publishers that have it. No query: `for_cards` loads them."""
    return {"others": article.also_in()}
