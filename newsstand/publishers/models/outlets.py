"""News outlets, and the contract each has with us."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

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
        feeds: RelatedManager[Any]

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


class Terms(models.Model):
    """What a publisher allows, as its contract says it and as it is chosen before there is one."""

    class Indexing(models.TextChoices):
        NOINDEX = "noindex", "search engines are sent to the publisher"
        CANONICAL = "canonical", "indexed, with the publisher's page as the canonical one"
        INDEX = "index", "indexed as a page of its own"

    indexing = models.CharField(max_length=10, choices=Indexing, default=Indexing.NOINDEX)
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

    class Meta:
        abstract = True

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


class Contract(Terms):
    """What a publisher lets us do with its articles. `algorithms/contracts.py` says what follows from it."""

    publisher = models.OneToOneField(Publisher, on_delete=models.CASCADE, related_name="contract")
    attribution = models.TextField(
        blank=True, default="", help_text="The line at the foot of each article. Empty: published by NAME."
    )
    share = models.PositiveSmallIntegerField(
        "share of revenue",
        default=7000,
        validators=[MaxValueValidator(10_000)],
        help_text="What the publisher gets of what its articles earn, in hundredths of a per cent: 7000 is 70 %.",
    )
    # While it is set, nothing of this publisher is shown.
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True, default="")

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(share__lte=10_000), name="a_share_is_at_most_all")]

    def __str__(self) -> str:
        return f"contract of {self.publisher}"

    def line(self) -> str:
        """The attribution at the foot of each article; who was first is said elsewhere, and may be another."""
        return self.attribution or f"Published by {self.publisher.name}. The rights stay with those who hold them."
