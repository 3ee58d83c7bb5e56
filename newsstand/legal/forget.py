"""After a year, or what the setting says, nothing personal is left of what was decided: a keyed hash of each text.

Whoever has the text can show with the hash that it was this one; nobody can guess a text from it without our key.
"""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from newsstand.legal.models import Event, LegalNotice
from newsstand.moderation.models import Appeal, Decision, Finding, Report

SALT = "newsstand.evidence"
PREFIX = "hmac-sha256:"
# A text that is exactly such a hash is one, or as good as one: nothing in it is anybody's.
HASHED = re.compile(rf"{PREFIX}[0-9a-f]{{64}}")
PATTERN = rf"^{PREFIX}[0-9a-f]{{64}}$"
MOST_AT_ONCE = 200


def hashed(text: str) -> str:
    """What is left of a text: its keyed hash; "" of nothing, and a hash of itself once."""
    if not text or HASHED.fullmatch(text):
        return text
    return PREFIX + salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def forget(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Erase what is older than NEWSSTAND_EVIDENCE_DAYS, some at a time; how many rows lost something.

    Snapshots and words of reports, snapshots of decisions, texts that rules looked at, appeals, and who gave notice.
    1. Load what is old and not erased.
    2. Decide nothing.
    3. Save hashes in place of texts.
    """
    before = now - timedelta(days=settings.NEWSSTAND_EVIDENCE_DAYS)
    texts = reports(before, most) + decisions(before, most) + findings(before, most) + appeals(before, most)
    return texts + notices(before, now, most)


def reports(before: datetime, most: int) -> int:
    old = Report.objects.filter(closed_at__lt=before).exclude(snapshot="", text="")
    rows = list(old.exclude(snapshot__regex=PATTERN, text="")[:most])
    for row in rows:
        row.snapshot, row.text = hashed(row.snapshot) or hashed(f"report {row.pk}"), ""
    Report.objects.bulk_update(rows, ["snapshot", "text"])
    return len(rows)


def decisions(before: datetime, most: int) -> int:
    old = Decision.objects.filter(decided_at__lt=before).exclude(snapshot="").exclude(snapshot__regex=PATTERN)
    rows = list(old.only("pk", "snapshot")[:most])
    for row in rows:
        Decision.objects.filter(pk=row.pk).update(snapshot=hashed(row.snapshot))
    return len(rows)


def findings(before: datetime, most: int) -> int:
    """The texts in which rules found something; what they found stays in words."""
    old = Finding.objects.filter(found_at__lt=before).exclude(text="").exclude(text__regex=PATTERN)
    rows = list(old[:most])
    for row in rows:
        row.text, row.start, row.end = hashed(row.text), None, None
    Finding.objects.bulk_update(rows, ["text", "start", "end"])
    return len(rows)


def appeals(before: datetime, most: int) -> int:
    old = Appeal.objects.filter(decided_at__lt=before).exclude(text="").exclude(text__regex=PATTERN)
    rows = list(old[:most])
    for row in rows:
        row.text = hashed(row.text)
    Appeal.objects.bulk_update(rows, ["text"])
    return len(rows)


def notices(before: datetime, now: datetime, most: int) -> int:
    """Who gave notice, and what it was about: the reference, the state and what happened stay."""
    done = 0
    for pk in LegalNotice.objects.filter(decided_at__lt=before, erased_at=None).values_list("pk", flat=True)[:most]:
        with transaction.atomic():
            row = LegalNotice.objects.select_for_update(of=("self",)).get(pk=pk)
            if row.erased_at is not None:
                continue
            row.name, row.email, row.due_at = hashed(row.name), "", None
            row.snapshot, row.explanation = hashed(row.snapshot), hashed(row.explanation)
            row.erased_at = now
            row.save(update_fields=["name", "email", "due_at", "snapshot", "explanation", "erased_at"])
            Event.objects.create(notice=row, what=Event.What.ERASED, at=now)
            done += 1
    return done
