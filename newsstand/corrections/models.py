"""Contested statements, what became of them, corrections, and who asked to be told."""

from datetime import datetime

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Revision


class ContestQuerySet(models.QuerySet["Contest"]):
    def asked(self) -> "ContestQuerySet":
        """Contested statements that their publisher or contributor has seen, those that joined another aside."""
        return self.filter(joins=None).exclude(state=Contest.State.NEW)

    def waiting(self) -> "ContestQuerySet":
        """Those that wait for an answer, the most urgent first."""
        return self.filter(joins=None, state__in=Contest.WAITING).order_by("due_at", "pk")

    def overdue(self, now: datetime) -> "ContestQuerySet":
        """Those whose time to be answered has passed."""
        return self.waiting().filter(state=Contest.State.OPEN, due_at__lt=now)

    def for_editors(self, now: datetime) -> "ContestQuerySet":
        """What the site's editors have to look at: overdue ones, those to be looked at again, and reported ones."""
        late = models.Q(state=Contest.State.OPEN, due_at__lt=now)
        asked = models.Q(state=Contest.State.AGAIN) | models.Q(asked_again_at__isnull=False)
        return self.waiting().filter(late | asked | models.Q(reported_at__isnull=False))


class Contest(models.Model):
    """Somebody says that a statement in an article is wrong, with evidence; its publisher or contributor answers.

    `statement` are the article's own words, in its present text or in what it said before (`revision`). Who is not
    signed in gives a name and an address, confirms that, and follows the contest by `token`. `due_at` is until when it
    is to be answered (algorithms/answer_clock.py), `remind_at` when that is said next, `mail_at` when a mail is due to
    a claimant without an account. Somebody else's evidence for the same statement is a contest that `joins` the first
    one, and ends as it does.
    """

    class State(models.TextChoices):
        NEW = "new", "waiting for its e-mail address to be confirmed"
        OPEN = "open", "waiting for an answer"
        CORRECTED = "corrected", "corrected"
        CLARIFIED = "clarified", "clarified"
        STANDS = "stands", "it stands"
        AGAIN = "again", "an editor of this site looks at it again"
        WITHDRAWN = "withdrawn", "taken back"
        CLOSED = "closed", "closed by an editor of this site"

    WAITING = (State.OPEN, State.AGAIN)
    ANSWERED = (State.CORRECTED, State.CLARIFIED, State.STANDS)

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="contests")
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    joins = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="joined")
    statement = models.TextField(max_length=1000, help_text="The words of the article that are contested.")
    evidence = models.TextField(max_length=4000)
    evidence_url = models.URLField(max_length=2000, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="contests")
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    token = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    # When its publisher or contributor was asked: for who is not signed in, when the address was confirmed.
    asked_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, max_length=4000)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)
    asked_again = models.TextField(blank=True, max_length=2000)
    reported_at = models.DateTimeField(null=True, blank=True)
    mail_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = ContestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["article", "state"], name="contests_of_an_article"),
            models.Index(fields=["due_at"], condition=models.Q(state="open"), name="contests_waiting"),
            models.Index(
                fields=["remind_at"], condition=models.Q(remind_at__isnull=False), name="contests_to_be_reminded_of"
            ),
            models.Index(fields=["mail_at"], condition=models.Q(mail_at__isnull=False), name="mail_to_claimants"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["new", "open", "again", "withdrawn"]) | ~models.Q(answer=""),
                name="an_answered_contest_has_its_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.statement[:60]}"

    def get_absolute_url(self) -> str:
        return f"/contests/{self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to answer it."""
        return self.state in self.WAITING

    @property
    def is_answered(self) -> bool:
        """Whether its publisher, its contributor or an editor has said what became of it."""
        return self.state in self.ANSWERED

    @property
    def claimant(self) -> str:
        """Who contests it, as its publisher reads it; readers are never told."""
        return self.by.name if self.by is not None else self.name or "a reader"

    @property
    def was_late(self) -> bool:
        """Whether it was answered after its time."""
        return self.answered_at is not None and self.answered_at > self.due_at


class ContestEvent(models.Model):
    """One thing that happened to a contested statement: who, when, what was said. Only ever added to."""

    class Action(models.TextChoices):
        MADE = "made", "Contested"
        ASKED = "asked", "Sent to who has to answer"
        JOINED = "joined", "Somebody added evidence"
        REMINDED = "reminded", "Reminded of the answer"
        OVERDUE = "overdue", "The time to answer passed"
        ANSWERED = "answered", "Answered"
        ASKED_AGAIN = "again", "An editor was asked to look again"
        REPORTED = "reported", "Reported to the editors of this site"
        CLOSED = "closed", "Closed by an editor of this site"
        WITHDRAWN = "withdrawn", "Taken back"
        TOLD = "told", "The claimant was told by mail"

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=20, choices=Action)
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
    # The number of the last user who was: telling goes on there when it was stopped.
    told_until = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["article", "-at"], name="corrections_of_an_article"),
            models.Index(fields=["-at", "-id"], name="newest_corrections"),
            models.Index(fields=["at"], condition=models.Q(told_at=None), name="corrections_to_be_told"),
        ]

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
