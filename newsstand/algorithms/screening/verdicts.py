"""What a phase says of a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from newsstand.algorithms.screening.facts import Facts


class Verdict(StrEnum):
    """What should become of the text, from the mildest to the strongest."""

    PASS = "pass"  # noqa: S105 (no password)
    FLAG = "flag"
    HOLD = "hold"
    REFUSE = "refuse"

    @property
    def strength(self) -> int:
        return list(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one phase found. `evidence` is a sentence for the author and the moderators; `start` and `end` count
    characters of the text, and are empty where the phase looked at something else than its words.
    """

    phase: str
    verdict: Verdict
    evidence: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One look at a text: its name, and what it finds in the text with what is known of its author and its place."""

    name: str
    find: Callable[[str, Facts], list[Finding]]


def strongest(findings: Iterable[Finding]) -> Verdict:
    """The strongest verdict; PASS where nothing was found."""
    return max((one.verdict for one in findings), key=lambda verdict: verdict.strength, default=Verdict.PASS)
