"""Which addresses are reached, proved by a server that counts who came."""

import asyncio
import random
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from newsstand.lib.addresses import closed, read_address
from newsstand.lib.http import AddressRefused, Door, DoorError, Limits, parse_networks
from newsstand.lib.lookups import CheckedNames

AGENT = "Newsstand-tests/1 (+https://example.org/contact)"
QUICK = Limits(seconds=1.0, connect_seconds=0.5)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
NEVER = {"refused-address", "bad-address", "no-such-host"}

HOSTILE = [
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.0.0.1..:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://127.255.255.254:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0177.0.0.01:{port}/",
    "http://00127.0.0.1:{port}/",
    "http://127.0.0.0x1:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.1:{port}/",
    "http://2130706433:{port}/",
    "http://017700000001:{port}/",
    "http://4294967297:{port}/",
    "http://127.0.0.1%00.example.org:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://127%2e0%2e0%2e1:{port}/",
    "http://１２７.０.０.１:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://127｡0｡0｡1:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://ⓛocalhost:{port}/",
    "http://news.localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[::ffff:0:127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[64:ff9b:1::127.0.0.1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:0:0:0:0:80ff:fffe]:{port}/",
    "http://[2600::5efe:127.0.0.1]:{port}/",
    "http://[fe80::1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://[::1%lo]:{port}/",
    "http://[fec0::1]:{port}/",
    "http://[fd00:ec2::254]:{port}/",
    "http://[ff02::1]:{port}/",
    "http://[v1.127.0.0.1]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16:{port}/",
    "http://100.100.100.200:{port}/",
    "http://10.0.0.1:{port}/",
    "http://172.31.255.255:{port}/",
    "http://192.168.1.1:{port}/",
    "http://192.0.0.192:{port}/",
    "http://198.18.0.1:{port}/",
    "http://224.0.0.1:{port}/",
    "http://255.255.255.255:{port}/",
    "http://user:secret@127.0.0.1:{port}/",
    "http://example.org@127.0.0.1:{port}/",
    "http://example.org:80\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@example.org/",
    "http:\\\\127.0.0.1:{port}\\",
    "http:127.0.0.1:{port}",
    "http:/127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}",
    "http://127.0.0.1\t:{port}/",
    "http://127.0.0.1:{port}\r\nHost: x/",
    "ht\ntp://127.0.0.1:{port}/",
    "HTTP://127.0.0.1:{port}/",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET",
    "file:///etc/passwd",
    "data:text/plain,x",
    "ws://127.0.0.1:{port}/",
    "http+unix://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "http://127.0.0.1:-{port}/",
    "http://127.0.0.1:0{port}/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:99999/",
    "http://rebound.example:{port}/",
    "http://both.example:{port}/",
    "http://mapped.example:{port}/",
    "http://words.example:{port}/",
    "http://nobody.example:{port}/",
    "http://8.8.8.8:22/",
    "http://mail.example:25/",
    "http://[2600::1]:6379/",
    "http://" + "a" * 64 + ".example:{port}/",
    "http://" + "a." * 130 + "example:{port}/",
    "http://a..example:{port}/",
    "http://a b.example:{port}/",
    "http://\udc80.example:{port}/",
    "http://:{port}/",
    "http://",
    "",
]


class Names(AbstractResolver):
    """Answers for each name in turn what it was given for it, and afterwards the last of it again."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self.answers.get(host.removesuffix(".example"), [])
        if not answers:
            raise OSError(-2, "Name or service not known")
        numbers = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ResolveResult(hostname=host, host=n, port=port, family=0, proto=0, flags=0) for n in numbers]

    async def close(self) -> None:
        pass


def names() -> Names:
    return Names(
        rebound=[["127.0.0.1"]],
        both=[["93.184.215.14", "127.0.0.1"]],
        mapped=[["::ffff:127.0.0.1"]],
        words=[["localhost"]],
        mail=[["93.184.215.14"]],
    )


def went_through(server: Any, url: str, *, allowed: Sequence[str] = (), resolver: Any = None) -> str:
    """ "reached", or the code of the error, after asking for `url` with the server listening."""

    async def run() -> str:
        async with server, Door(user_agent=AGENT, allowed_networks=allowed, limits=QUICK, resolver=resolver) as door:
            try:
                reply = await door.get(url.replace("{port}", str(server.port)))
            except DoorError as error:
                return error.code
            return "reached" if reply.body == b"ok" else "other"

    return asyncio.run(run())


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_a_hostile_address_is_never_reached(raw_server, url):
    server = raw_server(OK, host="::" if "[" in url else "0.0.0.0")
    # The system's own resolver reads odd numbers in its own ways; these names only the given one knows.
    assert went_through(server, url, resolver=names() if ".example" in url else None) in NEVER
    assert server.connections == 0


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_a_redirect_to_a_hostile_address_is_never_followed(raw_server, url):
    async def run() -> tuple[str, int]:
        async with raw_server(OK, host="127.0.0.1") as inside:
            to = url.replace("{port}", str(inside.port)).encode("utf-8", "surrogateescape").replace(b"\r\n", b"%0d%0a")
            first = raw_server(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + b"\r\n\r\n")
            async with (
                first,
                Door(user_agent=AGENT, allowed_networks=[first.network], limits=QUICK, resolver=names()) as door,
            ):
                try:
                    reply = await door.get(first.url)
                except DoorError as error:
                    return error.code, inside.connections
                return f"reply {reply.status} from {reply.url.removeprefix(first.url)}", inside.connections

    outcome, connections = asyncio.run(run())
    # Some of these are, as a redirect, a path on the same server; that one sends them round in a circle.
    assert outcome in NEVER | {"redirect-loop", "bad-answer", "too-many-redirects", "reply 302 from /"}
    assert connections == 0


@pytest.mark.parametrize(
    ("url", "host", "allowed"),
    [
        ("http://127.0.0.1:{port}/", "127.0.0.1", "127.0.0.1"),
        ("http://127.0.0.1:{port}/", "127.0.0.1", "10.0.0.0/8, 127.0.0.0/8"),
        ("http://localhost:{port}/", "127.0.0.1", "127.0.0.0/8 ::1"),
        ("HTTP://LocalHost.:{port}/", "127.0.0.1", "127.0.0.0/8 ::1"),
        ("http://[::1]:{port}/", "::1", "::1"),
        ("http://[::ffff:127.0.0.1]:{port}/", "127.0.0.1", "127.0.0.1"),
        ("http://rebound.example:{port}/", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_what_the_operator_allows_is_reached_so_the_server_above_was_there_to_be_reached(
    raw_server, url, host, allowed
):
    server = raw_server(OK, host=host)
    resolver = names() if ".example" in url else None
    assert went_through(server, url, allowed=[allowed], resolver=resolver) == "reached"
    assert server.connections == 1


def test_an_allowed_port_opens_no_other(raw_server):
    async def run() -> tuple[int, str]:
        one, two = raw_server(OK), raw_server(OK)
        async with one, two, Door(user_agent=AGENT, allowed_networks=[one.network], limits=QUICK) as door:
            await door.get(one.url)
            with pytest.raises(AddressRefused) as caught:
                await door.get(two.url)
            return two.connections, caught.value.code

    assert asyncio.run(run()) == (0, "refused-address")


def test_a_name_that_is_rebound_between_two_hops_is_refused(raw_server):
    async def run() -> tuple[str, int, list[str]]:
        async with raw_server(OK, host="127.0.0.1") as inside:
            to = f"http://news.example:{inside.port}/".encode()
            script = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + b"\r\n\r\n"
            async with raw_server(script, host="127.0.0.2") as outside:
                resolver = Names(news=[["127.0.0.2"], ["127.0.0.1"]])
                async with Door(user_agent=AGENT, allowed_networks=["127.0.0.2"], resolver=resolver) as door:
                    with pytest.raises(AddressRefused) as caught:
                        await door.get(f"http://news.example:{outside.port}/")
                    return caught.value.reason, inside.connections, resolver.asked

    reason, connections, asked = asyncio.run(run())
    assert connections == 0
    assert asked == ["news.example", "news.example"]
    assert reason.startswith("It redirects to http://news.example:")
    assert "127.0.0.1" not in reason, "what a private name stands for is not a stranger's business"


class Shifting(dict[str, Any]):
    """A lookup's answer that is harmless the first time it is read."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if key == "host":
            self["host"] = "127.0.0.1"
        return value


def test_what_was_checked_is_what_is_connected_to(raw_server):
    class ShiftingNames(Names):
        async def resolve(self, host: str, port: int = 0, family: Any = 0) -> Any:
            return [Shifting(entry) for entry in await super().resolve(host, port, family)]

    async def run() -> tuple[int, int]:
        async with raw_server(OK, host="127.0.0.2") as good, raw_server(OK, host="127.0.0.1", port=good.port) as bad:
            resolver = ShiftingNames(news=[["127.0.0.2"]])
            async with Door(user_agent=AGENT, allowed_networks=["127.0.0.2"], resolver=resolver) as door:
                await door.get(f"http://news.example:{good.port}/")
            return good.connections, bad.connections

    assert asyncio.run(run()) == (1, 0)


@pytest.mark.parametrize("numbers", [["127.0.0.1"], ["127.0.0.1", "::1"], ["127.0.0.1", "127.0.0.2"]])
def test_the_socket_refuses_even_what_the_lookup_let_through(raw_server, monkeypatch, numbers):
    async def unchecked(self: CheckedNames, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return await Names(news=[numbers]).resolve(host, port)

    monkeypatch.setattr(CheckedNames, "resolve", unchecked)
    server = raw_server(OK, host="127.0.0.1")
    assert went_through(server, "http://news.example:{port}/") in {"refused-address", "connection"}
    assert server.connections == 0
    if len(numbers) == 1:
        assert went_through(server, "http://news.example:{port}/") == "refused-address"


@pytest.mark.parametrize("private", ["10.0.0.1", "fd00::1", "169.254.169.254"])
def test_one_private_address_refuses_the_whole_name(raw_server, private):
    for numbers in (["127.0.0.2", private], [private, "127.0.0.2"]):
        server = raw_server(OK, host="127.0.0.2")
        outcome = went_through(
            server, "http://news.example:{port}/", allowed=["127.0.0.2"], resolver=Names(news=[numbers])
        )
        assert (outcome, server.connections) == ("refused-address", 0)


def test_refusals_are_for_publishers_and_their_details_for_the_operator():
    async def run() -> AddressRefused:
        async with Door(user_agent=AGENT, resolver=Names(intranet=[["10.1.2.3"]])) as door:
            with pytest.raises(AddressRefused) as caught:
                await door.get("http://intranet.example/feed")
            return caught.value

    error = asyncio.run(run())
    assert error.reason == (
        "The address of intranet.example is not on the public internet (private), so it is not fetched."
    )
    assert "10.1.2.3 port 80" in error.detail


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("http://example.org", "http://example.org/"),
        ("  HTTPS://Example.ORG:443/A b?c d#e\n", "https://example.org/A%20b?c%20d"),
        ("http://example.org.:8080/%2F%7e/%zz", "http://example.org:8080/%2F%7e/%zz"),
        ("http://bücher.example/ü?q=ü", "http://xn--bcher-kva.example/%C3%BC?q=%C3%BC"),
        ("http://新闻.example/", "http://xn--efvy88h.example/"),
        ("http://a_b.example?x", "http://a_b.example/?x"),
        ("http://[2600::0001]:81/", "http://[2600::1]:81/"),
        ("http://example.org/a\\b|c", "http://example.org/a%5Cb%7Cc"),
        ("http://example.org/?a=%2C,&b=1+2;[]", "http://example.org/?a=%2C,&b=1+2;[]"),
        ("http://example.org:8080/@user/feed", "http://example.org:8080/@user/feed"),
    ],
)
def test_an_address_is_read_and_what_was_escaped_left_alone(text, read):
    assert str(read_address(text)) == read
    assert str(read_address(read)) == read


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::8.8.8.8"])
def test_the_public_internet_is_open(number):
    assert closed(ip_address(number)) == ""


@pytest.mark.parametrize("number", ["64:ff9b::10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "3fff::1", "5f00::1", "::2"])
def test_a_private_address_is_closed_in_whatever_form(number):
    assert closed(ip_address(number))


def test_python_knows_of_no_closed_address_that_is_open_here():
    dice = random.Random(2)
    for _ in range(20_000):
        address = IPv4Address(dice.getrandbits(32))
        assert closed(address) or (address.is_global and not address.is_multicast and not address.is_reserved)


def test_networks_are_read_from_text():
    found = parse_networks("10.0.0.0/8, 127.0.0.1 ::1,127.0.0.1:8100 [::1]:8100 [fd00::]")
    assert found[:3] == (IPv4Network("10.0.0.0/8"), IPv4Network("127.0.0.1/32"), IPv6Network("::1/128"))
    assert [getattr(network, "port", None) for network in found] == [None, None, None, 8100, 8100, None]
    again = parse_networks(" ".join(map(str, found)))
    assert again == found
    assert [str(network) for network in again] == [str(network) for network in found]
    assert parse_networks(" , ") == ()


@pytest.mark.parametrize(
    "entry", ["10.0.0.5/8", "localhost", "127.0.0.1:0", "127.0.0.1:70000", "::1:x", "[::1", "1.2.3"]
)
def test_a_bad_network_is_named(entry):
    with pytest.raises(ValueError, match=r"ports go|is not a network") as caught:
        parse_networks(f"10.0.0.0/8, {entry}")
    assert f'"{entry}"' in str(caught.value)
