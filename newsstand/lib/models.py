"""What public pages are made of, what we know of other people's hosts, and how far events were counted."""

from django.core.validators import RegexValidator
from django.db import models


class Stamp(models.Model):
    """`name` is what a page may depend on ("article:12", "front"); `version` grows with each change of it."""

    name = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField(default=1)


class Bucket(models.Model):
    """How often a host may be asked: "domain:example.org" or "address:192.0.2.7" (see algorithms.buckets).

    `pause_seconds` is what its robots.txt asks for between two requests.
    """

    name = models.CharField(max_length=300, primary_key=True)
    full_at = models.DateTimeField()
    closed_until = models.DateTimeField(null=True, blank=True)
    pause_seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.name


class Robots(models.Model):
    """A site's robots.txt, kept for a day. `origin` is its scheme, host and port."""

    class State(models.TextChoices):
        RULES = "rules", "it has rules"
        FREE = "free", "there is none"
        LATER = "later", "it cannot be read at the moment"

    origin = models.CharField(max_length=300, primary_key=True)
    domain = models.CharField(max_length=255, db_index=True)
    state = models.CharField(max_length=5, choices=State)
    text = models.TextField(blank=True, default="")
    pause_seconds = models.FloatField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "robots"

    def __str__(self) -> str:
        return self.origin


class Fetch(models.Model):
    """What we asked of one host on one day, by kind; kept for fourteen days. `bytes` as they came over the wire."""

    host = models.CharField(max_length=255)
    day = models.DateField()
    kind = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    bytes = models.BigIntegerField()
    last_status = models.PositiveSmallIntegerField(help_text="0: no answer")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "day", "kind"], name="a_host_a_day_a_kind")]
        indexes = [models.Index(fields=["day"], name="fetch_day")]
        verbose_name_plural = "fetches"

    def __str__(self) -> str:
        return f"{self.host} {self.day}: {self.count} × {self.kind}"


class Stop(models.Model):
    """A host that we do not ask for anything, because somebody said stop. It holds for the names under it, too."""

    host = models.CharField(
        max_length=255,
        unique=True,
        validators=[RegexValidator(r"^[^\s/:@*]+$", "Write the name alone, such as example.org.")],
        help_text="A name such as example.org, without https://.",
    )
    reason = models.CharField(max_length=500, help_text="Who asked, and how.")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.host


class Segment(models.Model):
    """How far a file of events was counted, in bytes. Offset and counters are saved in one transaction."""

    name = models.CharField(max_length=80, primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)
    counted_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name} up to {self.offset}"


class Salt(models.Model):
    """What the keys of one day are made with. It is thrown away with the day, and nobody can make them again."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"salt of {self.day}"
