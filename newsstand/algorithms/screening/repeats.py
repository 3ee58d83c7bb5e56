"""The same text again, or nearly, by the same author within minutes."""

from datetime import timedelta

from newsstand.algorithms.fingerprints import FEWEST_SEQUENCES, compare, fingerprint, words
from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict

# "I agree" is said often, and means it each time.
FEWEST_WORDS = 5
NEARLY_ALL = 0.8


def find(text: str, facts: Facts) -> list[Finding]:
    if facts.is_edit or facts.author.trusted or len(words(text)) < FEWEST_WORDS:
        return []
    since = facts.now - timedelta(minutes=facts.rules.repeat_minutes)
    before = [said.text for said in facts.author.said if said.at > since]
    if not any(alike(text, other) for other in before):
        return []
    minutes = facts.rules.repeat_minutes
    return [Finding("repeat", Verdict.HOLD, f"You said the same, or nearly, within the last {minutes} minutes.")]


def alike(text: str, other: str) -> bool:
    """Whether two texts have the same words in the same order, or nearly all of their phrases in common."""
    one, two = fingerprint(text), fingerprint(other)
    if one.digest == two.digest:
        return True
    if min(len(one.sequences), len(two.sequences)) < FEWEST_SEQUENCES:
        return False
    near = compare(one, two)
    return min(near.share, near.back) >= NEARLY_ALL


PHASE = Phase("repeat", find)
