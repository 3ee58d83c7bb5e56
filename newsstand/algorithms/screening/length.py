"""First: is there a text, and is it short enough?"""

from newsstand.algorithms.comment_rules import why_not_length
from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (every phase is told the facts)
    why = why_not_length(text)
    return [Finding("length", Verdict.REFUSE, why)] if why else []


PHASE = Phase("length", find)
