"""Links: how many, where they lead, and who sets them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsstand.algorithms.domains import lies_within
from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict

# Where they lead is not written on them.
SHORTENERS = frozenset(
    {
        *("bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at"),
        *("s.id", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "trib.al", "v.gd", "bl.ink", "short.io", "clck.ru"),
    }
)
# With a scheme, or as people write it: www.example.org, example.org/path. A version or a file name is no address.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}"
    r"|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}/[^\s<>\"]{1,2000}",
    re.IGNORECASE,
)
MOST_ADDRESSES = 200


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a text, where it stands, and its host in lower case."""

    start: int
    end: int
    host: str


def find(text: str, facts: Facts) -> list[Finding]:
    found = [one for one in addresses(text) if not any(lies_within(one.host, own) for own in facts.own_hosts)]
    return [*(finding for one in found for finding in of_host(one, facts)), *of_number(found, facts)]


def of_host(one: Address, facts: Facts) -> list[Finding]:
    """What the house's lists and the known shorteners say of one link's host."""
    rules, host = facts.rules, one.host[:100]
    if any(lies_within(one.host, listed) for listed in rules.hosts_refused):
        return [Finding("links", Verdict.REFUSE, f"Links to {host} are not set here.", one.start, one.end)]
    if facts.author.trusted:
        return []
    if any(lies_within(one.host, listed) for listed in rules.hosts_held):
        return [Finding("links", Verdict.HOLD, f"A moderator looks at links to {host} first.", one.start, one.end)]
    if any(lies_within(one.host, short) for short in SHORTENERS):
        words = f"A link to {host} does not say where it leads."
        return [Finding("links", Verdict.HOLD, words, one.start, one.end)]
    return []


def of_number(found: list[Address], facts: Facts) -> list[Finding]:
    """Whether there are more links than its author may set; the span is that of the first one too many."""
    rules, author = facts.rules, facts.author
    new = author.approved < rules.newcomer_approved
    most = min(rules.newcomer_links_most, rules.links_most) if new else rules.links_most
    if author.trusted or len(found) <= most:
        return []
    many = "link" if len(found) == 1 else "links"
    whose = "somebody who is new here" if new and most < rules.links_most else "a comment"
    allowed = f"{most} {'is' if most == 1 else 'are'} usual for {whose}" if most else f"none is usual for {whose}"
    one = found[most]
    return [Finding("links", Verdict.HOLD, f"It has {len(found)} {many}; {allowed}.", one.start, one.end)]


def addresses(text: str) -> list[Address]:
    """The addresses in a text, in reading order, without the punctuation after them."""
    found = []
    for match in _ADDRESS.finditer(text):
        shown = match.group().rstrip(".,;:!?'’*_)]}")
        host = host_of(shown)
        if host:
            found.append(Address(match.start(), match.start() + len(shown), host))
        if len(found) >= MOST_ADDRESSES:
            break
    return found


def host_of(address: str) -> str:
    """The host of an address in lower case; "" where there is none."""
    try:
        host = urlsplit(address if "://" in address[:8] else f"http://{address}").hostname or ""
    except ValueError:
        return ""
    return host if "." in host or ":" in host else ""


PHASE = Phase("links", find)
