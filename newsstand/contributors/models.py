"""Who writes here, what they write, and every step on its way to readers."""

from typing import Any

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author
from newsstand.images.models import Image
from newsstand.topics.models import Topic


class WrittenOnceError(Exception):
    """Somebody tried to change or delete a step."""


class Label(models.TextChoices):
    """What a contributor's byline says of them; earned by the rules of algorithms/labels.py."""

    VOICE = "voice", "Community voice"
    WRITER = "writer", "Writer"
    REPORTER = "reporter", "Reporter"


class Contributor(models.Model):
    """A user who writes here, with the byline they write under. `agreed_at`: when they agreed to the terms."""

    user = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="contributor")
    author = models.OneToOneField(Author, null=True, on_delete=models.SET_NULL, related_name="contributor")
    label = models.CharField(max_length=10, choices=Label, default=Label.VOICE)
    agreed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.author or f"contributor {self.pk}")


class LabelChange(models.Model):
    """A label that a contributor got or lost, by rule (`by` is empty) or by an editor, and why."""

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="label_changes")
    label = models.CharField(max_length=10, choices=Label)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contributor}: {self.label}"


class LabelRequest(models.Model):
    """A contributor asks for a label, with proof of earlier work: addresses, and what shows it is theirs."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for an editor"
        GRANTED = "granted", "granted"
        DECLINED = "declined", "declined"

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="label_requests")
    label = models.CharField(max_length=10, choices=Label)
    proof = models.TextField(max_length=3000)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contributor"], condition=models.Q(state="waiting"), name="one_label_request_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | ~models.Q(answer=""), name="a_decided_request_has_its_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} asks for {self.label}"


class State(models.TextChoices):
    """Where a draft stands: what its latest step left it in. `algorithms/review.py` says which step leads where."""

    WRITING = "writing", "being written"
    SUBMITTED = "submitted", "waiting for an editor"
    IN_REVIEW = "in_review", "with an editor"
    CHANGES_ASKED = "changes_asked", "changes asked"
    APPROVED = "approved", "approved"
    PUBLISHED = "published", "published"
    DECLINED = "declined", "declined"
    WITHDRAWN = "withdrawn", "withdrawn"


class Draft(models.Model):
    """A contributor's text, from its first word to long after its publication.

    `body` is sanitised HTML (algorithms/draft_html.py), sanitised again on output. `version` grows with each save: who
    saves says which version they had. The state has no column of its own: it is that of the latest step, so that none
    can be reached without its row.
    """

    class Help(models.TextChoices):
        NONE = "none", "No AI wrote or rewrote any of it"
        HELPED = "helped", "AI helped: with language, research or translation"
        WRITTEN = "written", "AI wrote parts of it"

    class Payment(models.TextChoices):
        NONE = "none", "Nobody pays me for it"
        PAID = "paid", "Somebody pays me for it, or gave me something"

    class Change(models.TextChoices):
        CORRECTION = "correction", "A correction: something was wrong"
        CLARIFICATION = "clarification", "A clarification: something could be misread"
        SMALL = "small", "A small edit: spelling, a link, a caption"

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="drafts")
    headline = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True, max_length=1000)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    section = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="drafts")
    # "" as long as the question was not answered.
    ai = models.CharField(max_length=10, choices=Help, blank=True)
    ai_note = models.CharField(max_length=300, blank=True)
    payment = models.CharField(max_length=10, choices=Payment, blank=True)
    payer = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # What readers are told of the correction that is on its way; "" as long as there is none.
    note_kind = models.CharField(max_length=15, choices=Change, blank=True)
    note = models.TextField(blank=True, max_length=1000)
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Once approved, it is published then.")
    editor = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    article = models.OneToOneField(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="draft")
    latest = models.OneToOneField("Step", null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["contributor", "-changed_at"], name="drafts_of_a_contributor"),
            models.Index(fields=["publish_at"], condition=models.Q(publish_at__isnull=False), name="drafts_scheduled"),
        ]

    def __str__(self) -> str:
        return self.headline or f"draft {self.pk}"

    @property
    def state(self) -> State:
        """Where it stands; select_related("latest") saves a query."""
        return State(self.latest.after) if self.latest is not None else State.WRITING


class DraftPicture(models.Model):
    """A picture of a draft, with what readers and editors must know of it."""

    class Rights(models.TextChoices):
        OWN = "own", "I made it"
        PERMISSION = "permission", "I have permission to publish it here"
        LICENSED = "licensed", "Its licence allows it"
        PUBLIC = "public", "It is in the public domain"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(Image, on_delete=models.RESTRICT, related_name="+")
    alt = models.CharField(max_length=500, blank=True)
    caption = models.CharField(max_length=1000, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    rights = models.CharField(max_length=12, choices=Rights, blank=True)
    licence_url = models.URLField(max_length=2000, blank=True)
    is_lead = models.BooleanField(default=False, help_text="It stands above the text and on cards.")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], condition=models.Q(is_lead=True), name="a_draft_has_one_lead_picture"
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.image_id


class DraftRevision(models.Model):
    """What a draft said at a moment. `fields` holds what is neither headline, summary nor body, by name."""

    class Kind(models.TextChoices):
        SAVED = "saved", "saved while writing"
        KEPT = "kept", "kept by hand"
        STEP = "step", "as it stood at a step"
        OTHER = "other", "from another window"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    headline = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    fields = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["draft", "-id"], name="revisions_of_a_draft")]

    def __str__(self) -> str:
        return f"{self.draft} at {self.at:%Y-%m-%d %H:%M}"


class StepQuerySet(models.QuerySet["Step"]):
    """Steps are written once."""

    def update(self, **fields: Any) -> int:
        if set(fields) - {"by", "by_id"}:
            raise WrittenOnceError("A step is never changed: take another one.")
        return super().update(**fields)


class Step(models.Model):
    """One step of a draft: who took it, when, why, and where it left the draft; `revision` is the text it was about.

    `by` is empty where a rule or the clock took it, and after its user's account was erased.
    """

    class Action(models.TextChoices):
        BEGIN = "begin", "began it"
        SUBMIT = "submit", "submitted it"
        RECALL = "recall", "took it back to write on"
        TAKE = "take", "took it for review"
        RELEASE = "release", "gave it back to the queue"
        ASK = "ask", "asked for changes"
        APPROVE = "approve", "approved it"
        DECLINE = "decline", "declined it"
        SCHEDULE = "schedule", "scheduled it"
        PUBLISH = "publish", "published it"
        CORRECT = "correct", "corrected it"
        WITHDRAW = "withdraw", "withdrew it"
        RESTORE = "restore", "brought it back"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=10, choices=Action)
    after = models.CharField(max_length=15, choices=State)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_automatic = models.BooleanField(default=False)
    reason = models.TextField(blank=True, max_length=2000)
    revision = models.ForeignKey(DraftRevision, null=True, blank=True, on_delete=models.SET_NULL, related_name="steps")
    at = models.DateTimeField()

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["draft", "id"], name="steps_of_a_draft"),
            models.Index(fields=["after", "at"], name="steps_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise WrittenOnceError("A step is never changed: take another one.")
        super().save(*args, **kwargs)


class Remark(models.Model):
    """What an editor or the contributor says about a place in a draft's text, or about all of it (`quote` empty).

    `quote` is the passage with what stood `before` it, so that it is found again when the text changed around it.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="remarks")
    revision = models.ForeignKey(DraftRevision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    quote = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=100, blank=True)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]
