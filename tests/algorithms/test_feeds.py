"""What a feed says comes out the same from every format, and as its publisher meant it."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from newsstand.algorithms.feeds import Enclosure, Entry, parse

BASE = "https://paper.example/feed.xml"


def rss(item: str, channel: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel><title>Paper</title>{channel}<item>{item}</item></channel></rss>"
    ).encode()


def atom(entry: str, feed: str = "") -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>{feed}<entry>{entry}</entry></feed>'
    ).encode()


def only(body: bytes) -> Entry:
    (entry,) = parse(body, base_url=BASE).entries
    return entry


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'<rss version="2.0"><channel/></rss>', "rss 2.0"),
        (b'<rss version="0.91"><channel/></rss>', "rss 0.91"),
        (b'<rss version="0.92"><channel/></rss>', "rss 0.92"),
        (b"<rss><channel/></rss>", "rss"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "atom 1.0"),
        (b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"/>', "atom 0.3"),
        (b'{"version":"https://jsonfeed.org/version/1","title":"t","items":[]}', "json feed 1.0"),
        (b'{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[]}', "json feed 1.1"),
        (
            (
                b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
                b"<channel/></rdf:RDF>"
            ),
            "rss 1.0",
        ),
    ],
)
def test_every_format_is_named(body: bytes, name: str) -> None:
    assert parse(body).format == name


def test_a_channel_says_how_it_wants_to_be_read() -> None:
    feed = parse(
        rss(
            "<title>x</title>",
            "<link>https://paper.example/</link><description>All &amp;amp; more</description><language>en_GB</language>"
            '<ttl>30</ttl><atom:link rel="self" href="/self.xml"/><atom:link rel="hub" href="https://hub.example/"/>'
            "<image><url>/icon.png</url></image><skipHours><hour>0</hour><hour>24</hour><hour>7</hour></skipHours>"
            "<skipDays><day>sunday</day><day>Someday</day></skipDays>",
        ),
        base_url=BASE,
    )
    assert (feed.title, feed.site_url, feed.description) == ("Paper", "https://paper.example/", "All & more")
    assert (feed.language, feed.ttl_minutes) == ("en-GB", 30)
    assert (feed.self_url, feed.hubs) == ("https://paper.example/self.xml", ("https://hub.example/",))
    assert feed.icon == "https://paper.example/icon.png"
    assert feed.skip_hours == {0, 7}
    assert feed.skip_days == {"Sunday"}


def test_an_rss_item_is_read_in_full() -> None:
    entry = only(
        rss(
            "<title>Bridge &amp;amp; &lt;b&gt;town&lt;/b&gt;</title><link>/a/1</link>"
            "<guid isPermaLink='false'>a1</guid>"
            "<description>Short</description><content:encoded><![CDATA[<p>Long &nbsp; text</p>]]></content:encoded>"
            "<author>ann@paper.example (Ann Lee)</author><pubDate>Mon, 02 Jan 2023 10:00:00 EST</pubDate>"
            "<category>News</category><category>Town</category><category>News</category>"
            '<enclosure url="https://cdn.example/a.mp3" type="audio/mpeg" length="99"/>'
        )
    )
    assert entry.title == "Bridge & town"
    assert (entry.url, entry.guid) == ("https://paper.example/a/1", "a1")
    assert (entry.summary, entry.content) == ("Short", "<p>Long &nbsp; text</p>")
    assert entry.authors == ("Ann Lee",)
    assert entry.published == datetime(2023, 1, 2, 15, tzinfo=UTC)
    assert entry.categories == ("News", "Town")
    assert entry.enclosures == (Enclosure("https://cdn.example/a.mp3", "audio/mpeg", 99),)


def test_the_original_link_is_preferred_to_a_counted_one() -> None:
    item = "<link>http://feeds.example/~r/1</link><feedburner:origLink>https://paper.example/1</feedburner:origLink>"
    assert only(rss(item)).url == "https://paper.example/1"


def test_a_permanent_guid_is_a_link_and_another_is_not() -> None:
    assert only(rss("<guid>https://paper.example/1</guid>")).url == "https://paper.example/1"
    assert only(rss('<guid isPermaLink="false">https://paper.example/1</guid>')).url == ""


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "http://[::1", "http://a:99999x/", "ftp://x/"]
)
def test_a_link_that_is_no_page_is_no_link(link: str) -> None:
    assert only(rss(f"<link>{link}</link>")).url == ""


def test_atom_links_are_told_apart_by_their_relation() -> None:
    entry = only(
        atom(
            '<link rel="self" href="https://paper.example/self"/><link rel="enclosure" type="image/png" '
            'href="/p.png" length="x"/><link href="/page" rel="alternate"/><id>tag:1</id>'
        )
    )
    assert entry.url == "https://paper.example/page"
    assert entry.enclosures == (Enclosure("https://paper.example/p.png", "image/png", None),)
    assert entry.image == "https://paper.example/p.png"


def test_relative_addresses_start_from_xml_base() -> None:
    entry = only(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/"><entry xml:base="y/">'
        b'<link href="z"/><content type="html">&lt;a href="q?a=1&amp;amp;b=2"&gt;q&lt;/a&gt; &lt;img src=/i.png&gt;'
        b"</content></entry></feed>"
    )
    assert entry.url == "https://other.example/x/y/z"
    assert entry.content == (
        '<a href="https://other.example/x/y/q?a=1&amp;b=2">q</a> <img src="https://other.example/i.png">'
    )


def test_xhtml_base64_and_plain_contents_become_html() -> None:
    xhtml = (
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A &amp; <b>b</b><br/></p></div></content>'
    )
    assert only(atom(xhtml)).content == "<p>A &amp; <b>b</b><br></p>"
    coded = b64encode(b"<p>Hello</p>").decode()
    assert only(atom(f'<content type="text/html" mode="base64">{coded}</content>')).content == "<p>Hello</p>"
    text = '<content type="text">1 &lt; 2\n\nsecond\nline</content>'
    assert only(atom(text)).content == "<p>1 &lt; 2</p>\n<p>second<br>\nline</p>"


def test_an_entry_without_author_has_the_feeds_author() -> None:
    assert only(atom("<title>x</title>", "<author><name>Ann</name></author>")).authors == ("Ann",)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("a@b.c (Ann Lee)", ("Ann Lee",)),
        ("Ann Lee <a@b.c>", ("Ann Lee",)),
        ("a@b.c", ()),
        ("By Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Bo Ray and Cy Fox", ("Ann Lee, Bo Ray and Cy Fox",)),
        ("Ann Lee; Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee (Reuters)", ("Ann Lee (Reuters)",)),
    ],
)
def test_authors_are_names(written: str, names: tuple[str, ...]) -> None:
    escaped = written.replace("<", "&lt;")
    assert only(rss(f"<dc:creator>{escaped}</dc:creator>")).authors == names


def test_the_widest_picture_leads_with_its_text_and_credit() -> None:
    entry = only(
        rss(
            '<media:group><media:content url="/s.jpg" width="100" medium="image"/>'
            '<media:content url="/l.jpg" width="900" type="image/jpeg"><media:description>A bridge</media:description>'
            "<media:credit>Bo Ray</media:credit></media:content>"
            '<media:content url="/v.mp4" width="1900" type="video/mp4"/></media:group><media:thumbnail url="/t.jpg"/>'
        )
    )
    assert (entry.image, entry.image_alt, entry.image_credit) == ("https://paper.example/l.jpg", "A bridge", "Bo Ray")


def test_a_json_feed_is_read_in_full_and_wrong_types_are_passed_over() -> None:
    feed = parse(
        b'\xef\xbb\xbf{"version":"https://jsonfeed.org/version/1.1","title":"T","home_page_url":"https://j.example/",'
        b'"feed_url":"https://j.example/f.json","icon":7,"authors":[{"name":"Ann"}],"language":"de","hubs":[{"type":'
        b'"WebSub","url":"https://hub.example/"}],"items":[{"id":5,"url":"/1","title":["no"],"content_text":"a\\n\\nb",'
        b'"image":"/i.png","tags":["x",{"y":1}],"date_published":"2023-01-02T03:04:05+01:00","attachments":[{"url":'
        b'"/a.mp3","mime_type":"audio/mpeg","size_in_bytes":12}, 3]}, "not an item"]}'
    )
    (entry,) = feed.entries
    assert (feed.icon, feed.language, feed.hubs) == ("", "de", ("https://hub.example/",))
    assert (entry.guid, entry.url, entry.title, entry.content) == ("5", "https://j.example/1", "", "<p>a</p>\n<p>b</p>")
    assert (entry.authors, entry.categories, entry.image) == (("Ann",), ("x",), "https://j.example/i.png")
    assert entry.published == datetime(2023, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert entry.enclosures == (Enclosure("https://j.example/a.mp3", "audio/mpeg", 12),)
    assert "1 of its items are no objects." in feed.problems


def test_missing_and_repeated_guids_are_left_and_named() -> None:
    feed = parse(b"<rss><channel><item><guid>a</guid></item><item><guid>a</guid></item><item/></channel></rss>")
    assert [entry.guid for entry in feed.entries] == ["a", "a", ""]
    assert "1 of 3 entries have no guid." in feed.problems
    assert "1 entries repeat the guid of another." in feed.problems
