"""A topic's articles without those that repeat another of them."""

from django.db.models import Exists, OuterRef, QuerySet

from newsstand.articles.models import Article
from newsstand.topics.models import Mention


def firsts(mentions: QuerySet[Mention]) -> QuerySet[Mention]:
    """Without the copies of articles that mention the same topic: those stand in the list themselves."""
    original = Article.objects.published().filter(
        copies__article=OuterRef("article"), mentions__topic=OuterRef("topic")
    )
    return mentions.exclude(Exists(original))
