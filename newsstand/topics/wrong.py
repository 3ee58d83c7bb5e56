"""Wrong places: readers say so, enough of them or an editor decide."""

from datetime import datetime
from typing import Any

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.lib.stamps import touch
from newsstand.topics.decide import Deed, RefusedError, log
from newsstand.topics.locate import surround
from newsstand.topics.models import ArticlePlace, Topic, WrongPlace

# So many readers who say so take a place off, unless the publisher or an editor gave it.
ENOUGH = 3


def report(*, article: Article, place: Topic, reader: str, instead: str, now: datetime) -> bool:
    """A reader says that an article does not play at a place. Returns whether the place was taken off by it.

    `reader` tells readers apart: nobody counts twice for one place.
    1. Load: the place of the article, held. Raises RefusedError where it is not, or not any more.
    2. Decide: enough readers take a place off that the machine gave; an editor's word stands.
    3. Save: the report, the place.
    """
    with transaction.atomic():
        row = ArticlePlace.objects.select_for_update().filter(article=article, place=place, is_direct=True).first()
        if row is None or row.is_wrong:
            raise RefusedError("The article is not said to be there any more.")
        if row.decided_at is not None:
            raise RefusedError("An editor has looked at this place and confirmed it.")
        WrongPlace.objects.get_or_create(
            article=article, place=place, reader=reader, defaults={"reported_at": now, "instead": instead[:200]}
        )
        open_ones = WrongPlace.objects.filter(article=article, place=place, state=WrongPlace.State.OPEN)
        if row.source != ArticlePlace.Source.MACHINE or open_ones.count() < ENOUGH:
            return False
        row.is_wrong = True
        row.save(update_fields=["is_wrong"])
        open_ones.update(state=WrongPlace.State.UPHELD)
        changed(row)
    return True


def changed(row: ArticlePlace) -> None:
    """The places around it, and the pages that show it."""
    surround([row.article_id])
    touch([f"article:{row.article_id}", f"topic:{row.place.slug}"])


def judge(*, row: ArticlePlace, is_wrong: bool, editor: User, now: datetime) -> None:
    """An editor says whether an article's place is right: neither readers nor the machine change it any more."""
    with transaction.atomic():
        held = ArticlePlace.objects.select_for_update().select_related("place", "article").get(pk=row.pk)
        reports = WrongPlace.objects.filter(article=held.article, place=held.place, state=WrongPlace.State.OPEN)
        before: dict[str, Any] = {
            "row": held.pk,
            "is_wrong": held.is_wrong,
            "source": held.source,
            "confidence": held.confidence,
            "reports": list(reports.values_list("pk", flat=True)),
        }
        held.is_wrong, held.source = is_wrong, ArticlePlace.Source.EDITOR
        held.confidence = held.confidence if is_wrong else 1.0
        held.decided_by, held.decided_at = editor, now
        held.save()
        reports.update(state=WrongPlace.State.UPHELD if is_wrong else WrongPlace.State.REFUSED)
        log(Deed.WRONG if is_wrong else Deed.RIGHT, f"{held.place}: {held.article}", before, editor, now)
        changed(held)


def give(*, article: Article, place: Topic, editor: User, now: datetime) -> None:
    """An editor says where an article plays. Raises RefusedError for a topic that is no place."""
    if place.kind != Topic.Kind.PLACE:
        raise RefusedError(f"{place} is no place.")
    with transaction.atomic():
        row = ArticlePlace.objects.filter(article=article, place=place, is_direct=True).first()
        if row is not None:
            return judge(row=row, is_wrong=False, editor=editor, now=now)
        ArticlePlace.objects.filter(article=article, place=place).delete()
        made = ArticlePlace.objects.create(
            article=article,
            place=place,
            confidence=1.0,
            source=ArticlePlace.Source.EDITOR,
            evidence=[],
            decided_by=editor,
            decided_at=now,
            published_at=article.published_at,
        )
        log(Deed.PLACE, f"{place}: {article}", {"row": made.pk, "made": True}, editor, now)
        changed(made)
    return None
