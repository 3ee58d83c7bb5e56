"""Places as a gazetteer gives them, and the forms in which their names are looked up."""

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

EARTH_RADIUS_KM = 6371.0088
FULL = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
LETTERS = str.maketrans({"’": "'", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. `number` is the gazetteer's; degrees are WGS 84; `level` as in `LEVELS`."""

    number: int
    name: str
    level: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int
    is_main_name: bool = True


LEVELS = ("country", "state", "county", "town", "spot")


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """The form in which names are compared: no case, no accents, one space, "St." and "Saint" alike."""
    bare = (name if name.isascii() else without_accents(name)).casefold()
    words = bare.replace("-", " ").replace(".", " ").replace(",", " ").split()
    if len(words) > 1 and words[0] in FULL:
        words[0] = FULL[words[0]]
    return " ".join(words)


def without_accents(name: str) -> str:
    """Letters without their marks; those that do not come apart are written as English texts do."""
    flat = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def distance_km(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """The great circle between two points given in degrees (haversine formula), in kilometres."""
    a, b = math.radians(latitude), math.radians(latitude2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(longitude2 - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def apart_km(one: Candidate, other: Candidate) -> float:
    """How far two places are from each other, in kilometres."""
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether a place lies in a country, state or county, by its codes."""
    if inner.number == outer.number or inner.country != outer.country:
        return False
    if outer.level == "country":
        return True
    if not outer.admin1 or inner.admin1 != outer.admin1:
        return False
    return outer.level == "state" or (outer.level == "county" and bool(outer.admin2) and inner.admin2 == outer.admin2)
