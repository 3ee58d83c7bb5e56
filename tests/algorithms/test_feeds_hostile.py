"""Broken and hostile feeds end in their good part and a sentence, or in `NotAFeed`; nothing else, and quickly."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsstand.algorithms.feeds import Feed, NotAFeed, parse

ITEM = (
    "<item><title>Straße {}</title><link>https://p.example/{}</link><guid>{}</guid><description>x</description></item>"
)


def items(count: int) -> str:
    return "".join(ITEM.format(n, n, n) for n in range(count))


def feed(inside: str, prolog: str = "") -> str:
    return f'{prolog}<rss version="2.0"><channel><title>Blätter</title>{inside}</channel></rss>'


# --- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("declared", ["", '<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0"?>'])
def test_a_feed_is_read_whatever_it_says_about_its_encoding(encoding: str, declared: str) -> None:
    read = parse(feed(items(3), declared).encode(encoding))
    assert read.title == "Blätter"
    assert [entry.title for entry in read.entries] == ["Straße 0", "Straße 1", "Straße 2"]


def test_a_wrong_encoding_is_named() -> None:
    said = '<?xml version="1.0" encoding="utf-8"?>'
    assert "The feed declares UTF-8 but is Windows-1252." in parse(feed(items(1), said).encode("cp1252")).problems
    said = '<?xml version="1.0" encoding="iso-8859-1"?>'
    assert "The feed declares Windows-1252 but is UTF-8." in parse(feed(items(1), said).encode()).problems


def test_the_servers_charset_counts_unless_it_is_a_default() -> None:
    body = "<rss><channel><title>Новости</title></channel></rss>".encode("cp1251")
    assert parse(body, content_type="text/xml; charset=windows-1251").title == "Новости"
    body = b'<?xml version="1.0" encoding="windows-1251"?>' + body
    assert parse(body, content_type="text/xml; charset=iso-8859-1").title == "Новости"
    assert parse(body, content_type="text/xml; charset=zip").title == "Новости"


def test_an_undeclared_encoding_is_guessed_from_the_language() -> None:
    body = "<rss><channel><language>ru</language><title>Новости</title></channel></rss>".encode("cp1251")
    assert parse(body).title == "Новости"


def test_one_bad_byte_does_not_cost_the_others() -> None:
    body = feed(items(5)).encode() + b"<!-- \xff -->"
    assert parse(body).title == "Blätter"


# --- broken XML


def test_a_truncated_feed_keeps_the_entries_before_the_cut_and_says_so() -> None:
    body = feed(items(20)).encode()
    cut = body.index(b"<guid>12<")
    read = parse(body[:cut])
    assert len(read.entries) == 12
    assert "The feed is truncated after 12 entries." in read.problems


def test_a_feed_cut_inside_cdata_keeps_the_entries_before() -> None:
    text = feed(items(3) + "<item><title>last</title><description><![CDATA[<p>cut <item> here")[:-22]
    read = parse(text.encode())
    assert [entry.guid for entry in read.entries] == ["0", "1", "2"]


def test_an_entry_that_is_never_closed_costs_no_other() -> None:
    text = feed(items(2) + "<item><title>open</title><link>https://p.example/o</link>" + items(3))
    titles = [entry.title for entry in parse(text.encode()).entries]
    assert titles == ["Straße 0", "Straße 1", "open", "Straße 0", "Straße 1", "Straße 2"]


def test_unclosed_html_in_a_description_stays_in_it() -> None:
    text = feed(
        "<item><description>one<br>two <b>three</description><link>https://p.example/1</link></item>" + items(1)
    )
    first, second = parse(text.encode()).entries
    assert (first.summary, first.url) == ("one<br>two <b>three", "https://p.example/1")
    assert second.title == "Straße 0"


def test_html_entities_bare_ampersands_and_forbidden_characters_are_read() -> None:
    text = feed(
        "<item><title>A&nbsp;&eacute;&bogus; R&D &#x1F; &#0; &#146;\x0b\x00</title><link>https://p/?a=1&b=2</link></item>"
    )
    (entry,) = parse(text.encode()).entries
    assert entry.title == "A é&bogus; R&D ’"
    assert entry.url == "https://p/?a=1&b=2"


def test_undeclared_namespaces_are_known_by_their_prefix() -> None:
    text = feed("<item><dc:creator>Ann</dc:creator><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded></item>")
    (entry,) = parse(text.encode()).entries
    assert (entry.authors, entry.content) == (("Ann",), "<p>x</p>")


@pytest.mark.parametrize(
    "junk", ["\n\n  ", "<br />\n<b>Warning</b>: x in y.php<br />\n", "\ufeff\ufeff", "<!-- <rss> -->"]
)
def test_junk_before_the_feed_is_passed_over(junk: str) -> None:
    assert parse((junk + feed(items(2), '<?xml version="1.0"?>')).encode()).title == "Blätter"


# --- bombs


def test_entities_are_never_expanded_nor_fetched() -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    read = read_or_refused(feed("<item><title>&l11;&x;</title></item>", doctype).encode())
    assert isinstance(read, Feed)
    assert read.entries[0].title == "&l11;&x;"


def read_or_refused(body: bytes) -> Feed | NotAFeed:
    try:
        return parse(body)
    except NotAFeed as error:
        return error


def test_of_ten_thousand_items_the_first_are_read_and_it_is_said() -> None:
    read = read_or_refused(feed(items(10_000)).encode())
    assert isinstance(read, Feed)
    assert [entry.guid for entry in read.entries] == [str(n) for n in range(500)]
    assert "The feed has 10000 entries; the first 500 were read." in read.problems


@pytest.mark.parametrize(
    "inside",
    [
        "<item>" * 50_000,
        "<item><title>" * 30_000,
        "<item>" + "<title>" * 100_000,
        "<a>" * 200_000,
        "<item><title>" + "<b" * 300_000 + "</title></item>",
        "<![CDATA[" * 100_000,
        "<item><description><![CDATA[" * 50_000,
        "<!-- " * 100_000,
        "&" * 500_000,
        "&lt;" * 300_000,
        "<item><title>" + "&lt;a " * 200_000 + "</title></item>",
        "<item><description>" + "&lt;a href=" * 100_000 + "</description></item>",
        "<item><description>" + "&lt;p href='" * 100_000 + "</description></item>",
        "<item " + " ".join(f'a{n}="1"' for n in range(60_000)) + "/>",
        "<item><title><b " + " ".join(f'a{n}="1"' for n in range(60_000)) + "/></title></item>",
        "<item><pubDate>" + "1 Jan " * 100_000 + "</pubDate></item>",
        "<item><author>" + "a@" * 200_000 + "</author></item>",
        "<item><author>" + "(" * 200_000 + "</author></item>",
        "</item>" * 100_000,
        "<item>" + "<category>x</category>" * 50_000 + "</item>",
        "<item>" + "<media:group>" * 100_000 + "</item>",
        "<item><link>" + "http://" * 100_000 + "</link></item>",
    ],
    ids=lambda text: text[:24],
)
def test_no_pattern_makes_reading_slow(inside: str) -> None:
    read_or_refused(feed(inside).encode())
    read_or_refused(feed(items(2) + inside).encode()[:-30])


@pytest.mark.parametrize("start", [b"<!DOCTYPE ", b"<!DOCTYPE [", b"<?", b"<", b"<!--", b"<a", b"<?xml "])
def test_no_prolog_makes_reading_slow(start: bytes) -> None:
    assert isinstance(read_or_refused(start * 300_000), NotAFeed)


def test_deep_json_is_no_feed() -> None:
    with pytest.raises(NotAFeed) as caught:
        parse(b'{"a":' + b"[" * 200_000)
    assert caught.value.kind == "json"


# --- what is no feed


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"<!DOCTYPE html><html><head><title>Home</title></head><body><p>Hi</p></body></html>", "html"),
        (b"<html><body><form><input type='password'></form></body></html>", "login"),
        (b"<html><head><title>Sign in</title></head></html>", "login"),
        (b"<!doctype html><html><head><title>Just a moment...</title></head></html>", "bot-wall"),
        (b"<html><head><title>Access Denied</title></head></html>", "bot-wall"),
        (b"<html><body>Our <rss> feed is at /feed</body></html>", "html"),
        (b'{"error": "not found"}', "json"),
        (b"[1, 2", "json"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>', "xml"),
        (b"<opml><body/></opml>", "xml"),
        (b"Not found", "text"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, kind: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        parse(body)
    assert caught.value.kind == kind
    assert caught.value.reason.endswith(".")


SPLINTERS = (b"<", b"&", b"]]>", b"<![CDATA[", b"<item>", b"</", b'"', b"\x00", b"[[")
SEEDS = (
    feed(items(3), '<?xml version="1.0" encoding="utf-8"?>').encode(),
    (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.b/"><title type="xhtml"><p>T</p></title>'
        b'<entry><id>1</id><link href="x"/><updated>2023-01-02</updated><content type="html">&lt;a href="q"&gt;'
        b"</content></entry></feed>"
    ),
    (
        b'{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"/x","tags":["a"],'
        b'"attachments":[{"url":"/a","size_in_bytes":1}],"date_published":"2023-01-02T03:04:05Z"}]}'
    ),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(
            st.integers(0, 400),
            st.integers(0, 12),
            st.binary(max_size=6) | st.sampled_from(SPLINTERS),
        ),
        max_size=6,
    ),
    st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=undefined", "text/xml; charset=hz"]),
)
def test_nothing_but_not_a_feed_is_raised(body: bytes, cuts: list[tuple[int, int, bytes]], content_type: str) -> None:
    for at, length, instead in cuts:
        body = body[:at] + instead + body[at + length :]
    try:
        read = parse(body, content_type=content_type, base_url="http://p.example/feed")
    except NotAFeed as error:
        read, kind = None, error.kind
    else:
        kind = "feed"
    assert kind in {"feed", "html", "empty", "login", "bot-wall", "json", "xml", "text"}
    if read:
        assert all(entry.url == "" or entry.url.startswith("http") for entry in read.entries)
