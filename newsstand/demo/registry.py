"""The town's sections and topics in the registry."""

from newsstand.demo.town import Town
from newsstand.topics.models import Topic
from newsstand.topics.registry import enter


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
        )
    for topic in town.topics:
        if topic.parent:
            Topic.objects.filter(pk=entered[topic.slug].pk).update(parent=entered[topic.parent])
