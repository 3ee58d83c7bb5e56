"""What everybody sees of a comment, and the three counts that say how many they see.

Every change of it goes through here: `Article.comment_count`, `Comment.reply_count` of the parent and
`Comment.thread_count` of the root count the comments that are shown and not withdrawn.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from newsstand.articles.models import Article
from newsstand.comments.models import Comment
from newsstand.comments.tell import tell_of
from newsstand.lib.stamps import touch


def is_counted(comment: Comment) -> bool:
    """Whether everybody sees the comment with its text."""
    return comment.status == Comment.Status.SHOWN and comment.withdrawn_at is None


def counted() -> "QuerySet[Comment]":
    """The comments that everybody sees with their text."""
    return Comment.objects.filter(status=Comment.Status.SHOWN, withdrawn_at=None)


def locked(comment: Comment) -> Comment:
    """The comment as it is now, kept from others until the end of the transaction.

    First the article, then comments, then the stamps of pages: everybody takes them in this order, so that nobody waits
    in a ring. Without its key, because on PostgreSQL whatever names a row holds that row's key for a moment, whoever
    else has it locked.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=comment.article_id)
    found = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    found.article = article
    return found


@transaction.atomic
def set_status(*, comment: Comment, status: str, now: datetime) -> Comment:
    """Show a comment, hold it or remove it. The same status twice is as good as once; gives the comment as it is then.

    1. Load the article and the comment, locked.
    2. Decide whether everybody sees it before and after.
    3. Save the status; where it appears or disappears the three counts and the stamps of the pages that show it.
    """
    comment = locked(comment)
    before, comment.status = is_counted(comment), Comment.Status(status)
    comment.save(update_fields=["status"])
    change = int(is_counted(comment)) - int(before)
    if change:
        count(comment, change)
        # Whom a held comment concerns hears of it now: `tell_of` does so once.
        tell_of(comment, now=now)
    else:
        # Its author sees how it stands, and so does who reads a removed comment's place.
        touch([f"article:{comment.article_id}"])
    return comment


def count(comment: Comment, change: int) -> None:
    """One shown comment more (+1) or less (-1); call it in the transaction, with the article locked."""
    tally(comment, change)
    touch(stamps_of(comment))


def tally(comment: Comment, change: int) -> None:
    """The three counts alone. The database does the sums, so that two at once are two."""
    Article.objects.filter(pk=comment.article_id).update(comment_count=F("comment_count") + change)
    if comment.parent_id is not None:
        Comment.objects.filter(pk=comment.parent_id).update(reply_count=F("reply_count") + change)
    if comment.root_id is not None:
        Comment.objects.filter(pk=comment.root_id).update(thread_count=F("thread_count") + change)


def stamps_of(comment: Comment) -> list[str]:
    """The pages that say whether a comment is shown."""
    return [f"article:{comment.article_id}", "front", *([f"user:{comment.user_id}"] if comment.user_id else [])]


@transaction.atomic
def recount(article: Article) -> int:
    """Count an article's thread anew, for comments that were written many at once. Gives the article's number."""
    Article.objects.select_for_update(no_key=True).only("id").get(pk=article.pk)
    Comment.objects.filter(article=article).update(reply_count=sum_by("parent"), thread_count=sum_by("root"))
    article.comment_count = counted().filter(article=article).count()
    Article.objects.filter(pk=article.pk).update(comment_count=article.comment_count)
    touch([f"article:{article.pk}", "front"])
    return article.comment_count


def sum_by(field: str) -> Coalesce:
    """How many shown comments name a comment as their parent, or as their root."""
    rows = counted().filter(**{field: OuterRef("pk")}).order_by().values(field)
    number = rows.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))
