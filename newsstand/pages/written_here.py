"""What readers are told of an article that was written here: its writer's label, AI help, who paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsstand.articles.models import Article
from newsstand.contributors.models import Draft, Label, Step

# How schema.org (from the IPTC's list of digital source types) calls what AI had a part in.
DIGITAL_SOURCES = {
    Draft.Help.HELPED: "https://schema.org/AlgorithmicallyEnhancedDigitalSource",
    Draft.Help.WRITTEN: "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
}
AI_WORDS = {
    Draft.Help.NONE: "Written without AI",
    Draft.Help.HELPED: "AI helped with it",
    Draft.Help.WRITTEN: "AI wrote parts of it",
}


@dataclass(frozen=True, slots=True)
class WrittenHere:
    """`ai` and `payment` in words, "" where nothing was said; the notes are the contributor's own words."""

    label: str
    ai: str = ""
    ai_note: str = ""
    is_paid: bool = False
    payer: str = ""
    source: str = ""


def written_here(article: Article) -> WrittenHere | None:
    """What was said of the text that readers have; None for a publisher's. One query, none for a publisher's."""
    if article.publisher_id is not None:
        return None
    steps = Step.objects.filter(draft__article=article, action__in=[Step.Action.PUBLISH, Step.Action.CORRECT])
    step = (
        steps.select_related("revision", "draft__contributor")
        .defer("revision__body", "revision__summary", "draft__body", "draft__summary")
        .order_by("-pk")
        .first()
    )
    if step is None:
        return None
    return of(step.draft.contributor.label, step.revision.fields if step.revision is not None else {})


def of(label: str, fields: Mapping[str, Any]) -> WrittenHere:
    """The same of a label and of what a draft says of itself (contributors/keep.py)."""
    ai = str(fields.get("ai") or "")
    return WrittenHere(
        label=Label(label).label,
        ai=AI_WORDS.get(Draft.Help(ai), "") if ai in Draft.Help.values else "",
        ai_note=str(fields.get("ai_note") or "") if ai != Draft.Help.NONE else "",
        is_paid=fields.get("payment") == Draft.Payment.PAID,
        payer=str(fields.get("payer") or ""),
        source=DIGITAL_SOURCES.get(Draft.Help(ai), "") if ai in Draft.Help.values else "",
    )


def linked_data(written: WrittenHere | None, site: str) -> dict[str, Any]:
    """What schema.org has names for: where the rules stand, who paid, what AI had a part in."""
    if written is None:
        return {}
    data: dict[str, Any] = {"publishingPrinciples": f"{site}/contributors#rules"}
    if written.is_paid and written.payer:
        data["sponsor"] = {"@type": "Thing", "name": written.payer}
    if written.source:
        data["digitalSourceType"] = written.source
    return data
