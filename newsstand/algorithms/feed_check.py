"""What a publisher could mend in a feed: rules, each with its severity, what it saw and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsstand.algorithms.feed_check_items import RULES_OF_ITEMS
from newsstand.algorithms.feed_check_seen import Rule, Seen, Severity
from newsstand.algorithms.feed_check_whole import RULES_OF_FEEDS

__all__ = ["HEADINGS", "RULES", "Finding", "Group", "Severity", "check", "grouped"]

HEADINGS = {
    Severity.WRONG: "Mend first: articles are lost or shown wrong",
    Severity.POORER: "Worth mending: articles come, but poorer than they could be",
    Severity.BETTER: "Good to have",
}
RULES: tuple[Rule, ...] = (*RULES_OF_FEEDS, *RULES_OF_ITEMS)
MOST_EXAMPLES = 3
LONGEST_EXAMPLE = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `count` of `of` items show it, both 0 where it is about the feed itself."""

    rule: str
    severity: Severity
    sentence: str
    mend: str
    count: int
    of: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one severity under their heading."""

    severity: Severity
    heading: str
    findings: tuple[Finding, ...]


def check(seen: Seen) -> tuple[Finding, ...]:
    """What there is to mend, the worst first, and of one severity what most items show; empty for a feed in order."""
    found = [finding for rule in RULES if (finding := _look(rule, seen))]
    return tuple(sorted(found, key=lambda one: (list(Severity).index(one.severity), -one.count)))


def grouped(findings: Sequence[Finding]) -> tuple[Group, ...]:
    """Findings by severity, the worst first; a severity that nothing was found of is left out."""
    groups = (
        Group(severity, heading, tuple(one for one in findings if one.severity == severity))
        for severity, heading in HEADINGS.items()
    )
    return tuple(group for group in groups if group.findings)


def _look(rule: Rule, seen: Seen) -> Finding | None:
    shown = list(rule.look(seen))
    if not shown:
        return None
    examples = dict.fromkeys(_short(one) for one in shown if one.strip())
    count, of = (len(shown), len(seen.items)) if rule.of_items else (0, 0)
    return Finding(rule.id, rule.severity, rule.sentence, rule.mend, count, of, tuple(examples)[:MOST_EXAMPLES])


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_EXAMPLE else flat[: LONGEST_EXAMPLE - 1] + "…"
