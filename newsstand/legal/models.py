"""Notices of illegal content, and what happened to each."""

from typing import NoReturn

from django.db import models

from newsstand.accounts.models import User
from newsstand.moderation.models import Appeal, Case, Decision, Kind


class LegalNotice(models.Model):
    """Somebody, perhaps without an account, says that something here breaks the law.

    `form_key` names the form that was sent: sending it twice is one notice. `address` is where the notifier saw the
    thing, `snapshot` what it said then. `due_at` is set while the notifier waits for a mail. When `erased_at` is set,
    a keyed hash stands in the place of what was personal.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        REVIEW = "review", "under review"
        LEGAL = "legal", "decided: not against the law"
        ILLEGAL = "illegal", "decided: against the law"
        VOID = "void", "void: it was gone before anybody decided"

    reference = models.CharField(max_length=14, unique=True)
    form_key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.BigIntegerField()
    address = models.CharField(max_length=500)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="legal_notices")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="legal_notices")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    is_about_abuse = models.BooleanField("about the sexual abuse of children", default=False)
    law = models.CharField(max_length=500)
    explanation = models.TextField(max_length=2000)
    snapshot = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="legal_notices"
    )
    appeal = models.OneToOneField(Appeal, null=True, blank=True, on_delete=models.SET_NULL, related_name="legal_notice")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    mailed_state = models.CharField(max_length=30, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "number", "state"], name="legal_notices_of_a_thing"),
            models.Index(fields=["due_at"], name="mail_to_notifiers"),
        ]

    def __str__(self) -> str:
        return f"Legal notice {self.reference}"

    def get_absolute_url(self) -> str:
        return f"/moderation/notices/{self.reference}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in {self.State.RECEIVED, self.State.REVIEW}


class WrittenOnceError(Exception):
    """Somebody tried to change what happened to a legal notice."""


class EventQuerySet(models.QuerySet["Event"]):
    """Only ever added to."""

    def _never(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise WrittenOnceError("What happened to a legal notice is never changed: add what happened then.")

    update = delete = bulk_update = _never


class Event(models.Model):
    """What happened to a legal notice, in order: only ever added to. `by` is empty for what happened by itself."""

    class What(models.TextChoices):
        RECEIVED = "received", "Received"
        CONFIRMED = "confirmed", "Receipt confirmed to the notifier"
        REVIEW = "review", "Taken under review"
        NOTE = "note", "Note"
        DECIDED = "decided", "Decided"
        TOLD = "told", "Decision told to the notifier"
        UNDONE = "undone", "Decision taken back"
        APPEALED = "appealed", "Appealed"
        APPEAL_DECIDED = "appeal", "Appeal decided"
        VOID = "void", "Void"
        FILED = "filed", "Case file downloaded"
        ERASED = "erased", "Personal data erased"

    notice = models.ForeignKey(LegalNotice, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=What.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["notice", "id"], name="events_of_a_legal_notice")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.text[:40]}"
