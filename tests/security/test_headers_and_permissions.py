"""Every address, tried by everybody: who may, what the answer carries, and that looking changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.db import models
from django.templatetags.static import static
from django.test import Client

from newsstand.accounts.models import User
from newsstand.advertisers.models import Advertiser, Membership, Role
from newsstand.articles.withdraw import withdraw
from newsstand.comments.models import Comment
from newsstand.comments.write import post
from newsstand.contributors.begin import begin
from newsstand.corrections.contest import Said as Contested
from newsstand.corrections.contest import contest as contest_statement
from newsstand.corrections.models import Contest
from newsstand.ingest.models import Item
from newsstand.legal.models import LegalNotice
from newsstand.legal.notify import Said, notify
from newsstand.legal.token import address_of
from newsstand.lib.clock import now
from newsstand.lib.models import Salt
from newsstand.moderation.models import Case, Decision
from newsstand.moderation.sanction import sanction
from newsstand.notices.letter import token_of as notices_token_of
from newsstand.notices.models import Notice
from newsstand.publishers.join import apply
from newsstand.publishers.models import Feed
from newsstand.ranking.models import PageOrder
from newsstand.readers.letter import token_of
from tests import people
from tests.contributors.desk import contributor
from tests.pages.newsroom import fill, make_article, make_author, make_publisher, make_topic, mention
from tests.readers.reading import make_story
from tests.security.addresses import (
    ADMIN,
    APPLICANT,
    EDITOR,
    EVERYBODY,
    GET,
    NOBODY,
    POST,
    READER,
    SUPERUSERS,
    SUSPENDED,
    addresses,
    path_of,
)

pytestmark = pytest.mark.django_db


SLUGS = {
    **dict.fromkeys(["publishers", "publisher"], "beacon"),
    **dict.fromkeys(["topic", "topics", "place"], "harbour"),
    "author": "nell-harbottle",
}


@pytest.fixture
def newsroom() -> dict[str, Any]:
    """Something behind every address; the comment is Ann's, the application Cy's. Values for the patterns."""
    publisher = make_publisher(indexing="index")
    feed = Feed.objects.create(publisher=publisher, address="https://beacon.example/feed", next_check_at=now())
    item = Item.objects.create(feed=feed, key="one", outcome="rejected", first_seen_at=now(), decided_at=now())
    [article] = fill(1, publisher, author=make_author(publisher), topics=(make_topic("Harbour", section=1),))
    comment = post(article=article, user=people.ann(), text="Mine", now=now())
    story = make_story(article)
    draft = begin(contributor=contributor(people.ann(), now()), now=now())
    said = Contested(article.text, "It was not shut.")
    contest = contest_statement(article=article, said=said, by=people.ann(), now=now())
    application = apply(
        applicant=people.cy(), name="The Light", address="https://light.example/", about="News", now=now()
    )
    return {
        **conversation(comment, contest),
        "article_id": article.pk,
        "comment_id": comment.pk,
        "contest_id": contest.pk,
        "application_id": application.pk,
        "item_id": item.pk,
        "draft_id": draft.pk,
        "revision_id": draft.revisions.get().pk,
        "slug": SLUGS | {"story": story.slug, "a": article.slug, "advertisers": advertising().slug},
        "form": "rss",
        "month": "2026-10",
        "image_id": "a" * 20,
        "width": 640,
        "story_id": story.pk,
        **dict.fromkeys(["proposal_id", "affinity_id", "saved_id", "take_down_id", "feed_id", "ad_id", "hold_id"], 1),
        "aim_id": publisher.pk,
        "provider_id": "house",
        "pk": 1,
        "key": "none",
        "uidb36": "1",
    }


def conversation(comment: Comment, contest: Contest) -> dict[str, Any]:
    """What people say, report and decide, and the values of its addresses."""
    notice, decision = noticed(comment)
    return {
        "decision_id": {"story": 1, "decisions": decision.pk, "moderation": decision.pk},
        "case_id": Case.objects.get().pk,
        "user_id": people.ann().pk,
        **dict.fromkeys(["appeal_id", "sanction_id", "notice_id"], 1),
        "number": dict.fromkeys(["advertisers", "api", "places", "sitemaps"], 1)
        | {"user": people.ann().pk, "report": comment.pk},
        "kind": {"you": "publisher", "report": "comment"},
        "reference": notice.reference,
        "year": now().year,
        "token": {
            **dict.fromkeys(["advertisers", "slots"], "x"),
            "you": "x",
            "search": "x",
            "contest": contest.token,
            "websub": "x",
            "publishers": "x",
            "notices": notices_token_of(people.ann()),
            "digest": token_of(people.ann()),
            "notice": address_of(notice).removeprefix("/notice/"),
        },
    }


def advertising() -> Advertiser:
    """An advertiser to which nobody of the tables belongs."""
    owner = people.person("Olga")
    shop = Advertiser.objects.create(name="River Bakery", slug="river-bakery", payer="River Bakery", joined_at=now())
    Membership.objects.create(advertiser=shop, user=owner, role=Role.OWNER, since=now())
    return shop


def noticed(comment: Comment) -> tuple[LegalNotice, Decision]:
    """A notice of illegal content about a comment, and a decision about its author."""
    said = Said("§ 1", "It says so", "https://news.example/", "Gus", "gus@example.com", in_good_faith=True)
    notice = notify(kind="comment", number=comment.pk, said=said, by=None, form_key="x", seed=b"x" * 8, now=now())
    made = sanction(user=people.ann(), kind="warn", by=people.ed(), reason="spam", now=now())
    # What Ann is told of it is a page of its own, which is not there in this newsroom.
    Notice.objects.all().delete()
    return notice, made.decision


def visitor(who: str, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf)
    if who == NOBODY:
        return client
    makers: dict[str, Callable[[], User]] = {READER: people.ann, APPLICANT: people.cy, EDITOR: people.ed}
    user = makers.get(who, people.eve)()
    client.force_login(user)
    # As everybody has who signed up; allauth makes up for it where it is missing.
    EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True)
    if who == SUSPENDED:
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def test_the_table_knows_every_address() -> None:
    assert {name for name, _ in addresses()} == set(GET)


# One test for three: making all pages takes long, and each of them is asked for once.
@pytest.mark.any_database
@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_looks_at_what_the_table_says_behind_walls_and_changes_nothing(
    newsroom: dict[str, Any], who: str
) -> None:
    gone = make_article(headline="Gone", slug="gone")
    withdraw(article=gone, reason="Not ours", now=now())
    client = visitor(who)
    before = everything()
    seen = {name: client.get(path_of(pattern, newsroom)) for name, pattern in addresses()}
    answers = dict(seen)
    for name, pattern in addresses():
        path = path_of(pattern, newsroom)
        answers[f"HEAD {path}"] = client.head(path)
        if name.startswith(("comment", "publisher_app", "item_", "article_w", "you_")):
            for words in ("?wanted=like", "?decision=accept", "?text=x", "?cancel=1"):
                answers[path + words] = client.get(path + words)
    for path in (gone.get_absolute_url(), "/nothing", "/?before=x", "/admin/", "/static/nothing.css"):
        answers[path] = client.get(path)
    assert everything() == before
    check_who_may_look(seen, who)
    for name, answer in answers.items():
        check_walls(name, answer)
    assert client.cookies.get("sessionid") is None or client.get("/account").status_code == (
        302 if who == SUSPENDED else 200
    )


def check_who_may_look(seen: dict[str, Any], who: str) -> None:
    assert {name: answer.status_code for name, answer in seen.items()} == {name: GET[name][who] for name in GET}
    signed_in = who not in {NOBODY, SUSPENDED}
    for name, answer in seen.items():
        if answer.status_code == 302 and not signed_in and name != "account_set_password":
            assert answer["Location"].startswith(("/accounts/login/?next=", "/")), name
        if answer.status_code == 403:
            assert "The Light" not in answer.content.decode(), name


def check_walls(name: str, answer: Any) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy, name
    assert "unsafe" not in policy, name
    assert "sandbox" in policy or {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(
        policy.split("; ")
    ), name
    assert "http" not in policy, name
    assert answer["X-Content-Type-Options"] == "nosniff", name
    assert answer["X-Frame-Options"] == "DENY", name
    assert answer["Referrer-Policy"] in {"strict-origin-when-cross-origin", "same-origin"}, name
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
    assert "geolocation=()" in answer["Permissions-Policy"], name


@pytest.mark.any_database
@pytest.mark.parametrize("who", EVERYBODY)
def test_the_editors_tables_are_for_editors(newsroom: dict[str, Any], who: str) -> None:
    client = visitor(who)
    models_here = [model._meta for model in admin.site._registry]
    assert len(models_here) >= 5
    for meta in models_here:
        answer = client.get(f"/admin/{meta.app_label}/{meta.model_name}/")
        assert answer.status_code in ({200, 403} if who == EDITOR else {302}), meta.label
        assert answer.status_code != 200 or meta.app_label not in {"auth", "sessions"}, meta.label
    assert client.get("/admin/").status_code == ADMIN[who]
    assert client.get(f"/admin/accounts/user/{people.ann().pk}/delete/").status_code == SUPERUSERS[who]


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, save sessions, orders of pages, and the day's salt, which the first makes."""
    kept: dict[str, list[Any]] = {}
    for model in apps.get_models():
        if model not in {Session, PageOrder, Salt}:
            manager: models.Manager[Any] = model._default_manager
            kept[model._meta.label] = list(manager.order_by("pk").values())
    return kept


@pytest.mark.any_database
@pytest.mark.parametrize("who", [NOBODY, READER, EDITOR])
def test_a_form_that_does_not_come_from_us_is_refused(newsroom: dict[str, Any], who: str) -> None:
    client = visitor(who, csrf=True)
    before = everything()
    for name, pattern in addresses():
        if name not in POST:
            continue
        answer = client.post(
            path_of(pattern, newsroom),
            {"text": "x", "wanted": "like", "decision": "accept", "email": "z@example.org"},
            headers={"origin": "https://evil.example"},
        )
        assert answer.status_code == 403, name
        assert "gone stale" in answer.content.decode(), name
    assert everything() == before
    assert who == NOBODY or client.get("/account").status_code == 200


READ_BY_ALL = {"comment", "comment_list", "comment_counts", "comment_rest"}


@pytest.mark.any_database
@pytest.mark.parametrize("who", [NOBODY, SUSPENDED])
def test_who_is_not_signed_in_posts_nothing(newsroom: dict[str, Any], who: str) -> None:
    client = visitor(who)
    before = everything()
    for name, pattern in addresses():
        if name in READ_BY_ALL:
            continue
        if name.startswith(("comment", "publisher_app", "item_", "article_w", "you_")):
            answer = client.post(path_of(pattern, newsroom), {"text": "x", "wanted": "like", "decision": "accept"})
            if answer.status_code == 405:
                continue
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/accounts/login/?next="), name
    assert everything() == before


@pytest.mark.parametrize("hostile", ["%00", "a%00b", "%ff", "%ed%a0%80", "..%2f..%2fetc", "%e2%80%ae", "9" * 30])
def test_no_address_is_an_error_of_ours(newsroom: dict[str, Any], hostile: str) -> None:
    client = visitor(EDITOR)
    paths = ["/publisher/{}", "/author/{}", "/topic/{}", "/topic/{}/feed.rss", "/feed.{}", "/a/1/{}", "/a/{}/x"]
    paths += ["/publishers?after={}", "/?before={}", "/?before=2026-01-01T00:00:00Z_{}", "/image/{}/640", "/{}"]
    paths += [
        "/comments/{}/reply",
        "/publishers/applications/{}",
        "/sitemaps/articles-{}.xml",
        "/accounts/login/?next={}",
    ]
    paths += ["/you/follow/{}/1", "/you/hide/topic/{}", "/you/save/{}", "/you/less/{}", "/you/saved?before={}"]
    paths += ["/digest/off/{}"]
    thread = f"/a/{newsroom['article_id']}/comments"
    paths += [thread + "?sort={}", thread + "?after={}", "/comments/{}", "/comments/1/thread?after={}"]
    paths += [f"/a/{newsroom['article_id']}/report-0?sort={{}}", "/admin/accounts/user/{}/change/"]
    for path in paths:
        answer = client.get(path.format(hostile))
        assert answer.status_code < 500, path


@pytest.mark.parametrize("hostile", ["\x00", "a\x00b", "\ud800", "9" * 30, "\u202e"])
def test_no_form_is_an_error_of_ours(newsroom: dict[str, Any], hostile: str) -> None:
    fields = ["text", "parent", "wanted", "decision", "reason", "name", "address", "about", "email", "password1"]
    fields += ["article", "next", "hour", "days", "zone", "is_on"]
    raw = urlencode(dict.fromkeys(fields, hostile.encode("utf-8", "surrogatepass"))).encode()
    for who in (NOBODY, READER, EDITOR):
        client = visitor(who)
        for name, pattern in addresses():
            if name in POST:
                answer = client.post(path_of(pattern, newsroom), raw, content_type="application/x-www-form-urlencoded")
                assert answer.status_code < 500, name


def test_static_files_carry_the_walls_too(client: Client) -> None:
    answer = client.get(static("components/base.css"))
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.any_database
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "", "local host"])
def test_a_host_that_is_not_ours_is_refused(newsroom: dict[str, Any], host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["news.example", "127.0.0.1"]
    for path in ("/", "/accounts/password/reset/", "/feed.rss", "/healthz"):
        assert Client().get(path, headers={"host": host}).status_code == 400, path
    assert Client().get("/", headers={"host": "news.example"}).status_code == 200


def test_nobody_gets_a_cookie_before_they_sign_in(newsroom: dict[str, Any]) -> None:
    client = Client()
    for name, pattern in addresses():
        answer = client.get(path_of(pattern, newsroom))
        # A form's token is a cookie of the page that has the form.
        allowed = {"csrftoken"} if name.startswith("account") else set()
        assert set(answer.cookies) <= allowed | ({"sessionid"} if name == "account_confirm_email" else set()), name


@pytest.mark.parametrize("https", [True, False])
def test_cookies_are_for_this_site_alone(newsroom: dict[str, Any], settings: Any, https: bool) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = https
    people.ann()
    client = Client()
    page = client.get("/accounts/login/")
    answer = client.post("/accounts/login/", {"login": "ann@example.org", "password": people.PASSWORD})
    for cookie in (page.cookies["csrftoken"], answer.cookies["sessionid"]):
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert bool(cookie["secure"]) is https
        assert cookie["domain"] == ""
        assert cookie["path"] == "/"


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(newsroom: dict[str, Any]) -> None:
    people.ann()
    client = Client()
    client.post("/accounts/login/", {"login": "ann@example.org", "password": people.PASSWORD})
    first = client.cookies["sessionid"].value
    assert client.get("/account").status_code == 200
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = first
    assert thief.get("/account").status_code == 302
    client.post("/accounts/login/", {"login": "ann@example.org", "password": people.PASSWORD})
    assert client.cookies["sessionid"].value != first


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away_after_signing_in(newsroom: dict[str, Any], onward: str) -> None:
    people.ann()
    fields = {"login": "ann@example.org", "password": people.PASSWORD, "next": onward}
    answer = Client().post("/accounts/login/", fields)
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_an_article_of_tomorrow_is_nobodys_to_comment_when_it_is_withdrawn(newsroom: dict[str, Any]) -> None:
    gone = make_article(headline="Gone", slug="gone", published_at=now() - timedelta(hours=1))
    mention(gone, make_topic("Quay"))
    withdraw(article=gone, reason="Not ours", now=now())
    client = visitor(READER)
    before = everything()
    assert client.post(f"/comments/post/{gone.pk}", {"text": "Hello"}).status_code == 403
    assert everything() == before
