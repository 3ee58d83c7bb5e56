"""What a moderator decided about the author."""

from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (every phase is told the text)
    if not facts.author.watched:
        return []
    return [
        Finding("standing", Verdict.HOLD, "A moderator decided that what you write is looked at first, for a while.")
    ]


PHASE = Phase("standing", find)
