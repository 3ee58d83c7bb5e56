"""Other people's pictures: where each came from, what it became, and who is fetching it."""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models

from newsstand.lib.rows import insert, select

WIDTHS = (160, 320, 640, 960, 1280)


def image_id(source_url: str) -> str:
    """The opaque id of a picture: 20 characters of a-z2-7, the same each time, telling nothing of the address."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"image:" + source_url.encode(), hashlib.sha256)
    return b32encode(digest)[:20].decode().lower()


class State(models.TextChoices):
    DUE = "due", "not fetched yet"
    READY = "ready", "served"
    FAILED = "failed", "cannot be had"


class ImageQuerySet(models.QuerySet["Image"]):
    def due(self, now: datetime) -> "ImageQuerySet":
        return (
            self.filter(state=State.DUE, due_at__lte=now, withheld=False)
            .exclude(leased_until__gt=now)
            .order_by("due_at")
        )


class Image(models.Model):
    """One picture at one address. `content` names the checked and re-encoded file under NEWSSTAND_HOME/images."""

    id = models.CharField(max_length=20, primary_key=True)
    source_url = models.URLField(max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    content = models.CharField(max_length=64, blank=True, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    # Nothing that may be seen shows it any more: it was withdrawn, or its publisher was taken down.
    withheld = models.BooleanField(default=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="image_due")]

    def __str__(self) -> str:
        return self.id

    @property
    def can_be_had(self) -> bool:
        """Whether a page should ask for it: it is here, or nobody has tried yet."""
        return self.state == State.READY or (self.state == State.DUE and self.attempts == 0)


def remember(source_urls: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Make a row for each address that has none, due now; the address of each mapped to its id.

    One that was withheld is shown again: somebody names it anew.
    """
    ids = {url: image_id(url) for url in source_urls if url and len(url) <= 2000}
    known = dict(select(Image, ("id", "withheld"), among=("id", ids.values())))
    if any(known.values()):
        Image.objects.filter(id__in=[key for key, withheld in known.items() if withheld]).update(withheld=False)
    new = [Image(id=key, source_url=url, due_at=now) for url, key in ids.items() if key not in known]
    insert(new, ignore_conflicts=True)
    return ids
