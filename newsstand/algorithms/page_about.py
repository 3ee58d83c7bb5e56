"""What a page says that its article is about: JSON-LD `about` and `mentions`, `contentLocation`, keywords, geo metas.

schema.org: https://schema.org/about, https://schema.org/mentions, https://schema.org/contentLocation.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from newsstand.algorithms.html import plain
from newsstand.algorithms.linked_data import LinkedArticle
from newsstand.algorithms.named import Named, degrees

MOST = 40
MOST_NAME = 120
# schema.org's types, and the nearest kind of topic.
PEOPLE = ("Person",)
ORGANISATIONS = ("Organization", "Corporation", "Team", "School", "University", "Hospital", "Party", "Airline", "NGO")
PLACES = ("Place", "City", "Country", "State", "AdministrativeArea", "Landform", "Residence", "CivicStructure")
POSITION = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


def names_said(tree: html.HtmlElement, linked_data: list[str]) -> tuple[Named, ...]:
    """Every name once, the strongest word of it first: about before contentLocation, mentions and keywords."""
    linked = LinkedArticle(linked_data)
    found: dict[str, Named] = {}
    for each in (*of_linked_data(linked), *of_metas(tree)):
        if each.name and len(each.name) <= MOST_NAME:
            found.setdefault(each.name.casefold(), each)
    return tuple(found.values())[:MOST]


def of_linked_data(linked: LinkedArticle) -> Iterator[Named]:
    """The names in the article's own JSON-LD."""
    for prop, said in (
        ("about", "about"),
        ("contentLocation", "about"),
        ("spatialCoverage", "about"),
        ("mentions", "named"),
    ):
        for value in linked.values(prop):
            located = prop in {"contentLocation", "spatialCoverage"}
            yield from named(value, said, kind="place" if located else "")
    for word in linked.texts("keywords"):
        yield Named(word, "keyword")


def named(value: Any, said: str, *, kind: str = "") -> Iterator[Named]:
    """The name of a text or an object."""
    if isinstance(value, str):
        yield Named(plain(value)[:MOST_NAME], said, kind)
    elif isinstance(value, dict) and isinstance(value.get("name"), str):
        said_geo = value.get("geo")
        geo: dict[str, Any] = said_geo if isinstance(said_geo, dict) else value
        latitude, longitude = degrees(geo.get("latitude"), 90), degrees(geo.get("longitude"), 180)
        whole = latitude is not None and longitude is not None
        yield Named(
            plain(value["name"])[:MOST_NAME],
            said,
            kind or kind_of(value.get("@type")),
            latitude if whole else None,
            longitude if whole else None,
        )


def kind_of(said: Any) -> str:
    """The kind of topic of a schema.org type, "" for any other."""
    for each in said if isinstance(said, list) else [said]:
        if isinstance(each, str):
            for kind, types in (("person", PEOPLE), ("organisation", ORGANISATIONS), ("place", PLACES)):
                if each.rpartition("/")[2].endswith(types):
                    return kind
    return ""


def of_metas(tree: html.HtmlElement) -> Iterator[Named]:
    """`geo.placename` with `geo.position` or `ICBM`, and `news_keywords`."""
    metas = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }
    position = POSITION.match(metas.get("geo.position") or metas.get("icbm") or "")
    if name := metas.get("geo.placename", "").strip():
        latitude = degrees(position[1], 90) if position else None
        longitude = degrees(position[2], 180) if position else None
        yield Named(plain(name)[:MOST_NAME], "about", "place", latitude, longitude)
    for word in (metas.get("news_keywords") or metas.get("keywords") or "").split(",")[:MOST]:
        if word.strip():
            yield Named(plain(word)[:MOST_NAME], "keyword")
