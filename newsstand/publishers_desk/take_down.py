"""Articles of a publisher go together, and come back together."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from newsstand.accounts.models import User
from newsstand.articles.models import Article, ArticleQuerySet
from newsstand.articles.withdraw import EDITORS_WORD, MOST_REASON, restore, withdraw
from newsstand.lib.leases import claim
from newsstand.lib.rows import insert_values
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.may import must_be
from newsstand.publishers.models import Membership, Publisher, Role
from newsstand.publishers_desk.models import TakeDown, TakenDown
from newsstand.publishers_desk.tell_people import tell_people

LEASE = timedelta(minutes=5)
# So many go while somebody waits for the page; the worker sees to the others, so many at a time.
AT_ONCE = 20
A_STEP = 50
REASON_NEEDED = "Write the reason: readers who look for the article read it."
NONE_CHOSEN = "Choose at least one article that has not been taken down."
ANOTHERS = "It was brought back, or withdrawn anew, by somebody else since."


def take_down(*, publisher: Publisher, articles: ArticleQuerySet, reason: str, by: User, now: datetime) -> TakeDown:
    """Take these articles of a publisher off every page, feed, list and search; each address answers 410 then.

    The first `AT_ONCE` are gone when this returns; the worker does the others (`take_down_due`).
    Raises RefusedError without a reason or articles, or for who may not.
    1. Load: which of the articles are the publisher's and still stand.
    2. Decide who may, and the reason.
    3. Save what is to be done, a row an article; then begin.
    """
    reason = " ".join(reason.replace("\x00", "").split())
    must_be(by, publisher, Role.EDITOR, now)
    if not reason:
        raise RefusedError(REASON_NEEDED)
    if len(reason) > MOST_REASON:
        raise RefusedError(f"The reason has {len(reason):,} characters; {MOST_REASON} is the most.")
    ids = list(articles.filter(publisher=publisher, withdrawn_at=None).order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise RefusedError(NONE_CHOSEN)
    with transaction.atomic():
        made = write_down(publisher, ids, reason, by, now)
        if not Membership.objects.filter(publisher=publisher, user=by).exists():
            said = f"The editors took down {len(ids):,} article{'' if len(ids) == 1 else 's'} of {publisher.name}"
            key, address = f"take-down:{made.pk}", made.get_absolute_url()
            tell_people(publisher=publisher, key=key, title=said, text=reason, address=address, now=now)
    carry_on(take_down=made, now=now, most=AT_ONCE)
    return made


def write_down(publisher: Publisher, ids: list[int], reason: str, by: User | None, now: datetime) -> TakeDown:
    """The rows of what is to be done; the lease is the caller's. No `by`: the site itself does it."""
    made = TakeDown.objects.create(
        publisher=publisher, reason=reason, by=by, asked_at=now, total=len(ids), leased_until=now + LEASE
    )
    rows = [(made.pk, pk, "") for pk in ids]
    insert_values(TakenDown, ("take_down_id", "article_id", "refusal"), rows)
    return made


def undo(*, take_down: TakeDown, by: User, now: datetime) -> None:
    """Bring back what this take-down took; what it has not come to yet stays. Twice does no harm.

    Raises RefusedError for who may not; what an editor of the site took down, editors alone bring back.
    1. Load the take-down, locked.
    2. Decide who may.
    3. Save the wish; then begin.
    """
    must_be(by, take_down.publisher, Role.EDITOR, now)
    if take_down.by is not None and take_down.by.is_editor and not by.is_editor:
        raise RefusedError(EDITORS_WORD)
    asked = TakeDown.objects.filter(pk=take_down.pk, undo_asked_at=None)
    if asked.update(undo_asked_at=now, undone_by=by, finished_at=None, leased_until=now + LEASE):
        take_down.refresh_from_db()
        carry_on(take_down=take_down, now=now, most=AT_ONCE)


def take_down_due(*, now: datetime) -> bool:
    """Carry on with the take-down that has waited longest; whether there may be more to do."""
    waiting = TakeDown.objects.filter(finished_at=None).exclude(leased_until__gt=now).order_by("asked_at", "pk")
    for one in claim(waiting, now=now, lease=LEASE, most=1):
        carry_on(take_down=one, now=now, most=A_STEP)
        return True
    return False


def carry_on(*, take_down: TakeDown, now: datetime, most: int) -> None:
    """Do up to `most` articles, each in its own transaction with its row and the counter; then give the lease back.

    Whoever is killed in between has lost nothing: what is done is counted, what is not is still to be done.
    """
    step = bring_back if take_down.is_undoing else take_off
    rows = list(left_of(take_down).select_related("article__publisher").order_by("id")[:most])
    for row in rows:
        with transaction.atomic():
            step(take_down, row, now)
    left = left_of(take_down).exists()
    mine = TakeDown.objects.filter(
        pk=take_down.pk, leased_until=take_down.leased_until, undo_asked_at=take_down.undo_asked_at
    )
    mine.update(leased_until=None, finished_at=None if left else now)
    take_down.refresh_from_db()


def left_of(take_down: TakeDown) -> QuerySet[TakenDown]:
    """What is still to be done, or to be brought back."""
    if take_down.is_undoing:
        return take_down.rows.filter(done_at__isnull=False, undone_at=None)
    return take_down.rows.filter(done_at=None, refusal="")


def take_off(take_down: TakeDown, row: TakenDown, now: datetime) -> None:
    """One article goes; a refusal is kept in its own words."""
    mine = TakenDown.objects.filter(pk=row.pk, done_at=None)
    try:
        with transaction.atomic():
            withdraw(article=row.article, now=now, reason=take_down.reason, by=take_down.by)
    except RefusedError as refusal:
        if mine.update(refusal=str(refusal)[:300]):
            TakeDown.objects.filter(pk=take_down.pk).update(refused=F("refused") + 1)
        return
    if mine.update(done_at=now):
        TakeDown.objects.filter(pk=take_down.pk).update(done=F("done") + 1)


def bring_back(take_down: TakeDown, row: TakenDown, now: datetime) -> None:
    """One article comes back, if it was this take-down that took it."""
    article, refusal = row.article, ""
    try:
        if article.withdrawn_at != row.done_at or article.withdrawn_by_id != take_down.by_id:
            raise RefusedError(ANOTHERS)
        with transaction.atomic():
            restore(article=article, now=now, by=take_down.undone_by)
    except RefusedError as error:
        refusal = str(error)[:300]
    if TakenDown.objects.filter(pk=row.pk, undone_at=None).update(undone_at=now, refusal=refusal):
        TakeDown.objects.filter(pk=take_down.pk).update(undone=F("undone") + 1)


def articles_of(publisher: Publisher) -> ArticleQuerySet:
    """All articles of a publisher, whether readers may see them or not."""
    return Article.objects.filter(publisher=publisher)
