"""What was changed about advertisers and campaigns."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.advertisers.models.campaigns import Campaign
from newsstand.advertisers.models.people import Advertiser


class Change(models.Model):
    """One thing that somebody, or a rule, changed about an advertiser or a campaign: who, when, from what to what.

    `about`: whose membership it is about; `said` names nobody, so that an erased account leaves nothing in it.
    """

    advertiser = models.ForeignKey(Advertiser, on_delete=models.CASCADE, related_name="changes")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    about = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    said = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["advertiser", "-id"], name="changes_of_an_advertiser")]

    def __str__(self) -> str:
        return self.said
