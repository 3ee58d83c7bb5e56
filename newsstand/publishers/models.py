"""News outlets, their people, the feeds they connect, the contract each has with us, and applications to join."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from newsstand.accounts.models import User
from newsstand.algorithms import contracts
from newsstand.images.models import Image

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class PublisherQuerySet(models.QuerySet["Publisher"]):
    def here(self) -> "PublisherQuerySet":
        """Publishers whose contract stands: all that were not taken down."""
        return self.exclude(pk__in=Contract.objects.suspended())


class Publisher(models.Model):
    """A news outlet."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    site_url = models.URLField(max_length=2000, blank=True, default="")
    description = models.TextField(blank=True, default="")
    language = models.CharField(max_length=20, blank=True, default="")
    icon = models.ForeignKey(Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_fictional = models.BooleanField(default=False, help_text="Part of the demonstration town.")
    joined_at = models.DateTimeField()
    # What readers should know to trust it; shown on its page and given to machines.
    ownership = models.TextField(blank=True, default="", max_length=2000, help_text="Who owns it.")
    funding = models.TextField(blank=True, default="", max_length=2000, help_text="What it lives on.")
    masthead = models.TextField(blank=True, default="", max_length=4000, help_text="Who edits it, one person a line.")
    corrections_policy = models.TextField(blank=True, default="", max_length=4000, help_text="How it corrects itself.")
    ethics_policy = models.TextField(blank=True, default="", max_length=4000, help_text="By which rules it works.")
    contact = models.CharField(max_length=300, blank=True, default="", help_text="How readers reach it.")

    objects = PublisherQuerySet.as_manager()
    contract: "Contract"
    if TYPE_CHECKING:
        feeds: RelatedManager["Feed"]

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="a_publisher_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/publisher/{self.slug}"


class ContractQuerySet(models.QuerySet["Contract"]):
    def suspended(self) -> "models.QuerySet[Contract, int]":
        """The ids of the publishers that were taken down, for use inside another query."""
        return self.filter(suspended_at__isnull=False).values_list("publisher_id", flat=True)


class Contract(models.Model):
    """What a publisher lets us do with its articles. `algorithms/contracts.py` says what follows from it."""

    class Indexing(models.TextChoices):
        NOINDEX = "noindex", "search engines are sent to the publisher"
        CANONICAL = "canonical", "indexed, with the publisher's page as the canonical one"
        INDEX = "index", "indexed as a page of its own"

    publisher = models.OneToOneField(Publisher, on_delete=models.CASCADE, related_name="contract")
    indexing = models.CharField(max_length=10, choices=Indexing, default=Indexing.NOINDEX)
    attribution = models.TextField(
        blank=True, default="", help_text="The line at the foot of each article. Empty: published by NAME."
    )
    excerpt_words = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(5)],
        help_text="Show so many words and the way to the rest. Empty: the full text.",
    )
    embargo_minutes = models.PositiveIntegerField(
        default=0, validators=[MaxValueValidator(525_600)], help_text="Show articles so long after their publication."
    )
    expires_after_days = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(36_500)],
        help_text="Show articles no longer than so many days after their publication. Empty: for ever.",
    )
    licence = models.CharField(
        max_length=300, blank=True, default="", help_text="A line on what others may do with the articles."
    )
    licence_url = models.URLField(
        "address of the licence",
        max_length=2000,
        blank=True,
        default="",
        help_text="Of an RSL file (.xml or .rsl) or of a licence for people, such as Creative Commons.",
    )
    # While it is set, nothing of this publisher is shown.
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True, default="")

    objects = ContractQuerySet.as_manager()

    def __str__(self) -> str:
        return f"contract of {self.publisher}"

    def clean(self) -> None:
        """Raises ValidationError for terms under which nothing could ever be shown."""
        reason = contracts.cannot_stand(
            embargo_minutes=self.embargo_minutes or 0, expires_after_days=self.expires_after_days
        )
        if reason:
            raise ValidationError({"embargo_minutes": reason})

    @property
    def licence_type(self) -> str:
        """The media type of the licence at `licence_url`, "" where it is for people."""
        return contracts.licence_type(self.licence_url)

    def line(self) -> str:
        """The attribution at the foot of each article; who was first is said elsewhere, and may be another."""
        return self.attribution or f"Published by {self.publisher.name}. The rights stay with those who hold them."


class Role(models.TextChoices):
    """What somebody may do for a publisher; each may also do what the later ones may."""

    OWNER = "owner", "Owner: people, contract, leaving"
    EDITOR = "editor", "Editor: feeds, articles, answers to contested statements"
    VIEWER = "viewer", "Viewer: sees everything and changes nothing"


class Membership(models.Model):
    """A user who belongs to a publisher, and as what."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.OWNER)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publisher", "user"], name="a_member_once_a_publisher")]

    def __str__(self) -> str:
        return f"{self.user} of {self.publisher}"


def belongs(user: User, publisher: Publisher) -> bool:
    """Whether somebody may see what is a publisher's own: its people and the editors may."""
    return user.is_editor or Membership.objects.filter(publisher=publisher, user=user, user__is_active=True).exists()


def may_be(user: User, publisher: Publisher, role: Role) -> bool:
    """Whether somebody may do what this role does for a publisher; the site's editors may do everything."""
    enough = Role.values[: Role.values.index(role) + 1]
    rows = Membership.objects.filter(publisher=publisher, user=user, user__is_active=True, role__in=enough)
    return user.is_editor or rows.exists()


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, now: datetime) -> "FeedQuerySet":
        """Feeds to read now that nobody is reading, of publishers that were not taken down."""
        return (
            self.filter(retired_at=None, next_check_at__lte=now)
            .exclude(publisher__in=Contract.objects.suspended())
            .exclude(leased_until__gt=now)
            .order_by("next_check_at", "id")
        )


class Feed(models.Model):
    """A publisher's RSS, Atom or JSON address, and when to look at it again."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="feeds")
    address = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True, default="")
    format = models.CharField(max_length=40, blank=True, default="")

    # Opaque to us: sent back as the server wrote them.
    etag = models.CharField(max_length=1000, blank=True, default="")
    last_modified = models.CharField(max_length=200, blank=True, default="")
    body_hash = models.CharField(max_length=64, blank=True, default="")

    # What the feed says of itself (see algorithms.schedule.Wishes), and when readings brought something new.
    asks = models.JSONField(default=dict, blank=True)
    change_times = models.JSONField(default=list, blank=True)

    soonest_minutes = models.PositiveIntegerField(
        default=15, validators=[MinValueValidator(1)], help_text="It is read again no sooner than this."
    )
    latest_minutes = models.PositiveIntegerField(
        default=1440, validators=[MaxValueValidator(10080)], help_text="It is read again no later than this."
    )
    next_check_at = models.DateTimeField()
    # Set while a hub has proved that it tells us what is new: until then polling is a slow second look.
    pushed_until = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.CharField(max_length=500, blank=True, default="")
    moved_from = models.URLField(max_length=2000, blank=True, default="", help_text="Where it was before it moved.")
    error = models.CharField(max_length=500, blank=True, default="")
    error_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["retired_at", "next_check_at"], name="feed_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(soonest_minutes__lte=models.F("latest_minutes")),
                name="a_feed_is_read_sooner_before_later",
                violation_error_message="The soonest reading cannot come after the latest one.",
            )
        ]

    def __str__(self) -> str:
        return self.address


class Application(models.Model):
    """An outlet that asks to join, and what an editor answered."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for an editor"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    name = models.CharField("name of the outlet", max_length=200)
    address = models.URLField("address of its site or feed", max_length=2000)
    about = models.TextField("what it reports on, for whom, and who edits it", max_length=3000)
    applicant = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="applications")
    applied_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True, default="", max_length=2000)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""), name="a_declined_application_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_failed(self) -> bool:
        """Accepted, but the feed could not be connected; then `reason` holds what went wrong."""
        return self.state == self.State.ACCEPTED and self.publisher_id is None and bool(self.reason)

    @property
    def is_open(self) -> bool:
        """Whether an editor can still decide: it waits, or what was accepted could not be connected."""
        return self.state == self.State.WAITING or self.has_failed
