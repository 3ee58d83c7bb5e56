"""Who was asked by mail to belong to an advertiser."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.advertisers.models.people import Advertiser, Role


class Invitation(models.Model):
    """A mail by which an owner asks somebody to belong to an advertiser. Its address is forgotten once it is answered.

    It is open while `accepted_at` and `withdrawn_at` are empty and `expires_at` has not come.
    """

    advertiser = models.ForeignKey(Advertiser, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=10, choices=Role)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["advertiser"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="open_advertiser_invitations",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.advertiser_id}"
