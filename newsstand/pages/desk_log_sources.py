"""The tables that know what editors did. With one entry in SOURCES the log, its filters and its file follow."""

from datetime import datetime

from django.db.models import QuerySet

from newsstand.accounts.models import User
from newsstand.moderation.models import Appointment, Decision, Sanction
from newsstand.moderation.reasons import label_of
from newsstand.moderation.undo import undo as undo_moderation
from newsstand.pages import desk_log_funds as funds
from newsstand.pages import desk_log_outlets as outlets
from newsstand.pages import desk_log_texts as texts
from newsstand.pages.desk_log_entries import GONE, Entry, Source, taken_back
from newsstand.stories.models import StoryDecision
from newsstand.stories.undo import undo as undo_story
from newsstand.topics.models import TopicEdit
from newsstand.topics.undo import undo as undo_topic


def topic_edits() -> "QuerySet[TopicEdit]":
    return TopicEdit.objects.filter(by__isnull=False).select_related("by", "undone_by").defer("before")


def topic_edit(row: TopicEdit) -> Entry:
    return Entry(
        kind="topics",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=row.get_deed_display(),
        title=row.name,
        address="/topics/edits",
        undone=taken_back(row.undone_by, row.undone_at),
        undoable=row.undone_at is None,
    )


def story_decisions() -> "QuerySet[StoryDecision]":
    rows = StoryDecision.objects.filter(editor__isnull=False).select_related("editor", "undone_by", "story")
    return rows.defer("story__centroid", "before", "articles")


def story_decision(row: StoryDecision) -> Entry:
    return Entry(
        kind="stories",
        number=row.pk,
        at=row.decided_at,
        by=row.editor,
        what=row.get_kind_display(),
        title=row.story.title,
        address=f"{row.story.get_absolute_url()}/edit",
        why=row.reason,
        undone=taken_back(row.undone_by, row.undone_at),
        undoable=row.undone_at is None,
    )


def decisions() -> "QuerySet[Decision]":
    """What moderators decided, editors among them; what rules decided stands in the public log."""
    return Decision.objects.filter(by__isnull=False).select_related("by", "user", "undone__by").defer("snapshot")


def decision(row: Decision) -> Entry:
    undone: Decision | None = getattr(row, "undone", None)
    about_user = row.action in Sanction.Kind.values or row.action == Decision.Action.LIFT
    whose = row.user.name if row.user is not None else GONE
    can = row.undoes_id is None and undone is None and row.action not in {Decision.Action.LIFT, Decision.Action.REOPEN}
    return Entry(
        kind="moderation",
        number=row.pk,
        at=row.decided_at,
        by=row.by,
        what=row.get_action_display() + (" (took a decision back)" if row.undoes_id is not None else ""),
        title=whose if about_user else f"{row.get_kind_display().capitalize()} by {whose}",
        address=f"/moderation/cases/{row.case_id}" if row.case_id else f"/decisions/{row.pk}",
        why=". ".join(part for part in (label_of(row.reason) if row.reason else "", row.explanation) if part),
        undone=taken_back(undone.by, undone.decided_at) if undone is not None else "",
        undoable=can,
    )


def appointments() -> "QuerySet[Appointment]":
    return Appointment.objects.filter(by__isnull=False).select_related("by", "user")


def appointment(row: Appointment) -> Entry:
    return Entry(
        kind="people",
        number=row.pk,
        at=row.at,
        by=row.by,
        what="made a moderator of" if row.moderates else "took the role of a moderator from",
        title=row.user.name,
        address="/moderation/people",
    )


def topic_back(number: int, editor: User, now: datetime) -> None:
    undo_topic(edit=TopicEdit.objects.get(pk=number), editor=editor, now=now)


def story_back(number: int, editor: User, now: datetime) -> None:
    undo_story(decision=StoryDecision.objects.get(pk=number), editor=editor, now=now)


def decision_back(number: int, editor: User, now: datetime) -> None:
    undo_moderation(decision=Decision.objects.get(pk=number), by=editor, now=now)


SOURCES: tuple[Source, ...] = (
    Source("steps", "Texts", texts.steps, texts.step, undo=texts.step_back),
    Source("statements", "Contested statements", texts.contest_events, texts.contest_event),
    Source("corrections", "Corrections", texts.corrections, texts.correction),
    Source("labels", "Labels", texts.labels, texts.label),
    Source(
        "withdrawals",
        "Withdrawn articles",
        texts.withdrawals,
        texts.withdrawal,
        at="withdrawn_at",
        by="withdrawn_by",
        undo=texts.bring_back,
    ),
    Source("outlets", "Publishers", outlets.outlet_events, outlets.outlet_event),
    Source("contracts", "Contracts", outlets.contracts, outlets.contract),
    Source("take-downs", "Take-downs", outlets.take_downs, outlets.take_down, at="asked_at", undo=outlets.bring_back),
    Source("feeds", "Feeds", outlets.feeds, outlets.feed),
    Source("stories", "Stories", story_decisions, story_decision, at="decided_at", by="editor", undo=story_back),
    Source("topics", "Topics", topic_edits, topic_edit, undo=topic_back),
    Source("moderation", "Moderation", decisions, decision, at="decided_at", undo=decision_back),
    Source("funds", "Funds", funds.bookings, funds.booking, undo=funds.booking_back),
    Source("months", "Months", funds.closings, funds.closing),
    Source("people", "Moderators", appointments, appointment),
)
