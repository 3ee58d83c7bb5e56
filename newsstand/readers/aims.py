"""What can be followed or hidden, by its kind and number, and what its row is called in the tables of follows."""

from datetime import datetime
from typing import Any

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author
from newsstand.publishers.models import Publisher
from newsstand.ranking.models import Signal
from newsstand.ranking.signals import Heard, note, user_key
from newsstand.readers.errors import RefusedError
from newsstand.readers.models import FrontPage
from newsstand.stories.models import Story
from newsstand.topics.models import Topic

Aim = Publisher | Author | Topic | Story | Article

FOLLOWED = ("publisher", "author", "topic", "story")
HIDDEN = ("article", "story", "publisher", "author", "topic")
# Nobody reads so many by hand; a page asks for all of them each time it is made.
MOST = 2000
MOST_ID = 2**63


def kind_of(aim: Aim) -> str:
    """ "publisher", "author", "topic", "story" or "article": the column that holds it."""
    return type(aim).__name__.lower()


def find(kind: str, number: int, *, now: datetime) -> Aim | None:
    """What has this kind and number, when readers can see it; the story that another was merged into stands for it."""
    if not 0 < number < MOST_ID:
        return None
    if kind == "story":
        return story(number)
    known: dict[str, Any] = {
        "publisher": Publisher.objects.here(),
        "author": Author.objects.here(),
        "topic": Topic.objects.shown(),
        "article": Article.objects.published(now).select_related("publisher"),
    }
    found: Aim | None = known[kind].filter(pk=number).first() if kind in known else None
    return found


def story(number: int) -> Story | None:
    """The story with this number, or the one that it has become part of."""
    found = Story.objects.select_related("merged_into").filter(pk=number).first()
    # A story may be merged into one that was merged later; a ring of them would be a mistake, and ends here.
    for _ in range(10):
        if found is None or found.merged_into is None:
            break
        found = found.merged_into
    return found if found is not None and found.merged_into is None and found.article_count else None


def may_act(user: User) -> None:
    """Raises RefusedError for an account that was shut."""
    if not user.is_active:
        raise RefusedError("This account is shut.")


def column(aim: Aim) -> dict[str, Any]:
    """The aim as the column of a row that is about it."""
    return {kind_of(aim): aim}


def tell(*, user: User, article: Article | None, kind: Signal.Kind, now: datetime, network: str) -> None:
    """Let ranking learn from it, unless the reader's page may not learn. The same again says nothing new."""
    if article is not None and FrontPage.of(user).learns:
        heard = Heard(article.pk, kind, now, reader=user_key(user.pk), network=network, user=user.pk)
        note(heard=[heard])
