"""Ads, and what became of each on its way to readers."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.advertisers.models.campaigns import Campaign
from newsstand.images.models import Image


class Category(models.TextChoices):
    """What an ad is for: readers switch them off by these, and one page shows one ad of each at most."""

    SHOPS = "shops", "shops and goods"
    FOOD = "food", "food and drink"
    ALCOHOL = "alcohol", "alcohol"
    EVENTS = "events", "events and culture"
    HOMES = "homes", "homes and building"
    CARS = "cars", "cars and travel"
    MONEY = "money", "money and insurance"
    HEALTH = "health", "health and care"
    JOBS = "jobs", "jobs and learning"
    SERVICES = "services", "services and trades"
    CAUSES = "causes", "charities and causes"
    POLITICS = "politics", "politics"
    GAMBLING = "gambling", "gambling"
    DATING = "dating", "dating"
    OTHER = "other", "everything else"


class Ad(models.Model):
    """What readers see. It is never changed once it was sent in: a changed ad is another one that `replaces` it.

    `state` is that of its latest step. `payer`: who pays; `behalf`: in whose name, where that is somebody else (DSA
    Art. 26 and 39). `is_political` with who pays by Regulation (EU) 2024/900 in `political_payer`. `first_shown_on` and
    `last_shown_on` are days of UTC, for the public library.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "not sent in yet"
        WAITING = "waiting", "waits for review"
        APPROVED = "approved", "approved"
        REFUSED = "refused", "refused"
        REMOVED = "removed", "taken off after it was approved"
        RETIRED = "retired", "taken back by its advertiser"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="ads")
    headline = models.CharField(max_length=90)
    text = models.CharField(max_length=200, blank=True, default="")
    picture = models.ForeignKey(Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    alt = models.CharField("what the picture shows", max_length=200, blank=True, default="")
    landing = models.URLField("landing page", max_length=2000)
    category = models.CharField(max_length=12, choices=Category)
    payer = models.CharField(max_length=100)
    behalf = models.CharField(max_length=100, blank=True, default="")
    is_political = models.BooleanField(default=False)
    political_payer = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    paused_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by")
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    first_shown_on = models.DateField(null=True, blank=True)
    last_shown_on = models.DateField(null=True, blank=True)
    # A buyer's own number for what it bought over OpenRTB.
    outside_key = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_political=False) | ~models.Q(political_payer=""),
                name="a_political_ad_says_who_pays",
            ),
        ]
        indexes = [models.Index(fields=["-last_shown_on", "-id"], name="ads_by_last_shown")]

    def __str__(self) -> str:
        return self.headline


class AdStep(models.Model):
    """One thing that happened to an ad: sent in, looked at by rules, approved, refused, taken off or back.

    `findings`: what the rules found, [{"rule", "verdict", "said", "mend"}].
    """

    ad = models.ForeignKey(Ad, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Ad.State)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=1000, blank=True, default="")
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["ad", "id"], name="steps_of_an_ad")]

    def __str__(self) -> str:
        return f"{self.ad}: {self.state}"
