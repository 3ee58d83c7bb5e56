"""What a user is told."""

from django.db import models

from newsstand.accounts.models import User


class Notice(models.Model):
    """One thing a user is told. `title` and `text` are plain text; `address` is a path of this site that shows it.

    `about` is the user whose doing it tells of: a notice about somebody muted or blocked is never made. `key` names the
    event, so that telling it twice (an edited mention, a repeated job) is as good as once.
    """

    class Kind(models.TextChoices):
        REPLY = "reply", "An answer to what you said"
        MENTION = "mention", "Somebody mentions you"
        DECISION = "decision", "A decision about what you wrote or about your account"
        OUTCOME = "outcome", "What became of your report, notice or appeal"
        CONVERSATION = "conversation", "Something new in a conversation you follow"
        SITE = "site", "From this site"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=120)
    about = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="a_notice_is_made_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notices_of_a_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="unread_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is told: {self.title}"
