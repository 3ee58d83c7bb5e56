"""Contested statements, what became of them, corrections, and who asked to be told."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Revision


class Contest(models.Model):
    """Somebody says that a statement in an article is wrong, with evidence; its publisher or contributor answers.

    `due_at` is until when. Who is not signed in gives a name and an address, and follows it by `token`.
    """

    class State(models.TextChoices):
        OPEN = "open", "waiting for an answer"
        CORRECTED = "corrected", "corrected"
        CLARIFIED = "clarified", "clarified"
        STANDS = "stands", "it stands"
        WITHDRAWN = "withdrawn", "taken back"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="contests")
    statement = models.TextField(max_length=1000, help_text="The words of the article that are contested.")
    evidence = models.TextField(max_length=4000)
    evidence_url = models.URLField(max_length=2000, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="contests")
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    token = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True, max_length=4000)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["article", "state"], name="contests_of_an_article"),
            models.Index(fields=["due_at"], condition=models.Q(state="open"), name="contests_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "withdrawn"]) | ~models.Q(answer=""),
                name="an_answered_contest_has_its_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.statement[:60]}"


class ContestEvent(models.Model):
    """One thing that happened to a contested statement: who, when, what was said."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=20)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True, max_length=4000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest_id}: {self.action}"


class Correction(models.Model):
    """What was put right in an article, as a note to readers; `revision`: what it said before, if its text changed."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.CORRECTION)
    note = models.TextField(max_length=1000)
    contest = models.ForeignKey(Contest, null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections")
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="When readers of the earlier text were told.")

    class Meta:
        indexes = [models.Index(fields=["article", "-at"], name="corrections_of_an_article")]

    def __str__(self) -> str:
        return f"{self.article}: {self.note[:60]}"


class Watch(models.Model):
    """A reader asked to be told when an article is corrected; without an article, any that they have read."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watches")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="watches")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "article"], name="one_watch_an_article"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(article=None), name="one_watch_of_all"),
        ]

    def __str__(self) -> str:
        return f"{self.user} watches {self.article or 'all that they read'}"
