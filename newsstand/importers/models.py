"""What has been imported, so that nothing is imported twice: saved pages, and comments of other systems."""

from django.db import models

from newsstand.articles.models import Article
from newsstand.comments.models import Comment


class SavedPage(models.Model):
    """A saved page and the article that it became. `key` is how the same page is known again, captured on any day."""

    key = models.CharField(max_length=64, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="saved_pages")
    file_name = models.CharField(max_length=300, blank=True, default="")
    captured = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name or self.key


class CommentImport(models.Model):
    """One run of `newsstand import-comments`: from which file, and from whose numbers (`source`)."""

    source = models.CharField(max_length=200)
    file_name = models.CharField(max_length=300, blank=True, default="")
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class ForeignThread(models.Model):
    """A page with comments elsewhere, and the article here that it is; none where it was not found yet."""

    source = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    addresses = models.JSONField(default=list)
    guid = models.CharField(max_length=1000, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="a_foreign_thread_once")]

    def __str__(self) -> str:
        return str(next(iter(self.addresses), self.key))


class ForeignPerson(models.Model):
    """The name of somebody who commented elsewhere; nothing else of them is kept."""

    source = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "foreign people"
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="a_foreign_person_once")]

    def __str__(self) -> str:
        return self.name


class ForeignComment(models.Model):
    """A comment of another system by its number there, and what became of it here.

    The words stand here as long as it waits for its article, then in `comment` alone. One that was stored stays stored,
    whatever becomes of the comment: a later run does not bring it back. `run` is the latest that met it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waits for its article"
        STORED = "stored", "stored"
        REFUSED = "refused", "refused"

    source = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    run = models.ForeignKey(CommentImport, on_delete=models.CASCADE, related_name="met")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True, default="")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    thread = models.CharField(max_length=200, blank=True, default="")
    parent = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    person = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    was = models.CharField(max_length=8, default="shown", help_text="What it was there: comment_files.values.State.")
    posted_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    likes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="a_foreign_comment_once")]
        indexes = [
            models.Index(fields=["source", "thread", "state"], name="foreign_of_a_thread"),
            models.Index(fields=["run", "state"], name="foreign_of_a_run"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}: {self.state}"
