"""Everything of an advertiser as one ZIP: campaigns, ads, figures, and its wallet's entries."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string

from newsstand.advertisers import figures
from newsstand.advertisers.accounts import WALLET, wallet_owner
from newsstand.advertisers.models import Ad, AdStep, Advertiser, Campaign, Change, Conversion, Refund, RuleRun, TopUp
from newsstand.ledger.models import Entry
from newsstand.lib.tables import cell

ROWS_AT_ONCE = 2000
ABOUT = ("name", "slug", "kind", "site", "payer", "email", "address", "tax_number", "zone", "joined_at", "closed_at")
CAMPAIGN = (
    "id",
    "name",
    "pricing",
    "bid",
    "starts_at",
    "ends_at",
    "hours",
    "daily",
    "paused_at",
    "ended_at",
    "made_at",
)
TARGET = ("kind", "name", "number", "key", "excluded")
RULE = ("metric", "over", "limit", "days", "least", "deed", "change", "lowest", "highest", "rest_hours", "is_on")
AD = (
    *("id", "campaign_id", "headline", "text", "alt", "landing", "category", "payer", "behalf", "is_political"),
    *("political_payer", "state", "paused_at", "replaces_id", "made_at", "first_shown_on", "last_shown_on"),
)
STEP = ("ad_id", "state", "at", "reason")
EVER = (date(2000, 1, 1), date(9999, 12, 31))


def write_export(advertiser: Advertiser, file: IO[bytes], *, now: datetime) -> None:
    """Write the ZIP to an open file; lists go row by row, so that a long history needs no more memory than a short one.

    Amounts are micros of the site's currency; times are ISO 8601, days the advertiser's.
    """
    where = f"{advertiser.slug}-{now:%Y-%m-%d}"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{where}/advertiser.json", as_json(about(advertiser, now)))
        for name, columns, rows in tables(advertiser):
            write_table(archive, f"{where}/{name}.csv", columns, rows)
        context = {"advertiser": advertiser, "now": now, "currency": settings.NEWSSTAND_CURRENCY}
        archive.writestr(f"{where}/README.txt", render_to_string("advertisers/export.txt", context))


def as_json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, default=plain)


def plain(value: Any) -> str:
    """Times in ISO 8601; all else as it is written."""
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def picked(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def about(advertiser: Advertiser, now: datetime) -> dict[str, Any]:
    """The advertiser, its people, its campaigns with targets, budget and rules. Secrets are left out."""
    campaigns = Campaign.objects.filter(advertiser=advertiser).select_related("budget").order_by("pk")
    people = advertiser.memberships.select_related("user").order_by("since", "pk")
    return {
        "made_at": now,
        "site": settings.NEWSSTAND_URL,
        "currency": settings.NEWSSTAND_CURRENCY,
        **picked(advertiser, ABOUT),
        "people": [{"name": one.user.name, "role": one.role, "since": one.since} for one in people],
        "campaigns": [
            {
                **picked(one, CAMPAIGN),
                "budget": budget_of(one),
                "targets": [picked(target, TARGET) for target in one.targets.all()],
                "rules": [picked(rule, RULE) for rule in one.rules.all()],
            }
            for one in campaigns.prefetch_related("targets", "rules")
        ],
    }


def budget_of(campaign: Campaign) -> dict[str, int] | None:
    budget = getattr(campaign, "budget", None)
    return {"total": budget.total, "spent": budget.spent} if budget else None


def tables(advertiser: Advertiser) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
    """The lists: ads and their steps, figures, conversions, money, changes, what rules did."""
    numbers = list(advertiser.campaigns.order_by("pk").values_list("pk", flat=True))
    ads = Ad.objects.filter(campaign__advertiser=advertiser).order_by("pk")
    yield "ads", AD, ads.values_list(*AD).iterator(ROWS_AT_ONCE)
    steps = AdStep.objects.filter(ad__campaign__advertiser=advertiser).order_by("pk")
    yield "ad-steps", STEP, steps.values_list(*STEP).iterator(ROWS_AT_ONCE)
    yield "figures", figures.WHOLE, figures.whole(numbers, *EVER)
    told = ("campaign_id", "key", "kind", "decision", "value", "at", "heard_at", "day")
    conversions = Conversion.objects.filter(campaign__advertiser=advertiser).order_by("pk")
    yield "conversions", told, conversions.values_list(*told).iterator(ROWS_AT_ONCE)
    entries = Entry.objects.filter(account__kind=WALLET, account__owner=wallet_owner(advertiser.pk)).order_by("number")
    money = ("at", "day", "what", "micros", "balance", "currency")
    fields = ("transaction__at", "transaction__day", "transaction__memo", "micros", "balance", "account__currency")
    yield "wallet", money, entries.values_list(*fields).iterator(ROWS_AT_ONCE)
    paid = ("number", "micros", "currency", "provider", "state", "at", "paid_at", "paid_back")
    yield "top-ups", paid, TopUp.objects.filter(advertiser=advertiser).order_by("pk").values_list(*paid)
    back = ("micros", "reason", "at", "top_up_id", "decision_id")
    yield "refunds", back, Refund.objects.filter(advertiser=advertiser).order_by("pk").values_list(*back)
    changed = ("at", "campaign_id", "by", "said")
    changes = Change.objects.filter(advertiser=advertiser).order_by("pk")
    yield "changes", changed, changes.values_list("at", "campaign_id", "by__name", "said").iterator(ROWS_AT_ONCE)
    did = ("at", "rule_id", "figure", "said")
    yield "rule-runs", did, RuleRun.objects.filter(rule__campaign__in=numbers).order_by("pk").values_list(*did)


def write_table(archive: ZipFile, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV, written row by row; what a spreadsheet would take for a formula stays words."""
    with archive.open(name, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([cell(one) for one in row])
