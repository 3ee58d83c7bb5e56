"""Readers are told apart for a day without being known: keys from a salt that is thrown away with the day."""

import hashlib
import ipaddress
import secrets
from datetime import date, datetime

from newsstand.lib.models import Salt

SALT_BYTES = 32
KEY_BYTES = 12
# One household, office or school: IPv4 by /24, IPv6 by /48.
NEIGHBOURHOOD = {4: 24, 6: 48}

_known: dict[date, bytes] = {}


def salt_of(day: date) -> bytes:
    """The day's salt, the same for all processes of this installation; made by whoever asks first."""
    found = _known.get(day)
    if found is None:
        made, _ = Salt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(SALT_BYTES)})
        found = bytes(made.salt)
        _known.clear()
        _known[day] = found
    return found


def reader_key(address: str, agent: str, *, now: datetime) -> str:
    """Whoever is at this address with this browser, for this day. Nobody can make it again tomorrow."""
    return keyed(salt_of(now.date()), "reader", address, agent)


def network_key(address: str, *, now: datetime) -> str:
    """The neighbourhood of an address, for this day; "" for what is no address."""
    try:
        version = ipaddress.ip_address(address).version
        near = ipaddress.ip_network((address, NEIGHBOURHOOD[version]), strict=False)
    except ValueError:
        return ""
    return keyed(salt_of(now.date()), "network", str(near))


def shared_key(address: str, agent: str, *, now: datetime) -> str:
    """The neighbourhood of an address with one browser in it, for this day, as 12 hexadecimal digits."""
    return keyed(salt_of(now.date()), "shared", network_key(address, now=now), agent)[:12]


def keyed(salt: bytes, *words: str) -> str:
    """24 hexadecimal digits."""
    said = "\x00".join(words).encode("utf-8", "replace")
    return hashlib.blake2b(said, key=salt, digest_size=KEY_BYTES).hexdigest()


def throw_away_salts(*, now: datetime) -> int:
    """Salts of days that are over; returns how many went."""
    for day in [day for day in _known if day < now.date()]:
        del _known[day]
    gone, _ = Salt.objects.filter(day__lt=now.date()).delete()
    return gone
