"""What the page of a review shows: the text with its remarks, what can be done next, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from newsstand.accounts.models import User
from newsstand.algorithms import review
from newsstand.algorithms.anchors import Span, find
from newsstand.algorithms.draft_html import blocks_of
from newsstand.algorithms.history import Difference, difference
from newsstand.algorithms.html_blocks import Block as Part
from newsstand.algorithms.html_blocks import to_html
from newsstand.algorithms.remarked import marked, words_of
from newsstand.algorithms.review import Who
from newsstand.contributors.discard import STATES
from newsstand.contributors.figures import with_facts
from newsstand.contributors.models import Draft, DraftRevision, Remark, Step
from newsstand.contributors.paused import why_not_submit
from newsstand.contributors.standards import findings_of
from newsstand.contributors.step import may_write, standing, who
from newsstand.moderation.reasons import CHOICES_OF_TEXTS
from newsstand.pages.article import body
from newsstand.pages.write_revisions import state_of

# How each step reads on its button, and which of them the page offers: corrections have a page of their own.
# What leads on comes first.
BUTTONS: dict[str, str] = {
    "submit": "Submit for review",
    "publish": "Publish now",
    "correct": "Publish the correction now",
    "take": "Take it",
    "approve": "Approve",
    "ask": "Ask for changes",
    "decline": "Decline",
    "restore": "Bring it back",
    "release": "Give it back to the queue",
    "recall": "Take it back",
    "withdraw": "Withdraw",
}
WITH_REASON = frozenset(action for action, rule in review.MOVES.items() if rule.needs_reason)


@dataclass(slots=True)
class Note:
    """A remark with its answers; `is_gone`: the passage it is about is not in the text any more."""

    remark: Remark
    answers: list[Remark]
    is_gone: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph, a picture or a list of the text, and the remarks that are about it."""

    number: int
    html: SafeString
    words: str
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Deed:
    """One step that can be taken now."""

    action: str
    label: str
    needs_reason: bool


def context(draft: Draft, user: User, now: datetime) -> dict[str, Any]:
    """Everything of the page but what a form said. Some fifteen queries, however many remarks and steps."""
    stands = standing(draft, user)
    blocks, general, gone = text_with(draft)
    steps = list(draft.steps.select_related("by", "revision").order_by("pk"))
    possible = review.possible(stands)
    return {
        "visitor": user,
        "may_have_messages": True,
        "draft": draft,
        "is_editor": stands.who is Who.EDITOR,
        "is_holder": stands.is_holder,
        "deeds": [
            Deed(one, label, one in WITH_REASON)
            for one, label in BUTTONS.items()
            if one in possible and is_offered(one, stands)
        ],
        "may_schedule": "schedule" in possible and stands.is_approved,
        "may_correct": stands.who is Who.CONTRIBUTOR and stands.state == "published",
        "may_discard": stands.who is Who.CONTRIBUTOR and draft.state in STATES and draft.article_id is None,
        "may_write": may_write(draft, user, now),
        "time_zone": settings.TIME_ZONE,
        "blocks": blocks,
        "general": general,
        "gone": gone,
        "open_remarks": draft.remarks.filter(parent=None, resolved_at=None).count(),
        "findings": findings_of(draft),
        "steps": steps,
        "changes": changes(draft, steps),
        "since": since(steps),
        "pictures": list(draft.pictures.select_related("image").order_by("-is_lead", "pk")),
        "chosen_topics": list(draft.topics.order_by("name")),
        "paused": why_not_submit(user, now) if who(draft, user) is Who.CONTRIBUTOR else None,
        "reasons": CHOICES_OF_TEXTS,
    }


def is_offered(action: str, stands: review.Standing) -> bool:
    """Whether the page has a button for a step that can be taken: not for those with a form of their own."""
    if action == "submit" and stands.state == "published":
        return False
    if action == "correct" and (not stands.is_article or stands.state == "published"):
        return False
    return not (action == "take" and stands.state == "in_review" and stands.is_holder)


def text_with(draft: Draft) -> tuple[list[Block], list[Note], list[Note]]:
    """The text's blocks with their remarks; remarks about all of it; those whose passage is gone."""
    parts = blocks_of(with_facts(draft.body, draft))
    words = [words_of(part) for part in parts]
    notes = notes_of(draft)
    spans: dict[int, list[Span]] = {}
    at: dict[int, list[Note]] = {}
    general, gone = [], []
    for note in notes:
        if not note.remark.quote:
            general.append(note)
            continue
        span = find(note.remark.quote, note.remark.before, words)
        if span is None:
            note.is_gone = True
            gone.append(note)
            continue
        at.setdefault(span.block, []).append(note)
        if note.remark.resolved_at is None:
            spans.setdefault(span.block, []).append(span)
    blocks = [
        Block(number, html_of(part, spans.get(number, ())), words[number], at.get(number, []))
        for number, part in enumerate(parts)
    ]
    return blocks, general, gone


def html_of(part: Part, spans: Sequence[Span]) -> SafeString:
    """A block of the text, with our pictures, or with what remarks are about marked."""
    if html := marked(part, spans):
        return mark_safe(html)  # noqa: S308 (sanitised by marked)
    return body(to_html((part,)), ())


def notes_of(draft: Draft) -> list[Note]:
    """The remarks, the earliest first, with their answers. One query."""
    rows = list(draft.remarks.select_related("by", "resolved_by").order_by("pk"))
    answers: dict[int | None, list[Remark]] = {}
    for row in rows:
        answers.setdefault(row.parent_id, []).append(row)
    return [Note(row, answers.get(row.pk, [])) for row in answers.get(None, [])]


def earlier(steps: Sequence[Step]) -> Step | None:
    """The step with whose text what stands now is compared: what readers have, else the submission before the last."""
    for step in reversed(steps):
        if step.action in {Step.Action.PUBLISH, Step.Action.CORRECT}:
            return step
    sent = [step for step in steps if step.action == Step.Action.SUBMIT]
    latest = steps[-1] if steps else None
    if latest is not None and latest.after in {"writing", "changes_asked"}:
        return sent[-1] if sent else None
    return sent[-2] if len(sent) > 1 else None


def since(steps: Sequence[Step]) -> str:
    step = earlier(steps)
    if step is None:
        return ""
    return "since it was last submitted" if step.action == Step.Action.SUBMIT else "since readers have it"


def changes(draft: Draft, steps: Sequence[Step]) -> Difference | None:
    """What changed since then; None where there is nothing to compare with, or nothing changed."""
    step = earlier(steps)
    revision: DraftRevision | None = step.revision if step is not None else None
    if revision is None:
        return None
    what = difference(state_of(revision), state_of(draft))
    return None if what.is_empty else what
