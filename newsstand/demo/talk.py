"""The town's readers, what they say and what they like."""

from datetime import datetime, timedelta

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.like import like
from newsstand.comments.models import Comment
from newsstand.comments.write import post
from newsstand.demo.content import CONTRIBUTORS
from newsstand.demo.server import DemoServer
from newsstand.demo.town import Comment as Said
from newsstand.demo.town import moment
from newsstand.demo.writers import enter_user

# Likes come some time after what they are for, but never later than now.
FIRST_LIKE_AFTER = timedelta(minutes=2)


def talk(server: DemoServer) -> None:
    """Let the readers comment, answer and like; what is here already stays.

    Raises Article.DoesNotExist when an article that somebody comments on has not come in.
    """
    readers = {reader.slug: enter_user(reader.slug, reader.name, server) for reader in server.town.readers}
    posted: dict[str, Comment] = {}
    for said in server.town.comments:
        when = moment(server.started_at, said.minutes_ago)
        posted[said.id] = say(said, server, readers[said.by], posted.get(said.answers), when)
        for slug in said.liked_by:
            liked_at = min(when + FIRST_LIKE_AFTER, server.started_at)
            like(comment=posted[said.id], user=readers[slug], now=liked_at)


def say(said: Said, server: DemoServer, user: User, parent: Comment | None, when: datetime) -> Comment:
    """The comment, posted now or found where an earlier run posted it."""
    article = article_of(said.article, server)
    found = Comment.objects.filter(article=article, user=user, parent=parent, posted_at=when).first()
    return found or post(article=article, user=user, text=said.text, now=when, parent=parent)


def article_of(key: str, server: DemoServer) -> Article:
    """The article that came in for "publisher/slug"."""
    publisher, _, slug = key.partition("/")
    if publisher == CONTRIBUTORS:
        title = next(piece.first.title for piece in server.town.pieces if piece.key == key)
        return Article.objects.get(publisher=None, headline=title)
    return Article.objects.get(original_url=f"{server.root}{publisher}/articles/{slug}")
