"""Report something to the moderators."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from newsstand.accounts.models import User
from newsstand.algorithms import reporting
from newsstand.algorithms.plain_text import plain_text
from newsstand.algorithms.reporting import Reporter
from newsstand.moderation import subjects
from newsstand.moderation.cases import open_case
from newsstand.moderation.decide import decide, recount_reports
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Decision, Kind, Report
from newsstand.moderation.reasons import OF_ADS, REASONS, Reason
from newsstand.moderation.standing import in_force, standing
from newsstand.moderation.subjects import Seen

# What somebody may report for. What breaks the law has a form of its own, with what the law asks for (legal/).
OFFERED = tuple(one for code, one in REASONS.items() if code not in {"illegal", "banned_word"} | OF_ADS)
OFFERED_OF_ADS = tuple(
    REASONS[code] for code in ("ad_misleading", "ad_landing", "ad_forbidden", "ad_payer", "hate", "offensive", "other")
)
# What enough reports hold until a moderator has looked. An article is never held.
HELD_BY_REPORTS = {Kind.COMMENT: "a comment", Kind.AD: "an ad"}
LONGEST = 1000


@transaction.atomic
def report(*, kind: str, number: int, by: User, reason: str, text: str, now: datetime) -> Report:
    """Say that a thing should not stand here; a second one of the same person, while the first waits, corrects it.

    Raises RefusedError for what cannot be reported, or not by them.
    1. Load the thing, locked, what it says, and their open report.
    2. Decide whether they may, and whether there are now enough to hold it.
    3. Save the report with what the thing says, its case and its counts.
    """
    text = plain_text(text)
    seen = reportable(kind, number)
    refuse_report(kind, seen, by, reason, text, now)
    wanted = {"reason": reason, "text": text, "snapshot": seen.text}
    found = open_report(kind, number, by)
    if found is None:
        try:
            with transaction.atomic():
                return first_report(kind, number, by, seen, wanted, now)
        except IntegrityError:
            # The same person pressed twice, and the other press came first.
            found = open_report(kind, number, by)
            if found is None:
                raise
    for name, value in wanted.items():
        setattr(found, name, value)
    found.save(update_fields=list(wanted))
    return found


def reportable(kind: str, number: int) -> Seen:
    """The thing as it is now, locked. Raises RefusedError where there is nothing that could be reported."""
    if kind not in Kind.values:
        raise RefusedError("This cannot be reported.")
    try:
        subjects.of(kind).lock(number)
    except (KeyError, ObjectDoesNotExist):
        raise RefusedError("This is not here any more.") from None
    seen = subjects.seen(kind, number)
    if seen is None or seen.is_gone:
        raise RefusedError("This is not here any more.")
    return seen


def refuse_report(kind: str, seen: Seen, by: User, reason: str, text: str, now: datetime) -> None:
    """Raises RefusedError with why not."""
    if why := standing(by, now).why_not_act:
        raise RefusedError(why)
    if seen.author is not None and seen.author.pk == by.pk:
        raise RefusedError("This is yours: you can edit it or withdraw it.")
    if not seen.is_shown:
        raise RefusedError("It was removed already, or waits for a moderator.")
    if reason not in {one.code for one in offered(kind)}:
        raise RefusedError("Choose one of the reasons.")
    if reason == "other" and not text:
        raise RefusedError("Say in a few words what is wrong.")
    if len(text) > LONGEST:
        raise RefusedError(f"The text has {len(text):,} characters; {LONGEST:,} is the most. Please shorten it.")


def offered(kind: str) -> tuple[Reason, ...]:
    """What a thing of this kind may be reported for."""
    return OFFERED_OF_ADS if kind == Kind.AD else OFFERED


def open_report(kind: str, number: int, by: User) -> Report | None:
    wanted = Report.objects.select_for_update(of=("self",), no_key=True)
    return wanted.filter(kind=kind, number=number, by=by, state=Report.State.OPEN).first()


def first_report(kind: str, number: int, by: User, seen: Seen, wanted: dict[str, str], now: datetime) -> Report:
    """Save a report with its case; hold the thing where there are enough."""
    case = open_case(kind=kind, number=number, author=seen.author, reported=1, now=now)
    made = Report.objects.create(kind=kind, number=number, by=by, case=case, made_at=now, **wanted)
    recount_reports(kind, number)
    if seen.is_shown and kind in HELD_BY_REPORTS and are_enough(kind, number, now):
        decide(
            case=case,
            by=None,
            action=Decision.Action.HOLD,
            reason=most_common_reason(kind, number),
            explanation=why_held(kind),
            now=now,
        )
    return made


def why_held(kind: str = Kind.COMMENT) -> str:
    """What the author is told of a comment, or an ad, that reports hold."""
    wanted = settings.NEWSSTAND_REPORTS_TO_HOLD
    return (
        f"Reports by {wanted} readers hold {HELD_BY_REPORTS[Kind(kind)]} until a moderator has looked at it. "
        "Nobody has decided yet whether they are right: a moderator will, and you will be told."
    )


def are_enough(kind: str, number: int, now: datetime) -> bool:
    """Whether the open reports hold the thing. Four queries at most."""
    approved = Decision.objects.filter(kind=kind, number=number, action__in=["approve", "restore"], is_automatic=False)
    wanted = settings.NEWSSTAND_REPORTS_TO_HOLD
    waiting = Report.objects.filter(kind=kind, number=number, state=Report.State.OPEN).exclude(by=None)
    if wanted <= 0 or waiting.count() < wanted:
        return False
    return reporting.holds(reporters(kind, number, now), wanted=wanted, was_approved=approved.exists())


def reporters(kind: str, number: int, now: datetime) -> list[Reporter]:
    """Who has an open report about the thing, with what became of their former ones. Two queries."""
    lately = Q(reports__closed_at__gt=now - reporting.COUNTED)
    people = User.objects.filter(
        is_active=True,
        pk__in=Report.objects.filter(kind=kind, number=number, state=Report.State.OPEN).values("by"),
    ).annotate(
        upheld=Count("reports", filter=lately & Q(reports__state=Report.State.UPHELD)),
        refused=Count("reports", filter=lately & Q(reports__state=Report.State.REFUSED)),
    )
    rows = list(people)
    sanctioned = set(in_force(now).filter(user__in=rows).values_list("user_id", flat=True))
    return [
        Reporter(max(now - one.joined_at, timedelta()), one.pk in sanctioned, one.upheld, one.refused) for one in rows
    ]


def most_common_reason(kind: str, number: int) -> str:
    """The reason given most often in open reports; of several the first by its name."""
    waiting = Report.objects.filter(kind=kind, number=number, state=Report.State.OPEN)
    rows = waiting.values("reason").annotate(times=Count("pk")).order_by("-times", "reason")
    return str(rows[0]["reason"])
