"""Made threads as rows of the installation, many at once."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bench.conversation import Said, conversation, votes
from bench.progress import steps

if TYPE_CHECKING:
    from newsstand.accounts.models import User
    from newsstand.articles.models import Article

AT_ONCE = 2000
# What is copied with other numbers until there are enough: so many comments under so many articles.
BLOCK_ARTICLES = 50


def articles(count: int) -> "list[Article]":
    """Articles with nothing but a headline."""
    from newsstand.articles.models import Article
    from newsstand.lib.clock import now

    at = now()
    rows = [
        Article(headline=f"Article {number}", slug=f"article-{number}", body="<p>Text.</p>", text="Text.",
                published_at=at, received_at=at, revised_at=at)
        for number in range(count)
    ]  # fmt: skip
    return Article.objects.bulk_create(rows, batch_size=500)


def store(article: "Article", said: Sequence[Said], first: int, likes: "Counter[int] | None" = None) -> None:
    """A conversation under an article, its first comment with the number `first`."""
    from newsstand.algorithms.best import best
    from newsstand.comments.models import Comment
    from newsstand.lib.clock import now

    begun, likes = now() - timedelta(seconds=said[-1].seconds + 60), likes or Counter()
    replies = Counter(one.above for one in said)
    below = Counter(one.root for one in said)
    rate = sum(likes.values()) / (3 * len(said))
    rows: list[Comment] = []
    for at, one in enumerate(said):
        numbers = {name: None if place is None else first + place
                   for name, place in (("parent_id", one.above), ("root_id", one.root))}  # fmt: skip
        seen = 3.0 * (1 + len(said) / (at + 10))
        rows.append(
            Comment(pk=first + at, article=article, name=f"Reader {at % 997}", text=one.text, depth=one.depth,
                    posted_at=begun + timedelta(seconds=one.seconds), like_count=likes[at], reply_count=replies[at],
                    thread_count=below[at] if one.root is None else 0, seen=seen,
                    best=best(likes=likes[at], reports=0, seen=seen, rate=rate), **numbers)
        )  # fmt: skip
    Comment.objects.bulk_create(rows, batch_size=AT_ONCE)
    type(article).objects.filter(pk=article.pk).update(comment_count=len(said))


def big_thread(size: int, like_count: int, people: int) -> "Article":
    """One thread of so many comments with so many votes, by as many people; nothing else."""
    from newsstand.comments.models import Comment, Like
    from newsstand.lib.clock import now

    [article] = articles(1)
    pairs = votes(size, like_count, people, seed=2)
    store(article, conversation(size, seed=1), 1, Counter(place for place, _ in pairs))
    voters, at = crowd(people), now()
    Like.objects.bulk_create(
        (Like(comment_id=1 + place, user=voters[who], liked_at=at) for place, who in pairs), batch_size=AT_ONCE
    )
    assert Comment.objects.count() == size
    return article


def crowd(people: int) -> "list[User]":
    """So many accounts without passwords."""
    from newsstand.accounts.models import User

    rows = [User(email=f"voter{number}@example.org", name=f"Voter {number}", password="!") for number in range(people)]
    return User.objects.bulk_create(rows, batch_size=AT_ONCE)


def fill_up(wanted: int, block: int) -> None:
    """Other threads until there are `wanted` comments: a block of made ones, copied by the database itself."""
    from django.db.models import Max

    from newsstand.comments.models import Comment

    missing = wanted - Comment.objects.count()
    if missing <= 0:
        return
    first = (Comment.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    times = -(-missing // block)
    homes = articles(BLOCK_ARTICLES * times)
    number = first
    for home, size in zip(homes[:BLOCK_ARTICLES], sizes(block), strict=True):
        store(home, conversation(size, seed=home.pk), number)
        number += size
    for copy in steps("fill up", times - 1):
        add = (copy + 1) * block
        copy_rows(first, block, add, homes[(copy + 1) * BLOCK_ARTICLES].pk - homes[0].pk)


def sizes(block: int) -> list[int]:
    """How long the threads of a block are: a few long ones, many short ones; their sum is `block`."""
    dice = random.Random(3)
    weights = sorted((dice.paretovariate(1.1) for _ in range(BLOCK_ARTICLES)), reverse=True)
    found = [max(1, int(block * weight / sum(weights))) for weight in weights]
    found[0] += block - sum(found)
    return found


def copy_rows(first: int, block: int, add: int, add_article: int) -> None:
    """The block's rows once more, their numbers `add` higher, their articles' `add_article`."""
    from django.db import connection

    from newsstand.comments.models import Comment

    moved: dict[str, Any] = dict.fromkeys(["id", "parent_id", "root_id"], add) | {"article_id": add_article}
    columns = [field.column for field in Comment._meta.concrete_fields if not field.generated]
    values = ", ".join(f"{name} + {moved[name]}" if name in moved else name for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO comments_comment ({', '.join(columns)}) SELECT {values} FROM comments_comment "
            "WHERE id >= %s AND id < %s ORDER BY id",
            [first, first + block],
        )


def tidy() -> None:
    """What a database does in the night."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM comments_comment")
