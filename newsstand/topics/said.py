"""What a publisher says an article is about becomes mentions, places and proposals."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from newsstand.algorithms.mentions import weight_of
from newsstand.algorithms.named import Named
from newsstand.algorithms.place_names import Candidate, distance_km, name_key
from newsstand.articles.models import Article
from newsstand.lib.stamps import touch
from newsstand.topics.gazetteer import nearest
from newsstand.topics.locate import surround
from newsstand.topics.lookup import Places
from newsstand.topics.mention import NOT_ABOUT
from newsstand.topics.models import ArticlePlace, Mention, Topic
from newsstand.topics.propose import SAID, Seen, note
from newsstand.topics.registry import key_of, known_topics

MOST = 24
SAME_KM = 50.0
BODIES = (Topic.Kind.PERSON, Topic.Kind.ORGANISATION)
SOURCES = {"about": Mention.Source.ABOUT, "named": Mention.Source.NAMED, "keyword": Mention.Source.KEYWORD}
WORDS = {"about": "says it is about", "named": "says it mentions", "keyword": "gives as a keyword"}


def note_said(article: Article, names: Sequence[Named]) -> int:
    """Join an article with what its publisher named; returns how many mentions are new.

    1. Load: the topics that answer to these names, the places of the gazetteer.
    2. Decide: a known name is mentioned; a place with its coordinates is a place of the article; the rest is proposed.
    3. Save: mentions with source and weight, places as said by the publisher, proposals.
    """
    whole = [with_name(each) for each in names]
    said = [each for each in whole if key_of(each.name) and key_of(each.name) not in NOT_ABOUT][:MOST]
    if not said:
        return 0
    with transaction.atomic():
        known = known_topics(each.name for each in said)
        places = Places()
        for each in said:
            if each.kind == "place" and (topic := place_of(each, places, known.get(key_of(each.name)))) is not None:
                known[key_of(each.name)] = topic
                if each.said == "about":
                    at(article, topic, each)
            elif each.kind in BODIES and each.said == "about":
                retype(known.get(key_of(each.name)), each.kind)
        count = mentioned(article, said, known)
        unknown = [each for each in said if key_of(each.name) not in known]
        note([seen(article, each) for each in unknown])
        slugs = [topic.slug for topic in known.values()]
        touch([f"article:{article.pk}", *(f"topic:{slug}" for slug in slugs)])
        return count


def with_name(each: Named) -> Named:
    """A point without a name gets that of the town it lies in."""
    if each.name or each.latitude is None or each.longitude is None:
        return each
    town = nearest(each.latitude, each.longitude)
    return replace(each, name=town.name) if town is not None else each


def retype(topic: Topic | None, kind: str) -> None:
    """A topic that was only a category becomes the person or body that a publisher says it is; editors' stay."""
    if topic is not None:
        plain = Topic.objects.filter(pk=topic.pk, kind=Topic.Kind.SUBJECT, section=None, about="")
        plain.update(kind=kind)


def place_of(each: Named, places: Places, known: Topic | None) -> Topic | None:
    """The place that a publisher means: the one of this name near the coordinates it gave, or the only one."""
    if known is not None and known.kind == Topic.Kind.PLACE:
        return known
    first = name_key(each.name.split(",")[0])
    candidates = list(places.look_up([first]).get(first, ()))
    if each.latitude is not None and each.longitude is not None:
        candidates = [one for one in candidates if far(one, each) <= SAME_KM]
        candidates.sort(key=lambda one: far(one, each))
    elif len(candidates) != 1:
        # Several of this name: the text decides, by what stands around it.
        return None
    return places.topic_of(candidates[0]) if candidates else None


def far(candidate: Candidate, each: Named) -> float:
    return distance_km(candidate.latitude, candidate.longitude, each.latitude or 0.0, each.longitude or 0.0)


def at(article: Article, place: Topic, each: Named) -> None:
    """The article plays at a place by the publisher's word, unless an editor has said otherwise."""
    evidence = [{"words": each.name, "rule": "the publisher's page says so"}]
    row = ArticlePlace.objects.filter(article=article, place=place, is_direct=True).first()
    if row is None:
        ArticlePlace.objects.filter(article=article, place=place).delete()
        ArticlePlace.objects.create(
            article=article,
            place=place,
            confidence=0.95,
            source=ArticlePlace.Source.PUBLISHER,
            evidence=evidence,
            published_at=article.published_at,
        )
    elif row.source == ArticlePlace.Source.MACHINE and not row.is_wrong:
        row.confidence, row.source = 0.95, ArticlePlace.Source.PUBLISHER
        row.evidence = [*evidence, *row.evidence]
        row.save(update_fields=["confidence", "source", "evidence"])
    surround([article.pk])


def mentioned(article: Article, said: Sequence[Named], known: dict[str, Topic]) -> int:
    """Save mentions; one that is there already becomes weightier by the publisher's word, never lighter."""
    there = {row.topic_id: row for row in Mention.objects.filter(article=article)}
    fresh: dict[int, Mention] = {}
    for position, each in enumerate(said):
        topic = known.get(key_of(each.name))
        if topic is None or topic.pk in fresh:
            continue
        weight = weight_of((), headline=0, lead=0, said=each.said)
        held = there.get(topic.pk)
        if held is None:
            fresh[topic.pk] = Mention(
                article=article,
                topic=topic,
                source=SOURCES[each.said],
                position=100 + position,
                weight=weight,
                published_at=article.published_at,
            )
        elif held.source == Mention.Source.TEXT:
            held.source = SOURCES[each.said]
            held.weight = round(1 - (1 - held.weight) * (1 - weight), 2)
            held.save(update_fields=["source", "weight"])
    Mention.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    return len(fresh)


def seen(article: Article, each: Named) -> Seen:
    """A name that no topic answers to, for the editors."""
    words = f"{article.publisher or 'The page'} {WORDS[each.said]}: {each.name}"
    kind = each.kind or Topic.Kind.SUBJECT
    cue = f"{SAID}’s page" if each.said == "about" else "a page’s metadata"
    return Seen(article, each.name, kind, cue, words, weight_of((), headline=0, lead=0, said=each.said))
