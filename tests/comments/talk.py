"""Articles and comments for tests of a thread."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db.models import F
from django.test import Client

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments import thread, write
from newsstand.comments.models import Comment
from newsstand.comments.sorts import Sort
from newsstand.comments.status import recount


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def pass_by(self, **parts: float) -> datetime:
        self.now += timedelta(**parts)
        return self.now


def make_article(now: datetime, **fields: Any) -> Article:
    """An article of ours with nothing but a headline and a text."""
    given = {"headline": "The bridge opens on Monday", "slug": "the-bridge-opens", "body": "<p>At noon.</p>", **fields}
    return Article.objects.create(published_at=now, received_at=now, revised_at=now, **given)


def say(article: Article, user: User, text: str, now: datetime, parent: Comment | None = None) -> Comment:
    return write.post(article=article, user=user, text=text, now=now, parent=parent)


def fill(article: Article, number: int, now: datetime, *, replies: int = 0) -> list[Comment]:
    """So many comments that nobody here wrote, each with so many replies, written at once."""
    roots = Comment.objects.bulk_create(
        Comment(article=article, name=f"Reader {count}", text=f"Words {count}", posted_at=now)
        for count in range(number)
    )
    Comment.objects.bulk_create(
        Comment(article=article, name="Answerer", text="Yes", posted_at=now, parent=root, root=root, depth=1)
        for root in roots
        for _ in range(replies)
    )
    recount(article)
    return roots


def deep(article: Article, number: int, now: datetime) -> list[Comment]:
    """So many comments, each in answer to the one before, that nobody here wrote."""
    made: list[Comment] = []
    for depth in range(number):
        above = {"parent": made[-1], "root": made[0], "depth": depth} if made else {}
        made.append(Comment.objects.create(article=article, name=f"Level {depth}", text="So", posted_at=now, **above))
    recount(article)
    return [Comment.objects.get(pk=one.pk) for one in made]


def long_ago() -> None:
    """Everything was said hours earlier: nobody is too fast."""
    Comment.objects.update(posted_at=F("posted_at") - timedelta(hours=2))


def pages_of(article: Article) -> list[str]:
    """The addresses of all pages of a thread, oldest first; the first of them is the article's own."""
    found = [f"{article.get_absolute_url()}?sort={Sort.OLDEST}"]
    after = ""
    while True:
        more = thread.load(article=article, viewer=None, sort=Sort.OLDEST, after=after, now=article.published_at).more
        if more is None:
            return found
        found.append(more.address)
        after = parse_qs(urlsplit(more.address).query)["after"][0]


def signed_in(user: User) -> Client:
    """A browser without script in which this person has signed in; forms need their token, as in a real one."""
    client = Client(enforce_csrf_checks=False)
    client.force_login(user)
    return client
