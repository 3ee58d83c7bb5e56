"""Results as pages show them: read again from the articles, because what the index holds is only where to look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from newsstand.algorithms.queries import Query
from newsstand.algorithms.results import Group
from newsstand.algorithms.snippets import marked, snippet, to_html
from newsstand.articles.models import Article, ArticleQuerySet
from newsstand.articles.templatetags.articles import shown_picture
from newsstand.corrections.models import Correction
from newsstand.images.models import Image
from newsstand.search.documents import findable
from newsstand.stories.models import Story

MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """A result: the article that fits best, what goes together with it, and the story that they are in (or None).

    `headline` and `passage` are escaped HTML with <mark>. `more`: further articles that were found and are not named.
    `is_corrected`: readers are told of a correction or clarification in it.
    """

    article: Article
    picture: Image | None
    headline: str
    passage: str
    others: tuple[Article, ...]
    more: int
    story: Story | None
    is_corrected: bool


def show(groups: Sequence[Group], query: Query, *, now: datetime) -> list[Result]:
    """The groups with all that a page says of them. Articles that a reader may not see at `now` are left out.

    Four queries, however many there are.
    """
    ids = [row.article_id for group in groups for row in group.rows[: MOST_OTHERS + 1]]
    articles = {article.pk: article for article in readable(ids, now)}
    numbers = [group.rows[0].group[1] for group in groups if is_story(group)]
    stories = {story.pk: story for story in Story.objects.filter(pk__in=numbers, article_count__gt=1)}
    results = []
    for group in groups:
        seen = [articles[row.article_id] for row in group.rows[: MOST_OTHERS + 1] if row.article_id in articles]
        if seen:
            story = stories.get(group.rows[0].group[1]) if is_story(group) else None
            results.append(result_of(seen, len(group.rows) - len(seen), story, query))
    return results


def is_story(group: Group) -> bool:
    return group.rows[0].group[0] == "story"


def readable(ids: Iterable[int], now: datetime) -> ArticleQuerySet:
    """The articles of these ids that may be seen, with their texts."""
    return (
        Article.objects.published(now)
        .filter(pk__in=list(ids))
        .select_related("publisher__contract", "lead_picture")
        .prefetch_related("authors")
        .annotate(is_corrected=Exists(Correction.objects.filter(article=OuterRef("pk"))))
    )


def result_of(seen: Sequence[Article], more: int, story: Story | None, query: Query) -> Result:
    first, *others = seen
    parts = findable(first)
    wanted = query.wanted()
    return Result(
        article=first,
        picture=shown_picture(first),
        headline=to_html(marked(parts.headline, wanted)),
        passage=to_html(snippet((parts.summary, " ".join(parts.text.split())), wanted)),
        others=tuple(others),
        more=more,
        story=story,
        is_corrected=vars(first)["is_corrected"],
    )
