"""The publishers, topics and places that a query names."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from newsstand.algorithms.queries import Part, Query
from newsstand.algorithms.words import fold
from newsstand.publishers.models import Publisher
from newsstand.topics.models import Alias, Topic
from newsstand.topics.registry import key_of

MOST_MATCHES = 50
DEEPEST_PLACE = 5


@dataclass(slots=True)
class Names:
    """Ids. Of `publishers` any; of each tuple in `topics` any; none of `not_publishers` and `not_topics`.

    `unknown` are the parts that name nothing here: with one of them that has to hold, nothing can be found.
    """

    publishers: list[int] = field(default_factory=list)
    not_publishers: list[int] = field(default_factory=list)
    topics: list[list[int]] = field(default_factory=list)
    not_topics: list[list[int]] = field(default_factory=list)
    unknown: list[Part] = field(default_factory=list)

    @property
    def is_impossible(self) -> bool:
        return any(not part.excluded for part in self.unknown)


def resolve(query: Query) -> Names:
    """What the filters of a query name: at most two queries a filter."""
    names = Names()
    for part in query.filters:
        ids = publishers_named(part.said) if part.field == "publisher" else topics_named(part.said, part.field)
        if not ids:
            names.unknown.append(part)
        elif part.field == "publisher":
            (names.not_publishers if part.excluded else names.publishers).extend(ids)
        else:
            (names.not_topics if part.excluded else names.topics).append(ids)
    return names


def publishers_named(said: str) -> list[int]:
    """Ids of the publishers of this name or address; where there is none, of those whose name has all its words."""
    here = Publisher.objects.here()
    exact = list(here.filter(Q(slug=said.casefold()) | Q(name__iexact=said)).values_list("pk", flat=True))
    if exact:
        return exact
    wanted = [fold(word) for word in said.split()]
    rows = here.values_list("pk", "name", "slug")
    return [
        pk
        for pk, name, slug in rows
        if wanted and all(word in {*map(fold, name.split()), *slug.split("-")} for word in wanted)
    ][:MOST_MATCHES]


def topics_named(said: str, kind: str) -> list[int]:
    """Ids of the topic that answers to this name or address. For a place, also of all places within it."""
    named = Q(pk__in=Alias.objects.filter(key=key_of(said)).values("topic")) | Q(slug=said.casefold())
    topics = Topic.objects.filter(named)
    if kind != "place":
        return list(topics.values_list("pk", flat=True))
    return with_parts(topics.filter(kind=Topic.Kind.PLACE).values_list("pk", flat=True))


def with_parts(ids: Iterable[int]) -> list[int]:
    """The places and all that lies in them."""
    found = dict.fromkeys(ids)
    level = list(found)
    for _ in range(DEEPEST_PLACE):
        level = [
            pk
            for pk in Topic.objects.filter(parent__in=level, kind=Topic.Kind.PLACE).values_list("pk", flat=True)
            if pk not in found
        ]
        if not level:
            break
        found.update(dict.fromkeys(level))
    return list(found)[:500]
