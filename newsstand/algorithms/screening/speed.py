"""More comments in a few minutes than anybody writes with care, or than a thread can bear."""

from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (every phase is told the text)
    rules, lately = facts.rules, facts.author.lately
    if facts.is_edit or facts.author.trusted:
        return []
    within, found = f"within {rules.speed_minutes} minutes", []
    if lately >= rules.speed_most:
        found.append(f"You wrote {lately} comments {within}; a moderator looks at the next ones first.")
    if rules.thread_most and facts.place.lately >= rules.thread_most:
        found.append(f"This thread got {facts.place.lately} comments {within}; the next ones wait for a moderator.")
    return [Finding("speed", Verdict.HOLD, words) for words in found]


PHASE = Phase("speed", find)
