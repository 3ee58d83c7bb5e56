"""Whether others can reach an address of ours."""

from collections.abc import Sequence
from ipaddress import ip_address

from newsstand.lib.addresses import Guard, read_address
from newsstand.lib.door_errors import DoorError

LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home", "intranet", "test", "invalid", "home.arpa")


def reachable(address: str, networks: Sequence[str]) -> bool:
    """Whether a web address is on the public internet, by its host alone, or in one of `networks`.

    Nothing is looked up: a name with a public ending is taken for public.
    """
    try:
        url = read_address(address)
    except DoorError:
        return False
    host, port = url.host or "", url.port or 80
    number = "127.0.0.1" if host == "localhost" else host
    try:
        ip_address(number)
    except ValueError:
        return "." in host and not any(host.endswith(f".{name}") for name in LOCAL_NAMES)
    try:
        Guard(networks).check(number, port, host=host)
    except (DoorError, ValueError):
        return False
    return True
