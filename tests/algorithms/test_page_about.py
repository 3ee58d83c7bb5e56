"""What pages and feeds say that an article is about."""

import json
from typing import Any

from newsstand.algorithms import feeds, pages
from newsstand.algorithms.named import Named

TEXT = "<p>" + "The ferry runs again from the quay and everybody is glad of it today. " * 4 + "</p>"


def said(article: dict[str, Any], head: str = "") -> dict[str, Named]:
    data = json.dumps({"@type": "NewsArticle", "headline": "The ferry runs", **article})
    page = f"<html><head>{head}<script type='application/ld+json'>{data}</script></head><body><article>{TEXT}</article>"
    read = pages.read(page.encode(), url="https://beacon.example/ferry")
    return {each.name: each for each in read.named}


def test_about_and_mentions_are_read_with_their_kinds() -> None:
    found = said(
        {
            "about": [{"@type": "Person", "name": "Margaret Toft"}, "Ferries"],
            "mentions": {"@type": "https://schema.org/SportsTeam", "name": "Orrin Athletic"},
            "keywords": "quay, tide",
        }
    )
    assert (found["Margaret Toft"].said, found["Margaret Toft"].kind) == ("about", "person")
    assert (found["Ferries"].said, found["Ferries"].kind) == ("about", "")
    assert (found["Orrin Athletic"].said, found["Orrin Athletic"].kind) == ("named", "organisation")
    assert found["tide"].said == "keyword"


def test_a_place_brings_its_coordinates() -> None:
    geo = {"@type": "GeoCoordinates", "latitude": "54.72", "longitude": 2.3}
    found = said({"contentLocation": {"@type": "Place", "name": "Kestermouth", "geo": geo}})
    assert found["Kestermouth"] == Named("Kestermouth", "about", "place", 54.72, 2.3)


def test_coordinates_beyond_the_earth_are_left_out() -> None:
    found = said({"contentLocation": {"name": "Nowhere", "geo": {"latitude": 91, "longitude": 2}}})
    assert found["Nowhere"].latitude is None


def test_geo_metas_are_read() -> None:
    head = '<meta name="geo.placename" content="Orrin"><meta name="geo.position" content="54.66; 1.98">'
    assert said({}, head)["Orrin"] == Named("Orrin", "about", "place", 54.66, 1.98)


def test_nonsense_is_no_name() -> None:
    assert said({"about": [7, None, {"name": ["a"]}, {"@type": 3}], "mentions": {"name": ""}}) == {}


def test_a_feeds_schemes_and_points_are_read() -> None:
    feed = """<rss version="2.0" xmlns:georss="http://www.georss.org/georss"><channel><title>B</title><item>
      <title>The ferry</title><guid>1</guid>
      <category domain="https://paper.example/keywords/nyt_per">Toft, Margaret</category>
      <category>Sport</category>
      <georss:point>54.72 2.30</georss:point><georss:featurename>Kestermouth</georss:featurename>
    </item></channel></rss>"""
    (entry,) = feeds.parse(feed.encode(), content_type="application/rss+xml", base_url="https://b.example/").entries
    assert entry.named == (
        Named("Toft, Margaret", "about", "person"),
        Named("Kestermouth", "about", "place", 54.72, 2.30),
    )
