"""Follow a publisher, an author, a topic, a place or a story, or no longer."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.ranking.models import Signal
from newsstand.readers.aims import FOLLOWED, MOST, Aim, column, kind_of, may_act, story, tell
from newsstand.readers.errors import RefusedError
from newsstand.readers.models import Follow, Hidden


@transaction.atomic
def follow(*, user: User, aim: Aim, now: datetime, article: Article | None = None, network: str = "") -> None:
    """Hear of it from now on; twice is as good as once. What was hidden is hidden no longer.

    `article` is the one on whose page they followed, `network` a key of where they are (lib.day_keys).
    Raises RefusedError for an account that was shut, for what cannot be followed, and after 2,000 of them.
    1. Load how much they follow.
    2. Decide whether they may follow more.
    3. Save the follow; ranking hears from which article it came.
    """
    may_act(user)
    if kind_of(aim) not in FOLLOWED:
        raise RefusedError("An article cannot be followed: follow its story, its publisher or its topics.")
    known = Follow.objects.filter(user=user)
    if not known.filter(**column(aim)).exists() and known.count() >= MOST:
        raise RefusedError(f"You follow {MOST:,} already, which is the most. Unfollow some on your list first.")
    Follow.objects.get_or_create(user=user, **column(aim), defaults={"since": now})
    Hidden.objects.filter(user=user, **column(aim)).delete()
    tell(user=user, article=article, kind=Signal.Kind.FOLLOWED, now=now, network=network)


def unfollow(*, user: User, kind: str, number: int) -> None:
    """Hear of it no longer; where nothing was followed, nothing happens.

    1. Load nothing. 2. Decide nothing: a follow is its reader's to take back, whatever became of its aim. 3. Delete.
    """
    if kind in FOLLOWED:
        Follow.objects.filter(user=user, **{f"{kind}_id": number}).delete()


def follow_merged() -> int:
    """Who followed or hid a story that became part of another, follows or hides that one; returns how many moved.

    1. Load what is about a merged story.
    2. Decide which story stands for it now; where there is none left, it stays.
    3. Save: moved, or gone where the reader has the other already.
    """
    moved = 0
    for model in (Follow, Hidden):
        for row in model.objects.filter(story__merged_into__isnull=False).order_by("pk")[:1000]:
            target = story(row.story_id or 0)
            if target is None:
                continue
            with transaction.atomic():
                if model.objects.filter(user=row.user_id, story=target).exists():
                    row.delete()
                else:
                    model.objects.filter(pk=row.pk).update(story=target)
            moved += 1
    return moved
