"""What a user may do here now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from newsstand.accounts.models import User
from newsstand.moderation.models import Sanction

SILENT = {Sanction.Kind.MUTE, Sanction.Kind.SUSPEND, Sanction.Kind.BAN}
STOPPED = {Sanction.Kind.SUSPEND, Sanction.Kind.BAN}


@dataclass(frozen=True, slots=True)
class Standing:
    """The sanctions in force, the strongest first; empty for nearly everybody."""

    sanctions: tuple[Sanction, ...] = ()

    @property
    def is_watched(self) -> bool:
        """Whether what they write waits for a moderator."""
        return any(one.kind == Sanction.Kind.WATCH for one in self.sanctions)

    @property
    def why_not_comment(self) -> str | None:
        """The reason why they may not comment now, or None."""
        return why([one for one in self.sanctions if one.kind in SILENT])

    @property
    def why_not_act(self) -> str | None:
        """The reason why they may not do anything that others see (like, report, follow in public), or None."""
        return why([one for one in self.sanctions if one.kind in STOPPED])


def why(sanctions: list[Sanction]) -> str | None:
    if not sanctions:
        return None
    longest = sanctions[0]
    end = f"until {longest.until:%d %B %Y, %H:%M} UTC" if longest.until else "for good"
    return (
        f"A moderator decided that you may not do this {end}. The reason, and how to appeal, stand under Your account."
    )


def standing(user: User, now: datetime) -> Standing:
    """The user's sanctions in force at `now`. One query."""
    rows = in_force(now).filter(user=user).select_related("decision")
    kinds = Sanction.Kind
    strength = [kinds.BAN, kinds.SUSPEND, kinds.MUTE, kinds.WATCH, kinds.STRIKE, kinds.WARN]
    return Standing(tuple(sorted(rows, key=lambda one: strength.index(kinds(one.kind)))))


def in_force(now: datetime) -> QuerySet[Sanction]:
    """Sanctions that hold at `now`. A warning never keeps anybody from anything."""
    running = Q(until=None) | Q(until__gt=now)
    return Sanction.objects.filter(running, lifted_at=None, since__lte=now).exclude(kind=Sanction.Kind.WARN)
