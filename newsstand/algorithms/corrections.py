"""Whether a publisher says that it corrected an article, and in what words."""

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_EVIDENCE = 300

_CORRECTION = (
    "corrections?|errat(?:um|a)|errata corrige|korrektur|berichtigung|richtigstellung|rectificatif|rectification"
    "|correcci(?:ó|o)n|rectificaci(?:ó|o)n|fe de err(?:ores|atas)|rettifica|corre(?:ç|c)(?:ã|a)o|correctie|rectificatie"
)
_CLARIFICATION = "clarifications?|klarstellung|aclaraci(?:ó|o)n"
# "Correction (22 November):" and "Clarification, Nov. 22, 4 p.m.:", but not "Correction officers said:".
_DATED = r"(?:\s*\([^)\n]{1,60}\)|\s*[,–—-]\s*[^:\n]{0,40}\d[^:\n]{0,20})?"
_BEGINNING = re.compile(
    rf"\W{{0,3}}(?:(?P<correction>{_CORRECTION})|(?P<clarification>{_CLARIFICATION})){_DATED}\s*:", re.IGNORECASE
)
_HEADLINE = re.compile(
    r"\s*(?:(?P<correction>corrected)|(?P<clarification>clarified))\s*(?:-|–|—|:)"
    r"|.*[(\[](?:(?P<correction_at_end>corrected)|(?P<clarification_at_end>clarified))[)\]]\s*$",
    re.IGNORECASE | re.DOTALL,
)


class Kind(StrEnum):
    CORRECTION = "correction"
    CLARIFICATION = "clarification"


class Place(StrEnum):
    HEADLINE = "headline"
    BEGINNING = "first paragraph"
    END = "last paragraph"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a publisher says that it put right: `evidence` are its own words, at most 300 characters."""

    kind: Kind
    place: Place
    evidence: str


def correction(headline: str, text: str) -> Correction | None:
    """The correction or clarification that a headline or the first or last paragraph (lines of `text`) announces."""
    if (found := _HEADLINE.match(headline)) or (found := _BEGINNING.match(headline)):
        return Correction(kind_of(found), Place.HEADLINE, quoted(headline))
    paragraphs = [line for line in text.split("\n") if line.strip()]
    if not paragraphs:
        return None
    for place, paragraph in ((Place.BEGINNING, paragraphs[0]), (Place.END, paragraphs[-1])):
        if found := _BEGINNING.match(paragraph):
            return Correction(kind_of(found), place, quoted(paragraph))
    return None


def kind_of(found: "re.Match[str]") -> Kind:
    named = {name for name, words in found.groupdict().items() if words}
    return Kind.CORRECTION if any(name.startswith("correction") for name in named) else Kind.CLARIFICATION


def quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_EVIDENCE else line[: MOST_EVIDENCE - 1].rstrip() + "…"
