"""Lists of feeds are read whatever they are like, and written so that others can read them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsstand.algorithms import opml
from newsstand.algorithms.opml import Listed, ListError, Outline, read_list, write_list

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def around(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>{body}</body></opml>'.encode()


def addresses(body: str) -> list[str]:
    return [one.address for one in read_list(around(body))]


def test_outlines_are_found_however_deeply_they_are_nested() -> None:
    body = '<outline text="News"><outline text="A" xmlUrl="https://a.example/feed"/><outline text="Deeper">'
    body += (
        '<outline title="B" text="not this" type="rss" xmlUrl="https://b.example/feed" htmlUrl="https://b.example/"/>'
    )
    found = read_list(around(f"{body}</outline></outline>"))
    assert found == (Listed("https://a.example/feed", "A"), Listed("https://b.example/feed", "B"))


@pytest.mark.parametrize(
    "outline",
    [
        '<outline xmlUrl="https://a.example/?a=1&amp;b=2"/>',
        '<outline xmlUrl="https://a.example/?a=1&b=2"/>',
        "<outline XMLURL='https://a.example/?a=1&#38;b=2'></outline>",
        '<OUTLINE xmlurl = "https://a.example/?a=1&b=2">',
        '<outline text="a > b < c" xmlUrl="https://a.example/?a=1&amp;b=2" />',
        '<outline\n\ttext="A"\n\txmlUrl=" https://a.example/?a=1&amp;b=2 "\n/>',
        '<outline xmlUrl="feed:https://a.example/?a=1&amp;b=2"/>',
        '<outline xmlUrl="feed://a.example/?a=1&amp;b=2"/>',
    ],
)
def test_an_outline_is_read_in_the_many_ways_it_is_written(outline: str) -> None:
    assert addresses(outline) == ["https://a.example/?a=1&b=2"]


def test_what_is_no_feed_is_passed_over() -> None:
    body = '<outline text="Folder"/><outlines xmlUrl="https://x.example/"/><outline htmlUrl="https://b.example/"/>'
    body += (
        '<!-- <outline xmlUrl="https://c.example/"/> --><outline xmlUrl=""/><outline data-xmlUrl="https://d.example/"/>'
    )
    assert addresses(f'{body}<outline xmlUrl="https://a.example/"/>') == ["https://a.example/"]


def test_each_feed_stands_once_in_its_order() -> None:
    urls = ("https://b.example/f", "https://a.example/f", "HTTPS://B.example/f?utm_source=x", "https://b.example:443/f")
    assert addresses("".join(f'<outline xmlUrl="{url}"/>' for url in urls)) == list(urls[:2])


def test_a_text_has_an_address_a_line() -> None:
    body = (
        "\ufeff# Ours\r\nhttps://a.example/feed\r\n\r\n  b.example  \n# https://no.example/\nhttps://a.example/feed\n"
    )
    assert [one.address for one in read_list(body.encode())] == ["https://a.example/feed", "b.example"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_names_keep_their_letters(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><opml><outline text="Ça ira" xmlUrl="https://a.example/"/></opml>'
    )
    assert read_list(text.encode(encoding))[0].title == "Ça ira"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<html><body>Feeds</body></html>", "neither OPML"),
        (b"<rss><channel/></rss>", "neither OPML"),
        (b"PK\x03\x04\x00\x00\x00", "no text"),
        (b"a" * (opml.MOST_BYTES + 1), "MB"),
        (b"\n".join(b"https://x%d.example/" % number for number in range(opml.MOST_FEEDS + 1)), "more than 50,000"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(body: bytes, said: str) -> None:
    with pytest.raises(ListError, match=said):
        read_list(body)


def test_an_empty_list_is_a_list() -> None:
    assert read_list(around("")) == ()


# --- hostile lists --------------------------------------------------------------------------------------------------

FEED = '<outline xmlUrl="https://a.example/"/>'
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def test_an_entity_bomb_does_not_go_off_and_no_file_is_read() -> None:
    head = f'<!DOCTYPE opml [<!ENTITY l0 "lol">{BOMB}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = read_list(f'{head}<opml><outline text="&l11;&f;" xmlUrl="https://a.example/"/></opml>'.encode())
    assert found == (Listed("https://a.example/", "&l11;&f;"),)


def test_ten_thousand_outlines_and_ten_thousand_levels_are_read() -> None:
    flat = "".join(f'<outline xmlUrl="https://x{number}.example/"/>' for number in range(10_000))
    assert len(addresses(flat)) == 10_000
    deep = "".join(f'<outline text="x"><outline xmlUrl="https://x{number}.example/">' for number in range(10_000))
    assert len(addresses(deep + "</outline>" * 20_000)) == 10_000


@pytest.mark.parametrize(
    "body",
    [
        '<outline text="' * 200_000,
        "<outline '\"" * 200_000,
        '<outline "<outline" ' * 100_000,
        "<outline " + "a" * 2_000_000,
        "<outline " + "a " * 1_000_000 + ">",
        "<outline a" + " " * 2_000_000 + ">",
        "<!--" * 500_000,
        "<outline xmlUrl='" + "&amp" * 500_000 + "'/>",
    ],
    ids=["open", "quotes", "crossed", "long", "words", "spaces", "comments", "references"],
)
def test_a_hostile_list_is_read_to_its_end(body: str) -> None:
    assert isinstance(read_list(around(FEED + body)), tuple)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_none(body: bytes) -> None:
    for one in (body, b"<opml>" + body, b"<opml><outline " + body):
        try:
            found = read_list(one)
        except ListError:
            continue
        assert all(listed.address and "\x00" not in listed.address + listed.title for listed in found)


# --- written --------------------------------------------------------------------------------------------------------


def test_a_written_list_is_what_opml_2_asks_for() -> None:
    feed = Outline("https://a.example/?a=1&b=2", 'The "Bee" <& Co>', "https://a.example/", "en", "All\nof it")
    tree = etree.fromstring(write_list([feed], title="Ours & theirs", now=NOW).encode())
    assert (tree.tag, tree.get("version")) == ("opml", "2.0")
    assert tree.findtext("head/title") == "Ours & theirs"
    assert tree.findtext("head/dateCreated") == "Sun, 22 Nov 2026 15:00:00 +0000"
    assert dict(tree.find("body/outline").attrib) == {
        "type": "rss",
        "text": 'The "Bee" <& Co>',
        "title": 'The "Bee" <& Co>',
        "xmlUrl": "https://a.example/?a=1&b=2",
        "htmlUrl": "https://a.example/",
        "language": "en",
        "description": "All of it",
    }


def test_a_list_of_nothing_is_still_a_list() -> None:
    assert read_list(write_list([], title="", now=NOW).encode()) == ()


@given(st.lists(st.tuples(st.integers(0, 10**9), st.text(max_size=60)), unique_by=lambda one: one[0], max_size=20))
def test_what_is_written_is_read_again(feeds: list[tuple[int, str]]) -> None:
    wanted = [Outline(f"https://x{number}.example/feed", title) for number, title in feeds]
    found = read_list(write_list(wanted, title="x", now=NOW).encode())
    assert [one.address for one in found] == [one.address for one in wanted]
    etree.fromstring(write_list(wanted, title="x", now=NOW).encode())
