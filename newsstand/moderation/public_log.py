"""What moderators and rules did, for everybody to read: never who was concerned, never what they wrote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from newsstand.algorithms.references import pseudonym
from newsstand.moderation.models import Appeal, Decision, Kind, Sanction
from newsstand.moderation.reasons import REASONS, label_of

Action = Decision.Action
PAGE_LENGTH = 50
THINGS = {Kind.COMMENT: "A comment", Kind.ARTICLE: "An article", Kind.PROFILE: "A profile", Kind.AD: "An ad"}
SANCTIONED = {
    Action.WARN: "A user was warned",
    Action.MUTE: "A user may not comment",
    Action.WATCH: "What a user writes waits for a moderator",
    Action.SUSPEND: "A user is suspended",
    Action.STRIKE: "A contributor got a strike",
    Action.BAN: "A user is banned",
    Action.LIFT: "A sanction was lifted",
}
DONE = {
    Action.APPROVE: "was left as it is",
    Action.REMOVE: "was removed",
    Action.HOLD: "is held until a moderator decides",
    Action.RESTORE: "was given back",
    Action.REOPEN: "waits again: the decision about it was taken back",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `address` leads to the thing, "" where it would name somebody; `by` is a pseudonym."""

    number: int
    at: datetime
    what: str
    address: str
    reason: str
    rule: str
    ground: str
    by: str
    is_automatic: bool
    until: datetime | None
    undoes: int | None
    undone_at: datetime | None
    appeals: Sequence[str]


def entries(*, before: tuple[datetime, int] | None = None, reason: str = "", most: int = PAGE_LENGTH) -> list[Entry]:
    """The latest public decisions, newest first, before the given time and number. Two queries."""
    rows = public()
    if reason:
        rows = rows.filter(reason=reason)
    if before is not None:
        when, number = before
        rows = rows.filter(Q(decided_at__lt=when) | Q(decided_at=when, pk__lt=number))
    settled = Appeal.objects.exclude(state=Appeal.State.OPEN).order_by("pk")
    rows = rows.select_related("user", "undone", "sanction").prefetch_related(Prefetch("appeals", settled))
    return [entry(row) for row in rows.order_by("-decided_at", "-pk")[:most]]


def public() -> "QuerySet[Decision]":
    return Decision.objects.filter(is_public=True)


def entry(row: Decision) -> Entry:
    reason = REASONS.get(row.reason)
    undone: Decision | None = getattr(row, "undone", None)
    sanction: Sanction | None = getattr(row, "sanction", None)
    return Entry(
        number=row.pk,
        at=row.decided_at,
        what=SANCTIONED.get(Action(row.action)) or f"{THINGS[Kind(row.kind)]} {DONE[Action(row.action)]}",
        address=address_of(row),
        reason=label_of(row.reason),
        rule=reason.rule if reason else "",
        ground=without_name(row.ground, row.user.name if row.user else ""),
        by="" if row.by_id is None else name_of(row.by_id, row.decided_at),
        is_automatic=row.is_automatic,
        until=sanction.until if sanction else None,
        undoes=row.undoes_id,
        undone_at=undone.decided_at if undone else None,
        appeals=[f"Appealed: {one.get_state_display()}" for one in row.appeals.all()],
    )


def address_of(row: Decision) -> str:
    """Where the thing stands. Of sanctions and profiles nothing: it would say who was concerned."""
    if row.action in SANCTIONED:
        return ""
    return {Kind.COMMENT: f"/comments/{row.number}", Kind.ARTICLE: f"/a/{row.number}/"}.get(Kind(row.kind), "")


def name_of(user_id: int, at: datetime) -> str:
    """The moderator's name in the log: the same for all they did in one month, another one in the next."""
    key = salted_hmac("newsstand.moderation.log", "moderators", algorithm="sha256").digest()
    return f"Moderator {pseudonym(key, user_id, f'{at:%Y-%m}')}"


def without_name(text: str, name: str) -> str:
    """The text without the name of the user concerned, should somebody have written it there."""
    return re.sub(re.escape(name), "…", text, flags=re.IGNORECASE) if name.strip() else text
