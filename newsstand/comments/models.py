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

    def roots(self) -> "CommentQuerySet":
        """What answers nothing."""
        return self.filter(ROOTS)

    def seen_by(self, viewer: User | None) -> "CommentQuerySet":
        """What stands in a thread for somebody: everything for moderators, one's own for everybody.

        What is held or removed keeps its place while there are answers to it; its words are shown to nobody else.
        """
        if viewer is not None and viewer.moderates:
            return self
        there = models.Q(status=Comment.Status.SHOWN) | models.Q(reply_count__gt=0) | models.Q(thread_count__gt=0)
        return self.filter(there | models.Q(user=viewer) if viewer is not None else there)


# The roots of a thread alone: what is sorted, and what an index of a sort holds. Not "no parent", which is the same:
# with that SQLite reads all that have no parent from the parents' index, and sorts them.
ROOTS = models.Q(depth=0)


class Comment(models.Model):
    """What a reader said. `user` is empty for a comment that came from elsewhere; then `name` says who wrote it.

    `status` is what the rules or a moderator decided; everybody sees SHOWN, its author and moderators see HELD.
    A withdrawn comment keeps its place. `seen` is how often the comment was presumably seen, `best` its place in *best*
    (algorithms/best.py); `reply_count` are the shown answers to it, `thread_count` the shown comments below a root.
    """

    class Status(models.TextChoices):
        SHOWN = "shown", "shown"
        HELD = "held", "waiting for a moderator"
        REMOVED = "removed", "removed by a moderator"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="replies")
    root = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    depth = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=5000)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SHOWN)
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    like_count = models.PositiveIntegerField(default=0)
    # Likes that an imported comment brought along: nobody here gave them.
    imported_likes = models.PositiveIntegerField(default=0)
    # Their sum, kept by the database: SQLite takes a pair from an index of columns alone.
    all_likes = models.GeneratedField(
        expression=models.F("like_count") + models.F("imported_likes"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    reply_count = models.PositiveIntegerField(default=0)
    thread_count = models.PositiveIntegerField(default=0)
    report_count = models.PositiveIntegerField(default=0)
    seen = models.FloatField(default=0)
    best = models.FloatField(default=1)
    # When those whom it concerns were told of it (tell.py): an edit, or showing it again, tells nobody twice.
    told_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()
    if TYPE_CHECKING:
        likes: RelatedManager["Like"]

    class Meta:
        indexes = [
            models.Index(fields=["article", "root", "id"], name="comment_thread"),
            # What somebody said lately: the rules ask before each comment.
            models.Index(fields=["user", "-posted_at"], name="comments_of_a_user"),
            # One for each order of sorts.py; "oldest" reads the one of "newest" backwards.
            models.Index(fields=["article", "-best", "-id"], condition=ROOTS, name="comments_best"),
            models.Index(fields=["article", "-posted_at", "-id"], condition=ROOTS, name="comments_newest"),
            models.Index(fields=["article", "-all_likes", "-id"], condition=ROOTS, name="comments_liked"),
            models.Index(fields=["article", "-thread_count", "-id"], condition=ROOTS, name="comments_discussed"),
            models.Index(
                fields=["article", "-id"],
                condition=models.Q(status="shown", withdrawn_at=None),
                name="comments_last_shown",
            ),
        ]
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
        return f"/comments/{self.pk}"


class Audience(models.Model):
    """How much the comments under an article were seen (measure.py): what *best* is measured against.

    `hour` and `opened` say up to where the article's readings were counted: all hours before, and so much of this one.
    `rate` is how many likes a look brings in this thread (algorithms/best.py).
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="audience")
    hour = models.DateTimeField()
    opened = models.FloatField(default=0)
    rate = models.FloatField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.rate:.3f} likes a look"


class Like(models.Model):
    """One user likes one comment, once."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="likes")
    liked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="one_like_a_person")]

    def __str__(self) -> str:
        return f"{self.user} likes {self.comment_id}"


class CommentRevision(models.Model):
    """What a comment said before an edit: from `since` until the next revision's."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField(max_length=5000)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["comment", "id"], name="revisions_of_a_comment")]

    def __str__(self) -> str:
        return f"{self.comment_id} as of {self.since:%Y-%m-%d %H:%M}"


class Thread(models.Model):
    """How an article's comments are held; an article without a row has an open thread.

    `first_held` counts for Mode.FIRST_HELD: so many comments of each user in the thread wait for a moderator. Between
    `quiet_from` and `quiet_until` (times of day of the site; both or neither) everything waits.
    """

    class Mode(models.TextChoices):
        USUAL = "usual", "As usual on this site"
        OPEN = "open", "Open"
        LINKS_HELD = "links", "Comments with links wait for a moderator"
        FIRST_HELD = "first", "Everybody's first comments wait for a moderator"
        ALL_HELD = "all", "All comments wait for a moderator"
        CLOSED = "closed", "Closed"

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="thread")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.OPEN)
    first_held = models.PositiveSmallIntegerField(default=1)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article}: {self.get_mode_display()}"


class ThreadChange(models.Model):
    """Who changed how a thread is held, when, and `said` in words what it was made."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="thread_changes")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said = models.CharField(max_length=300)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.said}"


class Mentioned(models.Model):
    """A comment mentions a user; `name` is as the comment writes it, whatever they are called later."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentioned")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentioned")
    name = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "mentioned"
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mentioned_once_a_comment")]

    def __str__(self) -> str:
        return f"{self.comment_id} mentions {self.name}"


class Follower(models.Model):
    """A user follows an article's thread. `news` counts what was said there since they were last told, at `due_at`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="followed_threads")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="thread_followers")
    since = models.DateTimeField()
    news = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="a_thread_is_followed_once")]
        indexes = [
            models.Index(fields=["article"], name="followers_of_a_thread"),
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="followers_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.user} follows the thread of {self.article_id}"
