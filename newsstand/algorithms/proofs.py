"""How an outlet proves that a domain is its own: which names are asked, what counts, and every failure by its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsstand.algorithms.domains import is_number, is_own, lies_within, registrable, suffixes

NAME = "newsstand-verification"
FILE = "/.well-known/newsstand.txt"
# Those of the CA/Browser Forum (Baseline Requirements 3.2.2.4.4) first, then those of newsrooms.
MAILBOXES = (
    *("postmaster", "webmaster", "hostmaster", "admin", "administrator"),
    *("editor", "editors", "newsroom", "redaktion", "redaccion", "redaction"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """What is to be proved for a site's address.

    `origin` is where file and meta tag are looked for; who has these has `host`. `domain` is what somebody registered:
    DNS and mail prove it whole. Both are written in ASCII, as the DNS knows them.
    """

    origin: str
    host: str
    domain: str


@dataclass(frozen=True, slots=True)
class TxtAnswer:
    """What the DNS said to a question for TXT records of `name`.

    `problem` is "" for an answer, be it empty, or a key of `DNS_PROBLEMS`.
    """

    name: str
    texts: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to: the domain that it proved, or the `problem` by its name, what was seen, how to mend it."""

    domain: str = ""
    problem: str = ""
    said: str = ""
    mend: str = ""


class CannotProveError(ValueError):
    """Nothing at this address could ever be proved; the message says why and what to do."""


def site_of(address: str) -> Site:
    """What is to be proved for a site or feed at `address` (http or https).

    Ports count only on one's own network: who may listen on port 8080 of a machine need not be its owner. Raises
    CannotProveError for an address without a host, and for a domain that many share ("github.io", "co.uk").
    """
    try:
        parts = urlsplit(address.strip())
        raw, port = parts.hostname or "", parts.port
    except ValueError:
        raw, port, parts = "", None, urlsplit("")
    host = in_ascii(raw)
    if parts.scheme not in {"http", "https"} or not host:
        raise CannotProveError(f"{address[:200]!r} is no address of a site. It begins with https://.")
    if is_shared(host):
        raise CannotProveError(
            f"{host} is shared by all who have a site under it, so nobody can prove it. Give your own site's address."
        )
    shown = f"[{host}]" if ":" in host else host
    place = f"{shown}:{port}" if port and is_own(host) else shown
    return Site(f"{parts.scheme}://{place}", without_www(host), registrable(host))


def in_ascii(host: str) -> str:
    """A host as the DNS knows it: lower case, without a dot at its end, "zürich.example" as "xn--zrich-kva.example"."""
    plain = host.strip("[]").rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def is_shared(host: str) -> bool:
    """Whether a host is a public suffix: nobody's own, although somebody runs it."""
    return not is_own(host) and not is_number(host) and suffixes().publicsuffix(host) == host


def without_www(host: str) -> str:
    """A site's host without its "www.", unless that is the very name somebody has ("www.github.io")."""
    bare = host.removeprefix("www.")
    return bare if lies_within(bare, registrable(host)) else host


def covers(proved: str, host: str) -> bool:
    """Whether who proved a domain speaks for a host: for itself and what lies under it, never for its neighbours."""
    return bool(proved) and lies_within(in_ascii(host), proved)


def expected(token: str) -> str:
    """The text of the record and of the file."""
    return f"{NAME}={token}"


def record_names(site: Site) -> tuple[tuple[str, str], ...]:
    """The DNS names to ask, each with what it proves; the whole domain first. Empty for a site without a domain."""
    if is_number(site.domain) or "." not in site.domain:
        return ()
    proved = dict.fromkeys([site.domain, site.host])
    return tuple((name, domain) for domain in proved for name in (f"_newsstand.{domain}", domain))


def mail_addresses(site: Site) -> tuple[str, ...]:
    """The mailboxes of the domain whose owner speaks for it."""
    if is_number(site.domain) or "." not in site.domain:
        return ()
    return tuple(f"{box}@{site.domain}" for box in MAILBOXES)


# The gravest first: what is said when several names fail in several ways.
DNS_PROBLEMS: Mapping[str, tuple[str, str]] = {
    "timed-out": ("The name servers of {domain} did not answer in time.", "Try again in a few minutes."),
    "server-failure": (
        "The name servers of {domain} answered with a failure (SERVFAIL).",
        "Often DNSSEC is broken or a name server is down: ask whoever runs your DNS, then check again.",
    ),
    "refused": (
        "The name servers of {domain} refused to answer.",
        "Ask whoever runs your DNS to let everybody ask for it, then check again.",
    ),
    "truncated": (
        "The answer for {domain} was too long and came cut off.",
        "Put the record at _newsstand.{domain}, where no others stand, or let your name servers answer by TCP.",
    ),
    "bad-answer": (
        "What the name servers of {domain} sent cannot be read.",
        "Ask whoever runs your DNS, or prove it in another way.",
    ),
    "no-resolver": ("This site has no name server to ask.", "Tell the operator of this site; prove it in another way."),
    "no-domain": (
        "The DNS knows no domain {domain} (NXDOMAIN).",
        "Look at the address you applied with. A new domain takes up to a day to be known everywhere.",
    ),
}
_WAIT = "A new record is often seen within minutes; where an older answer is kept it takes up to its TTL."


def judge_records(site: Site, token: str, answers: Sequence[tuple[TxtAnswer, str]]) -> Verdict:
    """What TXT records prove: `answers` with the domain that each name stands for, as `record_names` gave them."""
    if not answers:
        return Verdict(
            problem="no-domain-name",
            said=f"{site.domain} is no name of the DNS.",
            mend="Prove it by a file or a meta tag.",
        )
    wanted = expected(token)
    for answer, domain in answers:
        if any(text.strip() == wanted for text in answer.texts):
            return Verdict(domain)
    texts = [(answer.name, text) for answer, _ in answers for text in answer.texts]
    ours = next(((name, text) for name, text in texts if NAME in text.lower() or token in text), None)
    if ours:
        return Verdict(
            problem="wrong-token",
            said=f"The record at {ours[0]} says “{ours[1][:200]}”, which is not the text for this application.",
            mend=f"Replace it by: {wanted}",
        )
    return unanswered(site, answers, texts, wanted)


def unanswered(
    site: Site, answers: Sequence[tuple[TxtAnswer, str]], texts: Sequence[tuple[str, str]], wanted: str
) -> Verdict:
    """Why no record of ours was found."""
    problems = {answer.problem for answer, _ in answers}
    # The name with _newsstand in front is not there in most cases, which says nothing of the domain.
    gone = {domain for answer, domain in answers if answer.problem == "no-domain" and answer.name == domain}
    for problem, (said, mend) in DNS_PROBLEMS.items():
        if problem in problems and (problem != "no-domain" or site.domain in gone):
            return Verdict(problem=problem, said=said.format(domain=site.domain), mend=mend.format(domain=site.domain))
    where = f"_newsstand.{site.domain}"
    if texts:
        name, text = texts[0]
        return Verdict(
            problem="other-records",
            said=f"There are TXT records, such as “{text[:100]}” at {name}, but none of ours.",
            mend=f"Add a TXT record at {where} with the text: {wanted}. {_WAIT}",
        )
    return Verdict(
        problem="no-record",
        said=f"There is no TXT record at {where}, nor at {site.domain}.",
        mend=f"Add one at {where} with the text: {wanted}. {_WAIT}",
    )
