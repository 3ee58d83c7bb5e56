"""What was taken away from a text before it is kept: its author is told, nobody is suspected."""

from newsstand.algorithms.comment_rules import removed
from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (what was typed is in the facts)
    number = len(removed(facts.typed))
    if not number:
        return []
    what = "One character that cannot be seen was" if number == 1 else f"{number} characters that cannot be seen were"
    return [Finding("sanitise", Verdict.PASS, f"{what} taken away.")]


PHASE = Phase("sanitise", find)
