"""Who belongs to a publisher, and what they may do for it."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.publishers.models.outlets import Publisher


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
