"""Topics found by a part of their names."""

from django.db.models import Q

from newsstand.topics.models import Topic
from newsstand.topics.registry import key_of

MOST = 12


def find_topics(text: str) -> list[Topic]:
    """Up to twelve topics that readers may see, by a part of a name: those that begin so first, then by name."""
    key = key_of(text)
    if not key:
        return []
    named = Topic.objects.shown().filter(Q(aliases__key__contains=key) | Q(name__icontains=text)).distinct()
    # More than are shown, so that the best of them are.
    found = sorted(named.order_by("name", "pk")[: 10 * MOST], key=lambda topic: (not begins(topic, key), topic.name))
    return found[:MOST]


def begins(topic: Topic, key: str) -> bool:
    return key_of(topic.name).startswith(key)
