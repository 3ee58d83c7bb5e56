"""Mail addresses that are thrown away after use."""

from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:  # noqa: ARG001 (every phase is told the text)
    domain, verdict = facts.author.mail_domain.lower().rstrip("."), Verdict(facts.rules.disposable_verdict)
    if facts.author.trusted or not is_disposable(domain, facts.disposable):
        return []
    return [
        Finding("mail", verdict, f"Your mail address is at {domain[:100]}, where addresses are thrown away after use.")
    ]


def is_disposable(domain: str, known: object) -> bool:
    """Whether a domain, or one above it, is on the list."""
    parts = domain.split(".")
    names = (".".join(parts[start:]) for start in range(len(parts) - 1))
    return any(name in known for name in names)  # type: ignore[operator]


PHASE = Phase("mail", find)
