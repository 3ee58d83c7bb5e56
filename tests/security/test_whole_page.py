"""What looks for faults in a page finds them, and finds none in a page of ours."""

import pytest
from django.test import Client

from tests.pages.newsroom import fill, make_author, make_publisher
from tests.people import ann
from tests.security.whole_page import page_faults, piece_faults

PAGE = "<!doctype html><html><head><title>x</title></head><body><main>{}</main></body></html>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<script src=//evil.example/x.js></script>",
        "<script type=application/ld+json>{}</script>".replace("{}", "{]"),
        "<img src=x onerror=alert(1)>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href=//evil.example>x</a>",
        "<img src=https://evil.example/pixel.gif>",
        "<svg onload=alert(1)></svg>",
        "<iframe src=/about></iframe>",
        "<form action=https://evil.example></form>",
        "<p style=position:fixed>x</p>",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content=0>",
        "<a hx-get=//evil.example href=/>x</a>",
        "<h1 class=story-headline>a <a href=/b>b</a></h1>",
        "<p id=a></p><p id=a></p>",
        "<div class=story-text><p id=main>x</p></div>",
        "<div class=comment-text><form action=/accounts/logout/></form></div>",
    ],
)
def test_what_would_run_or_pretend_is_found(hostile: str) -> None:
    assert page_faults(PAGE.format(hostile))
    if "id=a" not in hostile:
        assert piece_faults(hostile)


@pytest.mark.django_db
def test_our_own_pages_have_no_fault(client: Client) -> None:
    publisher = make_publisher()
    article, *_ = fill(2, publisher, author=make_author(publisher))
    for user in (None, ann()):
        if user:
            client.force_login(user)
        for path in ("/", article.get_absolute_url(), "/publishers", "/about", "/accounts/password/change/"):
            assert page_faults(client.get(path).content.decode()) == [], path


def test_a_fault_says_in_which_comment_it_stands() -> None:
    [fault] = page_faults(PAGE.format("<article class=comment id=comment-3><p><u>x</u></p></article>"))
    assert str(fault) == "element 'u' in comment-3"
