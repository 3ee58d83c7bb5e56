"""A name that a publisher gave in its metadata, with its kind and coordinates where it gave those."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the publisher gave: `said` is about, named or keyword; `kind` "" where its type says none.

    Degrees are WGS 84, None where the page gives none.
    """

    name: str
    said: str
    kind: str = ""
    latitude: float | None = None
    longitude: float | None = None


def degrees(value: Any, most: float) -> float | None:
    """A number of degrees between -most and most; None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if -most <= number <= most else None
