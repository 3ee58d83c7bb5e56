"""Names that no topic answers to are noted, and proposed to the editors once they recur."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from newsstand.algorithms.mentions import weight_of
from newsstand.algorithms.names import Recurring, recurring
from newsstand.algorithms.place_names import name_key
from newsstand.articles.models import Article
from newsstand.articles.text import storable
from newsstand.lib.rows import insert, moment, select
from newsstand.topics import gazetteer
from newsstand.topics.models import Alias, Mention, Sighting, Topic, TopicProposal
from newsstand.topics.registry import MOST_NAME, key_of

MOST_AN_ARTICLE = 10
MOST_TEXT = 40_000
FEWEST_ARTICLES = 3
MOST_ALIKE = 1000
MOST_AT_ONCE = 500
# Languages that write every noun large: capitals tell nothing there.
NOUNS_LARGE = ("de", "lb", "gsw")
# How a cue begins where the publisher named it in so many words: once is enough.
SAID = "the publisher"
FORGOTTEN_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Seen:
    """A name in an article: what it may be, by which cue, in which words, and how much of the article is about it."""

    article: Article
    name: str
    kind: str
    cue: str
    words: str
    weight: float


def propose(articles: Sequence[Article]) -> int:
    """Note the names of texts that no topic and no place answers to; returns how many are new.

    1. Load: the names in the texts; the topics and proposals that have them already.
    2. Decide: what is known is left; a refused name is only left alone.
    3. Save: proposals with their sightings and counts.
    """
    return note([seen for article in articles for seen in names_of(article)])


def names_of(article: Article) -> list[Seen]:
    """The names of a text that could be topics: named twice or in full, not places of the gazetteer."""
    if article.language.lower().partition("-")[0] in NOUNS_LARGE:
        return []
    whole = f"{article.headline}\n\n{article.text[:MOST_TEXT]}"
    found = [each for each in recurring(whole, gazetteer.look_up) if worth_noting(each)]
    found.sort(key=lambda each: (-each.count, each.start))
    return [
        Seen(article, each.words, each.kind, each.cue, around(whole, each.start), weight(article, each))
        for each in found[:MOST_AN_ARTICLE]
    ]


def worth_noting(name: Recurring) -> bool:
    """Not a place, which the gazetteer judges, and not a lone word of which nothing says what it is."""
    if name.kind == "place" or not 3 <= len(name.words) <= MOST_NAME:
        return False
    return " " in name.words or (name.count > 1 and bool(name.cue) and name.kind != "person")


def weight(article: Article, name: Recurring) -> float:
    """As `weight_of`, with every mention after the first in the text."""
    rest = [len(article.headline) + 400] * (name.count - 1)
    return weight_of([name.start, *rest], headline=len(article.headline), lead=len(article.headline) + 400)


def around(text: str, at: int) -> str:
    """The words in which a name stands, for an editor to see."""
    start = max(0, text.rfind(" ", 0, max(0, at - 60)))
    return " ".join(text[start : at + 110].split())


def note(seen: Sequence[Seen]) -> int:
    """Enter names as proposals with their sightings; known ones are passed by. Returns how many proposals are new."""
    by_key = {key_of(each.name): each for each in seen}
    if not by_key:
        return 0
    with transaction.atomic(savepoint=False):
        known = {key for (key,) in select(Alias, ["key"], among=("key", by_key))}
        fresh = {key: each for key, each in by_key.items() if key not in known}
        there = {key for (key,) in select(TopicProposal, ["key"], among=("key", fresh))}
        rows = [row_of(key, each) for key, each in fresh.items() if key not in there]
        insert(rows, ignore_conflicts=True)
        ids = dict(select(TopicProposal, ("key", "id"), among=("key", fresh), state=TopicProposal.State.OPEN.value))
        pairs = [(ids[key], each) for each in seen if (key := key_of(each.name)) in ids]
        sightings = [
            Sighting(proposal_id=pk, article=each.article, words=storable(each.words, 300), weight=each.weight)
            for pk, each in pairs
        ]
        insert(sightings, ignore_conflicts=True)
        count(ids.values(), max(each.article.received_at for each in seen))
        return len(rows)


def row_of(key: str, each: Seen) -> TopicProposal:
    """An unsaved proposal."""
    moment = each.article.received_at
    return TopicProposal(
        name=storable(each.name, 120),
        key=key,
        kind=each.kind,
        cue=storable(each.cue, 120),
        first_seen_at=moment,
        last_seen_at=moment,
    )


def count(ids: Iterable[int], now: datetime) -> None:
    """Count again in how many articles of how many publishers each stands."""
    own, seen, article = (each._meta.db_table for each in (TopicProposal, Sighting, Article))
    statement = (
        f"UPDATE {own} SET articles = (SELECT count(*) FROM {seen} s WHERE s.proposal_id = {own}.id), "  # noqa: S608
        f"publishers = (SELECT count(DISTINCT a.publisher_id) FROM {seen} s JOIN {article} a ON a.id = s.article_id "
        f"WHERE s.proposal_id = {own}.id), "
        "last_seen_at = CASE WHEN last_seen_at < %s THEN %s ELSE last_seen_at END WHERE id IN "
    )
    ordered = sorted(ids)
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), MOST_AT_ONCE):
            some = ordered[start : start + MOST_AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"{statement}({marks})", [moment(now), moment(now), *some])


def recurring_proposals() -> "QuerySet[TopicProposal]":
    """Open proposals that an editor should see: two publishers name them, or three articles do."""
    often = Q(publishers__gte=2) | Q(articles__gte=FEWEST_ARTICLES) | Q(cue__startswith=SAID)
    waiting = TopicProposal.objects.filter(often, state=TopicProposal.State.OPEN)
    return waiting.order_by("-publishers", "-articles", "name")


def forget(*, now: datetime) -> int:
    """Drop open names that did not recur for two months; returns how many."""
    old = TopicProposal.objects.filter(
        state=TopicProposal.State.OPEN, last_seen_at__lt=now - FORGOTTEN_AFTER, articles__lt=FEWEST_ARTICLES
    )
    return old.delete()[0]


def mention_sightings(proposal: TopicProposal, topic: Topic) -> list[int]:
    """The articles in which a proposal was seen mention the topic from now on; ids of the new mentions."""
    there = set(Mention.objects.filter(topic=topic).values_list("article_id", flat=True))
    rows = [
        Mention(
            article_id=sighting.article_id,
            topic=topic,
            source=Mention.Source.TEXT,
            position=200,
            weight=sighting.weight,
            published_at=sighting.article.published_at,
        )
        for sighting in proposal.sightings.select_related("article")
        if sighting.article_id not in there
    ]
    return [row.pk for row in Mention.objects.bulk_create(rows, batch_size=200)]


def similar(name: str, *, most: int = 3) -> list[Topic]:
    """Topics that a name may be another name of: see `similar_to`."""
    return similar_to([name], most=most)[name]


def similar_to(names: Sequence[str], *, most: int = 3) -> dict[str, list[Topic]]:
    """Names -> the topics whose names share the most words with them, sections left out. One query for all."""
    wanted = {name: set(words) for name in names if (words := name_key(name).split())}
    alike = Q(pk=None)
    for words in (name_key(name).split() for name in wanted):
        alike |= Q(key__endswith=words[-1]) | Q(key__startswith=words[0] + " ")
    found = Alias.objects.filter(alike, topic__is_hidden=False, topic__section=None).select_related("topic")
    known = [(set(name_key(alias.name).split()), alias.topic) for alias in found.order_by("pk")[:MOST_ALIKE]]
    return {name: best(wanted.get(name, set()), known)[:most] for name in names}


def best(words: set[str], known: Sequence[tuple[set[str], Topic]]) -> list[Topic]:
    """The topics that share at least three words of ten with these (Jaccard), the most first."""
    scores: dict[int, tuple[float, Topic]] = {}
    for other, topic in known:
        shared = len(other & words) / max(1, len(other | words))
        if shared >= 0.3 and shared > scores.get(topic.pk, (0.0, topic))[0]:
            scores[topic.pk] = shared, topic
    return [topic for _, topic in sorted(scores.values(), key=lambda row: (-row[0], row[1].pk))]
