"""A comment that everybody sees, and people who have been here for a while."""

from datetime import UTC, datetime, timedelta

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from tests.comments.talk import make_article, say
from tests.people import ann, ben, cy, di, eve

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def settled(*people: User) -> list[User]:
    """The people, with accounts a month old."""
    for one in people:
        User.objects.filter(pk=one.pk).update(joined_at=NOON - timedelta(days=30))
        one.refresh_from_db()
    return list(people)


def comment_of(user: User | None = None, text: str = "The ferry is late again", now: datetime = NOON) -> Comment:
    """A comment, Ann's where nobody is given, under an article of its own."""
    return say(make_article(now), user or ann(), text, now)


def readers() -> list[User]:
    """Four who read and may report."""
    return settled(ben(), cy(), di(), eve())
