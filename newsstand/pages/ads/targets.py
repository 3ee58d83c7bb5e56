"""Targets in a campaign's form: a row each, with what it says: no, wanted, left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsstand.advertisers.models import Target
from newsstand.advertisers.plan import Want
from newsstand.advertisers.slots import SLOTS
from newsstand.topics.find_topics import find_topics
from newsstand.topics.models import Topic

Kind = Target.Kind
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form. `value` is "place:12" or "slot:front-1"; `chosen`: "", "yes" or "no" (left out)."""

    value: str
    name: str
    kind: str
    chosen: str = ""


def kind_of(topic: Topic) -> Target.Kind:
    """As what a campaign targets a topic."""
    if topic.section is not None:
        return Kind.SECTION
    return Kind.PLACE if topic.kind == Topic.Kind.PLACE else Kind.TOPIC


def read_targets(values: Iterable[str]) -> tuple[Want, ...]:
    """Targets of a form's values: "place:12" is wanted, "-place:12" left out, "" neither. One query.

    Topics that readers do not see, and what cannot be read, are left out silently: a form made by our page has none.
    """
    chosen = {value.removeprefix("-"): value.startswith("-") for value in values if value}
    pairs = [(value, *value.partition(":")[::2]) for value in chosen]
    numbers = {int(which) for _, kind, which in pairs if kind != Kind.SLOT and is_number(which)}
    topics = Topic.objects.shown().in_bulk(numbers)
    found = []
    for value, kind, which in pairs:
        excluded = chosen[value]
        if kind == Kind.SLOT and which in SLOTS:
            found.append(Want(Kind.SLOT, None, which, SLOTS[which].name, excluded))
        elif is_number(which) and (topic := topics.get(int(which))) is not None:
            found.append(Want(kind_of(topic), topic.pk, "", topic.name, excluded))
    return tuple(found)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def rows_of(targets: Sequence[Want]) -> dict[str, list[Row]]:
    """The rows of a form: `slots` and `all_sections` whole, `chosen` the places and topics that are targets now.

    One query. `sections` alone is what every page's masthead lists.
    """
    now = {value_of(one): "no" if one.excluded else "yes" for one in targets}
    sections = Topic.objects.shown().exclude(section=None).order_by("section", "name")
    listed = [Row(f"{Kind.SECTION}:{one.pk}", one.name, "section") for one in sections]
    slots = [Row(f"{Kind.SLOT}:{key}", slot.name, "slot") for key, slot in SLOTS.items()]
    others = [Row(value_of(one), one.name, one.kind) for one in targets if one.kind in {Kind.PLACE, Kind.TOPIC}]
    return {
        name: [Row(one.value, one.name, one.kind, now.get(one.value, "")) for one in rows]
        for name, rows in (("slots", slots), ("all_sections", listed), ("chosen", others))
    }


def value_of(one: Want) -> str:
    return f"{one.kind}:{one.key or one.number}"


def found_rows(text: str, targets: Sequence[Want] = ()) -> list[Row]:
    """Places and topics by a part of their names, without those that are targets already. One query."""
    known = {value_of(one) for one in targets}
    rows = [Row(f"{kind_of(one)}:{one.pk}", one.name, one.get_kind_display()) for one in find_topics(text[:100])]
    return [one for one in rows if one.value not in known and not one.value.startswith(f"{Kind.SECTION}:")]
