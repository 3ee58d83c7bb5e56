"""What feed and page say of an article: one decision each, and whose word was taken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms import provenance
from newsstand.algorithms.page_candidates import Candidate, Said
from newsstand.algorithms.pages import read

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(source: str, *people: str) -> Candidate[tuple[str, ...]]:
    return Candidate(people, source)


# --- publication -----------------------------------------------------------------------------------------------------


def test_the_feeds_date_stands_when_it_is_one() -> None:
    standing = Candidate(NOW - HOUR, provenance.FEED)
    page = [Candidate(NOW - 5 * HOUR, "JSON-LD datePublished")]
    assert provenance.published(standing, page, now=NOW) == standing


@pytest.mark.parametrize("source", ["received: the feed gives no date", "received: the feed's date cannot be right",
                                    provenance.OF_UPDATE, provenance.BUILT])  # fmt: skip
def test_what_is_no_date_of_publication_yields_to_the_first_of_the_page_that_can_be(source: str) -> None:
    page = [
        Candidate(NOW + HOUR, "JSON-LD datePublished"),
        Candidate(datetime(1970, 1, 1, tzinfo=UTC), "OpenGraph article:published_time"),
        Candidate(NOW - HOUR, "the page's <time>"),
    ]
    assert provenance.published(Candidate(NOW, source), page, now=NOW) == page[2]
    assert provenance.published(Candidate(NOW, source), page[:2], now=NOW).source == source


def test_nothing_is_published_after_its_feed_was_built() -> None:
    standing = Candidate(NOW - 2 * HOUR, provenance.BUILT)
    assert provenance.published(standing, [Candidate(NOW - HOUR, "meta date")], now=NOW) == standing


def test_a_date_that_most_entries_share_to_the_second_is_when_the_feed_was_built() -> None:
    built, other = NOW - HOUR, NOW - 2 * HOUR
    assert provenance.build_dates([built, built, built, other]) == {built}
    assert provenance.build_dates([built, built, other]) == frozenset()
    assert provenance.build_dates([built] * 3 + [None] * 4) == frozenset()


def test_a_day_without_an_hour_is_shared_by_the_articles_of_that_day() -> None:
    assert provenance.build_dates([datetime(2026, 11, 22, tzinfo=UTC)] * 9) == frozenset()


# --- byline ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("feed", "page", "expected"), [
    (names("feed", "Ann Lee"), [names("JSON-LD author", "Bo Moe")], "feed"),
    (names("feed", "Ann Lee"), [names("meta author", "ann lee", "Bo Moe")], "meta author"),
    (names("feed", "admin"), [names("JSON-LD author", "Bo Moe")], "JSON-LD author"),
    (names("feed", "The Beacon"), [names("JSON-LD author", "The Beacon"), names("the page's byline", "Bo")],
     "the page's byline"),
    (names("feed", "The Beacon"), [names("JSON-LD author", "the beacon")], "feed"),
    (names("feed"), [names("JSON-LD author", "Newsroom")], "JSON-LD author"),
    (names("feed", "beacon.example"), [names("meta byl", "Bo Moe")], "meta byl"),
    (names("feed"), [], "feed"),
    (names("JSON-LD author", "Ann Lee"), [names("JSON-LD author", "Ann B. Lee")], "JSON-LD author"),
])  # fmt: skip
def test_the_feeds_names_stand_unless_they_are_nobodys(
    feed: Candidate[tuple[str, ...]], page: list[Candidate[tuple[str, ...]]], expected: str
) -> None:
    found = provenance.byline(feed, page, publisher="The Beacon")
    assert found.source == expected
    assert found in [feed, *page]


@pytest.mark.parametrize("name", ["J. R. Smith", "J.R. Smith", "Ann Lee", "Bo Å. Moe", "Dr. Ng", "Sting"])
def test_initials_make_nobody_a_web_site(name: str) -> None:
    assert provenance.is_person(name, "The Beacon")


# --- language --------------------------------------------------------------------------------------------------------

LATIN = "The council voted on Tuesday to close the old bridge for repairs until the end of the summer."
CYRILLIC = "Городской совет проголосовал во вторник за закрытие старого моста на ремонт до конца лета."
GREEK = "Το δημοτικό συμβούλιο ψήφισε την Τρίτη για το κλείσιμο της παλιάς γέφυρας για επισκευές."


@pytest.mark.parametrize(("text", "candidates", "expected"), [
    (LATIN, [("publisher", "en"), ("feed", "de"), ("JSON-LD inLanguage", "en-GB")], "en-GB"),
    (LATIN, [("publisher", "en"), ("feed", "ru")], "en"),
    (CYRILLIC, [("feed", "en-US"), ("the page's lang", "ru")], "ru"),
    (CYRILLIC, [("feed", "en-US")], ""),
    (CYRILLIC, [("feed", "sr")], "sr"),
    (GREEK, [("feed", "en-US")], "el"),
    ("Short.", [("feed", "ru")], "ru"),
    (LATIN, [], ""),
])  # fmt: skip
def test_a_language_is_believed_when_the_text_is_in_its_letters(
    text: str, candidates: list[tuple[str, str]], expected: str
) -> None:
    given_ones = [Candidate(tag, source) for source, tag in candidates]
    assert provenance.language(given_ones, text=text).value == expected


# --- picture and section ---------------------------------------------------------------------------------------------


def test_a_picture_that_the_feed_names_goes_first_and_one_that_only_stands_in_its_text_last() -> None:
    page = [Candidate("https://cdn.example/quay.jpg", "OpenGraph og:image")]
    named = Candidate("https://cdn.example/a.jpg", provenance.FEED)
    inline = Candidate("https://cdn.example/b.jpg", provenance.OF_TEXT)
    assert provenance.picture(named, page) == named
    assert provenance.picture(inline, page) == page[0]
    assert provenance.picture(inline, []) == inline


@pytest.mark.parametrize("address", [
    "https://logo.example/img/default.png", "https://a.example/og-default.jpg", "https://a.example/site-logo.png?x=1",
    "https://a.example/uploads/placeholder-16x9.png",
])  # fmt: skip
def test_a_logo_is_no_lead_picture(address: str) -> None:
    assert provenance.picture(Candidate(address, provenance.FEED), []) == Candidate("", "")


@pytest.mark.parametrize("address", ["https://logo.example/quay.jpg", "https://a.example/defaulted-loan.jpg"])
def test_a_picture_of_something_is_one(address: str) -> None:
    assert provenance.picture(Candidate(address, provenance.FEED), []).value == address


# --- the whole -------------------------------------------------------------------------------------------------------

PAGE = b"""<html lang=de><head><title>Bridge</title>
<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Ann Lee"},
"datePublished":"2026-11-20T08:00Z","image":"/ld.jpg","inLanguage":"en-GB"}</script>
<meta name=author content="Bo Moe"><meta property=og:image content=/og.jpg>
<meta property=article:published_time content=2026-11-20T09:00:00Z><meta property=og:locale content=en_US>
<meta name=parsely-section content=Town></head>
<body><nav class=breadcrumb><a href=/>Home</a><a href=/c>Council</a></nav>
<p class=byline>By Cy Orr</p><time datetime=2026-11-20T10:00Z>20 Nov</time></body></html>"""


def test_a_page_gives_every_candidate_with_where_it_stands() -> None:
    said = read(PAGE, url="https://news.example/2026/bridge").said
    assert [(each.value, each.source) for each in said.bylines] == [
        (("Ann Lee",), "JSON-LD author"), (("Bo Moe",), "meta author"), (("Cy Orr",), "the page's byline"),
    ]  # fmt: skip
    assert [(each.value.hour, each.source) for each in said.published] == [
        (8, "JSON-LD datePublished"), (9, "OpenGraph article:published_time"), (10, "the page's <time>"),
    ]  # fmt: skip
    assert [(each.value, each.source) for each in said.languages] == [
        ("en-GB", "JSON-LD inLanguage"), ("de", "the page's lang"), ("en-US", "OpenGraph og:locale"),
    ]  # fmt: skip
    assert [(each.value, each.source) for each in said.pictures] == [
        ("https://news.example/ld.jpg", "JSON-LD image"), ("https://news.example/og.jpg", "OpenGraph og:image"),
    ]  # fmt: skip
    assert [(each.value, each.source) for each in said.sections] == [
        ("Town", "meta parsely-section"), ("Council", "the page's breadcrumbs"),
    ]  # fmt: skip


STANDING = provenance.Facts(
    published=Candidate(NOW, "received: the feed gives no date"),
    byline=names("feed", "admin"),
    language=Candidate("en", provenance.FEED),
    picture=Candidate("", provenance.FEED),
    section=Candidate("", ""),
)


def test_all_of_it_is_decided_at_once_and_deciding_again_changes_nothing() -> None:
    said = read(PAGE, url="https://news.example/2026/bridge").said
    facts = provenance.decide(STANDING, said, text=LATIN, publisher="The Beacon", now=NOW)
    assert dict(facts.sources()) == {
        "published": "JSON-LD datePublished", "byline": "JSON-LD author", "language": "JSON-LD inLanguage",
        "lead picture": "JSON-LD image", "section": "meta parsely-section",
    }  # fmt: skip
    assert provenance.decide(facts, said, text=LATIN, publisher="The Beacon", now=NOW) == facts


SOURCES = st.sampled_from(["feed", "JSON-LD author", "meta author", "the page's byline"])
PEOPLE = st.tuples() | st.tuples(st.sampled_from(["Ann Lee", "admin", "The Beacon", "Bo Moe"]))


@given(st.builds(Candidate, PEOPLE, SOURCES), st.lists(st.builds(Candidate, PEOPLE.filter(bool), SOURCES)))
def test_a_decision_is_one_of_what_was_said_and_stands_when_asked_again(
    standing: Candidate[tuple[str, ...]], page: list[Candidate[tuple[str, ...]]]
) -> None:
    found = provenance.byline(standing, page, publisher="The Beacon")
    assert found in [standing, *page]
    assert provenance.byline(found, page, publisher="The Beacon").value in [found.value, *(p.value for p in page)]
    assert bool(found.value) == bool(standing.value or page)


def test_a_silent_page_changes_nothing() -> None:
    facts = provenance.decide(STANDING, Said(), text=LATIN, publisher="The Beacon", now=NOW)
    assert (facts.published, facts.byline, facts.language) == (STANDING.published, STANDING.byline, STANDING.language)
