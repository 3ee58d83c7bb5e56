"""Articles and the topics they mention."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import transaction

from newsstand.algorithms.mentions import KnownNames, weight_of
from newsstand.articles.copies import copies_among
from newsstand.articles.models import Article
from newsstand.lib.rows import insert, select
from newsstand.lib.stamps import touch
from newsstand.topics.locate import locate
from newsstand.topics.models import Alias, Mention, Topic
from newsstand.topics.propose import propose
from newsstand.topics.registry import key_of, topics_for

# Categories that say how an article was made, not what it is about.
NOT_ABOUT = {
    "uncategorized",
    "uncategorised",
    "feature",
    "featured",
    "news",
    "weblog",
    "blog",
    "post",
    "article",
    "rss",
}
MOST_CATEGORIES = 12
MOST_MENTIONS = 24


def mention(articles: Sequence[Article], *, new: bool = False) -> int:
    """Join articles with the topics in their categories and texts; returns how many mentions were new.

    `new` articles mention nobody yet.

    1. Load: the registry's names of people, organisations and places; the topics of the categories.
    2. Decide: categories first in their order, then names in the order of the text.
    3. Save: what is not there yet, and the weights; topics' pages hear of it. Then places and proposals.
    """
    if not articles:
        return 0
    with transaction.atomic(savepoint=False):
        names = known_names()
        by_key = topics_for([name for article in articles for name in about(article)])
        rows = [row for article in articles for row in mentions_of(article, names, by_key)]
        before = Mention.objects.none() if new else Mention.objects.filter(article__in=articles)
        there = {(row.article_id, row.topic_id): row for row in before}
        fresh = [row for row in rows if (row.article_id, row.topic_id) not in there]
        # Another worker may enter the same one at the same moment.
        insert(fresh, ignore_conflicts=True)
        weigh_again([(there[key], row) for row in rows if (key := (row.article_id, row.topic_id)) in there])
        slugs = slugs_of({row.topic_id for row in rows}, by_key.values())
        # Lists name the publishers of copies beside the original, and not all of its topics are the copies'.
        if copies := copies_among(article.pk for article in articles):
            originals = Topic.objects.filter(mentions__article__copies__article__in=copies)
            slugs.update(originals.values_list("slug", flat=True))
        touch([*(f"topic:{slug}" for slug in slugs), *(f"article:{article.pk}" for article in articles)])
        locate(articles, new=new)
        propose(articles)
        return len(fresh)


def weigh_again(pairs: Sequence[tuple[Mention, Mention]]) -> None:
    """A text that says something else is about other things: the mentions that were there get their new weights."""
    changed = []
    for held, now in pairs:
        if held.source in {Mention.Source.CATEGORY, Mention.Source.TEXT} and held.weight != now.weight:
            held.weight = now.weight
            changed.append(held)
    Mention.objects.bulk_update(changed, ["weight"], batch_size=200)


def redate(article: Article) -> None:
    """The date of an article's publication is another now: topics list it where it belongs."""
    with transaction.atomic():
        mentions = Mention.objects.filter(article=article)
        mentions.update(published_at=article.published_at)
        touch([f"topic:{slug}" for slug in mentions.values_list("topic__slug", flat=True)])


def slugs_of(ids: set[int], loaded: Iterable[Topic]) -> set[str]:
    """The slugs of the topics of these ids, of which some are loaded already."""
    slugs = {topic.pk: topic.slug for topic in loaded}
    others = ids - slugs.keys()
    found = set(Topic.objects.filter(pk__in=others).values_list("slug", flat=True)) if others else set()
    return found | {slugs[pk] for pk in ids - others}


def about(article: Article) -> list[str]:
    """The categories that say what the article is about."""
    return [name for name in article.categories if key_of(name) not in NOT_ABOUT][:MOST_CATEGORIES]


def known_names() -> KnownNames:
    """The names to look for in texts. Subjects are left out: "sport" in a sentence is seldom the section."""
    kinds = [kind for kind in Topic.Kind.values if kind != Topic.Kind.SUBJECT]
    topics = select(Topic, ["id"], among=("kind", kinds))
    rows = select(Alias, ("name", "topic"), among=("topic", [pk for (pk,) in topics]))
    return made_ready(tuple(sorted(rows)))


@lru_cache(maxsize=1)
def made_ready(names: tuple[tuple[str, int], ...]) -> KnownNames:
    """Names with the ids of their topics, ready for looking texts through; they seldom change between two readings."""
    return KnownNames(names)


def mentions_of(article: Article, names: KnownNames, by_key: dict[str, Topic]) -> list[Mention]:
    """Unsaved mentions of one article, each topic once."""
    text = f"{article.headline}\n{article.text}"
    sources: dict[int, Mention.Source] = {}
    for name in about(article):
        topic = by_key.get(key_of(name))
        if topic is not None:
            sources.setdefault(topic.pk, Mention.Source.CATEGORY)
    positions: dict[int, list[int]] = {}
    for found in names.every(text):
        sources.setdefault(found.topic_id, Mention.Source.TEXT)
        positions.setdefault(found.topic_id, []).append(found.position)
    headline = len(article.headline)
    lead = headline + 1 + (article.text.find("\n") if "\n" in article.text else len(article.text))
    return [
        Mention(
            article=article,
            topic_id=topic_id,
            source=source,
            position=position,
            weight=weight_of(positions.get(topic_id, ()), headline=headline, lead=lead, said=source.value),
            published_at=article.published_at,
        )
        for position, (topic_id, source) in enumerate(list(sources.items())[:MOST_MENTIONS])
    ]
