"""What a page is about, as advertising sees it: numbers that mean nothing here, and nothing of a reader."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsstand.advertisers.models import Context

MOST_KEPT = 20_000
DIGEST_BYTES = 16

_kept: dict[str, Context] = {}


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page is about. `kind`: front, place, topic, section or article.

    `places`, `topics`, `sections`: numbers of topics, the first of the sections the page's own; `names`: what people
    call them, by number as text. `is_grave`: it tells of deaths, crime or disasters, beside which advertising is
    quieter.
    """

    kind: str
    places: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    is_grave: bool = False


def digest_of(context: PageContext) -> str:
    """32 hexadecimal digits: the same for two pages about the same, whatever their topics are called by now."""
    said = [
        context.kind,
        sorted(context.places),
        sorted(context.topics),
        list(context.sections),
        context.is_grave,
    ]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=DIGEST_BYTES).hexdigest()


def context_row(context: PageContext) -> Context:
    """The one row of this context; made when it is first seen. No query for one that this process has seen lately."""
    digest = digest_of(context)
    found = _kept.get(digest)
    if found is None:
        found, _ = Context.objects.get_or_create(
            digest=digest,
            defaults={
                "kind": context.kind,
                "places": sorted(context.places),
                "topics": sorted(context.topics),
                "sections": list(context.sections),
                "names": dict(context.names),
                "is_grave": context.is_grave,
            },
        )
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[digest] = found
    return found


def forget() -> None:
    """Know no row any more."""
    _kept.clear()
