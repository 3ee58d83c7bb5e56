"""What a user is told, and how: on the page, by mail, on their devices."""

from datetime import datetime

from django.db import models

from newsstand.accounts.models import Block, User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def heard(self) -> "NoticeQuerySet":
        """Without those about somebody whom the user has muted or blocked since."""
        unheard = Block.objects.filter(by=models.OuterRef("user"), of=models.OuterRef("about"))
        return self.exclude(models.Exists(unheard))

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


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
        WORK = "work", "What becomes of your drafts and of your publisher"
        CORRECTION = "correction", "An article that you read was corrected"
        SITE = "site", "From this site"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=120)
    about = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=500, blank=True)
    count = models.PositiveIntegerField(default=1, help_text="Of how many things it tells: it grows until it is read.")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="a_notice_is_made_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notices_of_a_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="unread_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is told: {self.title}"


class Wish(models.Model):
    """How a user wants to hear of one kind of notice, beside the page. Who has no row has the default (wishes.py)."""

    class Mail(models.TextChoices):
        NEVER = "never", "never"
        AT_ONCE = "at once", "at once"
        HOURLY = "hourly", "at most once an hour"
        DAILY = "daily", "once a day"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=20, choices=Notice.Kind.choices)
    mail = models.CharField(max_length=10, choices=Mail.choices)
    push = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_wish_a_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.mail}"


class Mailbox(models.Model):
    """When the next mail with notices is due to a user, and how many went out on `day`."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mailbox")
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    day = models.DateField(null=True, blank=True)
    mails = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "mailboxes"
        indexes = [models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="mailboxes_due")]

    def __str__(self) -> str:
        return f"mailbox of {self.user}"


class DeviceQuerySet(models.QuerySet["Device"]):
    def due(self, now: datetime) -> "DeviceQuerySet":
        """Those to be told something that nobody holds, the longest waiting first."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lte=now)
        return self.filter(free, due_at__lte=now).order_by("due_at", "id")


class Device(models.Model):
    """A browser in which a user asked for web push: where its push service listens, and the keys it gave (RFC 8291).

    `digest` is the SHA-256 of the endpoint; `told_until` the number of the last notice it was told.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField()
    told_until = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="devices_due")]

    def __str__(self) -> str:
        return f"{self.name or 'a browser'} of {self.user}"
