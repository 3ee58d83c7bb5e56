"""Dirty HTML becomes an article's text."""

import pytest

from newsstand.algorithms.html import Picture, clean, comment_html, plain, plain_to_html

BASE = "https://news.example/town/story"


def html(dirty: str, **named: str) -> str:
    return clean(dirty, base_url=BASE, **named).html


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("bare text", "<p>bare text</p>"),
        ("one<br><br>two<br/> <br>three", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
        ("one<br>two", "<p>one<br>two</p>"),
        ("<div>one<div>two</div>three</div>", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
        ("<p>one</p><p>&nbsp;</p><p> <br> </p><p>two", "<p>one</p>\n<p>two</p>"),
        ("<h1>A</h1><p>x</p><h5>B</h5><p>y</p>", "<h2>A</h2>\n<p>x</p>\n<h4>B</h4>\n<p>y</p>"),
        ("<b>a</b> <i>b</i> <u>c</u> <del>d</del>", "<p><strong>a</strong> <em>b</em> c <s>d</s></p>"),
        ("<p class=x style='color:red' onclick=y id=z>a</p>", "<p>a</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li><ul><li>b</ul></ul>", "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>"),
        ("<ol start=4><li>a</ol>", '<ol start="4"><li>a</li></ol>'),
        ("<blockquote>a<cite>b</cite></blockquote>", "<blockquote><p>a<cite>b</cite></p></blockquote>"),
        ("<pre>\n a\n\n  b\n</pre>", "<pre> a\n\n  b</pre>"),
        ("<table><tr><td><p>one<p>two</table>", "<p>one</p>\n<p>two</p>"),
        ("<dl><dt>a<dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<p>a</p><hr><p>b</p>", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("<p style='display:none'>a</p><p hidden>b</p>c", "<p>c</p>"),
        ("it\x92s \x00fine", "<p>it’s fine</p>"),
        ("5 < 6 &amp; 7 > 3", "<p>5 &lt; 6 &amp; 7 &gt; 3</p>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
        ("a <svg><text>drawn</text></svg><button>Buy</button> b", "<p>a b</p>"),
        ("", ""),
    ],
)
def test_the_ways_in_which_people_write_text(dirty: str, expected: str) -> None:
    assert html(dirty) == expected


def test_a_table_of_data_stays_a_table() -> None:
    found = html("<table border=1><thead><tr><th>Town<th>Votes</thead><tr><td>Alder<td colspan=2>12</table>")
    assert found == (
        "<table><thead><tr><th>Town</th><th>Votes</th></tr></thead>"
        '<tbody><tr><td>Alder</td><td colspan="2">12</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a", "https://news.example/a"),
        ("b?x=1&y=2", "https://news.example/town/b?x=1&amp;y=2"),
        ("//c.example/", "https://c.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_links_become_absolute(href: str, expected: str) -> None:
    assert html(f"<a href='{href}' target=_blank>x</a>") == f'<p><a href="{expected}" rel="noopener">x</a></p>'


@pytest.mark.parametrize("href", ["#note", "javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "tel:1", ""])
def test_a_link_that_leads_nowhere_leaves_its_text(href: str) -> None:
    assert html(f"<p>see <a href='{href}'>this</a></p>") == "<p>see this</p>"


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("<img src=a.jpg>", "https://news.example/town/a.jpg"),
        ("<img src=data:image/gif;base64,R0lGOD data-src=/b.jpg>", "https://news.example/b.jpg"),
        ("<img src=blank.gif data-lazy-src=c.jpg>", "https://news.example/town/c.jpg"),
        ("<img src=s.jpg srcset='m.jpg 640w, l.jpg 1280w, xl.jpg 4000w'>", "https://news.example/town/l.jpg"),
        ("<img src=s.jpg srcset='m.jpg 1x,l.jpg 2x'>", "https://news.example/town/l.jpg"),
        ("<img srcset='https://c.example/w_300,h_200/a.jpg 300w, https://c.example/w_900,h_600/a.jpg 900w'>",
         "https://c.example/w_900,h_600/a.jpg"),
        ("<picture><source srcset='p.webp 800w'><img></picture>", "https://news.example/town/p.webp"),
        ("<noscript><img src=n.jpg></noscript>", "https://news.example/town/n.jpg"),
        ("<img class=lazy data-src=n.jpg><noscript><img src=n.jpg></noscript>", "https://news.example/town/n.jpg"),
    ],
)  # fmt: skip
def test_the_best_address_of_a_picture_is_found(image: str, address: str) -> None:
    body = clean(f"<p>a {image} b</p>", base_url=BASE)
    assert [picture.url for picture in body.pictures] == [address]
    assert body.html == f'<p>a</p>\n<figure><img src="{address}" alt=""></figure>\n<p>b</p>'


@pytest.mark.parametrize(
    "image",
    [
        "<img src=a.gif width=1 height=1>", "<img src=a.gif width=0>", "<img src=a.gif style='width:1px; height:1px'>",
        "<img src=http://feeds.feedburner.com/~r/town/~4/abc>", "<img src=http://stats.wordpress.com/b.gif?x=1>",
        "<img src=https://ad.doubleclick.net/x>", "<img src=https://pixel.wp.com/g.gif>", "<img src=/b.gif>",
        "<img src=data:image/png;base64,AAAA>",
        "<img src='javascript:alert(1)'>", "<img>", "<img src=//pixel.news.example/1.png>",
    ],
)  # fmt: skip
def test_pictures_that_only_count_readers_are_dropped(image: str) -> None:
    assert html(f"<p>a {image}b</p>") == "<p>a b</p>"


def test_a_caption_stays_with_its_picture() -> None:
    dirty = (
        '<div class="wp-caption"><a href=/big><img src=/a.jpg alt="The bridge" width=300 height="200px"></a>'
        '<p class="wp-caption-text">The <b>old</b> bridge.</p></div><p>Text.'
    )
    body = clean(dirty, base_url=BASE)
    assert body.pictures == (Picture("https://news.example/a.jpg", "The bridge", "The old bridge.", 300, 200),)
    assert "<figcaption>The <strong>old</strong> bridge.</figcaption></figure>" in body.html
    assert body.text == "Text."
    assert body.words == 1


def test_a_figure_without_a_picture_is_text() -> None:
    found = html("<figure><blockquote>a</blockquote><figcaption>b</figcaption></figure>")
    assert found == "<blockquote><p>a</p></blockquote>\n<p>b</p>"


@pytest.mark.parametrize(
    ("embed", "expected"),
    [
        ("<iframe src='https://www.youtube.com/embed/abcdefghijk?x=1'></iframe>",
         "https://www.youtube.com/watch?v=abcdefghijk|Video: youtube.com"),
        ("<video><source src=/v.mp4></video>", "https://news.example/v.mp4|Video: news.example"),
        ("<audio src=/v.mp3></audio>", "https://news.example/v.mp3|Audio: news.example"),
        ("<object data=//v.example/x.swf></object>", "https://v.example/x.swf|Video: v.example"),
        ("<iframe src='https://charts.example/1'>x</iframe>", "https://charts.example/1|Embedded: charts.example"),
    ],
)  # fmt: skip
def test_what_plays_becomes_a_link(embed: str, expected: str) -> None:
    address, label = expected.split("|")
    assert html(f"<p>a</p>{embed}") == f'<p>a</p>\n<p><a href="{address}" rel="noopener">{label}</a></p>'


@pytest.mark.parametrize(
    "embed", ["<iframe src='javascript:alert(1)'></iframe>", "<iframe srcdoc='<b>x'></iframe>", "<embed>"]
)
def test_what_has_no_address_vanishes(embed: str) -> None:
    assert html(f"<p>a</p>{embed}") == "<p>a</p>"


@pytest.mark.parametrize(
    "end",
    [
        '<p>The post <a href="/s">Story</a> appeared first on <a href="/">Town News</a>.</p>',
        "<div class=feedflare><a href=x>Share</a></div>", '<p><a href="/s">Continue reading <span>Story</span></a></p>',
        "<p>[…]</p>",
        '<a href="/s">Read more »</a>',
        "<div class='sharedaddy sd-sharing-enabled'><h3>Share this:</h3><ul><li>Facebook</ul></div>",
        "<h3>Related</h3>", "<hr>", "<ul><li>Facebook</li><li>Twitter</li></ul>",
    ],
)  # fmt: skip
def test_what_feeds_hang_on_is_dropped(end: str) -> None:
    assert html(f"<p>The story.</p>{end}") == "<p>The story.</p>"


def test_a_sentence_that_says_read_more_stays() -> None:
    assert html("<p>Children read more books than last year.</p>") == "<p>Children read more books than last year.</p>"


def test_a_heading_that_repeats_the_headline_is_dropped() -> None:
    assert html("<h1>Bridge “opens”</h1><h2>Why</h2><p>x</p>", headline="Bridge “opens”") == "<h2>Why</h2>\n<p>x</p>"


def test_a_leading_copy_of_the_lead_picture_is_shown_once_but_known() -> None:
    dirty = "<figure><img src=/a-300x200.jpg><figcaption>By Ann</figcaption></figure><p>x</p><img src=/b.jpg>"
    body = clean(dirty, base_url=BASE, lead_picture="https://news.example/a.jpg")
    assert "a-300x200" not in body.html
    assert "b.jpg" in body.html
    assert [picture.caption for picture in body.pictures] == ["By Ann", ""]


def test_emoji_pictures_become_characters() -> None:
    assert html("<p>Good <img class=emoji alt=😀 src=https://s.w.org/x.svg></p>") == "<p>Good 😀</p>"


def test_words_are_counted_in_scripts_without_spaces() -> None:
    assert clean("<p>Three small words</p>", base_url=BASE).words == 3
    assert clean("<p>新聞記事です</p>", base_url=BASE).words == 3


def test_plain_text_has_no_tags_and_keeps_words_apart() -> None:
    assert plain("<p>one</p><p>t<b>w</b>o &amp; &lt;three&gt;</p><script>x</script>") == "one two & <three>"
    assert plain("  AT&T  <  Bell ") == "AT&T < Bell"


def test_plain_text_becomes_paragraphs() -> None:
    assert plain_to_html("one\ntwo\r\n\r\n<b>three") == "<p>one<br>two</p>\n<p>&lt;b&gt;three</p>"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("see https://a.example/x.",
         '<p>see <a href="https://a.example/x" rel="nofollow ugc noopener">https://a.example/x</a>.</p>'),
        ("(http://a.example/x_(y))",
         '<p>(<a href="http://a.example/x_(y)" rel="nofollow ugc noopener">http://a.example/x_(y)</a>)</p>'),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ('http://a.example/"onclick="x',
         '<p><a href="http://a.example/" rel="nofollow ugc noopener">http://a.example/</a>"onclick="x</p>'),
        ("a\u202egnp.exe", "<p>agnp.exe</p>"),
        ("a\n\n\n\n\nb", "<p>a</p>\n<p>b</p>"),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_a_comment_is_text_with_links_and_nothing_else(written: str, expected: str) -> None:
    assert comment_html(written) == expected
