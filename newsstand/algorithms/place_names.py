"""Places as a gazetteer gives them, and the forms in which their names are looked up."""

import math
import unicodedata
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088


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


def name_key(name: str) -> str:
    """The form in which names are compared: no case, no accents, one space, "St." and "Saint" alike."""
    flat = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ß", "ss").replace("ø", "o").replace("Ø", "o"))
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter)).casefold()
    words = bare.replace("-", " ").replace(".", " ").replace(",", " ").split()
    full = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
    return " ".join([full.get(words[0], words[0]), *words[1:]]) if len(words) > 1 else " ".join(words)


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
