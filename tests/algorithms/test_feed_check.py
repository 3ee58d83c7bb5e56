"""What the feed check says of feeds that are in order, and of those that are not."""

import re
from datetime import UTC, datetime

import pytest

from newsstand.algorithms import html
from newsstand.algorithms.changes import decide
from newsstand.algorithms.feed_check import RULES, Finding, Severity, check, grouped
from newsstand.algorithms.feed_check_seen import Seen, SeenItem, seen
from newsstand.algorithms.feeds import parse
from newsstand.algorithms.fulltext import page_needed

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
ADDRESS = "https://beacon.example/feed.xml"
WORDS = "The tide came in over the quay and took the chairs of the café with it, one after another. " * 10
ITEM = (
    "<item><title>The quay is under water {n}</title><link>https://beacon.example/{n}</link>"
    "<guid>https://beacon.example/{n}</guid><pubDate>Sun, 22 Nov 2026 14:0{n}:00 GMT</pubDate>"
    "<dc:creator>Nell Harbottle</dc:creator>"
    '<media:content url="https://beacon.example/{n}.jpg" medium="image" width="1280">'
    "<media:description>Chairs afloat</media:description></media:content>"
    "<content:encoded><![CDATA[<p>" + WORDS + "</p>]]></content:encoded></item>"
)
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/"><channel><title>The Beacon</title><link>https://beacon.example/</link>'
    '<language>en</language><atom:link rel="hub" href="https://hub.example/"/>'
    f'<atom:link rel="self" href="{ADDRESS}"/>'
)
GOOD = HEAD + "".join(ITEM.format(n=n) for n in (1, 2, 3)) + "</channel></rss>"


def look(
    body: str | bytes, *, kind: str = "application/rss+xml", address: str = ADDRESS, has_validator: bool = True
) -> Seen:
    """A feed as the check sees it, by the same steps as a reading."""
    raw = body.encode() if isinstance(body, str) else body
    feed = parse(raw, content_type=kind, base_url=address)
    plain = {at: html.plain(entry.content or entry.summary) for at, entry in enumerate(feed.entries)}
    items = []
    for decision in decide(feed.entries, {}, plain=plain, now=NOW):
        entry = decision.entry
        text = html.clean(entry.content or entry.summary, base_url=entry.url or address)
        needed = page_needed(has_content=bool(entry.content), words=text.words, text=text.text, address=entry.url)
        items.append(SeenItem(decision, text, needed))
    return seen(
        raw,
        content_type=kind,
        address=address,
        has_validator=has_validator,
        feed=feed,
        items=tuple(items),
        now=NOW,
    )


def found(body: str | bytes, **how: object) -> dict[str, Finding]:
    return {finding.rule: finding for finding in check(look(body, **how))}  # type: ignore[arg-type]


def without(pattern: str, text: str = GOOD) -> str:
    changed = re.sub(pattern, "", text)
    assert changed != text
    return changed


def instead(old: str, new: str, text: str = GOOD, count: int = -1) -> str:
    assert old in text
    return text.replace(old, new, count)


def test_a_feed_in_order_has_nothing_to_mend() -> None:
    assert check(look(GOOD)) == ()


TEXT = f"<p>{WORDS}</p>"
WRONG = {
    "no-items": without("<item>.*</item>"),
    "cut-off": GOOD[: GOOD.index("<item>", GOOD.index("<item>") + 1) + 80],
    "not-well-formed": instead("<title>The quay", "<title><b>The & quay"),
    "too-many-items": HEAD + "".join(ITEM.replace("{n}", str(n)) for n in range(501)) + "</channel></rss>",
    "wrong-encoding": GOOD.encode("cp1252"),
    "not-utf-8": instead('encoding="utf-8"', 'encoding="windows-1252"').encode("cp1252"),
    "too-large": instead(TEXT, f"<p>{WORDS * 400}</p>"),
    "no-language": without("<language>en</language>"),
    "no-name": without("<title>The Beacon</title>"),
    "relative-links": instead(TEXT, f'{TEXT}<p><a href="/tides">Tides</a></p>'),
    "no-hub": without('<atom:link rel="hub"[^>]*>'),
    "no-self-link": without('<atom:link rel="self"[^>]*>'),
    "refused": GOOD.replace("</channel>", "<item><guid>x</guid></item></channel>"),
    "odd-date": instead("Sun, 22 Nov 2026 14:01:00 GMT", "the other day"),
    "wrong-date": instead("Sun, 22 Nov 2026", "Sun, 22 Nov 2037"),
    "repeated-item": GOOD.replace("</channel>", ITEM.format(n=1) + "</channel>"),
    "repeated-guid": instead("<guid>https://beacon.example/2", "<guid>https://beacon.example/1"),
    "no-guid": without("<guid>[^<]*</guid>"),
    "no-title": without("<title>The quay[^<]*</title>"),
    "no-address": without("<link>https://beacon.example/.</link>").replace("<guid>", '<guid isPermaLink="false">'),
    "no-full-text": instead(TEXT, "<p>The tide came in.</p>"),
    "truncated": instead(TEXT, f"{TEXT}<p>And then […]</p>"),
    "no-date": without("<pubDate>[^<]*</pubDate>"),
    "build-date": re.sub("14:0.:00", "14:09:07", GOOD),
    "no-author": without("<dc:creator>[^<]*</dc:creator>"),
    "no-image": without("<media:content.*?</media:content>"),
    "small-image": instead('width="1280"', 'width="150"'),
    "no-alt": without("<media:description>[^<]*</media:description>"),
    "html-title": instead("<title>The quay", "<title>The &lt;i&gt;quay&lt;/i&gt;"),
    "embeds": instead(TEXT, f'{TEXT}<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'),
    "scripts": instead(TEXT, f'{TEXT}<script src="https://x.example/a.js"></script>'),
    "tracking-pixels": instead(TEXT, f'{TEXT}<img src="https://pixel.example/a.gif" width="1" height="1">'),
}
WRONG_AROUND = {
    "wrong-type": {"kind": "text/html; charset=utf-8"},
    "not-encrypted": {"address": "http://beacon.example/feed.xml"},
    "no-validator": {"has_validator": False},
}
# What is wrong in one way is often wrong in another too.
BESIDES = {
    "refused": {"no-address", "no-date", "no-author", "no-image"},
    "repeated-item": {"repeated-guid"},
}


@pytest.mark.parametrize("rule", WRONG)
def test_a_feed_with_one_thing_wrong_is_told_of_that_thing(rule: str) -> None:
    assert rule in found(WRONG[rule])
    assert set(found(WRONG[rule])) - {rule} <= BESIDES.get(rule, set())


@pytest.mark.parametrize("rule", WRONG_AROUND)
def test_what_is_wrong_around_the_feed_is_told_too(rule: str) -> None:
    assert set(found(GOOD, **WRONG_AROUND[rule])) == {rule}


def test_every_rule_is_tried_and_says_what_to_do() -> None:
    assert {rule.id for rule in RULES} == set(WRONG) | set(WRONG_AROUND)
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith((".", ":")) and rule.mend.endswith((".", ">", "?>")) for rule in RULES)


def test_findings_count_their_items_and_name_some() -> None:
    one = found(instead("<dc:creator>Nell Harbottle</dc:creator>", "", count=2))["no-author"]
    assert (one.count, one.of) == (2, 3)
    assert one.examples == ("The quay is under water 1", "The quay is under water 2")
    assert found(GOOD, has_validator=False)["no-validator"].of == 0


def test_the_worst_stands_first_and_groups_have_headings() -> None:
    body = without("<dc:creator>[^<]*</dc:creator>", WRONG["no-hub"])  # type: ignore[arg-type]
    findings = check(look(instead("Sun, 22 Nov 2026", "Sun, 22 Nov 2037", body)))
    assert [finding.rule for finding in findings] == ["wrong-date", "no-author", "no-hub"]
    assert [group.severity for group in grouped(findings)] == [Severity.WRONG, Severity.POORER, Severity.BETTER]
    assert grouped(()) == ()


def test_an_unreadable_date_is_shown_as_it_is_written() -> None:
    assert found(WRONG["odd-date"])["odd-date"].examples == ("the other day",)
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>B</title><id>1</id>'
        "<published>soon</published></entry></feed>"
    )
    assert found(atom)["odd-date"].examples == ("soon",)
    text = '{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"id": "1", "title": "B", %s}]}'
    assert found(text % '"date_published": "soon"')["odd-date"].examples == ("soon",)


def test_html_in_the_titles_of_atom_is_no_fault() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id>'
        '<title type="html">&lt;i&gt;Sea&lt;/i&gt;</title></entry></feed>'
    )
    assert "html-title" not in found(atom)


def test_a_whole_address_is_not_taken_for_a_relative_one() -> None:
    links = (
        '<a href="https://a.example/x">a</a><a href="mailto:a@b.example">b</a><a href="#top">c</a>'
        '<a href="//cdn.example/x.jpg">d</a><a href="tel:+1">e</a>'
    )
    assert "relative-links" not in found(instead(TEXT, TEXT + links))


@pytest.mark.parametrize(
    "body",
    [
        HEAD + "<item><title>" + "<title " * 40_000 + "</title></item></channel></rss>",
        HEAD + "<item><title>x</title><description>" + "&lt;img " * 40_000 + "</description></item></channel></rss>",
        HEAD + "<item><title>x</title>" + "<media:content " * 20_000 + "</item></channel></rss>",
        HEAD + "<item><title>x</title><link>" + 'href="' * 100_000 + "</link></item></channel></rss>",
        HEAD
        + "<item><title>x</title><description>"
        + "href="
        + " " * 300_000
        + "</description></item></channel></rss>",
    ],
    ids=["titles", "images", "media", "links", "spaces"],
)
def test_a_hostile_feed_is_looked_through_to_its_end(body: str) -> None:
    assert isinstance(check(look(body)), tuple)
