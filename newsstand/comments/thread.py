"""What a page needs of an article's comments: twenty roots with three replies each, or fifty replies below a comment.

A page costs the same few queries however long the thread is: two for the comments, one for whom a reader has muted, one
for why something was removed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Exists, OuterRef, Value
from django.db.models.expressions import RawSQL

from newsstand.accounts.models import User
from newsstand.algorithms.cursors import read_cursor, write_cursor
from newsstand.algorithms.threads import DEEPEST, Placed, level_of, reading_order
from newsstand.articles.models import Article
from newsstand.comments.models import Comment, CommentQuerySet, Like
from newsstand.comments.shown import Eyes, More, Shown, answering, continued, eyes, shown, with_more
from newsstand.comments.sorts import Sort, cursor_of, in_order, sorted_rows
from newsstand.comments.status import is_counted

ROOTS_A_PAGE = 20
FIRST_REPLIES = 3
REPLIES_A_PAGE = 50
# Replies below a comment stand as they came in, so that none is repeated or lost; this order in cursors.
AS_THEY_CAME = 0
# No comment has this number: where it stands in a query, each root's comes.
ANY_ROOT = -(2**53)


@dataclass(frozen=True, slots=True)
class Thread:
    """One page of an article's comments, in reading order.

    `count` is the article's, of those that everybody sees; `newest` the number of the last of them that is here.
    `more` leads to the rest. `above` is the comment whose replies these are, None where they are roots.
    """

    article: Article
    shown: Sequence[Shown]
    count: int
    sort: Sort
    more: More | None
    is_first: bool
    above: Shown | None = None
    # What that one answers.
    parent: Shown | None = None

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders there are: names in addresses, and for people."""
        return [(sort.value, sort.label) for sort in Sort]


def load(*, article: Article, viewer: User | None, sort: Sort = Sort.BEST, after: str = "", now: datetime) -> Thread:
    """One page of the thread's roots in the order, each with its first replies. Four queries at most.

    `after` is the cursor that ended the page before. Raises CursorError for one that is none.
    """
    seen = seen_by(viewer)
    found = list(in_order(seen.filter(article=article).roots(), sort, after)[: ROOTS_A_PAGE + 1])
    roots = found[:ROOTS_A_PAGE]
    replies = first_replies(seen, article, viewer, roots)
    kept = [reply for some in replies.values() for reply in some[:FIRST_REPLIES]]
    rows = {row.pk: row for row in [*roots, *kept]}
    # What answers something that this visitor does not see stands under the root.
    order = reading_order({row.pk: row.parent_id if row.parent_id in rows else row.root_id for row in rows.values()})
    looking = eyes(viewer, list(rows.values()), now)
    page = [placed_row(placed, rows, article, looking) for placed in order]
    rest = {root.pk: rest_of(root, replies.get(root.pk, []), sort) for root in roots}
    return Thread(
        article=article,
        shown=[with_more(one, rest[one.comment.root_id or 0]) if ends_root(one) else one for one in page],
        count=article.comment_count,
        sort=sort,
        more=More(0, f"/a/{article.pk}/comments?{urlencode({'sort': sort, 'after': cursor_of(roots[-1], sort)})}")
        if len(found) > ROOTS_A_PAGE
        else None,
        is_first=not after,
    )


def ends_root(one: Shown) -> bool:
    """Whether the replies to a root end with this comment."""
    return one.comment.root_id is not None and one.level - len(one.closes) == 1


def rest_of(root: Comment, replies: Sequence[Comment], sort: Sort) -> More | None:
    """The replies to a root that its first ones leave out."""
    if len(replies) <= FIRST_REPLIES:
        return None
    kept = replies[:FIRST_REPLIES]
    number = root.thread_count - sum(is_counted(one) for one in kept)
    return More(max(number, 1), f"/comments/{root.pk}/thread?{urlencode({'sort': sort})}", f"#replies-{root.pk}")


def first_replies(
    seen: CommentQuerySet, article: Article, viewer: User | None, roots: Sequence[Comment]
) -> dict[int, list[Comment]]:
    """The oldest replies below each root, one more than are shown. One query that reads so many rows and no more.

    An answer is younger than what it answers: whatever an answer stands under is among them.
    """
    if not roots:
        return {}
    some = Comment.objects.seen_by(viewer).filter(article=article, root=ANY_ROOT)
    sql, parameters = some.order_by("id").values("pk")[: FIRST_REPLIES + 1].query.sql_with_params()
    pieces = " UNION ALL ".join([f"SELECT * FROM ({sql}) AS piece"] * len(roots))  # noqa: S608 (Django's own SQL)
    given = [root.pk if value == ANY_ROOT else value for root in roots for value in parameters]
    found: dict[int, list[Comment]] = {}
    for reply in seen.filter(pk__in=RawSQL(pieces, given)).order_by("id"):  # noqa: S611
        found.setdefault(reply.root_id or 0, []).append(reply)
    return found


def below(*, comment: Comment, viewer: User | None, sort: Sort = Sort.BEST, after: str = "", now: datetime) -> Thread:
    """What was answered to a comment, and to those answers, seven levels in all. Three queries at most.

    Fifty a page as they came in; on the page, answers to one comment stand in the order. `comment` comes with its
    article. Raises CursorError for a cursor that is none.
    """
    last = read_cursor(after, AS_THEY_CAME)[1] if after else 0
    found = list(descendants(seen_by(viewer), comment).filter(pk__gt=last).order_by("pk")[: REPLIES_A_PAGE + 1])
    page, more = found[:REPLIES_A_PAGE], found[REPLIES_A_PAGE:]
    rows = {row.pk: row for row in sorted_rows(page, sort)}
    parents = [comment.parent] if comment.parent is not None else []
    looking = eyes(viewer, [comment, *parents, *page], now)
    order = reading_order({row.pk: row.parent_id for row in rows.values()})
    cursor = urlencode({"sort": sort, "after": write_cursor(AS_THEY_CAME, 0, page[-1].pk)}) if more else ""
    tops = {row.pk: row for row in [comment, *parents]}
    return Thread(
        article=comment.article,
        shown=[deeper(placed, rows, comment, looking, sort) for placed in order],
        count=comment.article.comment_count,
        sort=sort,
        more=More(0, f"/comments/{comment.pk}/thread?{cursor}") if more else None,
        is_first=not after,
        above=placed_row(Placed(comment.pk, 1, replies=bool(page)), tops, comment.article, looking),
        parent=placed_row(Placed(parents[0].pk, 1), tops, comment.article, looking) if parents else None,
    )


def descendants(seen: CommentQuerySet, comment: Comment) -> CommentQuerySet:
    """What stands under a comment, as deep as a page shows."""
    if comment.root_id is None:
        deep = comment.depth + DEEPEST - 1
        return seen.filter(article=comment.article_id, root=comment.pk, depth__lte=deep).select_related("parent")
    table = Comment._meta.db_table
    walk = f"""WITH RECURSIVE under(id, level) AS (
        SELECT id, 1 FROM {table} WHERE parent_id = %s
        UNION ALL SELECT one.id, under.level + 1 FROM {table} one JOIN under ON one.parent_id = under.id
        WHERE under.level < {DEEPEST - 1}
    ) SELECT id FROM under"""  # noqa: S608 (our own names)
    return seen.filter(pk__in=RawSQL(walk, [comment.pk])).select_related("parent")  # noqa: S611


def deeper(placed: Placed, rows: Mapping[int, Comment], top: Comment, looking: Eyes, sort: Sort) -> Shown:
    """A reply on the page of the comment it stands under, a level below it; it names what is on an earlier page."""
    row = rows[placed.id]
    one = replace(placed_row(placed, rows, top.article, looking), level=placed.level + 1)
    if row.parent_id not in rows and row.parent_id != top.pk and row.parent is not None:
        one = answering(one, row.parent, looking, on_page=False)
    if row.depth - top.depth < DEEPEST - 1:
        return one
    return continued(one, f"/comments/{row.pk}/thread?{urlencode({'sort': sort})}")


def placed_row(placed: Placed, rows: Mapping[int, Comment], article: Article, looking: Eyes) -> Shown:
    row = rows[placed.id]
    one = shown(placed, row, article=article, eyes=looking, liked=bool(getattr(row, "liked", False)))
    return answering(one, rows[placed.answers], looking, on_page=True) if placed.answers else one


def one(*, comment: Comment, viewer: User | None, now: datetime) -> Shown:
    """A single comment as it stands in its thread, for a change in place. Two queries at most."""
    row = seen_by(viewer, everything=True).select_related("article__publisher__contract").get(pk=comment.pk)
    placed = Placed(row.pk, level_of(row.depth))
    return shown(placed, row, article=row.article, eyes=eyes(viewer, [row], now), liked=bool(row.liked))


def seen_by(viewer: User | None, *, everything: bool = False) -> Any:
    """Comments that stand in a thread for the viewer, and know whether the viewer likes them."""
    liked = Exists(Like.objects.filter(comment=OuterRef("pk"), user=viewer)) if viewer else no()
    rows = Comment.objects.all() if everything else Comment.objects.seen_by(viewer)
    return rows.annotate(liked=liked)


def no() -> Value:
    return Value(value=False, output_field=BooleanField())


def address(comment: Comment) -> str:
    """Where the comment stands: on its article's page where that shows it, else on its own. At most three queries."""
    roots = Comment.objects.filter(article_id=comment.article_id).roots().seen_by(comment.user)
    first = set(in_order(roots, Sort.BEST).values_list("pk", flat=True)[:ROOTS_A_PAGE])
    own = f"/comments/{comment.pk}#comment-{comment.pk}"
    if (comment.root_id or comment.pk) not in first:
        return own
    if comment.root_id is not None:
        below = Comment.objects.filter(article_id=comment.article_id, root=comment.root_id).seen_by(comment.user)
        if comment.pk not in below.order_by("pk").values_list("pk", flat=True)[:FIRST_REPLIES]:
            return own
    return f"{comment.article.get_absolute_url()}#comment-{comment.pk}"
