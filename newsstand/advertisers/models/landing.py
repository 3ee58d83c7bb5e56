"""When an ad's landing page was looked at, and what stood there."""

from django.db import models

from newsstand.advertisers.models.ads import Ad


class LandingCheck(models.Model):
    """The work row of an ad's landing page: due when it is sent in, and each week while it is approved.

    `status`: the HTTP status of its last answer, 0 where there was none; `address`: where it came from in the end.
    `failures`: looks in a row without an answer. `findings` as in AdStep.
    """

    ad = models.OneToOneField(Ad, primary_key=True, on_delete=models.CASCADE, related_name="landing_check")
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(max_length=2000, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    failures = models.PositiveSmallIntegerField(default=0)
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="landing_pages_due")]

    def __str__(self) -> str:
        return f"landing page of {self.ad_id}"
