"""Let the rules look at a text, and keep what they found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsstand.accounts.models import User
from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.pipeline import screen as phases
from newsstand.algorithms.screening.verdicts import Finding, Verdict, strongest
from newsstand.moderation import models, outside
from newsstand.moderation.cases import open_case

# What stands in a column.
LONGEST_EVIDENCE = 500


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything the rules found in `text`, and what becomes of it: the strongest of their verdicts."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        return strongest(self.findings)


def screen(text: str, facts: Facts, *, about: Mapping[str, object], silent: str) -> Screening:
    """Let all phases look at a text; then the service outside, unless the text is refused already.

    `about` is what the service is told beside the text, `silent` the verdict where it does not answer. Call it outside
    every transaction.
    """
    found = phases(text, facts)
    if outside.is_asked() and strongest(found) is not Verdict.REFUSE:
        found += outside.ask(text, about=about, silent=silent, now=facts.now)
    return Screening(text, tuple(found))


def keep(screening: Screening, *, kind: str, number: int, author: User, now: datetime) -> None:
    """Keep what was found in a thing that is stored, inside the transaction that stores it; put it before the
    moderators where it is held or flagged.
    """
    models.Finding.objects.bulk_create(
        models.Finding(
            kind=kind,
            number=number,
            phase=one.phase,
            verdict=one.verdict,
            evidence=one.evidence[:LONGEST_EVIDENCE],
            text=screening.text if one.start is not None else "",
            start=one.start,
            end=one.end,
            found_at=now,
        )
        for one in screening.findings
    )
    if screening.verdict in {Verdict.HOLD, Verdict.FLAG}:
        held = screening.verdict is Verdict.HOLD
        open_case(kind=kind, number=number, author=author, held=held, now=now)


def why_held(kind: str, numbers: Collection[int]) -> dict[int, Sequence[str]]:
    """For each of these things that a rule held: why, in sentences, by the latest look that held it. One query."""
    rows = models.Finding.objects.filter(kind=kind, number__in=numbers, verdict=Verdict.HOLD).order_by("id")
    latest: dict[int, tuple[datetime, list[str]]] = {}
    for number, evidence, found_at in rows.values_list("number", "evidence", "found_at"):
        if number not in latest or latest[number][0] != found_at:
            latest[number] = (found_at, [])
        latest[number][1].append(evidence)
    return {number: tuple(dict.fromkeys(reasons)) for number, (_, reasons) in latest.items()}


def forget_words(kind: str, number: int) -> None:
    """Take the words of a text out of what was found in it, because its author took them back."""
    rows = models.Finding.objects.filter(kind=kind, number=number).exclude(start=None)
    rows.update(text="", start=None, end=None, evidence="Something in a text that its author has withdrawn.")
