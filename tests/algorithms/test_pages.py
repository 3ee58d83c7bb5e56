"""An article's page: its text, its pictures and what it says about itself."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from newsstand.algorithms.page_content import Content
from newsstand.algorithms.page_tree import page_tree
from newsstand.algorithms.pages import UnreadablePage, read

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
URL = "https://news.example/2026/bridge"
SENTENCE = (
    "The council voted on Tuesday to close the old bridge for repairs that will last until the end of the summer. "
)
ARTICLE = "".join(f"<p>Part {number}. {SENTENCE * 2}</p>" for number in range(6))
HALF = len(ARTICLE) // 2
NAV = "<nav><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a></ul></nav>"


def page(head: str = "", before: str = "", inside: str = "", after: str = "", language: str = "en-GB") -> bytes:
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8>"
        f"<title>Bridge closes | Town News</title>{head}</head>"
        f"<body>{NAV}{before}<article><h1>Bridge closes</h1>{ARTICLE[:HALF]}{inside}{ARTICLE[HALF:]}</article>"
        f"{after}<footer>© Town News. All rights reserved.</footer></body></html>"
    ).encode()


LINKED_DATA = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"WebPage","name":"no"},{"@id":"#a","@type":"Person","name":"Ann Lee"},{"@type":["NewsArticle"],
"headline":"Bridge closes &amp; reopens",
"author":[{"@id":"#a"},{"@type":"Person","name":"Bo Å. Moe"}],"datePublished":"2026-03-01T10:00:00+02:00",
"dateModified":"2026-03-02T10:00:00Z",
"image":{"@type":"ImageObject","url":"/pictures/bridge.jpg"},"articleSection":["Town"],"keywords":"bridge, council",
"publisher":{"@type":"Organization","name":"Town News"}}]}</script>"""


def test_json_ld_is_read_first() -> None:
    found = read(page(LINKED_DATA + '<meta property="og:title" content="no">'), url=URL)
    assert found.headline == "Bridge closes & reopens"
    assert found.byline == ("Ann Lee", "Bo Å. Moe")
    assert found.published == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert found.updated == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert found.image == "https://news.example/pictures/bridge.jpg"
    assert (found.section, found.keywords, found.site_name) == ("Town", ("bridge", "council"), "Town News")
    assert found.language == "en-GB"


def test_metas_are_read_where_there_is_no_json_ld() -> None:
    head = """<meta property=og:title content="Bridge closes - Town News">
    <meta property=og:site_name content="Town News">
    <meta property=article:published_time content=2026-03-01T10:00:00Z>
    <meta property=article:modified_time content=2026-03-01T10:00:00Z>
    <meta name=author content="Ann Lee and Bo Moe"><meta property=og:image content=//cdn.example/a.jpg>
    <meta property=og:image:alt content="The bridge"><meta property=article:tag content=bridge>
    <meta property=article:tag content=council>
    <link rel=canonical href=/2026/bridge?utm_source=x><link rel=icon sizes=32x32 href=/i.png>
    <link rel=apple-touch-icon href=/t.png>"""
    found = read(page(head), url=URL)
    assert found.headline == "Bridge closes"
    assert found.byline == ("Ann Lee", "Bo Moe")
    assert found.published == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert found.updated is None
    assert (found.image, found.image_alt) == ("https://cdn.example/a.jpg", "The bridge")
    assert found.keywords == ("bridge", "council")
    assert found.canonical == "https://news.example/2026/bridge?utm_source=x"
    assert found.icon == "https://news.example/t.png"


def test_a_page_that_says_nothing_of_itself_still_has_a_headline_and_a_byline() -> None:
    found = read(page(before='<p class="byline">By Ann Lee</p><time datetime=2026-03-01T10:00Z>'), url=URL)
    assert (found.headline, found.byline) == ("Bridge closes", ("Ann Lee",))
    assert found.published == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert found.canonical == URL


def test_the_front_page_is_no_canonical_address_of_an_article() -> None:
    assert read(page('<link rel=canonical href="https://news.example/">'), url=URL).canonical == URL


def test_the_text_is_all_there_and_nothing_else() -> None:
    related = "<aside class=related><h3>Related</h3><ul><li><a href=/1>"
    related += "Another story about a mayor</a><img src=/r.jpg></ul></aside>"
    found = read(
        page(inside=related, after="<div class=comments><p>First! I never liked that bridge at all.</p></div>"), url=URL
    )
    assert found.body is not None
    for number in range(6):
        assert f"Part {number}." in found.body.text
    for word in ("Home", "Another story", "First!", "rights reserved", "Bridge closes"):
        assert word not in found.body.text
    assert found.body.pictures == ()


def test_pictures_stay_where_they_stand_in_the_text() -> None:
    picture = "<figure><img data-src=/a.jpg alt=Bridge><figcaption>The bridge in March.</figcaption></figure>"
    body = read(page(inside=picture), url=URL).body
    assert body is not None
    before, after = body.html.split("<figure>")
    assert "Part 2" in before
    assert "Part 5" in after
    assert body.pictures[0].url == "https://news.example/a.jpg"
    assert body.pictures[0].caption == "The bridge in March."


@pytest.mark.parametrize(
    ("content_type", "declared", "encoding"),
    [
        ("text/html; charset=windows-1251", "", "cp1251"),
        ("text/html", "<meta charset=windows-1251>", "cp1251"),
        ("text/html", '<meta http-equiv=content-type content="text/html; charset=koi8-r">', "koi8-r"),
        ("text/html; charset=iso-8859-1", "", "utf-8"),
        ("", "<meta charset=nonsense>", "utf-8"),
        ("", "", "utf-8-sig"),
        ("", "", "utf-16"),
    ],
)
def test_the_encoding_is_found_out(content_type: str, declared: str, encoding: str) -> None:
    text = "<p>" + "Мост закрыт на ремонт до конца лета, сообщил городской совет во вторник. " * 8 + "</p>"
    raw = f"<html><head>{declared}<title>Мост закрыт</title></head><body>"
    raw += f"<article><h1>Мост закрыт</h1>{text}</article></body></html>"
    found = read(raw.encode(encoding), url=URL, content_type=content_type)
    assert found.headline == "Мост закрыт"
    assert found.body is not None
    assert "городской совет" in found.body.text


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "", "empty"),
        (b"%PDF-1.4", "", "a file"),
        (b"<html>", "application/pdf", "application/pdf"),
        (b"only words", "text/plain", "no HTML"),
    ],
)
def test_what_is_no_page_is_refused_with_a_reason(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason) as caught:
        read(body, url=URL, content_type=content_type)
    assert reason in caught.value.reason


def test_a_page_without_an_article_has_no_body() -> None:
    assert read(b"<html><body><p>Hello.</p></body></html>", url=URL).body is None


@pytest.mark.data
def test_full_text_is_not_below_the_bare_library_and_a_saved_site_is_complete() -> None:
    if not (DATA / "pages-extraction").is_dir():
        pytest.skip(f"{DATA}/pages-extraction is absent; see its README")
    from bench.fulltext import run

    found = run()
    assert found["newsstand_f1"] >= found["trafilatura_fast_f1"]  # type: ignore[operator]
    assert found["site_articles"] == 15
    assert found["site_paragraphs_share"] >= 0.99  # type: ignore[operator]
    assert found["site_pictures_share"] == 1.0


@pytest.mark.data
def test_the_saved_site_gives_its_headlines_and_authors() -> None:
    site = DATA / "site-globalvoices"
    if not site.is_dir():
        pytest.skip(f"{site} is absent; see its README")
    articles = [read(path.read_bytes(), url=URL) for path in sorted(site.glob("index_*.html"))]
    assert len(articles) == 15
    assert all(article.headline != "Global Voices Online" and len(article.byline) == 1 for article in articles)
    assert all(article.body is not None and article.body.words > 200 for article in articles)


def box(name: str, *, kind: str = "article__body", link: bool = False) -> str:
    lines = [f"{name} {n}: " + " ".join(f"{name.lower()}{n}{at}" for at in range(14)) + "." for n in range(12)]
    text = "".join(f"<p><a href=/x>{line}</a></p>" if link else f"<p>{line}</p>" for line in lines)
    return f'<div class="grid"><div class="{kind}">{text}</div></div>'


@pytest.mark.parametrize(("after", "goes_on"), [
    (box("After"), True),
    (box("After", link=True), False),
    (box("After").replace("<p>", "<h1>Another</h1><p>", 1), False),
    (box("After").replace('class="grid"', 'class="teasers"'), False),
    ('<div class="grid"><p>After 1: too little.</p></div>', False),
])  # fmt: skip
def test_an_article_goes_on_in_boxes_like_its_own_that_the_extractor_left_out(after: str, goes_on: bool) -> None:
    page_ = f"<html><body>{NAV}<div>{box('Before')}<div class=ad>Buy</div>{after}</div></body></html>"
    tree, _ = page_tree(page_.encode())
    extracted = "".join(html.fromstring(box("Before")).itertext())
    content = Content(tree, [extracted])
    node = content.node(tree)
    content.prune(node)
    text = node.text_content()
    assert text.count("Before ") == 12
    assert text.count("After ") == (12 if goes_on else 0)
    assert "Buy" not in text
