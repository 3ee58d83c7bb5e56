"""Articles get their places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from newsstand.algorithms.place_names import Candidate
from newsstand.algorithms.places import ArticlePlace as Found
from newsstand.algorithms.places import home_of, places_of
from newsstand.articles.models import Article
from newsstand.lib.rows import insert, select
from newsstand.lib.stamps import touch
from newsstand.topics.around import parents_of
from newsstand.topics.lookup import Places, candidate_of
from newsstand.topics.models import ArticlePlace, HomePlace, Mention, Topic

LEAST_SURE = 0.45
MOST_PLACES = 6
RECENT = 300
MOST_TEXT = 40_000
# The rules and lists of words are English: in other languages only what is large and plain is taken.
KNOWN_LANGUAGES = ("", "en")
LARGE = 100_000
# What `candidate_of` looks at.
OF_A_CANDIDATE = (
    "pk",
    "population",
    "geonames_id",
    "name",
    "level",
    "country",
    "admin1",
    "admin2",
    "latitude",
    "longitude",
)


def locate(articles: Sequence[Article], *, new: bool = False) -> int:
    """Give articles the places that their texts name; returns how many rows are new. `new` articles have none yet.

    1. Load: the registry's places, where the publishers are at home, what was decided before.
    2. Decide: `algorithms.places.places_of`; what an editor decided and what readers called wrong stays as it is.
    3. Save: the places and those around them, mentions of the places, stamps.
    """
    places = Places()
    homes: dict[int | None, Candidate | None] = {}
    for article in articles:
        if article.publisher_id not in homes:
            homes[article.publisher_id] = home(article.publisher_id)
    found = {
        article.pk: [
            (places.topic_of(each.place), each)
            for each in wanted(article, places_in(article, places, homes[article.publisher_id]))
        ]
        for article in articles
    }
    if new and not any(found.values()):
        return 0
    with transaction.atomic(savepoint=False):
        return save(articles, found, new=new)


def places_in(article: Article, places: Places, home: Candidate | None) -> list[Found]:
    """The places of a text, the weightiest first."""
    return places_of(article.headline, article.text[:MOST_TEXT], places.look_up, home=home)


def wanted(article: Article, found: Sequence[Found]) -> list[Found]:
    """The places that are sure enough, and few enough, to be said."""
    language = article.language.lower().partition("-")[0]
    sure = [each for each in found if each.confidence >= LEAST_SURE]
    if language not in KNOWN_LANGUAGES:
        sure = [each for each in sure if each.place.number < 0 or each.place.population >= LARGE]
    return sure[:MOST_PLACES]


def home(publisher_id: int | None) -> Candidate | None:
    """Where a publisher is at home: as an editor said, else as its articles' places say (`home_of`)."""
    if publisher_id is None:
        return None
    if said := select(HomePlace, ["place"], publisher=publisher_id):
        return candidate_of(Topic.objects.get(pk=said[0][0]))
    rows = ArticlePlace.objects.right().filter(
        is_direct=True, article__publisher=publisher_id, source=ArticlePlace.Source.MACHINE
    )
    by_article: dict[int, list[tuple[Candidate, float]]] = defaultdict(list)
    places: dict[int, Candidate] = {}
    columns = ("article_id", "confidence", *(f"place__{name}" for name in OF_A_CANDIDATE))
    for article_id, confidence, pk, *values in rows.order_by("-published_at").values_list(*columns)[:RECENT]:
        if pk not in places:
            places[pk] = candidate_of(Topic(pk, **dict(zip(OF_A_CANDIDATE[1:], values, strict=True))))
        by_article[article_id].append((places[pk], confidence))
    return home_of(list(by_article.values()))


def save(articles: Sequence[Article], found: dict[int, list[tuple[Topic, Found]]], *, new: bool = False) -> int:
    """Write what was found beside what was decided; returns how many rows are new."""
    held: dict[int, dict[int, ArticlePlace]] = defaultdict(dict)
    for row in () if new else ArticlePlace.objects.filter(article__in=articles, is_direct=True):
        held[row.article_id][row.place_id] = row
    fresh: list[ArticlePlace] = []
    changed: list[ArticlePlace] = []
    gone: list[int] = []
    for article in articles:
        now = {topic.pk: (topic, each) for topic, each in found[article.pk]}
        for topic, each in now.values():
            known = held[article.pk].get(topic.pk)
            if known is None:
                fresh.append(row_of(article, topic, each))
            elif known.source == ArticlePlace.Source.MACHINE and not known.is_wrong:
                known.confidence, known.evidence = each.confidence, evidence_of(each)
                changed.append(known)
        gone += [
            old.pk
            for old in held[article.pk].values()
            if old.place_id not in now and old.source == ArticlePlace.Source.MACHINE and not old.is_wrong
        ]
    if not new:
        ArticlePlace.objects.filter(pk__in=gone).delete()
        # A place that held another one until now may be named itself.
        ArticlePlace.objects.filter(article__in=articles, is_direct=False).delete()
        ArticlePlace.objects.bulk_update(changed, ["confidence", "evidence"], batch_size=200)
    insert(fresh, ignore_conflicts=True)
    surround([article.pk for article in articles])
    say(articles, found)
    return len(fresh)


def row_of(article: Article, topic: Topic, each: Found) -> ArticlePlace:
    """An unsaved row of what was found."""
    return ArticlePlace(
        article=article,
        place=topic,
        confidence=each.confidence,
        evidence=evidence_of(each),
        published_at=article.published_at,
    )


def evidence_of(each: Found) -> list[dict[str, str]]:
    return [{"words": words, "rule": rule} for words, rule in each.evidence]


def surround(article_ids: Collection[int]) -> None:
    """Write the places around the direct ones again, and tell the pages of all of them."""
    every = list(ArticlePlace.objects.filter(article__in=article_ids).select_related("place"))
    rows = [row for row in every if row.is_direct]
    if len(rows) < len(every):
        ArticlePlace.objects.filter(article__in=article_ids, is_direct=False).delete()
    parents = parents_of([row.place for row in rows])
    direct = {(row.article_id, row.place_id) for row in rows}
    around: dict[tuple[int, int], ArticlePlace] = {}
    for row in rows:
        for outer in () if row.is_wrong else parents[row.place_id]:
            key = (row.article_id, outer.pk)
            if key in direct:
                continue
            known = around.get(key)
            if known is None or known.confidence < row.confidence:
                around[key] = ArticlePlace(
                    article_id=row.article_id,
                    place=outer,
                    confidence=row.confidence,
                    source=row.source,
                    is_direct=False,
                    published_at=row.published_at,
                )
    insert(list(around.values()), ignore_conflicts=True)
    slugs = {row.place.slug for row in rows} | {row.place.slug for row in around.values()}
    touch([*(f"topic:{slug}" for slug in slugs), *(f"article:{pk}" for pk in article_ids)])


def say(articles: Iterable[Article], found: dict[int, list[tuple[Topic, Found]]]) -> None:
    """A place of an article is a topic of it too."""
    wanted = {(article.pk, topic.pk): (article, each) for article in articles for topic, each in found[article.pk]}
    there = set(select(Mention, ("article", "topic"), among=("article", {article_id for article_id, _ in wanted})))
    rows = [
        Mention(
            article=article,
            topic_id=topic_id,
            source=Mention.Source.TEXT,
            position=100 + at,
            weight=round(min(1.0, each.weight), 2),
            published_at=article.published_at,
        )
        for at, ((article_id, topic_id), (article, each)) in enumerate(wanted.items())
        if (article_id, topic_id) not in there
    ]
    insert(rows, ignore_conflicts=True)
