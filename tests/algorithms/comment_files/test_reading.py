"""Files of other systems' comments: what stands in them comes out, however they are cut; hostile ones do nothing."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from newsstand.algorithms.comment_files import coral, disqus, isso, ours, wordpress
from newsstand.algorithms.comment_files.mapping import mapped, read_mapping
from newsstand.algorithms.comment_files.recognise import format_of, source_of
from newsstand.algorithms.comment_files.text import from_html, from_markdown
from newsstand.algorithms.comment_files.values import CommentFileError, Person, Refused, Said, State, Thread, Value
from tests.importers import foreign
from tests.importers.foreign import One, at

TREE = [
    One("Ann Lee", "First & <last>\nsecond line", at(0), None, "shown", 3),
    One("Ben", "An answer", at(1), 0),
    One("Cy", "Spam", at(2), 1, "refused"),
    One("Di", "Below spam ]]> so", at(3), 2),
    One("Ed", "Not yet", at(4), None, "held"),
    One("Eve", "Away", at(5), 0, "gone"),
]


def cut(body: bytes, size: int = 7) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


def said(values: Iterator[Value]) -> list[Said]:
    return [one for one in values if isinstance(one, Said)]


@pytest.mark.parametrize("size", [1, 97, 1_000_000])
def test_disqus_is_read_however_the_file_is_cut(size: int) -> None:
    found = list(disqus.read(cut(foreign.disqus(TREE), size)))
    assert found[0] == Thread("77", (foreign.PAGE,), "ferry", "The & ferry")
    rows = said(iter(found))
    assert [one.name for one in rows] == ["Ann Lee", "Ben", "Anonymous", "Di", "Ed", "Anonymous"]
    assert [one.text for one in rows][:2] == ["First & <last>\nsecond line", "An answer"]
    assert [one.state for one in rows] == ["shown", "shown", "refused", "shown", "shown", "gone"]
    keys = [one.key for one in rows]
    assert [one.parent for one in rows] == ["", keys[0], keys[1], keys[2], "", keys[0]]
    assert rows[0].posted_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("size", [1, 97, 1_000_000])
def test_wordpress_is_read_however_the_file_is_cut(size: int) -> None:
    found = list(wordpress.read(cut(foreign.wordpress(TREE), size)))
    assert Thread("7", (foreign.PAGE, f"{foreign.SITE}/?p=7"), f"{foreign.SITE}/?p=7", "The ferry") in found
    rows = said(iter(found))
    assert [one.state for one in rows] == ["shown", "shown", "refused", "shown", "held", "refused"]
    assert rows[3].text == "Below spam ]]> so"
    assert not any("private.example" in str(one) or "203.0.113" in str(one) for one in found)


def test_pingbacks_are_nobodys_words() -> None:
    body = foreign.wordpress(TREE[:1]).replace(b"<wp:comment_type>comment<", b"<wp:comment_type>pingback<")
    assert said(wordpress.read([body])) == []


def test_coral_comes_in_three_files_in_any_order() -> None:
    comments, users, stories = foreign.coral(TREE)
    found = [one for body in (comments, users, stories) for one in coral.read(cut(body))]
    assert Thread("story-1", (foreign.PAGE,), "", "The ferry") in found
    assert Person("user-0", "Ann Lee") in found
    rows = said(iter(found))
    assert [one.likes for one in rows] == [3, 0, 0, 0, 0, 0]
    assert [one.state for one in rows] == ["shown", "shown", "refused", "shown", "held", "gone"]
    assert rows[0].person == "user-0"
    assert "private.example" not in str(found)


@pytest.mark.parametrize(
    "date",
    ['"2020-01-02T03:04:05.000Z"', '{"$date": "2020-01-02T03:04:05Z"}', '{"$date": {"$numberLong": "1577934245000"}}'],
)
def test_corals_dates_have_several_forms(date: str) -> None:
    comment = {
        "id": "a",
        "storyID": "s",
        "createdAt": json.loads(date),
        "status": "NONE",
        "revisions": [{"body": "Hi"}],
    }
    [one] = coral.read([json.dumps(comment).encode()])
    assert isinstance(one, Said)
    assert one.posted_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_isso_may_hold_anything_in_any_column() -> None:
    rows = [
        (1, 1, None, 1577934245.0, None, 1, "See [this](https://a.example/x)", None, 4),
        (1, 2, 1, "never", None, 1, "Hi", "Ann", 0),
        (1, 3, 1, 1577934245, 1577934250, 2, b"\xff bytes", "Ben", "many"),
        (1, 4, 1, 1e300, None, 1, "Hi", "Cy", -3),
        (None, 5, None, 1577934245, None, 1, "Hi", "Di", 0),
    ]
    thread, first, *rest = isso.read([(1, "/ferry/", None)], rows)
    assert thread == Thread("1", ("/ferry/",))
    assert isinstance(first, Said)
    assert (first.name, first.text, first.likes) == ("Anonymous", "See this (https://a.example/x)", 4)
    assert [type(one) for one in rest] == [Refused, Said, Refused, Refused]


def test_our_own_form_is_read_and_a_newer_one_is_not() -> None:
    found = list(ours.read(cut(foreign.ours(TREE))))
    assert found[0] == Thread("4", (foreign.PAGE, f"{foreign.SITE}/a/4/ferry"), "", "The ferry")
    assert [one.state for one in said(iter(found))] == [one.state for one in TREE]
    with pytest.raises(CommentFileError, match="version 1, can be read"):
        list(ours.read([b'{"format": "newsstand-comments", "version": 2}\n']))


def test_lines_that_are_broken_are_refused_and_the_others_are_read() -> None:
    body = foreign.ours(TREE[:2]).replace(b'"posted_at": "2020-01-02T03:05:05Z"', b'"posted_at": "soon"')
    found = list(ours.read([body + b'{"kind": "comment", "id": \n[1]\n{"kind": "comment", "state": "odd"}\n']))
    reasons = [one.reason for one in found if isinstance(one, Refused)]
    assert len(said(iter(found))) == 1
    assert reasons[0] == "Its time, 'soon', is none."
    assert reasons[1] == "Line 5 is no JSON object."
    assert len(reasons) == 4


ENTITIES = (
    b'<!DOCTYPE disqus [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("name", ["disqus", "wordpress"])
def test_no_entity_is_unfolded_and_no_file_is_fetched(name: str) -> None:
    body = getattr(foreign, name)(TREE)
    head, rest = body.split(b"\n", 1)
    hostile = head + ENTITIES + rest.replace(b"An answer", b"]]>&b;&f;<![CDATA[")
    with pytest.raises(CommentFileError, match="declares a document type"):
        list({"disqus": disqus.read, "wordpress": wordpress.read}[name](cut(hostile, 100)))


@pytest.mark.parametrize("body", [b"<disqus", b"<a><b></a>", b"", b"\x00\x01", foreign.disqus(TREE)[:-60]])
def test_what_is_no_whole_xml_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(CommentFileError, match="no whole XML"):
        list(disqus.read([body]))


def test_a_large_file_is_never_held_whole() -> None:
    def body() -> Iterator[bytes]:
        start, end = foreign.disqus([]).split(b"</disqus>")[0], b"</disqus>"
        yield start
        post = (
            b'<post dsq:id="%d"><message>%s</message><createdAt>2020-01-02T03:04:05Z</createdAt>'
            b'<thread dsq:id="77"/></post>'
        )
        for number in range(3000):
            yield post % (number, b"words " * 100)
        yield end

    tracemalloc.start()
    number = sum(isinstance(one, Said) for one in disqus.read(body()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert number == 3000
    assert peak < 600_000


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ('<a href="https://a.example/b">this</a>', "this (https://a.example/b)"),
        ('<a href="https://a.example/b">https://a.example/b</a>', "https://a.example/b"),
        ('<a href="https://a.example/long/path">a.example/lon…</a>', "https://a.example/long/path"),
        ('<a href="javascript:alert(1)">this</a>', "this"),
        ("<blockquote><p>One</p><p>Two</p></blockquote>Three", "> One\n>\n> Two\n\nThree"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n\n- Two"),
        ('Smile <img src="https://a.example/s.gif" alt=":-)">', "Smile :-)"),
        ("a<script>alert(1)</script>b<style>x</style>", "ab"),
        ("1 &lt; 2 &amp;&amp; 3", "1 < 2 && 3"),
        ("<p> </p>&nbsp;", ""),
        ("<b>" * 5000 + "deep", "deep"),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert from_html(html, lines_count=False) == text


def test_in_wordpress_lines_count_and_elsewhere_they_do_not() -> None:
    assert from_html("One\nTwo &amp; three\n\nFour", lines_count=True) == "One\nTwo & three\n\nFour"
    assert from_html("One\nTwo", lines_count=False) == "One Two"
    assert from_markdown("1 < 2 and <b> stays\n> quoted") == "1 < 2 and <b> stays\n> quoted"


def test_files_are_known_by_their_first_bytes() -> None:
    assert format_of(foreign.disqus(TREE)) == "disqus"
    assert format_of(foreign.wordpress(TREE)) == "wordpress"
    assert format_of(b"SQLite format 3\x00...") == "isso"
    assert [format_of(body) for body in foreign.coral(TREE)] == ["coral"] * 3
    assert format_of(foreign.ours(TREE)) == "newsstand"
    with pytest.raises(CommentFileError, match="no export that is known"):
        format_of(b"Dear Sir")
    assert source_of("wordpress", foreign.wordpress(TREE)) == f"wordpress {foreign.SITE}"
    assert source_of("newsstand", foreign.ours(TREE)) == f"newsstand {foreign.SITE}"
    assert source_of("disqus", foreign.disqus(TREE)) == "disqus"


def test_one_json_list_is_told_how_to_become_lines() -> None:
    with pytest.raises(CommentFileError, match="jq -c"):
        list(coral.read([json.dumps([{"id": 1}]).encode()]))


def test_addresses_are_mapped_by_the_longest_beginning() -> None:
    table = read_mapping(["/=https://a.example/", "/old/=https://b.example/", "https://c.example/?p=1=/a/17/"])
    assert mapped("/old/x", table) == "https://b.example/x"
    assert mapped("/x", table) == "https://a.example/x"
    assert mapped("https://c.example/?p=1", table) == "/a/17/"
    assert mapped("https://d.example/", table) == "https://d.example/"
    with pytest.raises(CommentFileError, match="names no two addresses"):
        read_mapping(["https://a.example/"])


def test_what_is_gone_keeps_neither_name_nor_words() -> None:
    gone = next(one for one in said(ours.read([foreign.ours(TREE)])) if one.state is State.GONE)
    assert (gone.name, gone.text) == ("Anonymous", "")
