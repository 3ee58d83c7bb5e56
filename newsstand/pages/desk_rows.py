"""What waits for an editor, noun by noun: which rows are counted, and how the oldest look in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from newsstand.accounts.models import User
from newsstand.algorithms.amounts import amount
from newsstand.contributors.models import Draft, LabelRequest, State, Step
from newsstand.corrections.models import Contest
from newsstand.ledger.models import Account
from newsstand.moderation import subjects
from newsstand.moderation.models import Case
from newsstand.moderation.queue import open_cases
from newsstand.publishers.models import Application, Contract, Feed
from newsstand.revenue.accounts import FUND
from newsstand.revenue.months import COUNTED_AFTER, can_close_from, month_of, read_month
from newsstand.stories.hands import hands, needing
from newsstand.stories.models import Story
from newsstand.topics.models import TopicProposal
from newsstand.topics.propose import recurring_proposals

WITH_EDITORS = (State.SUBMITTED, State.IN_REVIEW)
# A feed that fails once is tried again soon; by then it is worth a look.
FAILED_OFTEN = 3
DUE_SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: its `title` leads to `address`; `what` it is and `who` it is of, in one line, since when.

    `mark` is a word beside it, "" for none, and `is_late` says that it should have been done. `deed` is the address of
    a form with one button, which says `deed_label`; "" for none.
    """

    title: str
    address: str
    what: str
    since: datetime
    who: str = ""
    mark: str = ""
    is_late: bool = False
    deed: str = ""
    deed_label: str = ""


def drafts_waiting(_now: datetime) -> "QuerySet[Draft]":
    return Draft.objects.filter(latest__after__in=WITH_EDITORS)


def drafts(by: User, now: datetime, most: int) -> Sequence[Row]:
    """Texts that were submitted, and those that an editor has."""
    asked = Step.objects.filter(draft=OuterRef("pk"), action=Step.Action.ASK)
    rows = drafts_waiting(now).select_related("contributor__author", "latest", "editor").annotate(is_back=Exists(asked))
    rows = rows.defer("body", "summary").order_by("latest__at", "pk")[:most]
    return [draft_row(row, by) for row in rows]


def draft_row(row: Draft, by: User) -> Row:
    contributor, latest = row.contributor, row.latest
    what = "New text" if row.article_id is None else "Correction of a published text"
    if row.is_back:  # type: ignore[attr-defined]
        what = "Back after changes"
    if row.state == State.IN_REVIEW:
        what = "With you" if row.editor_id == by.pk else f"With {row.editor.name if row.editor else 'an editor'}"
    return Row(
        title=row.headline or "Without a headline",
        address=f"/write/{row.pk}/review",
        what=what,
        who=f"{contributor.author or 'Somebody who left'}, {contributor.get_label_display().lower()}",
        since=latest.at if latest is not None else row.changed_at,
        mark="Yours" if row.editor_id == by.pk and row.state == State.IN_REVIEW else "",
    )


def labels_waiting(_now: datetime) -> "QuerySet[LabelRequest]":
    return LabelRequest.objects.filter(state=LabelRequest.State.WAITING)


def labels(_by: User, now: datetime, most: int) -> Sequence[Row]:
    """Contributors who ask for a label."""
    rows = labels_waiting(now).select_related("contributor__author", "contributor__user").order_by("made_at", "pk")
    return [
        Row(
            title=f"{row.contributor.author or 'Somebody who left'} asks to be a {row.get_label_display().lower()}",
            address=f"/write/labels#request-{row.pk}",
            what=row.proof,
            who=f"Now {row.contributor.get_label_display().lower()}",
            since=row.made_at,
        )
        for row in rows[:most]
    ]


def contests_waiting(now: datetime) -> "QuerySet[Contest]":
    return Contest.objects.for_editors(now) | Contest.objects.waiting().filter(due_at__lt=now + DUE_SOON)


def contests(_by: User, now: datetime, most: int) -> Sequence[Row]:
    """Contested statements that are overdue, soon due, or that somebody asks an editor to look at; the most urgent
    first."""
    rows = contests_waiting(now).select_related("article__publisher").order_by("due_at", "pk")
    rows = rows.defer("article__body", "article__text", "evidence")
    return [contest_row(row, now) for row in rows[:most]]


def contest_row(row: Contest, now: datetime) -> Row:
    is_late = row.state == Contest.State.OPEN and row.due_at < now
    if row.state == Contest.State.AGAIN or row.asked_again_at is not None:
        mark = "Look again"
    elif row.reported_at is not None:
        mark = "Reported"
    else:
        mark = "Overdue" if is_late else "Due soon"
    publisher = row.article.publisher
    return Row(
        title=row.statement,
        address=row.get_absolute_url(),
        what=f"In “{row.article.headline}”",
        who=publisher.name if publisher is not None else "Written here",
        since=row.made_at,
        mark=mark,
        is_late=is_late,
    )


def applications_waiting(_now: datetime) -> "QuerySet[Application]":
    failed = Q(state=Application.State.ACCEPTED, publisher=None) & ~Q(reason="")
    return Application.objects.filter(Q(state=Application.State.WAITING) | failed)


def applications(_by: User, now: datetime, most: int) -> Sequence[Row]:
    """Outlets that ask to join, and accepted ones whose feed could not be connected."""
    rows = applications_waiting(now).select_related("applicant").order_by("applied_at", "pk")[:most]
    return [
        Row(
            title=row.name,
            address=f"/publishers/applications/{row.pk}",
            what="Its feed could not be connected" if row.has_failed else row.address,
            who=row.applicant.name if row.applicant else "Somebody who left",
            since=row.applied_at,
            is_late=row.has_failed,
            mark="Failed" if row.has_failed else "",
        )
        for row in rows
    ]


def stories_waiting(now: datetime) -> "QuerySet[Story]":
    return needing(now)


def stories(_by: User, now: datetime, most: int) -> Sequence[Row]:
    """Stories with articles that may not belong, and pins that nobody looked after."""
    return [
        Row(
            title=one.story.title,
            address=f"{one.story.get_absolute_url()}/edit",
            what=one.reason.text,
            since=one.reason.since,
            deed=f"/desk/stories/{one.story.pk}/keep" if one.doubtful else "",
            deed_label=("It belongs" if one.doubtful == 1 else "They belong") if one.doubtful else "",
        )
        for one in hands(now=now, most=most)
    ]


def proposals_waiting(_now: datetime) -> "QuerySet[TopicProposal]":
    return recurring_proposals()


def proposals(_by: User, _now: datetime, most: int) -> Sequence[Row]:
    """Names that recur and that no topic answers to."""
    return [
        Row(
            title=row.name,
            address=f"/topics/proposals?first={row.pk}",
            what=f"In {row.articles} articles of {row.publishers} publishers, perhaps a {row.get_kind_display()}"
            if row.articles != 1
            else f"Named by its publisher, perhaps a {row.get_kind_display()}",
            since=row.first_seen_at,
        )
        for row in recurring_proposals().order_by("first_seen_at", "pk")[:most]
    ]


def feeds_waiting(_now: datetime) -> "QuerySet[Feed]":
    return Feed.objects.filter(retired_at=None, error_count__gte=FAILED_OFTEN).exclude(
        publisher__in=Contract.objects.suspended()
    )


def feeds(_by: User, now: datetime, most: int) -> Sequence[Row]:
    """Feeds that could not be read several times in a row; those first that brought nothing for longest."""
    rows = feeds_waiting(now).select_related("publisher").order_by(F("changed_at").asc(nulls_first=True), "pk")[:most]
    return [
        Row(
            title=row.publisher.name,
            address=f"/publishers/{row.publisher.slug}/items",
            what=f"{row.error_count} times in a row: {row.error}",
            who=row.address,
            since=row.changed_at or row.publisher.joined_at,
            is_late=True,
        )
        for row in rows
    ]


def funds_waiting(now: datetime) -> "QuerySet[Account]":
    over = f"{month_of(now - COUNTED_AFTER):%Y-%m}"
    return Account.objects.filter(kind=FUND, balance__gt=0, owner__lt=over)


def funds(_by: User, now: datetime, most: int) -> Sequence[Row]:
    """Months that are over and counted, and whose fund nobody has divided yet."""
    rows = [(read_month(row.owner), row.balance) for row in funds_waiting(now).order_by("owner")[:most]]
    return [
        Row(
            title=f"{month:%B %Y}",
            address="/desk/funds",
            what=f"{amount(micros)} to divide",
            since=can_close_from(month),
        )
        for month, micros in rows
    ]


def cases_waiting(_now: datetime) -> "QuerySet[Case]":
    return open_cases()


def cases(_by: User, now: datetime, most: int) -> Sequence[Row]:
    """What waits for a moderator, in the order of the moderators' queue."""
    found = list(cases_waiting(now).select_related("author").order_by("-urgency", "opened_at", "pk")[:most])
    seen = {
        (kind, number): one
        for kind in sorted({case.kind for case in found})
        for number, one in subjects.all_seen(kind, [case.number for case in found if case.kind == kind]).items()
    }
    return [
        Row(
            title=(one.text if (one := seen.get((case.kind, case.number))) else "") or "It is gone",
            address=f"/moderation/cases/{case.pk}",
            what=f"{case.get_kind_display().capitalize()}, {why_here(case)}",
            who=case.author.name if case.author else "",
            since=case.opened_at,
        )
        for case in found
    ]


def why_here(case: Case) -> str:
    """What brought it before the moderators, the gravest first."""
    if case.is_noticed:
        return "said to be illegal"
    if case.is_appealed:
        return "appealed"
    if case.report_count:
        return f"reported {case.report_count} time{'' if case.report_count == 1 else 's'}"
    return "held"
