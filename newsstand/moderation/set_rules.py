"""Change the house's rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.domains import is_number, registrable
from newsstand.algorithms.screening.word_lists import entries
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.rulebook import SETTINGS, Rulebook, current, lines

LISTS = {
    "banned": "banned words",
    "suspect": "suspect words",
    "hosts_refused": "refused hosts",
    "hosts_held": "held hosts",
}
MOST_HOSTS = 5000
# So much of a change of a list is told; the rest as a number.
MOST_TOLD = 12
NOT_AN_EDITOR = "Only an editor changes the house’s rules. You can try a sentence against them."
MEANWHILE = "Somebody changed the rules meanwhile. Below they are as you wrote them; look at theirs, then save again."


@transaction.atomic
def set_rules(*, by: User, settings: Mapping[str, Any], base: int, now: datetime, why: str = "") -> Rulebook:
    """Make these the rules from now on. Where nothing changes the rules that hold are given back.

    `settings` has a value for each name in SETTINGS; `base` is the number of the rules that the editor started from (0
    where there were none). Raises RefusedError for somebody who is no editor, and where others were faster; ValueError
    that names the entry for a list that cannot stand.
    1. Load the rules that hold.
    2. Decide who may, and whether the lists can stand.
    3. Save them as a new row: those before stay, with who made them.
    """
    if not by.is_editor:
        raise RefusedError(NOT_AN_EDITOR)
    before = current(now)
    if (before.pk or 0) != base:
        raise RefusedError(MEANWHILE)
    check(settings)
    given = {name: settings[name] for name in SETTINGS}
    if before.pk and not changes(before, Rulebook(**given, changed_at=now)):
        return before
    return Rulebook.objects.create(**given, changed_by=by, changed_at=now, why=why)


def check(settings: Mapping[str, Any]) -> None:
    """Raises ValueError, which says what to do, for the first list that cannot stand."""
    for name in ("banned", "suspect"):
        entries(settings[name])
    for name in ("hosts_refused", "hosts_held"):
        hosts = lines(settings[name])
        if len(hosts) > MOST_HOSTS:
            raise ValueError(f"The list has {len(hosts):,} hosts; {MOST_HOSTS:,} is the most.")
        for host in hosts:
            if "/" in host or " " in host or not (is_number(host) or "." in registrable(host)):
                raise ValueError(f"“{host[:80]}” is no host: write it as “example.org”, without http:// and path.")


def changes(before: Rulebook, after: Rulebook) -> list[str]:
    """What is different, in words; empty where nothing is."""
    said = []
    for name in SETTINGS:
        old, new = getattr(before, name), getattr(after, name)
        if name in LISTS:
            said += [f"{LISTS[name]}: {words}" for words in [difference(lines(old), lines(new))] if words]
        elif old != new:
            said.append(f"{name.replace('_', ' ')}: {old} → {new}")
    return said


def difference(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """The entries that came and went; "" where the list stayed the same."""
    came, went = [one for one in new if one not in set(old)], [one for one in old if one not in set(new)]
    parts = [f"{sign} {told(some)}" for sign, some in (("+", came), ("−", went)) if some]
    return "; ".join(parts)


def told(some: list[str]) -> str:
    more = len(some) - MOST_TOLD
    return ", ".join(some[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")
