"""Films, posts and charts from elsewhere become links with their titles; nothing of them is lost, nothing runs."""

import pytest

from newsstand.algorithms.article_html import render
from newsstand.algorithms.embed_addresses import watch_page
from newsstand.algorithms.html import clean
from newsstand.algorithms.pages import read
from tests.algorithms.browser_parse import faults

BASE = "https://news.example/town/story"
FILM = "https://www.youtube.com/watch?v=abcdefghijk"
TWEET = "https://twitter.com/council/status/123456"
PARAGRAPH = "The council voted on Tuesday to close the old bridge for repairs until the end of the summer this year. "

CARDS = {
    '<iframe src="https://www.youtube.com/embed/abcdefghijk?x=1" title="Mayor opens the bridge"></iframe>':
        (FILM, "Video: Mayor opens the bridge (youtube.com)"),
    '<iframe src="https://www.youtube.com/embed/abcdefghijk" title="YouTube video player"></iframe>':
        (FILM, "Video: youtube.com"),
    '<iframe data-src="https://player.vimeo.com/video/12?h=1" src="about:blank" title="The quay"></iframe>':
        ("https://vimeo.com/12", "Video: The quay (vimeo.com)"),
    '<iframe data-cmp-src="https://player.vimeo.com/video/12"></iframe>': ("https://vimeo.com/12", "Video: vimeo.com"),
    f'<blockquote class="twitter-tweet"><a href="{TWEET}?ref=x"></a></blockquote>': (TWEET, "Post: twitter.com"),
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/ABC/?utm_source=ig">'
    '<a href="https://www.instagram.com/p/ABC/">View this post on Instagram</a><p>A post shared by NASA (@nasa)</p>'
    '</blockquote><script async src="//www.instagram.com/embed.js"></script>':
        ("https://www.instagram.com/p/ABC/", "Post: NASA (@nasa) (instagram.com)"),
    '<blockquote class="mastodon-embed" data-embed-url="https://mastodon.social/@Ann/100254678717223630/embed">'
    "<a href=x>Post by @Ann View on Mastodon</a></blockquote>":
        ("https://mastodon.social/@Ann/100254678717223630", "Post: @Ann (mastodon.social)"),
    '<iframe src="https://town.social/@Ann/100254678717223630/embed"></iframe>':
        ("https://town.social/@Ann/100254678717223630", "Post: town.social"),
    '<iframe src="https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fp%2Fvideos%2F1%2F">'
    "</iframe>": ("https://www.facebook.com/p/videos/1/", "Video: facebook.com"),
    '<div class="fb-post" data-href="https://www.facebook.com/p/posts/1"></div>':
        ("https://www.facebook.com/p/posts/1", "Post: facebook.com"),
    '<iframe src="https://embed.bsky.app/embed/did:plc:z7/app.bsky.feed.post/3kab?id=1"></iframe>':
        ("https://bsky.app/profile/did:plc:z7/post/3kab", "Post: bsky.app"),
    '<iframe src="https://open.spotify.com/embed/episode/4rOo?x" title="Spotify Embed: Town talk"></iframe>':
        ("https://open.spotify.com/episode/4rOo", "Audio: Town talk (open.spotify.com)"),
    '<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/ann/quay&amp;x=1"></iframe>':
        ("https://soundcloud.com/ann/quay", "Audio: soundcloud.com"),
    '<iframe title="Votes by ward" src="https://datawrapper.dwcdn.net/AbCdE/1/"></iframe>':
        ("https://datawrapper.dwcdn.net/AbCdE/1/", "Chart: Votes by ward (datawrapper.dwcdn.net)"),
    '<script defer src="https://datawrapper.dwcdn.net/AbCdE/embed.js"></script>':
        ("https://datawrapper.dwcdn.net/AbCdE/", "Chart: datawrapper.dwcdn.net"),
    '<script src="https://gist.github.com/ann/01ab.js"></script>':
        ("https://gist.github.com/ann/01ab", "Code: gist.github.com"),
    '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="ann/283"></script>':
        ("https://t.me/ann/283", "Post: t.me"),
    '<div class="flourish-embed" data-src="visualisation/12"><script src="https://public.flourish.studio/e.js"></script>'
    "</div>": ("https://public.flourish.studio/visualisation/12/", "Chart: public.flourish.studio"),
    '<div class="infogram-embed" data-id="f0-bb" data-title="Rain"></div>':
        ("https://infogram.com/f0-bb", "Chart: Rain (infogram.com)"),
    "<amp-youtube data-videoid='abcdefghijk' layout=responsive></amp-youtube>": (FILM, "Video: youtube.com"),
    "<amp-twitter data-tweetid='885634'></amp-twitter>": ("https://x.com/i/status/885634", "Post: x.com"),
    '<amp-iframe src="https://charts.example/1" title="Rain"></amp-iframe>':
        ("https://charts.example/1", "Embedded: Rain (charts.example)"),
    '<video data-src="/v.mp4" title="The quay at dawn"></video>':
        ("https://news.example/v.mp4", "Video: The quay at dawn (news.example)"),
    '<audio><source data-src="/v.mp3"></audio>': ("https://news.example/v.mp3", "Audio: news.example"),
    '<figure class="media"><oembed url="https://youtu.be/abcdefghijk"></oembed></figure>': (FILM, "Video: youtube.com"),
    '<figure class="wp-block-embed"><div>\nhttps://youtu.be/abcdefghijk\n</div></figure>': (FILM, "Video: youtube.com"),
    f'<p><a href="{FILM}">{FILM}</a></p>': (FILM, "Video: youtube.com"),
    '<iframe src="https://www.google.com/maps/embed?pb=!1m18"></iframe>':
        ("https://www.google.com/maps/embed?pb=!1m18", "Map: google.com"),
}  # fmt: skip


@pytest.mark.parametrize(("embed", "expected"), CARDS.items())
def test_an_embed_becomes_one_link_that_says_what_is_there(embed: str, expected: tuple[str, str]) -> None:
    address, label = expected
    body = clean(f"<p>Before.</p>{embed}<p>After.</p>", base_url=BASE)
    assert body.html == f'<p>Before.</p>\n<p><a href="{address}" rel="noopener">{label}</a></p>\n<p>After.</p>'
    assert clean(body.html, base_url=BASE) == body
    assert watch_page(address) == address


POSTS = {
    "twitter-tweet": f'<p>The bridge is shut.</p>&mdash; Council <a href="{TWEET}?ref=x">March 3</a>',
    "tiktok-embed": "<section><a href=https://www.tiktok.com/@ann>@ann</a> <p>The bridge is shut.</p></section>",
    "bluesky-embed": '<p>The bridge is shut.</p>&mdash; <a href="https://bsky.app/profile/did:plc:z7/post/3k?x">Ann</a>',
}
PERMALINKS = {
    "twitter-tweet": TWEET,
    "tiktok-embed": "https://www.tiktok.com/@ann/video/671833",
    "bluesky-embed": "https://bsky.app/profile/did:plc:z7/post/3k",
}


@pytest.mark.parametrize("name", POSTS)
def test_a_post_with_words_stays_a_quotation_with_the_way_to_it(name: str) -> None:
    dirty = (
        f'<blockquote class="{name}" cite="{PERMALINKS[name]}">{POSTS[name]}</blockquote><script src=//x/w.js></script>'
    )
    found = clean(dirty, base_url=BASE).html
    assert found.startswith("<blockquote>")
    assert "The bridge is shut." in found
    assert found.count(PERMALINKS[name]) == 1
    assert "script" not in found


@pytest.mark.parametrize("dirty", [
    '<iframe src="https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fx"></iframe>',
    '<script src="https://platform.twitter.com/widgets.js"></script>',
    '<script>document.write("<iframe src=https://x.example>")</script>',
    '<blockquote class="instagram-media"></blockquote>',
    '<amp-ad src="https://ads.example/x" type="a9"></amp-ad>',
    '<amp-iframe src="javascript:alert(1)"></amp-iframe>',
])  # fmt: skip
def test_what_stands_for_nothing_leaves_nothing(dirty: str) -> None:
    assert clean(f"<p>a</p>{dirty}<p>b</p>", base_url=BASE).html == "<p>a</p>\n<p>b</p>"


def test_pictures_of_amp_pages_are_pictures() -> None:
    body = clean('<amp-img src="/a.jpg" alt="Quay" width="800" height="600"></amp-img><p>x</p>', base_url=BASE)
    assert [picture.url for picture in body.pictures] == ["https://news.example/a.jpg"]


def test_an_address_amid_words_stays_as_it_is_written() -> None:
    assert clean(f"<p>See {FILM} for more.</p>", base_url=BASE).html == f"<p>See {FILM} for more.</p>"


@pytest.mark.parametrize("embed", [each for each in CARDS if "news.example" not in CARDS[each][0]])
def test_on_the_page_it_is_set_apart(embed: str) -> None:
    shown = render(clean(embed, base_url=BASE).html, pictures={}, topics=[])
    assert shown.startswith('<figure class="embed"><p><a href="')
    assert faults(shown) == []


def test_a_link_that_only_looks_like_one_is_not() -> None:
    text = '<p><a href="https://elsewhere.example/">Video: Bridge (youtube.com)</a></p>'
    assert "embed" not in render(text, pictures={}, topics=[])


@pytest.mark.parametrize("wrapper", ["", "social-embed", "widget related-video", "wp-block-embed__wrapper"])
def test_embeds_amid_a_pages_text_come_along(wrapper: str) -> None:
    told = [" ".join(f"word{number}{at}" for at in range(40)) for number in range(4)]
    text, rest = (f"<p>{PARAGRAPH}</p><p>{told[at]}.</p><p>{told[at + 1]}.</p>" for at in (0, 2))
    inside = (
        f'<div class="{wrapper}"><iframe src="https://www.youtube.com/embed/abcdefghijk" title="Quay"></iframe></div>'
        '<script src="https://gist.github.com/ann/01ab.js"></script>'
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/ABC/">'
        '<a href="https://www.instagram.com/p/ABC/">View this post on Instagram</a></blockquote>'
    )
    page = f"<html><body><nav>x</nav><article>{text}{inside}{rest}</article></body></html>"
    body = read(page.encode(), url=BASE).body
    assert body is not None
    for label in ("Video: Quay (youtube.com)", "Code: gist.github.com", "Post: instagram.com"):
        assert body.html.count(label) == 1
