"""Comments that were written down become comments here, once their article is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newsstand.algorithms import best
from newsstand.algorithms.comment_files import values
from newsstand.algorithms.comment_files.tree import Placed, in_storing_order
from newsstand.algorithms.comment_files.values import NOBODY
from newsstand.articles.models import Article
from newsstand.comments.models import Audience, Comment
from newsstand.comments.status import recount
from newsstand.importers.models import ForeignComment, ForeignPerson, ForeignThread
from newsstand.lib.rows import insert
from newsstand.moderation.cases import open_case
from newsstand.moderation.models import Kind

# A transaction holds the article, so that the counts are true at every moment; longer ones would hold up readers.
AT_ONCE = 5000
LOADED = 500
NOT_WANTED = {
    values.State.GONE: "It was deleted there, and nobody answered it.",
    values.State.REFUSED: "It was spam, trash or rejected there, and nobody answered it.",
}
State = ForeignComment.State


@dataclass(frozen=True, slots=True)
class Row:
    """What the order of a thread is made from."""

    key: str
    parent: str
    has_words: bool


@dataclass(frozen=True, slots=True)
class Above:
    """What those that answer a stored comment need of it."""

    pk: int
    root: int
    depth: int


@transaction.atomic
def store_some(*, thread: ForeignThread, run_id: int, now: datetime) -> tuple[int, int]:
    """Store up to AT_ONCE comments of a thread whose article is known; nothing twice.

    Returns how many were dealt with, and how many of those stored are of the run; 0 when the thread is done.
    1. Load: the article, locked; what waits, and what is stored already.
    2. Decide the order (algorithms/comment_files/tree.py), and of what not even the place is wanted.
    3. Save: the comments with those that they answer before them, the counts, a case for each that waits for a
       moderator.
    """
    article = Article.objects.select_for_update().only("id").get(pk=thread.article_id or 0)
    waiting = ForeignComment.objects.filter(source=thread.source, thread=thread.key, state=State.WAITING)
    light = waiting.order_by("posted_at", "pk").values_list("key", "parent", "was")
    rows = [Row(key, parent, was in {values.State.SHOWN, values.State.HELD}) for key, parent, was in light]
    if not rows:
        return 0, 0
    above = stored_comments(thread)
    placed, unwanted = in_storing_order(rows, {key: comment.depth for key, comment in above.items()})
    for start in range(0, len(unwanted), LOADED):
        refuse(thread, unwanted[start : start + LOADED])
    rate = Audience.objects.filter(article=article).values_list("rate", flat=True).first()
    mine, chosen = 0, placed[:AT_ONCE]
    for start in range(0, len(chosen), LOADED):
        some = chosen[start : start + LOADED]
        found = {row.key: row for row in waiting.filter(key__in=[one.key for one in some])}
        mine += sum(row.run_id == run_id for row in found.values())
        make(article, some, found, above, rate)
        keep(found, above, now)
    recount(article)
    return len(chosen) + len(unwanted), mine


def stored_comments(thread: ForeignThread) -> dict[str, Above]:
    """The comments of a thread that are stored already, by their numbers there."""
    rows = ForeignComment.objects.filter(source=thread.source, thread=thread.key, state=State.STORED)
    there = rows.filter(comment__article=thread.article_id)
    columns = there.values_list("key", "comment", "comment__root", "comment__depth")
    return {key: Above(pk, root or pk, depth) for key, pk, root, depth in columns.iterator() if pk is not None}


def refuse(thread: ForeignThread, keys: Sequence[str]) -> None:
    rows = ForeignComment.objects.filter(source=thread.source, key__in=keys)
    for was, reason in NOT_WANTED.items():
        rows.filter(was=was).update(state=State.REFUSED, reason=reason)


def make(
    article: Article,
    some: Sequence[Placed],
    found: dict[str, ForeignComment],
    above: dict[str, Above],
    rate: float | None,
) -> None:
    """Store comments in their order, as many at once as answer none of each other; `above` gets them too."""
    people = [row.person for row in found.values() if row.person and not row.name]
    source = next(iter(found.values())).source if found else ""
    names = dict(ForeignPerson.objects.filter(source=source, key__in=people).values_list("key", "name"))
    together: dict[str, Comment] = {}
    for one in some:
        row = found[one.key]
        if one.parent in together:
            save(together, above)
            together = {}
        parent = above.get(one.parent)
        comment = Comment(
            article=article,
            name=row.name or names.get(row.person) or NOBODY,
            text=row.text,
            posted_at=row.posted_at or values.from_seconds(0),
            edited_at=row.edited_at,
            imported_likes=row.likes,
            best=best.best(likes=row.likes, reports=0, seen=0.0, rate=rate),
            parent_id=parent.pk if parent else None,
            root_id=parent.root if parent else None,
            depth=parent.depth + 1 if parent else 0,
        )
        together[one.key] = standing(comment, row.was)
    save(together, above)


def standing(comment: Comment, was: str) -> Comment:
    """The comment as everybody sees it: what waited waits here, what was deleted or refused has its place alone."""
    if was == values.State.HELD:
        comment.status = Comment.Status.HELD
    elif was == values.State.REFUSED:
        comment.status = Comment.Status.REMOVED
    elif was == values.State.GONE:
        comment.withdrawn_at = comment.posted_at
    return comment


def save(together: dict[str, Comment], above: dict[str, Above]) -> None:
    Comment.objects.bulk_create(list(together.values()), batch_size=LOADED)
    above.update({key: Above(one.pk, one.root_id or one.pk, one.depth) for key, one in together.items()})


def keep(found: dict[str, ForeignComment], above: dict[str, Above], now: datetime) -> None:
    """Write down what became of them; what waits for a moderator comes before one."""
    for row in found.values():
        if row.was == values.State.HELD:
            open_case(kind=Kind.COMMENT, number=above[row.key].pk, author=None, held=True, now=now)
        row.pk, row.state, row.text, row.comment_id = None, State.STORED, "", above[row.key].pk
    insert(list(found.values()), unique=("source", "key"), update=("state", "text", "comment"))
