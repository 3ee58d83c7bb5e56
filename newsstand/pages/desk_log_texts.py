"""What editors did to texts: steps of drafts, labels of their writers, statements, corrections, withdrawals."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.articles.withdraw import restore
from newsstand.contributors.models import LabelChange, Step
from newsstand.contributors.step import take_step
from newsstand.corrections.models import ContestEvent, Correction
from newsstand.moderation.models import Decision
from newsstand.pages.desk_log_entries import GONE, STAFF, Entry
from newsstand.publishers_desk.models import TakenDown

# A step back for each step that has one, as long as nothing came after it.
STEP_BACK: Mapping[str, str] = {"take": "release", "release": "take", "withdraw": "restore", "restore": "withdraw"}
BACK = "Taken back, from the log of the desk."


def steps() -> "QuerySet[Step]":
    """What editors did to texts; what contributors did to their own is theirs."""
    rows = Step.objects.filter(by__isnull=False, is_automatic=False).exclude(by=F("draft__contributor__user"))
    return rows.select_related("by", "draft").defer("draft__body", "draft__summary")


def step(row: Step) -> Entry:
    return Entry(
        kind="steps",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=row.get_action_display(),
        title=str(row.draft),
        address=f"/write/{row.draft_id}/review",
        why=row.reason,
        undoable=row.action in STEP_BACK and row.draft.latest_id == row.pk,
    )


def step_back(number: int, editor: User, now: datetime) -> None:
    found = Step.objects.select_related("draft").get(pk=number)
    action = STEP_BACK[found.action]
    take_step(draft=found.draft, action=action, by=editor, now=now, reason=BACK)


def labels() -> "QuerySet[LabelChange]":
    return LabelChange.objects.filter(by__isnull=False).select_related("by", "contributor__author")


def label(row: LabelChange) -> Entry:
    author = row.contributor.author
    return Entry(
        kind="labels",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=f"gave the label {row.get_label_display().lower()}",
        title=author.name if author is not None else GONE,
        address=author.get_absolute_url() if author is not None else "",
        why=row.reason,
    )


def contest_events() -> "QuerySet[ContestEvent]":
    actions = [ContestEvent.Action.ANSWERED, ContestEvent.Action.CLOSED]
    rows = ContestEvent.objects.filter(STAFF, action__in=actions)
    return rows.select_related("by", "contest")


def contest_event(row: ContestEvent) -> Entry:
    return Entry(
        kind="statements",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=row.get_action_display().lower(),
        title=row.contest.statement,
        address=row.contest.get_absolute_url(),
        why=row.text,
    )


def corrections() -> "QuerySet[Correction]":
    return Correction.objects.filter(STAFF).select_related("by", "article").defer("article__body", "article__text")


def correction(row: Correction) -> Entry:
    return Entry(
        kind="corrections",
        number=row.pk,
        at=row.at,
        by=row.by,
        what="corrected it" if row.kind == Correction.Kind.CORRECTION else "clarified it",
        title=row.article.headline,
        address=f"{row.article.get_absolute_url()}/history",
        why=row.note,
    )


def withdrawals() -> "QuerySet[Article]":
    """Articles that an editor withdrew by hand: not as a moderator, and not with others."""
    moderated = Decision.objects.filter(
        kind="article", number=OuterRef("pk"), action=Decision.Action.REMOVE, decided_at=OuterRef("withdrawn_at")
    )
    together = TakenDown.objects.filter(article=OuterRef("pk"), done_at=OuterRef("withdrawn_at"))
    rows = Article.objects.filter(withdrawn_by__is_staff=True, withdrawn_at__isnull=False)
    rows = rows.exclude(Exists(moderated)).exclude(Exists(together)).exclude(draft__isnull=False)
    return rows.select_related("withdrawn_by").defer("body", "text", "summary")


def withdrawal(row: Article) -> Entry:
    assert row.withdrawn_at is not None  # noqa: S101 (for the type alone: the query asks for it)
    return Entry(
        kind="withdrawals",
        number=row.pk,
        at=row.withdrawn_at,
        by=row.withdrawn_by,
        what="withdrew the article",
        title=row.headline,
        address=f"{row.get_absolute_url()}/withdraw",
        why=row.withdrawn_reason,
        undoable=True,
    )


def bring_back(number: int, editor: User, now: datetime) -> None:
    restore(article=Article.objects.get(pk=number), by=editor, now=now)
