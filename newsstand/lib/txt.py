"""TXT records of the DNS: the only code that asks name servers for anything but an address."""

import time
from collections.abc import Sequence
from ipaddress import ip_address

import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver
from django.conf import settings

from newsstand.algorithms.proofs import TxtAnswer

PORT = 53
SECONDS_A_SERVER = 2.5
MOST_TEXTS = 100
LONGEST_TEXT = 4000

Server = tuple[str, int]
RCODES = {dns.rcode.NXDOMAIN: "no-domain", dns.rcode.SERVFAIL: "server-failure", dns.rcode.REFUSED: "refused"}
# After these another server may know better.
PASSING = {"timed-out", "server-failure", "refused", "truncated", "bad-answer"}


def look_up(name: str, *, seconds: float, servers: Sequence[Server] | None = None) -> TxtAnswer:
    """The TXT records of a name, each with its parts joined (RFC 7208, 3.3); never raises for what others answer.

    Asks each server in turn until one knows, by UDP and then TCP where the answer is cut off, for `seconds` in all.
    Without `servers` those of NEWSSTAND_DNS, else the system's.
    """
    try:
        whole = dns.name.from_text(name)
    except dns.exception.DNSException:
        return TxtAnswer(name, problem="bad-answer")
    asked = list(servers if servers is not None else configured())
    if not asked:
        return TxtAnswer(name, problem="no-resolver")
    ends = time.monotonic() + seconds
    answer = TxtAnswer(name, problem="timed-out")
    for server in asked:
        left = ends - time.monotonic()
        if left <= 0:
            break
        texts, problem = ask(whole, server, min(left, SECONDS_A_SERVER))
        answer = TxtAnswer(name, texts, problem)
        if problem not in PASSING:
            break
    return answer


def ask(name: dns.name.Name, server: Server, seconds: float) -> tuple[tuple[str, ...], str]:
    """What one server says: the texts, and the problem's name ("" for none)."""
    query = dns.message.make_query(name, dns.rdatatype.TXT, use_edns=0, payload=1232)
    where, port = server
    try:
        answer, _ = dns.query.udp_with_fallback(query, where, timeout=seconds, port=port)
    except dns.exception.Timeout:
        return (), "timed-out"
    except (OSError, EOFError):
        return (), "timed-out" if not cut_off(query, server, seconds) else "truncated"
    except dns.exception.DNSException:
        return (), "bad-answer"
    if answer.rcode() != dns.rcode.NOERROR:
        return (), RCODES.get(answer.rcode(), "server-failure")
    return texts_of(answer), ""


def cut_off(query: dns.message.Message, server: Server, seconds: float) -> bool:
    """Whether it was TCP that failed: the answer by UDP was there, but cut off."""
    where, port = server
    try:
        dns.query.udp(query, where, timeout=seconds, port=port, raise_on_truncation=True)
    except dns.message.Truncated:
        return True
    except (OSError, dns.exception.DNSException):
        return False
    return False


def texts_of(answer: dns.message.Message) -> tuple[str, ...]:
    """The texts at the end of the chain of names that the answer follows."""
    try:
        found = answer.resolve_chaining().answer if isinstance(answer, dns.message.QueryMessage) else None
    except dns.exception.DNSException:
        return ()
    if found is None:
        return ()
    parts = (getattr(record, "strings", ()) for record in list(found)[:MOST_TEXTS])
    return tuple(b"".join(strings).decode("utf-8", "replace")[:LONGEST_TEXT] for strings in parts)


def configured() -> list[Server]:
    """The name servers to ask: NEWSSTAND_DNS, else the system's; none where it names none."""
    if settings.NEWSSTAND_DNS:
        return [read_server(one) for one in settings.NEWSSTAND_DNS]
    try:
        system = dns.resolver.Resolver(configure=True)
    except dns.exception.DNSException:
        return []
    return [(str(one), system.port) for one in system.nameservers]


def read_server(written: str) -> Server:
    """A name server as a setting has it: "9.9.9.9", "127.0.0.1:5353", "[::1]:53". Raises ValueError for none."""
    number, port = written.strip(), PORT
    if number.startswith("["):
        number, _, rest = number[1:].partition("]")
        port = int(rest.removeprefix(":") or PORT)
    elif number.count(":") == 1:
        number, _, rest = number.partition(":")
        port = int(rest)
    try:
        ip_address(number)
    except ValueError:
        raise ValueError(f"{written!r} is no name server: write a number such as 9.9.9.9 or 127.0.0.1:5353.") from None
    return number, port
