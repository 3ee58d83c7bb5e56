"""Put something before the moderators."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.moderation.models import Case

MANY_REPORTS = 3
# What is looked at first; the queue is ordered by it, then by age.
NOTICED, APPEALED, OFTEN_REPORTED, ORDINARY = 3, 2, 1, 0


@transaction.atomic
def open_case(
    *,
    kind: str,
    number: int,
    author: User | None,
    now: datetime,
    held: bool = False,
    reported: int = 0,
    appealed: bool = False,
    noticed: bool = False,
) -> Case:
    """The open case of a thing, made where there is none; what is said of it now is added to what was said before.

    `held`: nobody sees it until somebody decides. `reported`: so many reports more. `appealed`: an appeal waits.
    `noticed`: a notice of illegal content waits. Call it inside the transaction that writes the comment, the report or
    the appeal, after the thing itself was locked.
    1. Load the open case, or make one; two at once make one.
    2. Decide how urgent it is now.
    3. Save.
    """
    made, _ = Case.objects.get_or_create(
        kind=kind, number=number, closed_at=None, defaults={"author": author, "opened_at": now}
    )
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=made.pk)
    if case.closed_at is not None:
        # Somebody decided between the two lines above: what came now is new to them.
        case = Case.objects.create(kind=kind, number=number, author=author, opened_at=now)
    case.is_held = case.is_held or held
    case.is_appealed = case.is_appealed or appealed
    case.is_noticed = case.is_noticed or noticed
    case.report_count += reported
    case.urgency = urgency_of(case)
    case.save(update_fields=["is_held", "is_appealed", "is_noticed", "report_count", "urgency"])
    return case


def urgency_of(case: Case) -> int:
    """Notices of illegal content first, then appeals, then what many reported."""
    if case.is_noticed:
        return NOTICED
    if case.is_appealed:
        return APPEALED
    return OFTEN_REPORTED if case.report_count >= MANY_REPORTS else ORDINARY
