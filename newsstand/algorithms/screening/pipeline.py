"""All phases in their order. Each looks at the same text and the same facts, so that none hides what another finds."""

from newsstand.algorithms.screening import (
    history,
    length,
    links,
    mail,
    newcomer,
    repeats,
    sanitise,
    speed,
    standing,
    thread,
    words,
)
from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase

PHASES: tuple[Phase, ...] = (
    length.PHASE,
    sanitise.PHASE,
    thread.PHASE,
    repeats.PHASE,
    words.PHASE,
    links.PHASE,
    newcomer.PHASE,
    history.PHASE,
    mail.PHASE,
    speed.PHASE,
    standing.PHASE,
)


def screen(text: str, facts: Facts) -> list[Finding]:
    """Everything that the phases find, in their order. The strongest verdict wins (verdicts.strongest).

    A text without a length that can stand is looked at no further: it may be of any size.
    """
    first = length.PHASE.find(text, facts)
    return first or [finding for phase in PHASES[1:] for finding in phase.find(text, facts)]
