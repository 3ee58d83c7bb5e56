"""What the person concerned and the reporters are told of a decision."""

from collections.abc import Iterable
from datetime import datetime

from newsstand.moderation.models import Decision, Kind, Report
from newsstand.moderation.reasons import REASONS, label_of
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

Action = Decision.Action
WHAT = {"comment": "Your comment", "article": "Your article", "profile": "Your profile", "ad": "Your ad"}
TITLES = {
    Action.APPROVE: "{what} is shown",
    Action.REMOVE: "{what} was removed",
    Action.HOLD: "{what} waits for a moderator",
    Action.RESTORE: "{what} is shown again",
    Action.WARN: "A moderator warns you",
    Action.MUTE: "You may not comment {until}",
    Action.WATCH: "What you write waits for a moderator {until}",
    Action.SUSPEND: "Your account is suspended {until}",
    Action.BAN: "Your account is banned",
    Action.STRIKE: "A strike for breaking a rule of writing",
    Action.LIFT: "A sanction against you was lifted",
    Action.REOPEN: "A decision about you was taken back",
}
APPEAL = "The page of this decision says what it rests on, and how you can ask somebody else to look at it again."
AUTOMATIC = "A rule decided this; no person has looked at it yet."


def address_of(decision: Decision) -> str:
    """The page with the statement of reasons."""
    return f"/decisions/{decision.pk}"


def title_of(decision: Decision, until: datetime | None = None) -> str:
    """The decision in a line, to the person concerned."""
    end = f"until {until:%d %B %Y, %H:%M} UTC" if until else ""
    said = TITLES[Action(decision.action)]
    if decision.kind == Kind.AD and decision.action == Action.REMOVE and decision.before == Decision.Before.HELD:
        said = "{what} was not approved"
    title = said.format(what=WHAT.get(decision.kind, "It"), until=end).strip()
    return f"{title}: {label_of(decision.reason)}" if decision.reason else title


def tell_author(decision: Decision, now: datetime, until: datetime | None = None) -> None:
    """Tell the person concerned what was decided, why, whether by a rule, and how to appeal. Nobody where nobody is."""
    if decision.user is None:
        return
    reason = REASONS.get(decision.reason)
    said = [
        reason.author if reason else "",
        decision.explanation,
        f"It rests on: {decision.ground}." if decision.ground else "",
        AUTOMATIC if decision.is_automatic else "",
        APPEAL,
    ]
    tell(
        user=decision.user,
        kind=Notice.Kind.DECISION,
        key=f"decision:{decision.pk}",
        title=title_of(decision, until),
        text="\n\n".join(part for part in said if part),
        address=address_of(decision),
        now=now,
    )


def tell_reporters(decision: Decision, reports: Iterable[Report], now: datetime) -> None:
    """Tell everybody who reported it what became of their report."""
    for report in reports:
        if report.by is None:
            continue
        upheld = report.state == Report.State.UPHELD
        tell(
            user=report.by,
            kind=Notice.Kind.OUTCOME,
            key=f"report:{report.pk}:{decision.pk}",
            title=f"Your report was {'upheld' if upheld else 'not upheld'}: {label_of(report.reason)}",
            text="It was removed. Thank you for telling us."
            if upheld
            else "A moderator looked at it and left it as it is. The page of the decision says how you can ask again.",
            address=address_of(decision),
            now=now,
        )
