"""Which places lie in which: parents, parts, and what is near."""

import math
from collections.abc import Collection, Iterable

from newsstand.algorithms.place_names import distance_km
from newsstand.topics.models import Topic

MOST_LEVELS = 8
KM_OF_A_DEGREE = 111.2


def parents_of(places: Iterable[Topic]) -> dict[int, list[Topic]]:
    """Ids of places -> the places around each, the nearest first. One query a level, however many places."""
    known = {place.pk: place for place in places}
    wanted = {place.parent_id for place in known.values() if place.parent_id} - known.keys()
    for _ in range(MOST_LEVELS):
        if not wanted:
            break
        found = Topic.objects.in_bulk(wanted)
        known.update(found)
        wanted = {place.parent_id for place in found.values() if place.parent_id} - known.keys()
    return {pk: chain(place, known) for pk, place in known.items()}


def chain(place: Topic, known: dict[int, Topic]) -> list[Topic]:
    """The parents of a place, nearest first; a circle that an editor made by mistake ends where it closes."""
    found: list[Topic] = []
    here = known.get(place.parent_id) if place.parent_id else None
    while here is not None and here not in found and here.pk != place.pk and len(found) < MOST_LEVELS:
        found.append(here)
        here = known.get(here.parent_id) if here.parent_id else None
    return found


def near(place: Topic, *, km: float, most: int = 400) -> list[tuple[float, Topic]]:
    """Shown places within so many kilometres, with their distances, the nearest first; the place itself is among them.

    A box of degrees is asked of the index, the great circle decides.
    """
    if place.latitude is None or place.longitude is None:
        return []
    high = km / KM_OF_A_DEGREE
    wide = min(180.0, high / max(0.01, math.cos(math.radians(place.latitude))))
    box = Topic.objects.places().filter(
        latitude__range=(place.latitude - high, place.latitude + high),
        longitude__range=(place.longitude - wide, place.longitude + wide),
    )
    # The middle of a state or county says nothing about how far its news is.
    small = box.exclude(level__in=[Topic.Level.COUNTRY, Topic.Level.STATE, Topic.Level.COUNTY])
    found = []
    for each in small.only("name", "slug", "latitude", "longitude", "parent", "level", "kind")[: most * 4]:
        far = distance_km(place.latitude, place.longitude, each.latitude or 0.0, each.longitude or 0.0)
        if far <= km:
            found.append((far, each))
    return sorted(found, key=lambda row: (row[0], row[1].pk))[:most]


def inside(slugs: Collection[Topic]) -> set[int]:
    """The ids of these places and of every place in them."""
    found = {place.pk for place in slugs}
    level = set(found)
    for _ in range(MOST_LEVELS):
        level = set(Topic.objects.filter(parent__in=level).values_list("pk", flat=True)) - found
        if not level:
            break
        found |= level
    return found
