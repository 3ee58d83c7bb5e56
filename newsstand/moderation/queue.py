"""What waits for the moderators, the most urgent first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from newsstand.accounts.models import User
from newsstand.algorithms.marks import pieces
from newsstand.algorithms.snippets import Piece
from newsstand.moderation import subjects
from newsstand.moderation.may import is_claimed
from newsstand.moderation.models import Case, Decision, Finding, Kind, Report
from newsstand.moderation.reasons import REASONS, label_of
from newsstand.moderation.subjects import Seen

PAGE_LENGTH = 20
WHY = {
    "noticed": ("Said to be illegal", Q(is_noticed=True)),
    "appealed": ("Appealed", Q(is_appealed=True)),
    "reported": ("Reported", Q(report_count__gt=0)),
    "held": ("Held", Q(is_held=True)),
}
Place = tuple[int, datetime, int]
Thing = tuple[str, int]
Said = TypeVar("Said", Finding, Report)


@dataclass(frozen=True, slots=True)
class Row:
    """One open case as the queue shows it.

    `text` is cut where rules found something; `evidence` are their sentences, the newest last; `reasons` the reasons of
    open reports with how often each was given. `claimed` says that somebody else has it now. `likely` is the reason
    that is chosen for the moderator beforehand.
    """

    case: Case
    seen: Seen | None
    text: Sequence[Piece]
    evidence: Sequence[Finding]
    reasons: Sequence[tuple[str, int]]
    claimed: bool
    own: bool
    likely: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue; `after` is the place of its last row, where more follow."""

    rows: Sequence[Row]
    after: Place | None


def waiting() -> int:
    """How many cases are open. One query."""
    return open_cases().count()


def open_cases() -> "QuerySet[Case]":
    return Case.objects.filter(closed_at=None)


def counts() -> dict[str, int]:
    """How many open cases there are of each kind and for each reason to be there, and "all". One query."""
    sums = {name: Count("pk", filter=why) for name, (_, why) in WHY.items()}
    sums |= {kind: Count("pk", filter=Q(kind=kind)) for kind in Kind.values}
    found: dict[str, int] = open_cases().aggregate(all=Count("pk"), **sums)
    return found


def page(*, by: User, now: datetime, kind: str = "", why: str = "", after: Place | None = None) -> Page:
    """A page of the queue. Queries: one for the cases, one for each kind among them, two for findings and reports."""
    wanted = open_cases()
    if kind:
        wanted = wanted.filter(kind=kind)
    if why:
        wanted = wanted.filter(WHY[why][1])
    if after is not None:
        urgency, opened_at, number = after
        later = Q(opened_at__gt=opened_at) | Q(opened_at=opened_at, pk__gt=number)
        wanted = wanted.filter(Q(urgency__lt=urgency) | Q(urgency=urgency) & later)
    ordered = wanted.select_related("claimed_by", "author").order_by("-urgency", "opened_at", "pk")
    found = list(ordered[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    last = shown[-1] if len(found) > PAGE_LENGTH else None
    return Page(rows_of(shown, by, now), (last.urgency, last.opened_at, last.pk) if last else None)


def rows_of(cases: Sequence[Case], by: User, now: datetime) -> list[Row]:
    """The rows of these cases, in their order."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        numbers[case.kind].append(case.number)
    seen = {(kind, number): one for kind in numbers for number, one in subjects.all_seen(kind, numbers[kind]).items()}
    findings = by_thing(Finding.objects.filter(about(numbers)).order_by("pk")) if cases else {}
    reports = by_thing(Report.objects.filter(about(numbers), state=Report.State.OPEN).order_by("pk")) if cases else {}
    return [
        row_of(
            case, seen.get(thing_of(case)), findings.get(thing_of(case), []), reports.get(thing_of(case), []), by, now
        )
        for case in cases
    ]


def thing_of(one: Case | Finding | Report) -> Thing:
    return one.kind, one.number


def by_thing(rows: Iterable[Said]) -> dict[Thing, list[Said]]:
    found: dict[Thing, list[Said]] = defaultdict(list)
    for row in rows:
        found[thing_of(row)].append(row)
    return found


def about(numbers: dict[str, list[int]]) -> Q:
    """What is about any of these things."""
    wanted = Q()
    for kind, some in numbers.items():
        wanted |= Q(kind=kind, number__in=some)
    return wanted


def row_of(
    case: Case, seen: Seen | None, findings: Sequence[Finding], reports: Sequence[Report], by: User, now: datetime
) -> Row:
    """One row, from what was loaded of it."""
    text = seen.text if seen else ""
    given = Counter(report.reason for report in reports).most_common()
    return Row(
        case=case,
        seen=seen,
        text=pieces(text, spans(text, findings)),
        evidence=findings,
        reasons=[(label_of(code), number) for code, number in given],
        claimed=is_claimed(case, now) and case.claimed_by_id != by.pk,
        own=case.author_id == by.pk,
        likely=likely([code for code, _ in given], findings),
    )


def spans(text: str, findings: Iterable[Finding]) -> list[tuple[int, int]]:
    """Where rules found something in the text as it stands now; what they found in an older one marks nothing."""
    return [
        (one.start, one.end) for one in findings if one.start is not None and one.end is not None and one.text == text
    ]


def likely(reported: Sequence[str], findings: Sequence[Finding]) -> str:
    """The reason a moderator will probably give: what most readers said, else what the rules found; "" for no idea."""
    for code in reported:
        if code in REASONS and code != "other":
            return code
    phases = {one.phase for one in findings}
    if phases & {"words"}:
        return "banned_word"
    return "spam" if phases & {"links", "repeat"} else ""


def recent(by: User, since: datetime, most: int = 5) -> list[Decision]:
    """What `by` decided since then and did not take back, the newest first: for *Undo*. One query."""
    mine = Decision.objects.filter(by=by, decided_at__gte=since, undoes=None, undone=None)
    return list(mine.exclude(action=Decision.Action.LIFT).select_related("user", "sanction").order_by("-pk")[:most])
