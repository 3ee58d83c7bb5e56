"""What a text must have before an editor is asked to read it, and what would make it better.

The rules are those that contributors' platforms publish (research: peers.md C5 and C9: 250 words at least and 400
advised, rights to every picture, sources, no solicitation, AI said), each with what to mend.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

FEWEST_WORDS = 250
ADVISED_WORDS = 400
LONGEST_HEADLINE = 110
SHORTEST_HEADLINE = 15
MANY_LINKS = 10
MOST_LINKS = 20
MANY_TO_ONE_SITE = 3


class Level(StrEnum):
    """A text with a MUST cannot be submitted."""

    MUST = "must"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the text; `rights` is one of DraftPicture.Rights, or ""."""

    alt: str = ""
    credit: str = ""
    rights: str = ""
    licence_url: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is looked at. `links` are the addresses in the text, in order; `text` its words, a block a line."""

    headline: str = ""
    summary: str = ""
    text: str = ""
    words: int = 0
    links: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    ai: str = ""
    ai_note: str = ""
    payment: str = ""
    payer: str = ""
    has_place: bool = False
    has_topic: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `part` names what it is about: headline, text, pictures, links, disclosure, place, topic."""

    part: str
    level: Level
    text: str
    mend: str


Rule = Callable[[Facts], Iterator[Finding]]
_ATTRIBUTED = re.compile(
    r"[“”„«»\"]|\b(said|says|according to|told|wrote|reported|sagte|laut|selon|d’après|según|dijo|secondo)\b",
    re.IGNORECASE,
)
_SOLICITS = re.compile(
    r"\b(read more (?:at|on) my|subscribe to my|follow me on|buy (?:it )?(?:here|now)|use (?:my|the) code|"
    r"support me on|link in (?:my )?bio|sign up (?:here|for my))\b",
    re.IGNORECASE,
)
_BAIT = re.compile(
    r"(you won[’']t believe|this one (?:weird )?trick|what happened next|will shock you|doctors hate)", re.IGNORECASE
)
# By these parameters a shop knows whom to pay for a buyer.
_AFFILIATE = frozenset({"tag", "aff", "affid", "affiliate", "aff_id", "ascsubtag", "irclickid", "awc", "clickref"})


def findings(facts: Facts) -> list[Finding]:
    """Everything to mend, what must be mended first, in the order in which it stands on the page."""
    found = [finding for rule in RULES for finding in rule(facts)]
    return sorted(found, key=lambda one: one.level != Level.MUST)


def musts(facts: Facts) -> list[Finding]:
    """What keeps a text from being submitted."""
    return [one for one in findings(facts) if one.level == Level.MUST]


def headline(facts: Facts) -> Iterator[Finding]:
    said = facts.headline.strip()
    if not said:
        yield must("headline", "It has no headline.", "Say in one line what happened.")
        return
    if len(said) < SHORTEST_HEADLINE:
        yield advise("headline", "The headline is very short.", "Say who did what, or where: readers see it alone.")
    if len(said) > LONGEST_HEADLINE:
        yield advise(
            "headline",
            f"The headline has {len(said)} characters.",
            f"More than {LONGEST_HEADLINE} are cut off in lists and by search engines.",
        )
    letters = [one for one in said if one.isalpha() and one.upper() != one.lower()]
    if len(letters) > SHORTEST_HEADLINE and all(one.isupper() for one in letters):
        yield must("headline", "The headline is all in capitals.", "Write it as a sentence.")
    if said.endswith("!") or "!!" in said:
        yield advise("headline", "The headline shouts.", "Leave the exclamation mark out.")
    if _BAIT.search(said):
        yield must("headline", "The headline hides what the text says.", "Say what happened: readers decide by it.")


def length(facts: Facts) -> Iterator[Finding]:
    if facts.words < FEWEST_WORDS:
        yield must(
            "text",
            f"The text has {facts.words:,} words; {FEWEST_WORDS} are the fewest.",
            "Say how you know it, what led to it, and what it means here.",
        )
    elif facts.words < ADVISED_WORDS:
        yield advise("text", f"The text has {facts.words:,} words.", f"{ADVISED_WORDS} and more are read to the end.")
    if not facts.summary.strip():
        yield advise("text", "It has no summary.", "One or two sentences: they stand on cards and in mails.")
    if found := _SOLICITS.search(facts.text):
        yield must(
            "text", f"“{found[0]}” asks readers to go elsewhere.", "Your page here may say so; the text may not."
        )


def pictures(facts: Facts) -> Iterator[Finding]:
    for number, picture in enumerate(facts.pictures, start=1):
        name = f"Picture {number}" if len(facts.pictures) > 1 else "The picture"
        if not picture.alt.strip():
            yield must("pictures", f"{name} has no text for those who cannot see it.", "Say what it shows.")
        if not picture.rights:
            yield must("pictures", f"{name}: it is not said why you may publish it.", "Choose whose it is.")
        if not picture.credit.strip():
            yield must("pictures", f"{name} has no credit.", "Name who made it; your own name if you did.")
        if picture.rights == "licensed" and not picture.licence_url:
            yield must("pictures", f"{name}: its licence is not linked.", "Add the address of the licence.")


def sources(facts: Facts) -> Iterator[Finding]:
    if facts.text and not facts.links and not _ATTRIBUTED.search(facts.text):
        yield advise(
            "links", "No source is named or linked.", "Say who told you, or link the paper, the page, the record."
        )


def links(facts: Facts) -> Iterator[Finding]:
    count = len(facts.links)
    if count > MOST_LINKS:
        yield must("links", f"The text has {count} links; {MOST_LINKS} are the most.", "Keep those that are sources.")
    elif count > MANY_LINKS:
        yield advise("links", f"The text has {count} links.", "Keep those that are sources.")
    hosts = Counter(host for address in facts.links if (host := host_of(address)))
    for host, times in hosts.most_common(1):
        if times > MANY_TO_ONE_SITE:
            yield advise("links", f"{times} links lead to {host}.", "One to each page is enough. Is it your own site?")
    if facts.payment != "paid" and any(is_affiliate(address) for address in facts.links):
        yield must(
            "links",
            "A link pays somebody when readers buy.",
            "Take what marks it out of its address, or say so under “Who pays”.",
        )


def disclosure(facts: Facts) -> Iterator[Finding]:
    if not facts.ai:
        yield must("disclosure", "It is not said whether AI helped.", "Answer the question: readers see the answer.")
    elif facts.ai != "none" and not facts.ai_note.strip():
        yield must("disclosure", "It is not said how AI helped.", "Say what it did, and who checked it.")
    if not facts.payment:
        yield must("disclosure", "It is not said whether somebody pays you.", "Answer the question: readers see it.")
    elif facts.payment == "paid" and not facts.payer.strip():
        yield must("disclosure", "It is not said who pays you.", "Name them, and what you got.")


def place(facts: Facts) -> Iterator[Finding]:
    if not facts.has_place:
        yield advise("place", "It has no place.", "Readers there find it on their page. Leave it if it is about none.")
    if not facts.has_topic:
        yield advise("topic", "It has no topic.", "Choose who or what it is about: those who follow that will see it.")


RULES: tuple[Rule, ...] = (headline, length, pictures, sources, links, disclosure, place)


def must(part: str, text: str, mend: str) -> Finding:
    return Finding(part, Level.MUST, text, mend)


def advise(part: str, text: str, mend: str) -> Finding:
    return Finding(part, Level.ADVISE, text, mend)


def host_of(address: str) -> str:
    """The site of an address, without "www."; "" for what is no address of a site."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_affiliate(address: str) -> bool:
    """Whether an address tells a shop whom to pay for a buyer."""
    try:
        asked = parse_qsl(urlsplit(address).query)
    except ValueError:
        return False
    return any(name.lower() in _AFFILIATE for name, _ in asked)
