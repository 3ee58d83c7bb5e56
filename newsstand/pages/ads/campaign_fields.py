"""The form of a campaign: what it says, and the plan that it makes."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import QueryDict

from newsstand.advertisers.days import zone_of
from newsstand.advertisers.floors import floor_of
from newsstand.advertisers.models import Advertiser, Pricing
from newsstand.advertisers.plan import MOST_NAME, Plan
from newsstand.advertisers.week import ALWAYS, OWN, PRESETS, from_ticks, preset_of
from newsstand.algorithms.amounts import MICROS, amount, read_amount
from newsstand.pages.ads.targets import read_targets

PRICINGS = [(Pricing.CPC.value, "each click"), (Pricing.CPM.value, "a thousand views")]
USUAL_TOTAL = "50.00"


class Amount(forms.CharField):
    """An amount of the currency; its value is micros, or None where nothing was written."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "amount"}
        super().__init__(max_length=24, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> int | None:
        """Micros. Raises ValidationError for what is no amount."""
        said = str(super().clean(value) or "").strip()
        if not said:
            return None
        try:
            return read_amount(said)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None


def written(micros: int | None) -> str:
    """An amount as its field takes it: no thousands, no currency."""
    return "" if micros is None else amount(micros).replace(",", "")


class CampaignForm(forms.Form):
    """One page with sensible defaults. `is_new` lets its people choose what they pay for."""

    name = forms.CharField(label="Name", max_length=MOST_NAME, help_text="Only your own people see it.")
    pricing = forms.ChoiceField(label="You pay for", choices=PRICINGS, widget=forms.RadioSelect)
    bid = Amount(label="At most")
    total = Amount(label="In all", help_text="It is never passed. You can raise it at any time.")
    daily = Amount(label="A day", required=False, help_text="Empty: no limit of its own.")
    starts = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(
        label="To, that day included",
        required=False,
        help_text="Empty: until you end it, or the budget is spent.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hours = forms.ChoiceField(
        label="Hours of the week",
        choices=[*((key, said) for key, (said, _) in PRESETS.items()), (OWN, "Those that I tick below")],
        required=False,
    )
    tells_clicks = forms.BooleanField(
        label="Tell my landing page the number of each click, so that my server can report what came of it",
        required=False,
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = ", ".join(f"{amount(floor_of(one), settings.NEWSSTAND_CURRENCY)} for {what}" for one, what in PRICINGS)
        self.fields["bid"].help_text = f"Usually you pay less: what the next one would have paid. At least {least}."
        if not is_new:
            self.fields["pricing"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where amounts and days do not go together."""
        data: dict[str, Any] = super().clean() or {}
        floor = floor_of(data["pricing"]) if data.get("pricing") else 0
        if data.get("bid") is not None and data["bid"] < floor:
            self.add_error("bid", f"{amount(floor, settings.NEWSSTAND_CURRENCY)} is the least that is taken here.")
        if data.get("total") == 0:
            self.add_error("total", "Say what it may spend in all.")
        if data.get("daily") == 0:
            self.add_error("daily", "Write more than nothing, or leave it empty.")
        if data.get("daily") and data.get("total") and data["daily"] > data["total"]:
            self.add_error("daily", "This is more than the whole: make it smaller, or leave it empty.")
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "It would end before it begins.")
        return data


def usual(advertiser: Advertiser, now: datetime) -> dict[str, Any]:
    """What a new campaign's form says before anybody wrote into it."""
    return {
        "pricing": Pricing.CPC.value,
        "bid": written(max(4 * floor_of(Pricing.CPC), MICROS // 100)),
        "total": USUAL_TOTAL,
        "starts": now.astimezone(zone_of(advertiser.zone)).date(),
        "hours": ALWAYS,
    }


def initial_of(plan: Plan, zone: str) -> dict[str, Any]:
    """What the form says of a campaign as it is."""
    where = zone_of(zone)
    last = (plan.ends_at - timedelta(seconds=1)).astimezone(where).date() if plan.ends_at else None
    return {
        "name": plan.name,
        "pricing": plan.pricing,
        "bid": written(plan.bid),
        "total": written(plan.total),
        "daily": written(plan.daily),
        "starts": plan.starts_at.astimezone(where).date(),
        "ends": last,
        "hours": preset_of(plan.hours),
        "tells_clicks": plan.tells_clicks,
    }


def plan_from(
    form: CampaignForm, given: QueryDict, advertiser: Advertiser, now: datetime, before: Plan | None = None
) -> Plan:
    """The plan of a form that is valid. What begins today begins now; what began stays where it began."""
    data, where = form.cleaned_data, zone_of(advertiser.zone)
    starts = midnight(data["starts"], where)
    if data["starts"] == now.astimezone(where).date():
        starts = now
    if before is not None and data["starts"] == before.starts_at.astimezone(where).date():
        starts = before.starts_at
    ends = midnight(data["ends"] + timedelta(days=1), where) if data["ends"] else None
    hours = data["hours"] or ALWAYS
    return Plan(
        name=data["name"],
        pricing=data["pricing"],
        bid=data["bid"],
        starts_at=starts,
        ends_at=ends,
        hours=from_ticks(given.getlist("hour")) if hours == OWN else PRESETS[hours][1],
        daily=data["daily"],
        total=data["total"],
        targets=read_targets(given.getlist("target")),
        tells_clicks=data["tells_clicks"],
    )


def midnight(day: date, where: ZoneInfo) -> datetime:
    """When a day begins there, aware."""
    return datetime.combine(day, time(), tzinfo=where)
