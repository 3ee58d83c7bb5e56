"""Names of places: the gazetteer's and the registry's together, and the topics that stand for the gazetteer's."""

from collections.abc import Iterable, Mapping, Sequence

from newsstand.algorithms.place_names import Candidate, name_key
from newsstand.algorithms.urls import slug
from newsstand.topics import gazetteer
from newsstand.topics.models import Alias, Topic
from newsstand.topics.registry import free_slug, key_of

# A place that an editor entered is meant more often than its size says.
OF_THE_REGISTRY = 30_000
FAMOUS = 100_000


class Places:
    """One look-up for a batch of articles: the registry's own places are read once."""

    def __init__(self) -> None:
        self.own: dict[str, list[Candidate]] = {}
        self.topics: dict[int, Topic] = {}
        self.units: dict[tuple[str, str, str], Topic] = {}
        known = Topic.objects.places().prefetch_related("aliases")
        # Those of the gazetteer are found through it.
        for topic in known.filter(geonames_id=None, level__in=["", "spot", "town"]):
            self.topics[-topic.pk] = topic
            each = candidate_of(topic)
            for name in {topic.name, *(alias.name for alias in topic.aliases.all())}:
                self.own.setdefault(name_key(name), []).append(each)

    def look_up(self, keys: Iterable[str]) -> Mapping[str, Sequence[Candidate]]:
        """The places that answer to these keys; those of the registry first."""
        wanted = list(keys)
        found = gazetteer.look_up(wanted)
        for key in wanted:
            if key in self.own:
                found[key] = [*self.own[key], *found.get(key, ())]
        return found

    def topic_of(self, candidate: Candidate) -> Topic:
        """The topic that stands for a place; the gazetteer's is entered with the places around it where it is new."""
        if candidate.number in self.topics:
            return self.topics[candidate.number]
        found = entered(candidate) or self.enter(candidate)
        self.topics[candidate.number] = found
        return found

    def enter(self, candidate: Candidate) -> Topic:
        """A new topic for a place of the gazetteer, or the one of its name that was only a word until now."""
        outer = gazetteer.around(candidate)
        parent = self.topic_of(outer[0]) if outer else None
        full = ", ".join([candidate.name, *(each.name for each in outer[-2:] if each.level != "county")][:2])
        values = values_of(candidate, parent)
        famous = candidate.level in {"country", "state"} or candidate.population >= FAMOUS
        alias = Alias.objects.filter(key=key_of(candidate.name)).select_related("topic").first()
        if alias is not None and famous and alias.topic.kind == Topic.Kind.SUBJECT and alias.topic.section is None:
            Topic.objects.filter(pk=alias.topic_id).update(kind=Topic.Kind.PLACE, **values)
            return Topic.objects.get(pk=alias.topic_id)
        plain = candidate.name if famous and alias is None else full
        topic = Topic.objects.create(
            name=candidate.name,
            slug=free_slug(plain if slug(plain) else candidate.name),
            kind=Topic.Kind.PLACE,
            **values,
        )
        for name in dict.fromkeys([full, *([candidate.name] if famous else [])]):
            Alias.objects.get_or_create(key=key_of(name), defaults={"topic": topic, "name": name[:120]})
        return topic


def candidate_of(topic: Topic) -> Candidate:
    """A place of the registry as the resolution sees it."""
    return Candidate(
        number=-topic.pk if topic.geonames_id is None else topic.geonames_id,
        name=topic.name,
        level=topic.level or "town",
        country=topic.country,
        admin1=topic.admin1,
        admin2=topic.admin2,
        latitude=topic.latitude or 0.0,
        longitude=topic.longitude or 0.0,
        population=topic.population or OF_THE_REGISTRY,
    )


def entered(candidate: Candidate) -> Topic | None:
    """The topic that stands for a place of the gazetteer: by its number, else by its codes."""
    if candidate.number < gazetteer.OWN_NUMBERS:
        return Topic.objects.filter(geonames_id=candidate.number).first()
    codes = {"country": candidate.country, "admin1": candidate.admin1, "admin2": candidate.admin2}
    return Topic.objects.filter(kind=Topic.Kind.PLACE, level=candidate.level, **codes).first()


def values_of(candidate: Candidate, parent: Topic | None) -> dict[str, object]:
    """The columns of a topic that the gazetteer fills."""
    return {
        "level": candidate.level,
        "latitude": candidate.latitude,
        "longitude": candidate.longitude,
        "geonames_id": candidate.number if candidate.number < gazetteer.OWN_NUMBERS else None,
        "country": candidate.country,
        "admin1": candidate.admin1[:20],
        "admin2": candidate.admin2[:80],
        "population": candidate.population,
        "parent": parent,
    }
