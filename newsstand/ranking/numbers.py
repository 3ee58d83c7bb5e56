"""What ranking has to know of stories and articles, gathered from the tables that know it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Sum

from newsstand.algorithms.ranking import Candidate
from newsstand.articles.models import Article, Byline
from newsstand.ranking.models import Reading
from newsstand.stories.models import Coverage, Story
from newsstand.topics.models import ArticlePlace, Mention

RATE_DAYS = 7
MOST_TOPICS = 8
MOST_PLACES = 4
MOST_COVERAGE = 200
KINDS = ("shown", "opened", "read", "saved", "hidden")
NEWS = {Coverage.Role.FIRST, Coverage.Role.ADDS}


@dataclass(frozen=True, slots=True)
class Unit:
    """A story or an article alone, as it may stand on a page. `candidate` has no id yet."""

    article: int
    story: int | None
    published_at: datetime
    candidate: Candidate


@dataclass(slots=True)
class Facts:
    """What the tables say of some articles, by their ids."""

    articles: dict[int, dict[str, Any]] = field(default_factory=dict)
    authors: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    topics: dict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    places: dict[int, list[tuple[float, float, float]]] = field(default_factory=lambda: defaultdict(list))
    readings: dict[int, dict[str, float]] = field(default_factory=dict)


def drawn_up(
    ids: Collection[int], *, stories: Collection[int] = (), rates: Mapping[int, float], now: datetime
) -> list[Unit]:
    """The units that these articles and stories make: a story once, by its lead; an article alone where it is in none.

    Articles that readers cannot see make none, nor do copies of an article that they can. Nine queries at most.
    """
    covered = covering(ids, stories, now)
    told = {article for rows in covered.values() for article, *_ in rows}
    alone = {*Article.objects.published(now).firsts().filter(pk__in=set(ids) - told).values_list("pk", flat=True)}
    facts = facts_of(alone | told)
    found = Story.objects.filter(pk__in=covered).only("lead", "outlet_count", "pinned_until")
    units = [unit_of_story(story, covered[story.pk], facts, rates, now) for story in found]
    units += [unit(article, None, [article], 1, facts, rates, now) for article in sorted(alone)]
    return units


def covering(ids: Collection[int], stories: Collection[int], now: datetime) -> dict[int, list[tuple[int, str]]]:
    """Of the stories asked for and of those that cover the articles: (article, role), shown ones, newest first."""
    wanted = {*stories, *Coverage.objects.filter(article__in=ids).values_list("story_id", flat=True)}
    shown = {*Story.objects.shown().filter(pk__in=wanted).values_list("pk", flat=True)}
    found: dict[int, list[tuple[int, str]]] = {}
    rows = Coverage.objects.shown(now).filter(story__in=shown).order_by("-published_at", "-article")
    for story, article, role in rows.values_list("story_id", "article_id", "role"):
        kept = found.setdefault(story, [])
        if len(kept) < MOST_COVERAGE:
            kept.append((article, role))
    return found


def unit_of_story(
    story: Story, rows: list[tuple[int, str]], facts: Facts, rates: Mapping[int, float], now: datetime
) -> Unit:
    """A story as one unit. A copy that comes late makes no story newer; what adds something does."""
    members = [article for article, _ in rows]
    lead = story.lead_id if story.lead_id in members else members[-1]
    newest = next((article for article, role in rows if role in NEWS), lead)
    pinned = story.pinned_until is not None and story.pinned_until > now
    outlets = max(story.outlet_count, 1)
    return unit(lead, story.pk, members, outlets, facts, rates, now, newest=newest, pinned=pinned)


def unit(
    lead: int,
    story: int | None,
    members: list[int],
    outlets: int,
    facts: Facts,
    rates: Mapping[int, float],
    now: datetime,
    *,
    newest: int | None = None,
    pinned: bool = False,
) -> Unit:
    """One unit from the facts about its articles. Numbers are rounded: they are stored with every order."""
    rows = [facts.articles[article] for article in members]
    row = facts.articles[lead]
    published = min(facts.articles[newest or lead]["published_at"], now)
    publishers = sorted({one["publisher_id"] for one in rows if one["publisher_id"]})
    candidate = Candidate(
        id=0,
        article=lead,
        hour=hours(published),
        story=story or 0,
        outlets=outlets,
        **{kind: added(facts.readings, members, kind) for kind in KINDS},
        comments=sum(one["comment_count"] for one in rows),
        rate=round(rates.get(row["publisher_id"] or 0, 0.1), 2) if row["publisher_id"] else 1.0,
        pinned=pinned,
        publisher=row["publisher_id"] or 0,
        publishers=tuple(publishers),
        authors=tuple(facts.authors.get(lead, ())),
        topics=topics_of(lead, members, facts),
        places=places_of(members, facts),
    )
    return Unit(lead, story, published, candidate)


def hours(moment: datetime) -> float:
    """Hours since 1970, to the second."""
    return round(moment.timestamp() / 3600, 4)


def added(readings: Mapping[int, Mapping[str, float]], members: Iterable[int], kind: str) -> float:
    return round(sum(readings[article][kind] for article in members if article in readings), 1)


def topics_of(lead: int, members: list[int], facts: Facts) -> tuple[tuple[int, float], ...]:
    """The topics of the lead, and those that half of the others have, too; the heaviest few."""
    weights = dict(facts.topics.get(lead, ()))
    often: dict[int, list[float]] = defaultdict(list)
    for article in members:
        for topic, weight in facts.topics.get(article, ()):
            often[topic].append(weight)
    for topic, found in often.items():
        if 2 * len(found) > len(members):
            weights[topic] = max(weights.get(topic, 0.0), sum(found) / len(members))
    best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TOPICS]
    return tuple(sorted((topic, round(weight, 2)) for topic, weight in best))


def places_of(members: list[int], facts: Facts) -> tuple[tuple[float, float, float], ...]:
    """Where it plays: each place as sure as the article that is surest of it; the surest few."""
    sure: dict[tuple[float, float], float] = {}
    for article in members:
        for north, east, confidence in facts.places.get(article, ()):
            sure[north, east] = max(sure.get((north, east), 0.0), confidence)
    best = sorted(sure.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PLACES]
    return tuple((round(north, 3), round(east, 3), round(confidence, 2)) for (north, east), confidence in best)


def facts_of(ids: Collection[int]) -> Facts:
    """Five queries."""
    facts = Facts()
    rows = Article.objects.filter(pk__in=ids).values("pk", "publisher_id", "published_at", "comment_count")
    facts.articles = {row["pk"]: dict(row) for row in rows}
    bylines = Byline.objects.filter(article__in=ids).order_by("position", "pk")
    for article, author in bylines.values_list("article_id", "author_id"):
        facts.authors[article].append(author)
    for article, topic, weight in mentions_of(ids):
        # Before weights are counted, being mentioned at all says something.
        facts.topics[article].append((topic, weight or 0.2))
    places = ArticlePlace.objects.right().filter(article__in=ids, is_direct=True)
    where = ("article_id", "place__latitude", "place__longitude", "confidence")
    for article, north, east, confidence in places.values_list(*where):
        if north is not None and east is not None:
            facts.places[article].append((north, east, confidence))
    sums = {kind: Sum(kind) for kind in KINDS}
    for article, *counts in (
        Reading.objects.filter(article__in=ids).values("article_id").annotate(**sums).values_list("article_id", *sums)
    ):
        facts.readings[article] = dict(zip(sums, counts, strict=True))
    return facts


def mentions_of(ids: Collection[int]) -> Iterable[tuple[int, int, float]]:
    shown = Mention.objects.shown().filter(article__in=ids)
    return shown.values_list("article_id", "topic_id", "weight").order_by("article", "-weight", "position")


def rates_of_publishers(now: datetime) -> dict[int, float]:
    """Articles a day of each publisher, over the last week."""
    recent = Article.objects.filter(published_at__gt=now - timedelta(days=RATE_DAYS), publisher__isnull=False)
    rows = recent.values_list("publisher_id").annotate(count=Count("pk")).order_by()
    return {publisher: count / RATE_DAYS for publisher, count in rows}
