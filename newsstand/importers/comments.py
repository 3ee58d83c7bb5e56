"""The comments of a saved page, stored in its order."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from newsstand.algorithms.saved_page import SavedComment
from newsstand.articles.models import Article
from newsstand.articles.text import storable
from newsstand.comments.models import Comment
from newsstand.comments.status import recount
from newsstand.lib.stamps import touch

MOST_NAME = 120
Key = tuple[str, str]


def add_comments(article: Article, comments: Sequence[SavedComment]) -> int:
    """Add the comments that the article does not have yet, and the likes that those it has have gained.

    1. Load: the imported comments that are here.
    2. Decide: a comment of the same name and text is the same one; who said the same twice has said it twice.
    3. Save: level by level, since a reply needs the number of what it answers; then the article's count.

    Returns how many were new. Runs in the caller's transaction.
    """
    here = comments_here(article)
    stored: dict[int, Comment] = {}
    new: list[int] = []
    seen: Counter[Key] = Counter()
    for at, comment in enumerate(comments):
        key = key_of(comment)
        twins = here[key]
        if seen[key] < len(twins):
            stored[at] = twins[seen[key]]
            keep_likes(stored[at], comment.likes)
        else:
            new.append(at)
        seen[key] += 1
    level = [at for at in new if comments[at].parent is None or comments[at].parent in stored]
    waiting = [at for at in new if at not in set(level)]
    while level:
        stored.update(zip(level, save_level(article, comments, level, stored), strict=True))
        level = [at for at in waiting if comments[at].parent in stored]
        waiting = [at for at in waiting if at not in set(level)]
    if new:
        recount(article)
    return len(new)


def comments_here(article: Article) -> defaultdict[Key, list[Comment]]:
    """The article's imported comments by name and text, oldest first."""
    here: defaultdict[Key, list[Comment]] = defaultdict(list)
    for row in Comment.objects.filter(article=article, user=None).thread_order():
        here[(row.name, row.text)].append(row)
    return here


def key_of(comment: SavedComment) -> Key:
    return storable(comment.name, MOST_NAME), storable(comment.text)


def keep_likes(row: Comment, likes: int) -> None:
    """A later capture may have more likes; an earlier one takes none away."""
    if likes > row.imported_likes:
        Comment.objects.filter(pk=row.pk).update(imported_likes=likes)
        touch([f"article:{row.article_id}"])


def save_level(
    article: Article, comments: Sequence[SavedComment], level: Sequence[int], stored: dict[int, Comment]
) -> list[Comment]:
    """Store comments whose parents are stored already, in the order of the page."""
    rows = []
    for at in level:
        comment = comments[at]
        parent = stored[comment.parent] if comment.parent is not None else None
        name, text = key_of(comment)
        rows.append(
            Comment(
                article=article,
                name=name,
                text=text,
                posted_at=comment.posted_at,
                imported_likes=comment.likes,
                parent=parent,
                root=(parent.root or parent) if parent else None,
                depth=parent.depth + 1 if parent else 0,
            )
        )
    return Comment.objects.bulk_create(rows, batch_size=200)
