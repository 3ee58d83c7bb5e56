"""What a page is about, as advertising sees it: numbers that mean nothing here, and nothing of a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsstand.advertisers.models import Context


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page is about. `kind`: front, place, topic, section or article.

    `places`, `topics`, `sections`: numbers of topics, in no order that matters; `names`: what people call them, by
    number as text. `is_grave`: it tells of deaths, crime or disasters, beside which advertising is quieter.
    """

    kind: str
    places: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    is_grave: bool = False


def context_row(context: PageContext) -> Context:
    """The one row of this context; made when it is first seen. No query for one that this process has seen lately."""
    raise NotImplementedError
