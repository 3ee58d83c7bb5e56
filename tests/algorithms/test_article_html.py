"""A stored body on its way to the page."""

from newsstand.algorithms.article_html import KnownPicture, TopicLink, render, with_pictures
from newsstand.algorithms.html import clean

ID = "abcdefghijklmnopqrst"
OTHER = "22222222222222222222"
STORED = f'<figure><img src="/image/{ID}/960" alt="The bridge"><figcaption>By Ann</figcaption></figure>'


def shown(html: str, *topics: TopicLink) -> str:
    return render(html, pictures={}, topics=topics)


def test_pictures_get_our_address_and_unknown_ones_go() -> None:
    body = clean(
        "<p>a</p><img src=http://a.example/x.jpg><img src=http://a.example/y.jpg>", base_url="http://a.example/"
    )
    assert with_pictures(body.html, {"http://a.example/x.jpg": ID}) == (
        f'<p>a</p>\n<figure><img src="/image/{ID}/960" alt=""></figure>'
    )


def test_a_picture_is_offered_in_the_widths_it_has() -> None:
    found = render(STORED, pictures={ID: KnownPicture(ID, 1000, 500, ready=True)}, topics=())
    assert found.startswith('<figure class="picture"><img ')
    widths = ", ".join(
        f"/image/{ID}/{served} {width}w" for served, width in ((320, 320), (640, 640), (960, 960), (1280, 1000))
    )
    assert f'srcset="{widths}"' in found
    for part in (
        f'src="/image/{ID}/960"',
        'width="1000"',
        'height="500"',
        'loading="lazy"',
        'decoding="async"',
        "sizes=",
    ):
        assert part in found
    assert 'alt="The bridge"' in found
    assert found.endswith("<figcaption>By Ann</figcaption></figure>")


def test_a_small_picture_is_not_offered_larger() -> None:
    found = render(STORED, pictures={ID: KnownPicture(ID, 200, 100, ready=True)}, topics=())
    assert f'src="/image/{ID}/320"' in found
    assert "srcset" not in found


def test_a_picture_that_is_not_ready_leaves_its_alt_text_in_a_frame() -> None:
    frame = '<figure class="picture missing"><span class="frame" role="img" aria-label="The bridge">The bridge</span>'
    for pictures in ({}, {ID: KnownPicture(ID, 0, 0, ready=False)}):
        assert render(STORED, pictures=pictures, topics=()).startswith(frame)


def test_a_picture_from_elsewhere_never_reaches_a_page() -> None:
    for source in (
        "https://a.example/x.jpg",
        "//a.example/x.jpg",
        f"/image/{ID}/960/../../x",
        "/image/short/960",
        "/media/x.jpg",
    ):
        assert shown(f'<p>a</p><img src="{source}">') == "<p>a</p>"


def test_a_topic_is_linked_where_it_is_first_named() -> None:
    found = shown("<p>In Alder, Alder Bridge. Alder.</p>", TopicLink(("Alder",), "/topic/alder"))
    assert found == '<p>In <a class="topic" href="/topic/alder" rel="noopener">Alder</a>, Alder Bridge. Alder.</p>'


def test_the_longest_name_wins() -> None:
    found = shown(
        "<p>New York City</p>", TopicLink(("New York",), "/t/ny"), TopicLink(("New York City", "NYC"), "/t/nyc")
    )
    assert found == '<p><a class="topic" href="/t/nyc" rel="noopener">New York City</a></p>'


def test_names_are_whole_words_in_their_own_case() -> None:
    same = "<p>Alderman, alder, xAlder, Alder1</p>"
    assert shown(same, TopicLink(("Alder",), "/t/a")) == same


def test_a_possessive_and_another_apostrophe_are_the_same_name() -> None:
    assert ">O’Hara</a>’s" in shown("<p>O’Hara’s plan</p>", TopicLink(("O'Hara",), "/t/o"))


def test_a_name_in_a_script_without_spaces_is_found() -> None:
    assert ">東京</a>" in shown("<p>昨日東京都で</p>", TopicLink(("東京",), "/t/tokyo"))


def test_links_headings_captions_and_code_stay_unlinked() -> None:
    body = (
        f'<h2>Alder</h2><p><a href="http://a.example/">Alder</a> <code>Alder</code></p>'
        f'<figure><img src="/image/{ID}/960" alt=""><figcaption>Alder</figcaption></figure><pre>Alder</pre>'
    )
    assert 'class="topic"' not in shown(body, TopicLink(("Alder",), "/t/a"))
    assert shown(f"{body}<p>Alder</p>", TopicLink(("Alder",), "/t/a")).count('class="topic"') == 1


def test_a_topic_inside_emphasis_is_linked_once_over_the_whole_text() -> None:
    found = shown("<ul><li><em>Ann Lee</em></li></ul><p>Ann Lee</p>", TopicLink(("Ann Lee", "Lee"), "/t/l"))
    assert found.count("<a ") == 1
    assert '<em><a class="topic" href="/t/l" rel="noopener">Ann Lee</a></em>' in found


def test_a_hostile_topic_address_is_no_link() -> None:
    for url in ("javascript:alert(1)", "//evil.example/", "/\\evil.example/"):
        assert "href" not in shown("<p>Alder</p>", TopicLink(("Alder",), url))


def test_classes_of_others_do_not_come_through() -> None:
    assert shown('<p class="topic">a <a class="topic" href="http://a.example/">b</a></p>') == (
        '<p>a <a href="http://a.example/" rel="noopener">b</a></p>'
    )


def test_a_table_can_be_scrolled_by_keyboard_on_the_page_and_is_stored_plain() -> None:
    body = "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"
    assert with_pictures(body, {}) == body
    assert render(body, pictures={}, topics=()) == body.replace("<table>", '<table tabindex="0">')
