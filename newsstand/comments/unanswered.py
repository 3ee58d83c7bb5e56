"""Comments under somebody's articles that they have not answered."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from newsstand.accounts.models import User
from newsstand.articles.models import Byline
from newsstand.comments.models import Comment

# What is older is not waiting any more.
WAITS = timedelta(days=60)


def unanswered(*, user: User, author_id: int, now: datetime) -> "QuerySet[Comment]":
    """What readers said lately under the articles of this author and `user` has not answered, the latest first."""
    answers = Comment.objects.filter(parent=OuterRef("pk"), user=user)
    own = Byline.objects.filter(article=OuterRef("article"), author=author_id)
    return (
        Comment.objects.filter(status=Comment.Status.SHOWN, withdrawn_at=None, posted_at__gte=now - WAITS)
        .filter(Exists(own))
        .exclude(user=user)
        .exclude(Exists(answers))
        .select_related("article")
        .only("name", "text", "posted_at", "article__headline", "article__slug")
        .order_by("-posted_at", "-id")
    )
