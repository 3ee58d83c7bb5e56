"""Which label a contributor's byline has, by rules that everybody can read: `RULES` is what the door's page prints."""

from collections.abc import Sequence
from dataclasses import dataclass

VOICE, WRITER, REPORTER = "voice", "writer", "reporter"
ORDER = (VOICE, WRITER, REPORTER)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a label asks: articles that stand, days since the first of them, at most so many in a hundred that an
    editor withdrew; or `proofs` addresses of earlier work, looked at by an editor."""

    label: str
    articles: int
    days: int
    withdrawn_percent: int
    proofs: int


RULES: Sequence[Rule] = (
    Rule(WRITER, articles=5, days=14, withdrawn_percent=20, proofs=3),
    Rule(REPORTER, articles=20, days=90, withdrawn_percent=5, proofs=5),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a contributor: articles that stand, days since the first was published, those that an editor
    withdrew, strikes that run, and the highest label an editor granted for earlier work ("" for none)."""

    articles: int = 0
    days: int = 0
    withdrawn: int = 0
    strikes: int = 0
    granted: str = ""


def earned(facts: Facts) -> str:
    """The label: the highest whose rule is kept or that was granted, one less for each strike that runs."""
    kept = [VOICE, *(rule.label for rule in RULES if not missing(rule, facts))]
    best = max(ORDER.index(label) for label in [*kept, facts.granted or VOICE])
    return ORDER[max(0, best - facts.strikes)]


def missing(rule: Rule, facts: Facts) -> list[str]:
    """What is still missing for a label by its rule, in words; empty when it is kept."""
    lacks = []
    if facts.articles < rule.articles:
        more = rule.articles - facts.articles
        lacks.append(f"{more} more article{'s' if more > 1 else ''} that stand{'' if more > 1 else 's'}")
    if facts.days < rule.days:
        more = rule.days - facts.days
        lacks.append(f"{more} more day{'s' if more > 1 else ''} since your first article")
    all_told = facts.articles + facts.withdrawn
    if all_told and 100 * facts.withdrawn > rule.withdrawn_percent * all_told:
        lacks.append(f"fewer articles that editors withdrew: {rule.withdrawn_percent} in a hundred are the most")
    if facts.strikes:
        lacks.append(f"{facts.strikes} strike{'s' if facts.strikes > 1 else ''} to run out")
    return lacks


def next_rule(label: str) -> Rule | None:
    """The rule of the label above this one; None for the highest."""
    place = ORDER.index(label)
    return next((rule for rule in RULES if ORDER.index(rule.label) == place + 1), None)


def why(label: str, before: str, facts: Facts) -> str:
    """Why a label changed, in a sentence for its contributor."""
    if ORDER.index(label) > ORDER.index(before):
        if label == facts.granted:
            return "An editor looked at your earlier work."
        return f"{facts.articles} articles that stand, the first {facts.days} days ago, and no strike that runs."
    if facts.strikes:
        return f"{facts.strikes} strike{'s' if facts.strikes > 1 else ''} that run{'' if facts.strikes > 1 else 's'}."
    return "The rule of the label is not kept any more."
