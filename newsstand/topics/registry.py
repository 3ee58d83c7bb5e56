"""The registry of topics: every name leads to one topic."""

from collections.abc import Collection, Iterable

from newsstand.algorithms.urls import slug
from newsstand.lib.rows import insert
from newsstand.topics.models import Alias, Topic

MOST_NAME = 80


def key_of(name: str) -> str:
    """The form in which two names are the same: white space and case do not count."""
    return " ".join(name.split()).casefold()[:120]


def known_topics(names: Iterable[str]) -> dict[str, Topic]:
    """Keys of names -> the topics that answer to them."""
    keys = {key_of(name) for name in names}
    if not keys:
        return {}
    aliases = Alias.objects.filter(key__in=keys).select_related("topic")
    return {alias.key: alias.topic for alias in aliases}


def topics_for(names: Iterable[str], *, kind: Topic.Kind = Topic.Kind.SUBJECT) -> dict[str, Topic]:
    """Keys of names -> topics; what is not in the registry is entered, as the given kind."""
    wanted = {key_of(name): " ".join(name.split()) for name in names}
    wanted = {key: name for key, name in wanted.items() if key and len(name) <= MOST_NAME}
    found = known_topics(wanted.values())
    missing = {key: name for key, name in wanted.items() if key not in found}
    return {**found, **enter_all(missing, kind=kind)} if missing else found


def enter_all(names: dict[str, str], *, kind: Topic.Kind) -> dict[str, Topic]:
    """Keys that no topic answers to yet, with their names -> new topics, in a few queries whatever their number."""
    plain = {key: slug(name)[:80] for key, name in names.items()}
    taken = set(Topic.objects.filter(slug__in=plain.values()).values_list("slug", flat=True))
    chosen: dict[str, str] = {}
    for key, wanted in plain.items():
        chosen[key] = wanted if wanted not in taken else free_slug(names[key], also=taken)
        taken.add(chosen[key])
    topics = [Topic(name=name, slug=chosen[key], kind=kind) for key, name in names.items()]
    insert(topics)
    entered = dict(zip(names, topics, strict=True))
    insert([Alias(topic=topic, name=topic.name, key=key) for key, topic in entered.items()])
    return entered


def enter(name: str, *, kind: Topic.Kind, aliases: Iterable[str] = (), **fields: object) -> Topic:
    """A topic of this name, new or the one that already answers to it, with further names that are still free."""
    key = key_of(name)
    alias = Alias.objects.filter(key=key).select_related("topic").first()
    if alias is not None:
        topic = alias.topic
    else:
        topic = Topic.objects.create(name=name, slug=free_slug(name), kind=kind, **fields)
        Alias.objects.create(topic=topic, name=name, key=key)
    for other in aliases:
        Alias.objects.get_or_create(key=key_of(other), defaults={"topic": topic, "name": other})
    return topic


def free_slug(name: str, *, also: Collection[str] = ()) -> str:
    """An address for a new topic: its name, with a number where another topic has that, or it is among `also`."""
    plain = slug(name)[:80]
    taken = {*Topic.objects.filter(slug__startswith=plain).values_list("slug", flat=True), *also}
    candidate, number = plain, 2
    while candidate in taken:
        candidate = f"{plain}-{number}"
        number += 1
    return candidate
