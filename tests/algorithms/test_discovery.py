"""From a home page to its feeds."""

from pathlib import Path

import pytest

from newsstand.algorithms.discovery import COMMON_FEED_PATHS, FoundFeed, look_at
from newsstand.algorithms.pages import UnreadablePage

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
URL = "https://news.example/town/"


def site(head: str = "", body: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def test_feeds_that_the_head_names_come_first_and_comments_last() -> None:
    found = look_at(
        site(
            """<link rel=alternate type=application/rss+xml href=/comments/feed/ title="Comments">
            <link rel=alternate type="application/rss+xml; charset=utf-8" href=/feed/ title="All   stories">
            <link rel=alternate type=application/atom+xml href=//news.example/atom.xml>
            <link rel=alternate type=application/feed+json href=feed.json>
            <link rel=alternate type=application/json href=/wp-json/wp/v2/pages/2>
            <link rel=alternate type=application/json+oembed href=/oembed>
            <link rel=alternate hreflang=de href=/de/>""",
            '<a href="/sport/rss.xml">Sport</a><a href=/feed/>RSS</a><a href=/feeding-ducks>Ducks</a>',
        ),
        url=URL,
    )
    assert found.feeds == (
        FoundFeed("https://news.example/feed/", "All stories", "rss"),
        FoundFeed("https://news.example/atom.xml", "", "atom"),
        FoundFeed("https://news.example/town/feed.json", "", "json"),
        FoundFeed("https://news.example/comments/feed/", "Comments", "rss"),
        FoundFeed("https://news.example/sport/rss.xml", "Sport", "rss"),
    )


def test_a_site_that_names_no_feed_has_none() -> None:
    found = look_at(site(body='<a href="/about">About</a><a href="javascript:rss()">x</a>'), url=URL)
    assert found.feeds == ()
    assert "/feed" in COMMON_FEED_PATHS
    assert len(set(COMMON_FEED_PATHS)) == len(COMMON_FEED_PATHS)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<meta property=og:site_name content='Town News'><title>Home</title>", "Town News"),
        ("<title>Home | Town News</title>", "Town News"),
        ("<title>Town News – the news of the town</title>", "Town News"),
        ("<title>Welcome</title>", "news.example"),
        ("", "news.example"),
    ],
)
def test_the_name_of_a_site(head: str, name: str) -> None:
    assert look_at(site(head), url=URL).name == name


@pytest.mark.parametrize(
    ("head", "icon"),
    [
        ("", "https://news.example/favicon.ico"),
        ("<link rel='shortcut icon' href=a.ico>", "https://news.example/town/a.ico"),
        (
            "<link rel=icon sizes='16x16 48x48' href=/a.png><link rel=icon sizes=32x32 href=/b.png>",
            "https://news.example/a.png",
        ),
        (
            "<link rel=icon sizes=192x192 href=/a.png><link rel=apple-touch-icon href=/b.png>",
            "https://news.example/a.png",
        ),
        ("<link rel=icon sizes=any href=/a.svg><link rel=icon href=/b.png>", "https://news.example/b.png"),
        ("<link rel=icon href=data:image/png;base64,AAAA>", "https://news.example/favicon.ico"),
        ("<base href=https://cdn.example/x/><link rel=icon href=a.png>", "https://cdn.example/x/a.png"),
    ],
)
def test_the_largest_icon_is_taken(head: str, icon: str) -> None:
    assert look_at(site(head), url=URL).icon == icon


def test_language_and_description() -> None:
    found = look_at(b"<html lang=pt_br><meta name=description content='  News of\n the town '></html>", url=URL)
    assert (found.language, found.description) == ("pt-BR", "News of the town")


def test_a_feed_is_no_home_page() -> None:
    with pytest.raises(UnreadablePage, match="application/rss"):
        look_at(b"<rss/>", url=URL, content_type="application/rss+xml")


@pytest.mark.data
def test_a_saved_home_page() -> None:
    path = DATA / "site-globalvoices" / "home.html"
    if not path.exists():
        pytest.skip(f"{path} is absent; see the README there")
    found = look_at(path.read_bytes(), url="http://globalvoicesonline.org/")
    assert found.name == "Global Voices"
    assert found.feeds[0].url == "http://globalvoicesonline.org/feed/"
    assert found.icon.endswith("gv-apple-touch-icon-114-green.png")
