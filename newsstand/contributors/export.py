"""What somebody wrote here, with everything it said before and what was said about it."""

from collections.abc import Iterator
from typing import Any

from newsstand.accounts.models import User
from newsstand.contributors.models import Draft

TOLD = ("headline", "summary", "body", "language", "ai", "ai_note", "payment", "payer", "note", "version")
OF_REVISION = ("version", "kind", "headline", "summary", "body", "fields")


def drafts(user: User) -> Iterator[dict[str, Any]]:
    """Every draft, the oldest first, as plain values for JSON; five queries a draft.

    Editors' remarks and reasons are in it, because they are about the text; their names are not.
    """
    rows = Draft.objects.filter(contributor__user=user).select_related("latest", "article", "section", "place")
    for draft in rows.order_by("pk").iterator(100):
        yield {
            "number": draft.pk,
            **{name: getattr(draft, name) for name in TOLD},
            "state": draft.state.value,
            "section": draft.section.name if draft.section else "",
            "place": draft.place.name if draft.place else "",
            "topics": list(draft.topics.order_by("name").values_list("name", flat=True)),
            "article": draft.article.get_absolute_url() if draft.article else "",
            "begun_at": draft.begun_at.isoformat(),
            "changed_at": draft.changed_at.isoformat(),
            "pictures": list(draft.pictures.order_by("pk").values("image", "alt", "caption", "credit", "rights")),
            "revisions": revisions(draft),
            "steps": [
                {
                    "action": step.action,
                    "left_it": step.after,
                    "by_you": step.by_id == user.pk,
                    "reason": step.reason,
                    "at": step.at.isoformat(),
                }
                for step in draft.steps.order_by("pk")
            ],
            "remarks": [
                {"quote": one.quote, "text": one.text, "by_you": one.by_id == user.pk, "at": one.at.isoformat()}
                for one in draft.remarks.order_by("pk")
            ],
        }


def revisions(draft: Draft) -> list[dict[str, Any]]:
    """What it said before, the oldest first."""
    rows = draft.revisions.order_by("pk")
    return [{**{name: getattr(row, name) for name in OF_REVISION}, "at": row.at.isoformat()} for row in rows]
