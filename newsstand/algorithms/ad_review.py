"""What rules see in an ad before a person looks at it, each with what to mend.

After what self-service platforms publish as their reasons (research/ads.md, 1.1 and 1.3: copy, claims, landing page,
category, payer, political declaration by Regulation (EU) 2024/900 and DSA Art. 26). Words are in `ad_review_words`.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from newsstand.algorithms import ad_review_words as words
from newsstand.algorithms.confusables import is_mixed, scripts, skeleton
from newsstand.algorithms.domains import is_number, registrable, suffixes
from newsstand.algorithms.urls import host

LONGEST_HEADLINE, LONGEST_TEXT, LONGEST_PAYER = 90, 200, 100
SHORTEST_HEADLINE = 8
# Smaller than this a picture is a blur in the widest slot on a dense screen.
LEAST_WIDTH, LEAST_HEIGHT = 300, 150
MOST_RATIO = 4.0
# A word of so many letters or fewer may be an abbreviation: NATO, BBC, USB-C.
ABBREVIATION = 4
SHORTEST_DECLARATION = 10


class Verdict(StrEnum):
    """What a finding asks for: a note for who looks at it; a person in any case; mending before it is sent in."""

    FLAG = "flag"
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in an ad. `part`: the field it is about; `rule` names it for tests and figures; `said` and `mend` are
    sentences for its advertiser.
    """

    rule: str
    part: str
    verdict: Verdict
    said: str
    mend: str


@dataclass(frozen=True, slots=True)
class Copy:
    """An ad as it was written. `width`, `height`: of its picture in pixels, 0 without one."""

    headline: str
    text: str
    landing: str
    category: str
    payer: str
    behalf: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0
    is_political: bool = False
    political_payer: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What holds here: `site`, the advertiser's own address; categories that are not taken; whether political ads are
    `declare`d or `refuse`d.
    """

    site: str = ""
    refused: Collection[str] = ()
    political: str = "refuse"


Rule = Callable[[Copy, House], Iterator[Finding]]


def review(copy: Copy, house: House) -> list[Finding]:
    """Everything the rules find, what must be mended first; empty for an ad in which they find nothing."""
    found = [one for rule in RULES for one in rule(copy, house)]
    strength = [Verdict.REFUSE, Verdict.HOLD, Verdict.FLAG]
    return sorted(found, key=lambda one: strength.index(one.verdict))


def strongest(found: Sequence[Finding]) -> Verdict | None:
    """The strongest verdict of findings in the order of `review`; None for none."""
    return found[0].verdict if found else None


def lengths(copy: Copy, _house: House) -> Iterator[Finding]:
    headline, text = len(copy.headline), len(copy.text)
    if headline < SHORTEST_HEADLINE:
        mend = f"Write a headline of {SHORTEST_HEADLINE} to {LONGEST_HEADLINE} characters."
        yield Finding("short", "headline", Verdict.REFUSE, "The headline says too little.", mend)
    for part, length, most in (("headline", headline, LONGEST_HEADLINE), ("text", text, LONGEST_TEXT)):
        if length > most:
            said = f"The {part} has {length} characters; {most} is the most."
            yield Finding("long", part, Verdict.REFUSE, said, "Shorten it.")


def shouting(copy: Copy, _house: House) -> Iterator[Finding]:
    for part, said in (("headline", copy.headline), ("text", copy.text)):
        loud = [one for one in re.findall(r"[^\W\d_]+", said) if len(one) > ABBREVIATION and one.isupper()]
        if len(loud) > 1 or (loud and len(loud) * 2 >= len(re.findall(r"[^\W\d_]+", said))):
            quoted = f"“{loud[0]}” is written in capitals."
            yield Finding("capitals", part, Verdict.REFUSE, quoted, "Write it as a newspaper would.")
        marks = words.LOUD.search(said)
        if marks:
            seen = f"“{marks[0]}” shouts."
            yield Finding("marks", part, Verdict.REFUSE, seen, "One mark is enough; signs and stars are none.")


def claims(copy: Copy, _house: House) -> Iterator[Finding]:
    said = f"{copy.headline}\n{copy.text}"
    for rule, pattern, verdict, what, mend in words.CLAIMS:
        found = pattern.search(said)
        if found:
            part = "headline" if found.start() <= len(copy.headline) else "text"
            yield Finding(rule, part, Verdict(verdict), f"“{found[0].strip()}” {what}", mend)


def landing(copy: Copy, _house: House) -> Iterator[Finding]:
    parts = urlsplit(copy.landing)
    where = host(copy.landing)
    if parts.scheme not in {"http", "https"} or not where:
        mend = "Write the address of a page that begins with https://."
        yield Finding("no-landing", "landing", Verdict.REFUSE, "The landing page is no address.", mend)
        return
    if parts.scheme == "http":
        said, mend = "The landing page is not encrypted (http).", "Use its https address if it has one."
        yield Finding("http", "landing", Verdict.FLAG, said, mend)
    if "@" in parts.netloc or is_number(where):
        said = "The landing page does not say whose it is: a number, or a name and password, stand in its address."
        yield Finding("hidden-host", "landing", Verdict.REFUSE, said, "Use an address with your own domain.")
    if registrable(where) in words.SHORTENERS:
        said = f"{where} hides where the reader is led."
        yield Finding("shortener", "landing", Verdict.REFUSE, said, "Use the address of the page itself.")
    if looks_like_another(where):
        said = f"{where} looks like another domain to readers."
        yield Finding("look-alike", "landing", Verdict.HOLD, said, "A person looks at it; a plain domain is faster.")


def looks_like_another(where: str) -> bool:
    """Whether the letters of a domain are not those for which the eye takes them (Unicode TS 39)."""
    try:
        shown = where.encode("ascii").decode("idna") if "xn--" in where else where
    except UnicodeError:
        return True
    labels = shown.split(".")
    foreign = [label for label in labels if scripts(label) - {"LATIN"}]
    return any(is_mixed(label) for label in labels) or any(skeleton(label).isascii() for label in foreign)


def whose(copy: Copy, house: House) -> Iterator[Finding]:
    """Another domain in the words than readers are led to, and another than the advertiser's own."""
    leads = registrable(host(copy.landing))
    if not leads:
        return
    for part, said in (("headline", copy.headline), ("text", copy.text)):
        for named in words.DOMAIN.findall(said):
            if is_known(named) and registrable(named) != leads:
                what = f"It names {named}, and leads to {leads}."
                yield Finding("other-domain", part, Verdict.REFUSE, what, "Name where the reader gets, or nothing.")
    own = registrable(host(house.site)) if house.site else ""
    if own and own != leads:
        said = f"It leads to {leads}; the advertiser's own site is {own}."
        yield Finding("not-own", "landing", Verdict.HOLD, said, "If both are yours, a person will see that there.")


def is_known(named: str) -> bool:
    """Whether it ends as domains do; "Fri.Sat" does not."""
    return suffixes().publicsuffix(named.lower(), accept_unknown=False) is not None


def categories(copy: Copy, house: House) -> Iterator[Finding]:
    if copy.category in house.refused:
        said = "Ads of this category are not taken here."
        yield Finding("category", "category", Verdict.REFUSE, said, "What is not taken stands at /advertisers.")
        return
    if copy.category in words.LOOKED_AT:
        said = "A person always looks at ads of this category."
        yield Finding("looked-at", "category", Verdict.HOLD, said, "Nothing needs mending for this alone.")
    said = f"{copy.headline}\n{copy.text}\n{copy.landing}"
    for category, pattern in words.ABOUT.items():
        found = pattern.search(said)
        if found and copy.category != category:
            refused = category in house.refused
            verdict = Verdict.REFUSE if refused else Verdict.HOLD
            mend = "Ads for it are not taken here." if refused else "Choose the category it belongs to."
            what = f"“{found[0]}” sounds like another category: {category}."
            yield Finding("wrong-category", "category", verdict, what, mend)


def politics(copy: Copy, house: House) -> Iterator[Finding]:
    declared = copy.is_political or copy.category == "politics"
    if declared and house.political == "refuse":
        said = "Political ads are not taken here."
        yield Finding("political", "is_political", Verdict.REFUSE, said, "There is no way to run one on this site.")
        return
    if declared:
        if len(copy.political_payer.strip()) < SHORTEST_DECLARATION:
            said = "A political ad says who pays for it, with their address, and for which vote or law it is."
            yield Finding("undeclared-payer", "political_payer", Verdict.REFUSE, said, "Write it into the declaration.")
        yield Finding(
            "declared", "is_political", Verdict.HOLD, "It is political: a person looks at it.", "Nothing to mend."
        )
        return
    found = words.POLITICAL.search(f"{copy.headline}\n{copy.text}")
    if found:
        said = f"“{found[0]}” may make it a political ad, and it is not declared as one."
        if house.political == "refuse":
            mend = "Political ads are not taken here. If it is none, a person will see that."
        else:
            mend = "Declare it, with who pays. If it is none, a person will see that."
        yield Finding("undeclared", "is_political", Verdict.HOLD, said, mend)


def picture(copy: Copy, _house: House) -> Iterator[Finding]:
    if not copy.width or not copy.height:
        return
    if copy.width < LEAST_WIDTH or copy.height < LEAST_HEIGHT:
        said = f"The picture has {copy.width} × {copy.height} pixels; it would be a blur."
        mend = f"Use one of {LEAST_WIDTH} × {LEAST_HEIGHT} at least; 1,200 × 675 is good everywhere."
        yield Finding("small-picture", "picture", Verdict.REFUSE, said, mend)
    elif not 1 / MOST_RATIO <= copy.width / copy.height <= MOST_RATIO:
        said = "The picture is so narrow that most of it is cut off."
        yield Finding("narrow-picture", "picture", Verdict.FLAG, said, "One of 16 : 9 or 4 : 3 suits every slot.")
    if not copy.alt.strip():
        said = "It does not say what the picture shows."
        mend = "Write it for those who do not see it, and with every word that stands in the picture."
        yield Finding("no-alt", "alt", Verdict.REFUSE, said, mend)


def payer(copy: Copy, _house: House) -> Iterator[Finding]:
    for part, said in (("payer", copy.payer), ("behalf", copy.behalf)):
        if len(said) > LONGEST_PAYER:
            what = f"The name has {len(said)} characters; {LONGEST_PAYER} is the most."
            yield Finding("long", part, Verdict.REFUSE, what, "Shorten it.")
    if not any(one.isalpha() for one in copy.payer):
        said = "It does not say who pays for it."
        yield Finding("no-payer", "payer", Verdict.REFUSE, said, "Write the name of the person or company that pays.")


RULES: tuple[Rule, ...] = (
    lengths,
    shouting,
    claims,
    landing,
    whose,
    categories,
    politics,
    picture,
    payer,
)
