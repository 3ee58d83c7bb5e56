"""What the counters of a thread must say, reckoned anew from its rows."""

from collections import Counter

from django.db.models import F

from newsstand.articles.models import Article
from newsstand.comments.models import Comment, Like
from newsstand.moderation.models import Report

Counts = dict[str, dict[int, int]]


def kept(article: Article) -> Counts:
    """The counters as they stand in the rows."""
    rows = list(Comment.objects.filter(article=article))
    names = ("reply_count", "thread_count", "like_count", "report_count")
    counters = {name: {row.pk: getattr(row, name) for row in rows} for name in names}
    return {"comment_count": {article.pk: Article.objects.get(pk=article.pk).comment_count}, **counters}


def reckoned(article: Article) -> Counts:
    """The same from the comments, likes and reports themselves."""
    rows = list(Comment.objects.filter(article=article))
    shown = [row for row in rows if row.status == "shown" and row.withdrawn_at is None]
    reports = Report.objects.filter(kind="comment", number__in=[row.pk for row in rows]).exclude(state="refused")
    found = {
        "reply_count": Counter(row.parent_id for row in shown),
        "thread_count": Counter(row.root_id for row in shown),
        "like_count": Counter(Like.objects.filter(comment__article=article).values_list("comment_id", flat=True)),
        "report_count": Counter(reports.values_list("number", flat=True)),
    }
    counters = {name: {row.pk: counted[row.pk] for row in rows} for name, counted in found.items()}
    return {"comment_count": {article.pk: len(shown)}, **counters}


def assert_true(article: Article) -> None:
    """Every counter equals its rows, one like a person, and every comment stands where its parent says."""
    assert kept(article) == reckoned(article)
    likes = list(Like.objects.filter(comment__article=article).values_list("comment_id", "user_id"))
    assert len(likes) == len(set(likes))
    replies = Comment.objects.filter(article=article).exclude(parent=None)
    assert not replies.exclude(depth=F("parent__depth") + 1).exists()
    assert not replies.exclude(parent__article=article).exists()
    assert not replies.filter(parent__root=None).exclude(root=F("parent")).exists()
    assert not replies.filter(parent__root__isnull=False).exclude(root=F("parent__root")).exists()
