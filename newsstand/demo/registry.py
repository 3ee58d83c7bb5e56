"""The town's sections and topics in the registry."""

from newsstand.demo.town import Topic as TownTopic
from newsstand.demo.town import Town
from newsstand.publishers.models import Publisher
from newsstand.topics.models import Alias, HomePlace, Topic
from newsstand.topics.registry import enter, key_of


def enter_topics(town: Town) -> None:
    """Enter the sections in their order, then every person, place, organisation and subject; twice is as once."""
    for position, section in enumerate(town.sections, start=1):
        enter(section.name, kind=Topic.Kind.SUBJECT, section=position)
    entered: dict[str, Topic] = {}
    for topic in town.topics:
        entered[topic.slug] = enter(
            topic.name,
            kind=Topic.Kind(topic.kind),
            aliases=topic.aliases,
            about=topic.description,
            latitude=topic.latitude,
            longitude=topic.longitude,
            level=level_of(topic) if topic.kind == "place" else "",
        )
    for topic in town.topics:
        if topic.parent:
            Topic.objects.filter(pk=entered[topic.slug].pk).update(parent=entered[topic.parent])


def level_of(place: TownTopic) -> str:
    """The county holds towns and villages, and these hold streets and buildings."""
    if not place.parent:
        return Topic.Level.COUNTY
    return Topic.Level.SPOT if place.parent != "orrinshire" else Topic.Level.TOWN


def at_home(publisher: Publisher, town: Town) -> None:
    """The town's papers are at home in the town."""
    place = Alias.objects.filter(key=key_of(town.name), topic__kind=Topic.Kind.PLACE).first()
    if place is not None:
        HomePlace.objects.get_or_create(publisher=publisher, defaults={"place_id": place.topic_id})
