"""Everybody's first comments wait, where the house wants it so."""

from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (every phase is told the text)
    first = facts.rules.newcomer_held
    if facts.author.trusted or facts.author.approved >= first:
        return []
    what = "first comment waits" if first == 1 else f"first {first} comments wait"
    return [Finding("newcomer", Verdict.HOLD, f"Everybody's {what} for a moderator.")]


PHASE = Phase("newcomer", find)
