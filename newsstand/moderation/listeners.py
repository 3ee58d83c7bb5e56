"""Who is told, in the same transaction, when something was decided: folders above, which moderation/ does not know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newsstand.lib.stamps import touch
from newsstand.moderation.models import Appeal, Decision

# The stamp of the public log and of the figures made from it.
LOG = "moderation"


@dataclass(frozen=True, slots=True)
class Listener:
    """`decided` hears of each decision, undoing ones too; `appeal_settled` of each appeal with its answer."""

    decided: Callable[[Decision, datetime], None]
    appeal_settled: Callable[[Appeal, datetime], None]


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """From now on `listener` is told. Entering it twice does no harm."""
    if listener not in _listeners:
        _listeners.append(listener)


def decided(decision: Decision, now: datetime) -> None:
    """Say that this was decided: the public log changes. Call it inside the transaction, after it was carried out."""
    touch([LOG])
    for listener in _listeners:
        listener.decided(decision, now)


def appeal_settled(appeal: Appeal, now: datetime) -> None:
    """Say that this appeal was settled. Call it inside the transaction."""
    touch([LOG])
    for listener in _listeners:
        listener.appeal_settled(appeal, now)
