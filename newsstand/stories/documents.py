"""Articles as clustering reads them."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from newsstand.algorithms.additions import said_in
from newsstand.algorithms.vectors import Document
from newsstand.articles.models import Article, Byline
from newsstand.topics.models import Mention, Topic

NAMED = (Topic.Kind.PERSON, Topic.Kind.ORGANISATION, Topic.Kind.PLACE)
# A name further down is mentioned by the way.
MOST_NAMES = 8


def articles_of(ids: Iterable[int]) -> dict[int, Article]:
    """The articles with their texts and publishers, by id."""
    rows = Article.objects.filter(pk__in=set(ids)).select_related("publisher").defer("body", "publisher__description")
    return {article.pk: article for article in rows}


def documents_of(articles: Collection[Article]) -> dict[int, Document]:
    """What clustering reads of each article, with the people, organisations and places that it mentions. One query."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = Mention.objects.filter(article__in=articles, topic__kind__in=NAMED).order_by("position", "pk")
    for pk, name in rows.values_list("article_id", "topic__name"):
        names[pk].append(name)
    return {
        article.pk: Document(
            headline=article.headline,
            text=article.text or article.summary,
            language=article.language,
            published=article.published_at,
            names=tuple(names[article.pk][:MOST_NAMES]),
            source=f"publisher {article.publisher_id}" if article.publisher_id else "",
        )
        for article in articles
    }


def says_of(articles: Collection[Article]) -> dict[int, dict[str, list[str]]]:
    """The names and numbers in each article, without those of its authors and publisher. One query."""
    authors: dict[int, list[str]] = defaultdict(list)
    for pk, name in Byline.objects.filter(article__in=articles).values_list("article_id", "author__name"):
        authors[pk].append(name)
    found = {}
    for article in articles:
        apart = [*authors[article.pk], *([article.publisher.name] if article.publisher else [])]
        said = said_in(article.headline, article.text or article.summary, language=article.language, apart=apart)
        found[article.pk] = {"names": list(said.names), "numbers": list(said.numbers)}
    return found
