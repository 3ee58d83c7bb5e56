"""More comments in a few minutes than anybody writes with care."""

from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (every phase is told the text)
    rules, lately = facts.rules, facts.author.lately
    if facts.is_edit or facts.author.trusted or lately < rules.speed_most:
        return []
    words = (
        f"You wrote {lately} comments within {rules.speed_minutes} minutes; a moderator looks at the next ones first."
    )
    return [Finding("speed", Verdict.HOLD, words)]


PHASE = Phase("speed", find)
