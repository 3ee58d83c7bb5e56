"""Places found by the beginning of their names: of the registry first, then of the gazetteer."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from newsstand.algorithms.place_names import Candidate, distance_km, name_key
from newsstand.topics import gazetteer
from newsstand.topics.around import parents_of
from newsstand.topics.lookup import Places
from newsstand.topics.models import Topic
from newsstand.topics.registry import key_of

MOST = 20
SAME_KM = 5.0


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that a reader may mean; `slug` is "" and `number` the gazetteer's for one that is not a topic yet."""

    name: str
    where: str
    slug: str
    number: int | None
    latitude: float
    longitude: float
    population: int


def find_places(text: str) -> list[FoundPlace]:
    """Up to twenty places one of whose names begins with the text: exact names, then the registry's, then by size."""
    key = key_of(text)
    named = Topic.objects.places().filter(Q(aliases__key__startswith=key) | Q(name__istartswith=text)).distinct()
    topics = list(named.order_by("-population", "name", "pk")[:MOST])
    parents = parents_of(topics)
    found = [of_topic(topic, parents[topic.pk]) for topic in topics]
    found += [
        of_candidate(candidate)
        for candidate in gazetteer.beginning_with(text, most=MOST)
        if candidate.number < gazetteer.OWN_NUMBERS and not any(same(candidate, topic) for topic in topics)
    ]
    found.sort(
        key=lambda place: (name_key(place.name) != name_key(text), not place.slug, -place.population, place.name)
    )
    return found[:MOST]


def same(candidate: Candidate, topic: Topic) -> bool:
    """Whether a topic stands for this place of the gazetteer."""
    if topic.geonames_id is not None:
        return topic.geonames_id == candidate.number
    far = distance_km(candidate.latitude, candidate.longitude, topic.latitude or 0.0, topic.longitude or 0.0)
    return name_key(candidate.name) == name_key(topic.name) and far < SAME_KM


def of_topic(topic: Topic, parents: list[Topic]) -> FoundPlace:
    where = ", ".join(parent.name for parent in parents)
    place = topic.latitude or 0.0, topic.longitude or 0.0
    return FoundPlace(topic.name, where, topic.slug, topic.geonames_id, *place, topic.population or 0)


def of_candidate(candidate: Candidate) -> FoundPlace:
    where = ", ".join(unit.name for unit in gazetteer.around(candidate))
    place = candidate.latitude, candidate.longitude
    return FoundPlace(candidate.name, where, "", candidate.number, *place, candidate.population)


def enter_place(number: int) -> Topic | None:
    """The topic of a place of the gazetteer, entered with the places around it; None for no such number."""
    candidate = gazetteer.by_number([number]).get(number)
    if candidate is None:
        return None
    with transaction.atomic():
        return Places().topic_of(candidate)
