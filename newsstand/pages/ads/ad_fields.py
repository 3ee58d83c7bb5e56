"""The form of an ad, its picture, and how it looks in each slot while it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from newsstand.advertisers.ad import Said
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, Advertiser, Campaign, Category
from newsstand.advertisers.send import findings_of
from newsstand.advertisers.shown import Shown, shown_of
from newsstand.advertisers.slots import SLOTS, Slot
from newsstand.algorithms.ad_review import LONGEST_HEADLINE, LONGEST_PAYER, LONGEST_TEXT, Finding
from newsstand.algorithms.pictures import MOST_BYTES
from newsstand.algorithms.plain_text import plain_line
from newsstand.images.models import Image

FIELDS = ("headline", "text", "landing", "category", "alt", "payer", "behalf", "is_political", "political_payer")
# Slots that look the same are shown once.
PREVIEWED = ("front-1", "article-1", "article-2")


class AdForm(forms.Form):
    """What readers see of an ad, and where it leads."""

    headline = forms.CharField(label="Headline", max_length=LONGEST_HEADLINE, help_text="90 characters at most.")
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="200 characters at most; not every slot has room for it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    landing = forms.URLField(
        label="Landing page", max_length=2000, assume_scheme="https", help_text="Where a click leads: https://…"
    )
    category = forms.ChoiceField(
        label="What it is for",
        choices=[("", "Choose"), *Category.choices],
        help_text="Readers can switch each of these off, and a page shows one ad of each at most.",
    )
    picture = forms.FileField(
        label="Picture",
        required=False,
        help_text="If you like: 1,200 × 675 pixels are good everywhere. JPEG, PNG, WebP, GIF or AVIF.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    alt = forms.CharField(
        label="What the picture shows",
        max_length=200,
        required=False,
        help_text="For those who do not see it, with every word that stands in it.",
    )
    payer = forms.CharField(label="Who pays", max_length=LONGEST_PAYER, help_text="Every reader sees it.")
    behalf = forms.CharField(label="In whose name, if that is somebody else", max_length=LONGEST_PAYER, required=False)
    is_political = forms.BooleanField(
        label="It is political: for or against a party, a candidate, a vote or a law", required=False
    )
    political_payer = forms.CharField(
        label="Who pays for it, their address, and for which vote or law",
        max_length=500,
        required=False,
        help_text="Only for political ads; readers see it with the ad (Regulation (EU) 2024/900).",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a political ad that does not say who pays."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("is_political") and not data.get("political_payer"):
            self.add_error("political_payer", "A political ad says who pays for it: write it here.")
        return data

    def said(self) -> Said:
        """What a valid form says."""
        return Said(**{name: self.cleaned_data[name] for name in FIELDS})


def initial_of(ad: Ad) -> dict[str, Any]:
    return {name: getattr(ad, name) for name in FIELDS}


def usual(advertiser: Advertiser) -> dict[str, Any]:
    return {"payer": advertiser.payer, "landing": advertiser.site}


def file_of(request: HttpRequest) -> bytes | None:
    """The picture that a form brought; None for none. Raises RefusedError for one that is too large."""
    file = request.FILES.get("picture")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if (file is not None and (file.size or 0) > MOST_BYTES) or (
        file is None and length.isdigit() and int(length) > MOST_BYTES
    ):
        most = f"{MOST_BYTES // (1024 * 1024)} MB is the most"
        raise RefusedError(f"The file is too large: {most}. Make the picture smaller and send it again.")
    return bytes(file.read()) if file is not None else None


@dataclass(frozen=True, slots=True)
class Preview:
    """An ad in one slot as readers see it. `go` leads to its landing page; there is no token, so nothing is counted."""

    slot: Slot
    shown: Shown
    go: str


def previews(ad: Ad) -> list[Preview]:
    """The ad in each shape of slot."""
    shown = shown_of(ad)
    return [Preview(SLOTS[key], shown, ad.landing) for key in PREVIEWED]


def as_written(
    campaign: Campaign, given: Any, *, picture: Image | None = None, initial: dict[str, Any] | None = None
) -> Ad:
    """The ad that a form's fields make, however far it is written; it is saved nowhere. `given`: POST data."""
    words = {name: plain_line(str(given.get(name) or (initial or {}).get(name) or "")) for name in FIELDS}
    landing = words["landing"] if words["landing"].startswith(("http://", "https://")) else ""
    return Ad(
        campaign=campaign,
        picture=picture,
        headline=words["headline"][:LONGEST_HEADLINE] or "Your headline",
        text=words["text"][:LONGEST_TEXT],
        landing=landing,
        category=words["category"] if words["category"] in Category.values else Category.OTHER,
        alt=words["alt"][:200],
        payer=words["payer"][:LONGEST_PAYER] or campaign.advertiser.payer,
        behalf=words["behalf"][:LONGEST_PAYER],
        is_political=bool(given.get("is_political") or (initial or {}).get("is_political")),
        political_payer=words["political_payer"][:500],
    )


def to_mend(ad: Ad) -> Sequence[Finding]:
    """What rules find in it now."""
    return findings_of(ad)


def takes_political() -> bool:
    """Whether political ads are taken here at all."""
    return bool(settings.NEWSSTAND_POLITICAL_ADS == "declare")
