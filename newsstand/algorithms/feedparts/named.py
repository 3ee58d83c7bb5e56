"""Names whose kind or place a feed gives: categories of a scheme for people, bodies or places, and GeoRSS.

GeoRSS: http://www.georss.org/rss, and the W3C's basic geo vocabulary: https://www.w3.org/2003/01/geo/.
"""

import re
from collections.abc import Iterator

from newsstand.algorithms.feedparts.media import Fields
from newsstand.algorithms.feedparts.text import inner, plain
from newsstand.algorithms.named import Named, degrees

MOST = 20
EDGE = r"(?:^|$|[/_#.:-])"
SCHEMES = tuple(
    (kind, re.compile(f"{EDGE}(?:{words}){EDGE}", re.IGNORECASE))
    for kind, words in (
        ("person", "per|persons?|people"),
        ("organisation", "org|organi[sz]ations?|company|companies"),
        ("place", "geo|places?|locations?|city|country"),
    )
)


def named_in(fields: Fields) -> tuple[Named, ...]:
    """The names of an entry that say what they are, each once."""
    found = {each.name.casefold(): each for each in (*of_schemes(fields), *of_geo(fields))}
    return tuple(found.values())[:MOST]


def of_schemes(fields: Fields) -> Iterator[Named]:
    """Categories whose scheme or domain names a kind: ".../namespaces/keywords/nyt_per"."""
    for element in fields.get("category", ()):
        # The host says nothing: geo.example is a site's name.
        scheme = re.sub(r"^[a-z]+://[^/]*", "", element.get("domain") or element.get("scheme") or "")
        kind = next((kind for kind, words in SCHEMES if words.search(scheme)), "")
        name = plain(element.get("label") or element.get("term") or inner(element))
        if kind and name:
            yield Named(name[:120], "about", kind)


def of_geo(fields: Fields) -> Iterator[Named]:
    """GeoRSS's point with the name of the feature; "" for a point that has none."""
    parts = first(fields, "georss:point").replace(",", " ").split()
    latitude, longitude = parts if len(parts) == 2 else (first(fields, "geo:lat"), first(fields, "geo:long"))
    north, east = degrees(latitude, 90), degrees(longitude, 180)
    name = plain(first(fields, "georss:featurename"))[:120]
    if north is not None and east is not None:
        yield Named(name, "about", "place", north, east)
    elif name:
        yield Named(name, "about", "place")


def first(fields: Fields, name: str) -> str:
    """The text of the first element of this name, "" for none."""
    found = fields.get(name, ())
    return (found[0].text or "").strip() if found else ""
