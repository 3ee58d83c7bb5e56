"""Who had much removed lately waits for a moderator, until that is past."""

from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (every phase is told the text)
    rules, author = facts.rules, facts.author
    removed, whole = author.removed, max(author.decided, author.removed)
    if author.trusted or removed < max(1, rules.history_fewest) or removed * 100 < whole * rules.history_share:
        return []
    days = "day" if rules.history_days == 1 else f"{rules.history_days} days"
    return [Finding("history", Verdict.HOLD, f"Of your {whole} comments of the last {days}, {removed} were removed.")]


PHASE = Phase("history", find)
