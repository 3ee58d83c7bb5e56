"""The queue and what became of it.

What is moderated is named by `kind` and `number` ("comment", 17), because moderation/ knows no noun above it; each noun
enters how it is shown, hidden and given back (subjects.py).
"""

from typing import Any

from django.db import models

from newsstand.accounts.models import User
from newsstand.moderation.rulebook import Rulebook  # noqa: F401 (its table is one of ours)

# Of a decision: the snapshot is erased with its author, and the public log may stop showing one.
MAY_CHANGE = {"snapshot", "is_public", "erased_at"}


class WrittenOnceError(Exception):
    """Somebody tried to change or delete a decision."""


class Kind(models.TextChoices):
    COMMENT = "comment", "comment"
    ARTICLE = "article", "article"
    PROFILE = "profile", "profile"
    AD = "ad", "ad"


class Case(models.Model):
    """One thing that waits for a moderator, or waited: at most one open case for each thing.

    `author` is whose it is. `is_held` says that nobody sees it until a moderator decides; `report_count` counts open
    reports; `is_appealed` an appeal that waits, `is_noticed` a notice of illegal content. `urgency` orders the queue
    (cases.py). A claim keeps others off until it runs out. A closed case keeps what brought it there.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.BigIntegerField()
    author = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_held = models.BooleanField(default=False)
    is_appealed = models.BooleanField(default=False)
    is_noticed = models.BooleanField(default=False)
    report_count = models.PositiveIntegerField(default=0)
    urgency = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], condition=models.Q(closed_at=None), name="one_open_case_a_thing"
            )
        ]
        indexes = [
            models.Index(
                fields=["-urgency", "opened_at", "id"], condition=models.Q(closed_at=None), name="open_cases_by_urgency"
            ),
            models.Index(fields=["kind", "number"], name="cases_of_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Finding(models.Model):
    """What a rule found in a text: which rule, what it did, and the span of the text that it matched.

    `start` and `end` count characters of `text`, which is the text as it was then; empty where the rule looked at
    something else (speed, history). `evidence` says it in words a moderator and the author understand.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.BigIntegerField()
    phase = models.CharField(max_length=40)
    verdict = models.CharField(max_length=10)
    evidence = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "number", "id"], name="findings_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.phase}: {self.evidence}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions are written once: what may change later is the snapshot, which is erased, and who could see it."""

    def update(self, **fields: Any) -> int:
        if set(fields) - MAY_CHANGE:
            raise WrittenOnceError("A decision is never changed: undo it with another (moderation/undo.py).")
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError("A decision is never deleted: undo it with another (moderation/undo.py).")


class Decision(models.Model):
    """One decision, by a moderator or by the rules (`by` is empty then): never changed, only undone by another.

    `reason` is one of the published reasons (reasons.py), `explanation` what the moderator adds for the author;
    `ground` the law or the house rule it rests on. `user` is the one concerned. `is_public` puts it on the public log.
    """

    class Action(models.TextChoices):
        APPROVE = "approve", "left as it is"
        REMOVE = "remove", "removed"
        HOLD = "hold", "held"
        RESTORE = "restore", "given back"
        WARN = "warn", "warned"
        MUTE = "mute", "muted"
        WATCH = "watch", "held before showing"
        SUSPEND = "suspend", "suspended"
        BAN = "ban", "banned"
        STRIKE = "strike", "strike"
        LIFT = "lift", "sanction lifted"
        REOPEN = "reopen", "taken back"

    class Before(models.TextChoices):
        SHOWN = "shown", "shown"
        HELD = "held", "held"
        REMOVED = "removed", "removed"

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.BigIntegerField()
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="decided")
    is_automatic = models.BooleanField(default=False)
    action = models.CharField(max_length=10, choices=Action.choices)
    # How the thing stood before, so that the decision can be undone.
    before = models.CharField(max_length=10, choices=Before.choices, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    explanation = models.TextField(blank=True)
    ground = models.CharField(max_length=500, blank=True)
    # What was decided about, as it stood then: erased with its author (erasure), after that only its hash is left.
    snapshot = models.TextField(blank=True)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="undone")
    is_public = models.BooleanField(default=True)
    decided_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "number", "id"], name="decisions_about_a_thing"),
            models.Index(fields=["user", "-id"], name="decisions_about_a_user"),
            models.Index(fields=["-decided_at", "-id"], name="decisions_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding and not set(kwargs.get("update_fields") or "*") <= MAY_CHANGE:
            raise WrittenOnceError("A decision is never changed: undo it with another (moderation/undo.py).")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError("A decision is never deleted: undo it with another (moderation/undo.py).")


class Sanction(models.Model):
    """What a user may not do, why and until when; `until` is empty for a ban, which holds until it is lifted."""

    class Kind(models.TextChoices):
        WARN = "warn", "Warning"
        MUTE = "mute", "May not comment"
        WATCH = "watch", "What they write waits for a moderator"
        SUSPEND = "suspend", "Suspended: may read and appeal"
        BAN = "ban", "Banned: may read and appeal"
        STRIKE = "strike", "Strike for breaking a rule of writing"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    decision = models.OneToOneField(Decision, on_delete=models.RESTRICT, related_name="sanction")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["ban", "warn"]) | models.Q(until__isnull=False),
                name="a_sanction_has_an_end",
            )
        ]
        indexes = [models.Index(fields=["user", "until"], name="sanctions_of_a_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"


class Report(models.Model):
    """A reader says that something should not stand here. `snapshot` is what it said at that moment."""

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        UPHELD = "upheld", "upheld"
        REFUSED = "refused", "not upheld"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.BigIntegerField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    reason = models.CharField(max_length=40)
    text = models.TextField(blank=True, max_length=1000)
    snapshot = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "by"], condition=models.Q(state="open"), name="one_open_report_a_person"
            )
        ]
        indexes = [models.Index(fields=["kind", "number", "state"], name="reports_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}: {self.reason}"


class Appeal(models.Model):
    """The user concerned, or who reported in vain, asks for another look: by somebody else than who decided."""

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        UPHELD = "upheld", "the decision stands"
        OVERTURNED = "overturned", "the decision was wrong"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="appeals")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="appeals")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="appeals")
    text = models.TextField(max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, max_length=2000)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "by"], name="one_appeal_a_decision_and_person")]

    def __str__(self) -> str:
        return f"Appeal of {self.decision}"


class Note(models.Model):
    """What one moderator tells the others about a user."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="moderators_notes")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=2000)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"About {self.user}: {self.text[:40]}"


class SavedReply(models.Model):
    """Words that moderators use again as an explanation."""

    title = models.CharField(max_length=80, unique=True)
    text = models.TextField(max_length=2000)

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """An editor named a moderator, or dismissed one; `by` is empty when the operator did."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="appointments")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    moderates = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} {'named' if self.moderates else 'dismissed'}"
