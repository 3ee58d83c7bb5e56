"""Every known attack, through every way in, to every page and feed where it could come out.

A feed's text, headline, byline and category; a summary that is completed from a hostile page; a comment; a user's name;
an application. What we serve is parsed as a browser does, and holds nothing that runs. Failures name the case.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import etree

from newsstand.accounts.models import User
from newsstand.algorithms.comment_rules import TextError, clean_text
from newsstand.articles.models import Article, Author
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.comments.models import Comment
from newsstand.comments.status import recount
from newsstand.ingest.models import Item
from newsstand.publishers.forms import ApplicationForm
from newsstand.publishers.models import Application, Publisher
from newsstand.topics.models import Topic
from tests import people
from tests.algorithms.browser_parse import faults
from tests.comments.talk import long_ago, make_article, pages_of, signed_in
from tests.feed_server import FeedServer
from tests.ingest.conftest import NOON, Reader
from tests.security.attacks import Attack, Pack, packed
from tests.security.hostile_feed import WORDS, feeds_of, hostile_page
from tests.security.whole_page import page_faults, piece_faults

# tests/ingest/test_hostile_feeds.py holds that both databases can keep what an attacker writes.
pytestmark = [pytest.mark.data, pytest.mark.any_database]
HTMX = {"HX-Request": "true"}


def cases(attacks: list[Attack]) -> dict[int, str]:
    """Numbers of articles -> the attack that each came from."""
    rows = Item.objects.exclude(article=None).values_list("article_id", "guid")
    return {article: attacks[int(guid.removeprefix("case "))].name for article, guid in rows if article is not None}


def lists_of(client: Client, path: str) -> Iterator[tuple[str, str]]:
    """The address and the HTML of each page of a list, to its end."""
    address: str | None = path
    while address:
        html = client.get(address).content.decode()
        yield address, html
        older = re.search(r'href="\?before=([^"]+)" rel="next"', html)
        address = f"{path}?before={older[1]}" if older else None


def check_page(client: Client, path: str, names: dict[int, str], case: str = "") -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [named(path, fault, names, case) for fault in page_faults(answer.content.decode())]


def named(path: str, fault: Any, names: dict[int, str], case: str = "") -> str:
    number = fault.where.rpartition("/")[2]
    return f"{case or names.get(int(number or 0), 'unknown case')} at {path}: {fault}"


def test_nothing_that_a_feed_says_runs_on_any_page(
    reader: Reader, feed_server: FeedServer, known_attacks: list[Attack], client: Client
) -> None:
    for address in feeds_of(known_attacks, feed_server):
        outcome = reader.add(address).outcome
        assert outcome is not None
        assert outcome.state == "read"
    names = cases(known_attacks)
    assert len(names) == len(known_attacks) == Article.objects.count()

    found: list[str] = []
    for article in Article.objects.only("pk", "slug"):
        found += check_page(client, article.get_absolute_url(), names, names[article.pk])
    for publisher in Publisher.objects.all():
        found += check_page(client, publisher.get_absolute_url(), names)
        found += [problem for form in ("rss", "atom", "json") for problem in check_feed(client, publisher, form, names)]
    found += check_page(client, "/publishers", names)
    for address, html in lists_of(client, "/"):
        found += [named(address, fault, names) for fault in page_faults(html)]
    named_pages: list[Author | Topic] = [*Author.objects.all(), *Topic.objects.all()]
    for one in named_pages:
        found += check_page(client, one.get_absolute_url(), names, f"{one.name!r}")
    assert found == []


def check_feed(client: Client, publisher: Publisher, form: str, names: dict[int, str]) -> list[str]:
    """What is wrong with the texts of a feed of ours, where a reader takes them for HTML."""
    path = f"{publisher.get_absolute_url()}/feed.{form}"
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [
        f"{names[int(number)]} at {path}: {fault}"
        for number, text in texts_in(answer.content, form)
        for fault in faults(text)
    ]


def texts_in(body: bytes, form: str) -> Iterator[tuple[str, str]]:
    """Of each entry the number of its article, and what a reader shows as HTML."""
    if form == "json":
        for one in json.loads(body)["items"]:
            yield one["id"].split("/")[-2], one.get("content_html", "")
        return
    for entry in etree.fromstring(body).iter("item", "{*}entry"):
        number = (entry.findtext("guid") or entry.findtext("{*}id") or "").split("/")[-2]
        for text in entry.iter("description", "{*}encoded"):
            yield number, text.text or ""
        for text in entry.iter("{*}content", "{*}summary", "{*}title"):
            if text.get("type") == "html":
                yield number, text.text or ""
            assert text.get("type") != "xhtml"


def test_nothing_on_a_hostile_page_comes_with_the_text_it_completes(
    reader: Reader, feed_server: FeedServer, known_attacks: list[Attack], client: Client
) -> None:
    entries = []
    for at, attack in enumerate(known_attacks):
        address = feed_server.put(f"/{at}", hostile_page(at, attack.text))
        # JSON holds an attack as it is, with what XML has no place for.
        entries.append(
            {"id": f"case {at}", "url": address, "title": f"Case {at} {attack.text}", "summary": f"Short {attack.text}"}
        )
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Summary", "items": entries}
    feed_server.put("/feed.json", json.dumps(feed), kind="application/feed+json")
    reader.add(feed_server.url("/feed.json"))
    reader.catch_up()
    names = cases(known_attacks)
    assert len(names) == len(known_attacks)
    completed = Article.objects.filter(page=Article.Page.READ, text__contains="nobody rows")
    # An attack that opens a comment or a plaintext can swallow its own article, but few do.
    assert completed.count() > 0.8 * len(known_attacks)
    found: list[str] = []
    for article in Article.objects.only("pk", "slug"):
        found += check_page(client, article.get_absolute_url(), names, names[article.pk])
    assert found == []


@pytest.mark.django_db
def test_nothing_in_a_contributors_text_runs_where_our_feeds_are_read(
    known_attacks: list[Attack], client: Client
) -> None:
    found: list[str] = []
    for first in range(0, len(known_attacks), 30):
        some = known_attacks[first : first + 30]
        Article.objects.all().delete()
        texts = [
            Text(
                headline=f"{at} {one.text}"[:400], published_at=NOON, summary=one.text, body=WORDS + one.text, plain="x"
            )
            for at, one in enumerate(some)
        ]
        articles = publish(publisher=None, texts=texts, now=NOON)
        names = {str(article.pk): one.name for article, one in zip(articles, some, strict=True)}
        for form in ("rss", "atom", "json"):
            for number, text in texts_in(client.get(f"/feed.{form}").content, form):
                found += [f"{names[number]} in /feed.{form}: {fault}" for fault in faults(text)]
    assert found == []


@pytest.mark.django_db
def test_nothing_in_a_comment_runs(known_attacks: list[Attack]) -> None:
    article = make_article(NOON)
    ann, ben = signed_in(people.ann()), signed_in(people.ben())
    refused = post_each(ann, article, known_attacks)
    # Rules hold some of them; everybody is to meet all.
    Comment.objects.update(status=Comment.Status.SHOWN)
    recount(article)
    posted = comments_by_case(known_attacks)
    assert len(posted) + len(refused) == len(known_attacks)
    names = {comment.pk: known_attacks[at].name for at, comment in posted.items()}
    assert len(names) > 0.95 * len(known_attacks)

    found: list[str] = []
    pages = pages_of(article)
    assert len(pages) > len(names) / 20
    for page in [*pages, *(f"/comments/{number}" for number in [*names][::25])]:
        for browser in (Client(), ann, ben):
            found += check_page(browser, page, names)
    found += check_page(ann, "/account", names)
    for number, name in names.items():
        for address in (f"/comments/{number}/edit", f"/comments/{number}/withdraw"):
            piece = ann.get(address, headers=HTMX).content.decode()
            found += [named(address, fault, names, name) for fault in piece_faults(piece)]
    assert found == []


def post_each(browser: Client, article: Article, attacks: list[Attack]) -> list[Attack]:
    """Post every attack as a comment; those that were refused, whose form came back without a fault."""
    refused = []
    for attack in attacks:
        cache.clear()
        long_ago()
        answer = browser.post(f"/comments/post/{article.pk}", {"text": attack.text})
        if answer.status_code == 302:
            continue
        assert answer.status_code == 422, attack.name
        assert page_faults(answer.content.decode()) == [], attack.name
        refused.append(attack)
    return refused


def comments_by_case(attacks: list[Attack]) -> dict[int, Comment]:
    """Which comment came of which attack; the same text twice within a minute is one comment."""
    known = {comment.text: comment for comment in Comment.objects.all()}
    found = {}
    for at, attack in enumerate(attacks):
        try:
            found[at] = known[clean_text(attack.text)]
        except TextError:
            continue
    return found


@pytest.mark.django_db
def test_nothing_in_a_users_name_runs(known_attacks: list[Attack], client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    article = make_article(NOON)
    taken = 0
    for at, attack in enumerate(known_attacks):
        fields = {"name": f"{at}{attack.text}"[:60], "email": f"r{at}@example.org", "password1": people.PASSWORD}
        client.cookies.clear()
        answer = client.post("/accounts/signup/", fields)
        taken += answer.status_code == 302
        if answer.status_code != 302:
            assert page_faults(answer.content.decode()) == [], attack.name
            # As an older version or the operator might have stored it.
            User.objects.create_user(fields["email"], people.PASSWORD, name=fields["name"].replace("\x00", ""))
    assert taken > 0.9 * len(known_attacks)
    users = User.objects.filter(email__startswith="r").order_by("id")
    comments = Comment.objects.bulk_create(
        Comment(article=article, user=user, name=user.name, text="Hello", posted_at=NOON + timedelta(seconds=at))
        for at, user in enumerate(users)
    )
    names = {comment.pk: known_attacks[at].name for at, comment in enumerate(comments)}
    client.cookies.clear()
    found: list[str] = []
    ann = signed_in(people.ann())
    for page in pages_of(article):
        for browser in (client, ann):
            found += check_page(browser, page, names)
    for comment in comments:
        address = f"/comments/{comment.pk}/reply"
        piece = ann.get(address, headers=HTMX).content.decode()
        found += [named(address, fault, names, names[comment.pk]) for fault in piece_faults(piece)]
    for comment in comments[::10]:
        assert comment.user is not None
        found += check_page(signed_in(comment.user), "/account", names, names[comment.pk])
    assert found == []


@pytest.mark.django_db
def test_nothing_in_an_application_that_is_refused_runs(known_attacks: list[Attack]) -> None:
    cy = signed_in(people.cy())
    found: list[str] = []
    for pack in packed(known_attacks, 1900):
        refused = cy.post("/publishers/apply", dict.fromkeys(["name", "address", "about"], pack.text))
        assert refused.status_code == 422, pack.name
        html = refused.content.decode()
        found += [f"{pack.name}, refused: {fault}" for fault in (*page_faults(html)[:3], *pack.at_large(html))]
    assert found == []


@pytest.mark.django_db
def test_nothing_in_an_application_runs(known_attacks: list[Attack]) -> None:
    cy, ed = signed_in(people.cy()), signed_in(people.ed())
    found: list[str] = []
    packs = packed(known_attacks, 190)
    for at, pack in enumerate(packs):
        cache.clear()
        fields = {"name": f"{at} {pack.text}"[:200], "address": address_with(at, pack), "about": f"About {pack.text}"}
        # Django's forms refuse NUL, and say so.
        taken = cy.post("/publishers/apply", {key: value.replace("\x00", "") for key, value in fields.items()})
        assert taken.status_code == 302, pack.name
        # Their page lists all of theirs; it is looked at whole at the end.
        Application.objects.update(applicant=people.di())
    assert Application.objects.count() == len(packs)
    for application in Application.objects.order_by("id"):
        pack = packs[int(application.name.split()[0])]
        address = f"/publishers/applications/{application.pk}"
        page = ed.get(address).content.decode()
        found += [f"{pack.name} at {address}: {fault}" for fault in (*page_faults(page), *pack.at_large(page))]
        answer = ed.post(address, {"decision": "decline", "reason": f"No. {pack.text}"})
        assert answer.status_code == 302, pack.name
    found += check_page(ed, "/publishers/applications", {})
    found += check_page(signed_in(people.di()), "/publishers/apply", {})
    assert found == []


def address_with(at: int, pack: Pack) -> str:
    """An address that holds the beginning of each attack which the form takes for part of one."""
    address = f"https://{at}.example/?"
    for one in pack.attacks:
        first = "".join(one.text.replace("\x00", "").split()[:1])
        form = ApplicationForm({"name": "x", "about": "x", "address": address + first})
        address += f"{first}&" if form.is_valid() else ""
    return address
