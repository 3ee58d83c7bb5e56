"""Everything about one notice of illegal content in one ZIP, for a court, an authority or a lawyer."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.legal.models import Event, LegalNotice
from newsstand.moderation.models import Appeal, Decision
from newsstand.moderation.reasons import label_of

# A spreadsheet takes a cell that begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EVENT_COLUMNS = ("at", "what", "by", "text")
DECISION_COLUMNS = ("number", "at", "action", "reason", "ground", "explanation", "by", "automatic", "undoes")


@transaction.atomic
def case_file(*, notice: LegalNotice, by: User, now: datetime) -> bytes:
    """The case file as a ZIP: HTML for people, JSON and CSV for programs, the text as it was. That it was made is part
    of it.

    1. Load the notice with its events, decisions and appeals.
    2. Decide nothing.
    3. Save who took a copy; give the bytes.
    """
    Event.objects.create(notice=notice, what=Event.What.FILED, by=by, at=now)
    events = [event_row(one) for one in Event.objects.filter(notice=notice).select_related("by").order_by("pk")]
    about = Decision.objects.filter(kind=notice.kind, number=notice.number).select_related("by").order_by("pk")
    decisions = [decision_row(one) for one in about]
    appeals = [appeal_row(one) for one in Appeal.objects.filter(decision__in=about).order_by("pk")]
    said = notice_facts(notice)
    whole = {"notice": said, "events": events, "decisions": decisions, "appeals": appeals, "made_at": moment(now)}
    context = {**whole, "snapshot": notice.snapshot, "site_name": settings.NEWSSTAND_NAME}
    files = {
        "case.html": render_to_string("legal/case_file.html", context),
        "case.json": json.dumps(whole | {"snapshot": notice.snapshot}, ensure_ascii=False, indent=2),
        "snapshot.txt": notice.snapshot,
        "events.csv": table(EVENT_COLUMNS, events),
        "decisions.csv": table(DECISION_COLUMNS, decisions),
    }
    return packed(f"notice-{notice.reference}", files, now)


def packed(folder: str, files: dict[str, str], now: datetime) -> bytes:
    """Texts as a ZIP in UTF-8, all of one time."""
    made = io.BytesIO()
    when = now.astimezone(UTC)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(
                f"{folder}/{name}", (when.year, when.month, when.day, when.hour, when.minute, when.second)
            )
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8", "replace"))
    return made.getvalue()


def table(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Rows as CSV (RFC 4180); no cell can be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])
    return written.getvalue()


def cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def notice_facts(notice: LegalNotice) -> dict[str, Any]:
    """What was said in the notice, and how it stands."""
    return {
        "reference": notice.reference,
        "state": notice.get_state_display(),
        "about": f"{notice.kind} {notice.number}",
        "address": notice.address,
        "notifier": notice.name,
        "email": notice.email,
        "has_account": notice.by_id is not None,
        "about_abuse_of_children": notice.is_about_abuse,
        "law": notice.law,
        "explanation": notice.explanation,
        "made_at": moment(notice.made_at),
        "decided_at": moment(notice.decided_at),
        "decision": notice.decision_id,
    }


def event_row(event: Event) -> dict[str, Any]:
    by = event.by.name if event.by else ""
    return {"at": moment(event.at), "what": event.get_what_display(), "by": by, "text": event.text}


def decision_row(decision: Decision) -> dict[str, Any]:
    return {
        "number": decision.pk,
        "at": moment(decision.decided_at),
        "action": decision.get_action_display(),
        "reason": label_of(decision.reason),
        "ground": decision.ground,
        "explanation": decision.explanation,
        "by": decision.by.name if decision.by else "",
        "automatic": decision.is_automatic,
        "undoes": decision.undoes_id or "",
    }


def appeal_row(appeal: Appeal) -> dict[str, Any]:
    return {
        "decision": appeal.decision_id,
        "made_at": moment(appeal.made_at),
        "state": appeal.get_state_display(),
        "text": appeal.text,
        "answer": appeal.answer,
        "decided_at": moment(appeal.decided_at),
    }


def moment(when: datetime | None) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds") if when else ""
