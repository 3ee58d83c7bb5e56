"""A publisher, its people and an article whose statements can be contested."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.articles.revise import revise
from newsstand.articles.text import Text
from newsstand.corrections.contest import Said, contest
from newsstand.corrections.models import Contest
from newsstand.publishers.models import Membership, Publisher, Role
from tests.pages.newsroom import NOON, make_article, make_author, make_publisher
from tests.people import ben, cy, person

STATEMENT = "The divers came up after nine minutes"
BODY = "<p>The divers came up after nine minutes and asked for the road to be shut.</p><p>Nobody was hurt.</p>"
MENDED = BODY.replace("nine", "nineteen")


@dataclass(frozen=True, slots=True)
class Desk:
    """The Beacon of Cy, where Vi only sees; The Light of Lou; an article of the Beacon, and one of Ben's."""

    beacon: Publisher
    light: Publisher
    article: Article
    bens: Article
    vi: User
    lou: User


def make_desk() -> Desk:
    beacon, light = make_publisher(), make_publisher("light", name="The Light")
    vi, lou = person("Vi"), person("Lou")
    for publisher, user, role in ((beacon, cy(), Role.OWNER), (beacon, vi, Role.VIEWER), (light, lou, Role.OWNER)):
        Membership.objects.create(publisher=publisher, user=user, role=role, since=NOON)
    author = make_author(None, "ben", "Ben")
    author.user = ben()
    author.save()
    words: dict[str, Any] = {"body": BODY, "text": BODY.replace("<p>", "").replace("</p>", "\n").strip()}
    article = make_article(beacon, **words)
    return Desk(beacon, light, article, make_article(None, authors=(author,), slug="bens", **words), vi, lou)


def contested(article: Article, by: User | None = None, *, now: datetime = NOON, **said: str) -> Contest:
    """A contest of the statement."""
    given = {"statement": STATEMENT, "evidence": "The log of the boat says nineteen.", **said}
    return contest(article=article, said=Said(**given), by=by, now=now)


def mend(article: Article, *, now: datetime, body: str = MENDED, headline: str = "") -> None:
    """The article says something else, as a feed would bring it."""
    article.refresh_from_db()
    plain = body.replace("<p>", "").replace("</p>", "\n").strip()
    text = Text(
        headline=headline or article.headline, body=body, plain=plain, published_at=article.published_at, language="en"
    )
    revise(article=article, text=text, now=now)
    article.refresh_from_db()


LATER = timedelta(hours=3)
