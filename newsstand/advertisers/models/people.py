"""Advertisers, and who may do what for them."""

from django.db import models

from newsstand.accounts.models import User


class Kind(models.TextChoices):
    """Where an advertiser's money comes from."""

    SELF_SERVICE = "self-service", "pays in advance"
    HOUSE = "house", "the site itself: pays nothing, and fills what nobody bought"
    OUTSIDE = "outside", "a buyer outside, over OpenRTB: billed by month"


class Advertiser(models.Model):
    """Who pays. `zone`: the time zone of its days (IANA), by which daily budgets, hours and reports go.

    `payer`: who pays, as every ad says it unless the ad says otherwise; at most 100 characters (IAB's DSA fields).
    `closed_at`: when its people closed it: nothing of it runs any more, and what its wallet holds is paid back.
    `purged_at`: when the last of its people left and what was personal of it went; the books keep its number.
    """

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.SELF_SERVICE)
    site = models.URLField("web site", max_length=500, blank=True, default="")
    payer = models.CharField(max_length=100)
    email = models.EmailField("address for invoices", blank=True, default="")
    address = models.TextField("postal address for invoices", max_length=500, blank=True, default="")
    tax_number = models.CharField(max_length=40, blank=True, default="")
    zone = models.CharField(max_length=64, default="UTC")
    joined_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_why = models.CharField(max_length=500, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    # The secret by which its servers sign conversions; empty until it is asked for.
    conversion_secret = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="house"), name="one_house_advertiser")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/advertisers/{self.slug}"


class Role(models.TextChoices):
    """What somebody may do for an advertiser; each may also do what the later ones may."""

    OWNER = "owner", "Owner: people, money, closing"
    MANAGER = "manager", "Manager: campaigns and ads"
    VIEWER = "viewer", "Viewer: sees everything and changes nothing"


class Membership(models.Model):
    """A user who belongs to an advertiser, and as what."""

    advertiser = models.ForeignKey(Advertiser, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="advertiser_memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.OWNER)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["advertiser", "user"], name="a_member_once_an_advertiser")]

    def __str__(self) -> str:
        return f"{self.user} of {self.advertiser}"


def may_be(user: User, advertiser: Advertiser, role: Role) -> bool:
    """Whether somebody may do what this role does for an advertiser; the site's cashiers may look.

    Editors are the newsroom: they neither see campaigns nor spend an advertiser's money.
    """
    if role == Role.VIEWER and user.keeps_books:
        return True
    enough = Role.values[: Role.values.index(role) + 1]
    rows = Membership.objects.filter(advertiser=advertiser, user=user, user__is_active=True, role__in=enough)
    return rows.exists()
