"""Which addresses on the network may be reached from here, and how an address is read."""

import re
import urllib.parse
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from yarl import URL

from newsstand.lib.door_errors import AddressRefused, BadAddress

ADDRESS_CHARACTERS = 8192
NAME_CHARACTERS = 253
LABEL_CHARACTERS = 63

# IANA's special-purpose registry, in the words of the refusal; narrower networks first.
CLOSED_V4 = tuple(
    (IPv4Network(network), words)
    for network, words in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by the customers of a carrier"),
        ("127.0.0.0/8", "this machine itself"),
        # Azure hands out a machine's secrets here, at what is otherwise a public address.
        ("168.63.129.16/32", "a cloud's service for its own machines"),
        ("169.254.169.254/32", "a cloud's service for its own machines"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation only"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "reserved"),
        ("198.51.100.0/24", "for documentation only"),
        ("203.0.113.0/24", "for documentation only"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
CLOSED_V6 = tuple(
    (IPv6Network(network), words)
    for network, words in (
        ("::/128", "unspecified"),
        ("::1/128", "this machine itself"),
        ("fd00:ec2::254/128", "a cloud's service for its own machines"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/32", "inside a tunnel"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation only"),
        ("2002::/16", "inside a tunnel"),
        ("3fff::/20", "for documentation only"),
    )
)
# Everything that is given out to the public internet lies here; what lies outside is not asked about one by one.
PUBLIC_V6 = IPv6Network("2000::/3")
# Where a network without IPv4 shows the IPv4 internet: the last 32 bits are the address that is really reached.
TRANSLATED_V6 = IPv6Network("64:ff9b::/96")
# ISATAP hides an IPv4 address in the last 32 bits, after these.
TUNNEL_IDENTIFIERS = frozenset({0x0000_5EFE, 0x0200_5EFE})

# Services that no publisher serves a feed from and that do harm when spoken to by a stranger: remote shells, mail,
# names, directories, file shares, databases, queues, caches, container control.
SERVICE_PORTS = frozenset(
    {1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 43, 53, 69, 79, 109, 110, 111, 113, 119, 123, 135, 137, 139}
    | {143, 161, 179, 389, 445, 465, 512, 513, 514, 515, 548, 554, 587, 631, 636, 873, 989, 990, 993, 995, 1433, 1521}
    | {2049, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5060, 5061, 5432, 5671, 5672, 5900, 6000, 6379, 6443}
    | {6665, 6666, 6667, 6668, 6669, 6697, 9042, 9200, 9300, 10250, 11211, 25672, 27017}
)

_IN_BRACKETS_WITH_PORT = re.compile(r"\[(?P<host>[^\]]+)\](?::(?P<port>\d+))?", re.ASCII)
_V4_WITH_PORT = re.compile(r"(?P<host>[0-9./]+):(?P<port>\d+)", re.ASCII)
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
_TO_ESCAPE = re.compile(r"[^A-Za-z0-9%!$&'()*+,;=:@/?._~\[\]-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class _OnePort:
    """A network of which one port is meant."""

    port: int

    def __str__(self) -> str:
        text = super().__str__()
        return f"[{text}]:{self.port}" if isinstance(self, IPv6Network) else f"{text}:{self.port}"


class IPv4NetworkOnPort(_OnePort, IPv4Network):
    """An IPv4Network of which only `port` is meant."""


class IPv6NetworkOnPort(_OnePort, IPv6Network):
    """An IPv6Network of which only `port` is meant."""


Network = IPv4Network | IPv6Network


def parse_networks(text: str) -> tuple[Network, ...]:
    """The networks named in `text`, separated by commas or spaces.

    "10.0.0.0/8", "127.0.0.1" (a /32), "::1" (a /128); with a port, "127.0.0.1:8100" or "[::1]:8100", the network has a
    `port` attribute and only that port is meant. str() of each gives text that is read back as the same.
    Raises ValueError naming the entry that is not a network.
    """
    return tuple(_network(entry) for entry in text.replace(",", " ").split())


def _network(entry: str) -> Network:
    match = _IN_BRACKETS_WITH_PORT.fullmatch(entry) or _V4_WITH_PORT.fullmatch(entry)
    host, port = (match["host"], match["port"]) if match else (entry, None)
    try:
        network = ip_network(host)
    except ValueError as error:
        wanted = 'Write networks like "10.0.0.0/8", "127.0.0.1", "127.0.0.1:8100", "::1" or "[::1]:8100"'
        raise ValueError(f'"{entry}" is not a network ({error}). {wanted}, separated by commas.') from None
    if port is None:
        return network
    if not 1 <= int(port) <= 65535:
        raise ValueError(f'"{entry}" names port {port}, and ports go from 1 to 65535.')
    kind = IPv4NetworkOnPort if isinstance(network, IPv4Network) else IPv6NetworkOnPort
    with_port = kind(str(network))
    with_port.port = int(port)
    return with_port


class Guard:
    """Decides which addresses may be reached: the public internet, and what the operator has named."""

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        """`allowed`: entries as parse_networks reads them. Raises ValueError naming a bad one."""
        self._allowed = parse_networks(" ".join(str(entry) for entry in allowed))

    def check(self, number: str, port: int, *, host: str) -> None:
        """Raise AddressRefused when `number`, an IP address that `host` stands for, may not be reached on `port`."""
        try:
            address = _reached(ip_address(number))
        except ValueError:
            raise AddressRefused(f"The address of {host} is not one that can be checked.", repr(number)) from None
        entries = [entry for entry in self._allowed if address in entry]
        if any(getattr(entry, "port", None) == port for entry in entries):
            return
        detail = f"{host} is {number} port {port}; only an entry in the allowed networks would open it"
        kind = closed(address)
        if kind and not any(getattr(entry, "port", None) is None for entry in entries):
            raise AddressRefused(
                f"The address of {host} is not on the public internet ({kind}), so it is not fetched.", detail
            )
        if port in SERVICE_PORTS:
            raise AddressRefused(f"Port {port} of {host} belongs to another service than the web.", detail)


def closed(address: IPv4Address | IPv6Address) -> str:
    """Why `address` is not on the public internet, in a few words; empty when it is."""
    address = _reached(address)
    if isinstance(address, IPv4Address):
        kinds = (words for network, words in CLOSED_V4 if address in network)
        return next(kinds, "" if address.is_global else "reserved")
    kind = next((words for network, words in CLOSED_V6 if address in network), "")
    if kind:
        return kind
    if int(address) >> 32 & 0xFFFF_FFFF in TUNNEL_IDENTIFIERS:
        return "inside a tunnel"
    return "" if address in PUBLIC_V6 and address.is_global else "reserved"


def _reached(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address that a connection really ends at."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in TRANSLATED_V6 else address


def read_address(text: str) -> URL:
    """The web address in `text`, ready to be asked for: ASCII only, no fragment, what was escaped left as it was.

    Raises BadAddress for whatever is not a plain http or https address: another scheme, a name and password, a number
    in an odd form (octal, hexadecimal, shortened), control characters, an impossible name or port.
    """
    text = text.strip(" \t\r\n\f")
    shown = text[:200].encode("ascii", "backslashreplace").decode()
    if len(text) > ADDRESS_CHARACTERS:
        raise BadAddress(f"The address {shown}… is longer than {ADDRESS_CHARACTERS} characters.")
    if _CONTROL.search(text):
        raise BadAddress(f"The address {shown} holds a control character.")
    try:
        parts = urllib.parse.urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadAddress(f"{shown} is not an address: {error}.") from None
    if parts.scheme not in {"http", "https"}:
        raise BadAddress(f"The address {shown} does not begin with http:// or https://.")
    if "@" in parts.netloc:
        # The text is not repeated: it may hold somebody's password.
        raise BadAddress("The address holds a user name or a password; only addresses open to everybody are read.")
    if port == 0:
        raise BadAddress(f"The address {shown} names port 0, which does not exist.")
    host = _host(parts.hostname or "", shown)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        netloc += f":{port}"
    query = f"?{_escaped(parts.query, shown)}" if parts.query else ""
    return URL(f"{parts.scheme}://{netloc}{_escaped(parts.path or '/', shown)}{query}", encoded=True)


def _host(host: str, shown: str) -> str:
    """The host as it is looked up: lower case, ASCII, without the dot at its end."""
    wrong = BadAddress(f"The address {shown} names no server that can exist.")
    if ":" in host:
        try:
            number = IPv6Address(host)
        except ValueError:
            raise wrong from None
        if number.scope_id is not None:
            raise wrong
        return str(number)
    try:
        name = (URL.build(scheme="http", host=host).raw_host or "").lower().removesuffix(".")
    except (ValueError, IndexError):
        # IDNA, in yarl and below it, fails in several ways on what is no name.
        raise wrong from None
    labels = name.split(".")
    if not _NAME.fullmatch(name) or len(name) > NAME_CHARACTERS or max(map(len, labels)) > LABEL_CHARACTERS:
        raise wrong
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise BadAddress(f"The address {shown} writes a number in a form that is not read.") from None
    return name


def _escaped(part: str, shown: str) -> str:
    try:
        return _TO_ESCAPE.sub(
            lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(errors="surrogateescape")), part
        )
    except UnicodeEncodeError:
        raise BadAddress(f"The address {shown} holds characters that do not exist.") from None
