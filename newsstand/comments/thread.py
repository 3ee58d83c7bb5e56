"""What a page needs of an article's comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.utils.safestring import SafeString, mark_safe

from newsstand.accounts.models import User
from newsstand.algorithms import comment_rules as rules
from newsstand.algorithms.contracts import Standing
from newsstand.algorithms.html import comment_html
from newsstand.algorithms.threads import DEEPEST, Placed, level_of, reading_order
from newsstand.articles.models import Article
from newsstand.comments.models import Comment, Like

ROOTS_A_PAGE = 50
# In the address: the thread goes on after the root comment with this number.
PARAMETER = "comments_after"


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as this visitor sees it."""

    comment: Comment
    # Its number as text: Django's templates look a number up in the language's formats each time it is written.
    id: str
    level: int
    # Whether a list of replies opens under it, and how many lists end with it.
    replies: bool
    closes: range
    in_reply_to: str
    html: SafeString
    likes: int
    liked: bool
    own: bool
    why_not_edit: str | None

    @property
    def nests(self) -> bool:
        """Whether replies to it are shown under it, rather than beside it."""
        return self.level < DEEPEST

    @property
    def editable(self) -> bool:
        return self.why_not_edit is None


@dataclass(frozen=True, slots=True)
class Thread:
    """One page of an article's comments, in reading order.

    `count` is the article's, without the withdrawn ones; `next_after` continues the thread where there is more.
    """

    article: Article
    shown: Sequence[Shown]
    count: int
    after: int | None
    next_after: int | None


def load(*, article: Article, viewer: User | None, after: int | None = None, now: datetime) -> Thread:
    """One page of the thread, in two queries whatever its length.

    `after` is the number of the last root comment of the page before. `viewer` says whose likes and buttons are shown.
    """
    seen = seen_by(viewer)
    roots = list(seen.filter(article=article, parent=None, id__gt=after or 0).order_by("id")[: ROOTS_A_PAGE + 1])
    page, more = roots[:ROOTS_A_PAGE], roots[ROOTS_A_PAGE:]
    replies: list[Comment] = []
    if page:
        first, last = page[0].pk, page[-1].pk
        replies = list(seen.filter(article=article, root__gte=first, root__lte=last).order_by("id"))
    rows = {row.pk: row for row in [*page, *replies]}
    order = reading_order({row.pk: row.parent_id for row in rows.values()})
    return Thread(
        article=article,
        shown=[shown(placed, rows, article=article, viewer=viewer, now=now) for placed in order],
        count=article.comment_count,
        after=after,
        next_after=page[-1].pk if more else None,
    )


def one(*, comment: Comment, viewer: User | None, now: datetime) -> Shown:
    """A single comment as it stands in its thread, for a change in place. One or two queries."""
    row = seen_by(viewer).select_related("article__publisher__contract", "parent").get(pk=comment.pk)
    rows = {row.pk: row}
    if row.parent is not None:
        rows[row.parent.pk] = row.parent
    beside = not nests(row.parent) if row.parent else False
    placed = Placed(row.pk, level_of(row.depth), answers=row.parent_id if beside else None)
    return shown(placed, rows, article=row.article, viewer=viewer, now=now)


def nests(comment: Comment) -> bool:
    """Whether replies to the comment are shown under it, rather than beside it."""
    return level_of(comment.depth) < DEEPEST


def seen_by(viewer: User | None) -> "QuerySet[Comment]":
    """Comments that know whether the viewer likes them."""
    liked = Exists(Like.objects.filter(comment=OuterRef("pk"), user=viewer)) if viewer else no()
    return Comment.objects.annotate(liked=liked)


def no() -> Value:
    return Value(value=False, output_field=BooleanField())


def shown(
    placed: Placed, rows: Mapping[int, Comment], *, article: Article, viewer: User | None, now: datetime
) -> Shown:
    """What the template shows of a comment; nothing of what its author has withdrawn."""
    comment = rows[placed.id]
    own = viewer is not None and comment.user_id == viewer.pk
    withdrawn = comment.withdrawn_at is not None
    why_not = rules.why_not_edit(
        own=own,
        active=viewer is not None and viewer.is_active,
        article_gone=article.standing(now) is not Standing.SHOWN,
        withdrawn=withdrawn,
        posted_at=comment.posted_at,
        now=now,
    )
    answers = rows[placed.answers] if placed.answers else None
    return Shown(
        comment=comment,
        id=str(comment.pk),
        level=placed.level,
        replies=placed.replies,
        closes=range(placed.closes),
        in_reply_to="" if answers is None else "a withdrawn comment" if answers.withdrawn_at else answers.name,
        html=mark_safe("" if withdrawn else comment_html(comment.text)),  # noqa: S308 (escaped by comment_html)
        likes=comment.like_count + comment.imported_likes,
        liked=bool(getattr(comment, "liked", False)),
        own=own,
        why_not_edit=why_not,
    )


def address(comment: Comment) -> str:
    """Where the comment stands: on its article's page, or a later page of the thread. At most two queries."""
    root = comment.root_id or comment.pk
    before = Comment.objects.filter(article_id=comment.article_id, parent=None, id__lt=root)
    pages = before.count() // ROOTS_A_PAGE
    page = ""
    if pages:
        last = before.thread_order().values_list("id", flat=True)[pages * ROOTS_A_PAGE - 1]
        page = "?" + urlencode({PARAMETER: last})
    return f"{comment.article.get_absolute_url()}{page}#comment-{comment.pk}"
