"""Comments under articles, and who likes them."""

from typing import TYPE_CHECKING

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class CommentQuerySet(models.QuerySet["Comment"]):
    def thread_order(self) -> "CommentQuerySet":
        """Oldest first; an imported thread keeps the order of its page, because it was stored in that order."""
        return self.order_by("id")


class Comment(models.Model):
    """What a reader said. `user` is empty for a comment that came with a saved page; then `name` says who wrote it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="replies")
    root = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    depth = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=5000)
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    like_count = models.PositiveIntegerField(default=0)
    # Likes that an imported comment brought along: nobody here gave them.
    imported_likes = models.PositiveIntegerField(default=0)

    objects = CommentQuerySet.as_manager()
    if TYPE_CHECKING:
        likes: RelatedManager["Like"]

    class Meta:
        indexes = [models.Index(fields=["article", "root", "id"], name="comment_thread")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_comment_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(parent=None, root=None, depth=0)
                | models.Q(parent__isnull=False, root__isnull=False, depth__gt=0),
                name="a_reply_has_a_root",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}#comment-{self.pk}"


class Like(models.Model):
    """One user likes one comment, once."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="likes")
    liked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="one_like_a_person")]

    def __str__(self) -> str:
        return f"{self.user} likes {self.comment_id}"
