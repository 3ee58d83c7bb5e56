"""What a draft says is kept as a revision."""

from datetime import datetime
from typing import Any

from newsstand.accounts.models import User
from newsstand.contributors.models import Draft, DraftRevision

PLAIN = ("language", "ai", "ai_note", "payment", "payer")


def fields_of(draft: Draft) -> dict[str, Any]:
    """What a draft says beside headline, summary and body, by name; topics by number, pictures with what is said of
    them. Two queries."""
    pictures = draft.pictures.order_by("-is_lead", "pk")
    told = ("image_id", "alt", "caption", "credit", "rights", "licence_url", "is_lead")
    return {
        **{name: getattr(draft, name) for name in PLAIN},
        "section": draft.section_id,
        "place": draft.place_id,
        "topics": sorted(draft.topics.values_list("pk", flat=True)),
        "pictures": list(pictures.values(*told)),
    }


def keep_revision(*, draft: Draft, kind: DraftRevision.Kind, by: User | None, now: datetime) -> DraftRevision:
    """Keep what a draft says now; what was kept at a step of the same version is kept once.

    1. Load: the latest revision of this version, if a step kept one.
    2. Decide nothing.
    3. Save.
    """
    if kind == DraftRevision.Kind.STEP:
        kept = draft.revisions.filter(version=draft.version, kind=kind).order_by("-pk").first()
        if kept is not None and kept.body == draft.body and kept.fields == fields_of(draft):
            return kept
    return DraftRevision.objects.create(
        draft=draft,
        version=draft.version,
        kind=kind,
        headline=draft.headline,
        summary=draft.summary,
        body=draft.body,
        fields=fields_of(draft),
        by=by,
        at=now,
    )
