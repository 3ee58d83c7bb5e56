"""Whose server a name is: the registrable domain, by the public suffix list."""

from functools import cache, lru_cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList


@cache
def suffixes() -> PublicSuffixList:
    """The list as it came with the library: no network."""
    return PublicSuffixList()


def is_number(host: str) -> bool:
    """Whether a host is written as an IP address."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=10_000)
def registrable(host: str) -> str:
    """The domain somebody registered: "news.paper.co.uk" -> "paper.co.uk", lower case.

    What lies under a suffix that its owner shares out ("github.io") is a domain of its own. An IP address, a suffix
    and a name without a dot stay what they are.
    """
    plain = host.strip("[]").rstrip(".").lower()
    if is_number(plain):
        return plain
    try:
        return suffixes().privatesuffix(plain) or plain
    except (ValueError, IndexError):
        return plain


def lies_within(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or a name under it."""
    plain, whole = host.strip("[]").rstrip(".").lower(), domain.strip("[].").lower()
    return bool(whole) and (plain == whole or (plain.endswith(f".{whole}") and not is_number(plain)))


def is_own(host: str) -> bool:
    """Whether an address is of this machine or its private network, which only its operator can have opened to us."""
    plain = host.strip("[]").rstrip(".").lower()
    if plain == "localhost" or plain.endswith(".localhost"):
        return True
    try:
        return not ip_address(plain).is_global
    except ValueError:
        return False
