"""Nothing that runs comes through: known attacks, and what hypothesis thinks of."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsstand.algorithms.article_html import KnownPicture, TopicLink, render, with_pictures
from newsstand.algorithms.html import clean, comment_html, plain, plain_to_html
from tests.algorithms.browser_parse import faults

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
BASE = "https://news.example/town/story"
ID = "abcdefghijklmnopqrst"
TOPICS = (TopicLink(("XSS", "alert", "clickme"), "/topic/x"), TopicLink(("a", "svg", "img"), "/topic/y"))


def payloads(name: str, key: str) -> list[str]:
    path = DATA / name
    return [case[key] for case in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


ATTACKS = payloads("xss-dompurify.json", "payload") + payloads("xss-html5lib.json", "input")


@pytest.mark.data
def test_the_attacks_are_there() -> None:
    if not ATTACKS:
        pytest.skip(f"{DATA}/xss-*.json is absent; see its README")
    assert len(ATTACKS) == 295


def everything(dirty: str) -> list[str]:
    """Every HTML that a text becomes on its way to a reader."""
    body = clean(dirty, base_url=BASE, headline="x", lead_picture="https://news.example/a.jpg")
    stored = with_pictures(body.html, {picture.url: ID for picture in body.pictures})
    known = {ID: KnownPicture(ID, 800, 600, ready=True)}
    return [
        body.html,
        stored,
        render(stored, pictures=known, topics=TOPICS),
        render(stored, pictures={}, topics=()),
        # What was stored by somebody who went round the first step is held as well.
        with_pictures(dirty, {"https://news.example/a.jpg": ID}),
        render(dirty, pictures=known, topics=TOPICS),
        comment_html(dirty),
        plain_to_html(dirty),
    ]


@pytest.mark.data
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_anything_that_runs(attack: str) -> None:
    for html in everything(attack):
        assert faults(html) == [], html
    assert "<script" not in plain(attack).lower() or "&lt;" in attack or "<" not in clean(attack, base_url=BASE).text


PIECES = st.sampled_from(
    [
        *[
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<a href=x>",
            "<a href='javascript:x'>",
            "</a>",
        ],
        *[
            "<br>",
            "<ul>",
            "</ul>",
            "<ol start=3>",
            "<li>",
            "</li>",
            "<table>",
            "<tr>",
            "<td>",
            "<th colspan=2>",
            "</table>",
        ],
        *[
            "<img src=a.jpg alt='x y'>",
            "<img data-src=b.jpg width=1 height=1>",
            "<figure>",
            "</figure>",
            "<figcaption>",
        ],
        *[
            "</figcaption>",
            "<pre>",
            "</pre>",
            "<code>",
            "</code>",
            "<blockquote>",
            "</blockquote>",
            "<h1>",
            "</h1>",
            "<h5>",
        ],
        *["<dl>", "<dt>", "<dd>", "</dl>", "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "</svg>"],
        *[
            "<mtext>",
            "<title>",
            "<noscript>",
            "</noscript>",
            "<template>",
            "<iframe src=https://v.example/1>",
            "</iframe>",
        ],
        *[
            "<textarea>",
            "<select>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            " ",
            "\n",
            "\n\n",
            "&nbsp;",
            "&lt;",
            "&amp;",
            "a",
            "b c",
        ],
        *[
            "Read more",
            "\u00a0",
            "\u200b",
            "\x00",
            "\x92",
            "<hr>",
            "<center>",
            "<caption>",
            "<q>",
            "<time datetime=2020>",
        ],
        *[
            "<p class=wp-caption-text>",
            "<div class=wp-caption>",
            "<picture>",
            "<source srcset='c.jpg 300w, d.jpg 900w'>",
        ],
        *[
            "<video src=v.mp4>",
            "</video>",
            "<thead>",
            "<tfoot>",
            "</td>",
            "</tr>",
            "<plaintext>",
            "<xmp>",
            "<sub>",
            "<h2>x</h2>",
        ],
    ]
)
DIRTY = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=60))
thorough = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(DIRTY)
def test_cleaning_twice_is_cleaning_once(dirty: str) -> None:
    once = clean(dirty, base_url=BASE, headline="x", lead_picture="https://news.example/town/a.jpg")
    twice = clean(once.html, base_url=BASE, headline="x", lead_picture="https://news.example/town/a.jpg")
    assert twice.html == once.html
    assert twice.text == once.text


@thorough
@given(DIRTY)
def test_nothing_that_runs_whatever_goes_in(dirty: str) -> None:
    for html in everything(dirty):
        assert faults(html) == []


@thorough
@given(DIRTY)
def test_storing_pictures_twice_is_storing_them_once(dirty: str) -> None:
    body = clean(dirty, base_url=BASE)
    once = with_pictures(body.html, {picture.url: ID for picture in body.pictures})
    assert with_pictures(once, {}) == once
    assert once.count("<img ") == body.html.count("<img ")


@thorough
@given(st.text(max_size=200))
def test_a_comment_says_what_was_written(text: str) -> None:
    assert re.sub(r"\s", "", plain(comment_html(text))) == re.sub(r"\s", "", plain(plain_to_html(text)))
