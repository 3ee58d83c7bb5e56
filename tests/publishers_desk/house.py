"""A newspaper with people of every role, and others who are none of its business."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.lib.clock import now
from newsstand.moderation.sanction import sanction
from newsstand.publishers.models import Feed, Membership, Publisher, Role
from tests import people
from tests.pages.newsroom import NOON, make_publisher

DESK = "/publishers/beacon"


@dataclass(frozen=True, slots=True)
class House:
    """The Beacon; Cy owns it, Di edits it, Ben looks on; Eve owns the Courier, and Ann reads."""

    publisher: Publisher
    other: Publisher
    feed: Feed


def make_house(articles: int = 0) -> House:
    beacon, courier = make_publisher(indexing="index"), make_publisher("courier", name="The Courier")
    for user, publisher, role in (
        (people.cy(), beacon, Role.OWNER),
        (people.di(), beacon, Role.EDITOR),
        (people.ben(), beacon, Role.VIEWER),
        (people.eve(), courier, Role.OWNER),
    ):
        Membership.objects.create(publisher=publisher, user=user, role=role, since=NOON)
    people.ed()
    feed = Feed.objects.create(
        publisher=beacon,
        address="https://beacon.example/feed.xml",
        title="The Beacon",
        next_check_at=NOON,
        checked_at=NOON,
    )
    write(beacon, articles)
    return House(beacon, courier, feed)


def write(publisher: Publisher, count: int, *, words: int = 60, start: int = 0) -> list[Article]:
    """So many articles, one an hour back, really published, so that search and feeds have them."""
    moment = now()
    texts = [
        Text(
            headline=f"Harbour report {number}",
            original_url=f"https://{publisher.slug}.example/{number}",
            summary=f"What the harbour said, part {number}.",
            published_at=moment - timedelta(hours=number + 1),
            body=f"<p>Lighthouse {number} {'and the long quay at low tide ' * (words // 7)}.</p>",
            plain=f"Lighthouse {number} {'and the long quay at low tide ' * (words // 7)}.",
            authors=("Nell Harbottle",),
        )
        for number in range(start, start + count)
    ]
    return publish(publisher=publisher, texts=texts, now=moment)


def browser(user: User | None, **options: Any) -> Client:
    client = Client(**options)
    if user is not None:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def suspended(user: User) -> User:
    """The same, kept from acting by a moderator since a moment ago."""
    sanction(user=user, kind="suspend", by=people.ed(), reason="spam", days=30, now=now())
    return user
