"""Two hundred feeds on forty host names that misbehave in every way we know of, served by one loop in a thread."""

import asyncio
import gzip
import random
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

FEEDS = 200
DOMAINS = 20
# So many feeds are on one host, which can be asked only slowly.
CROWD = 40
LIMITED_DOMAIN = 7
KINDS = (
    "good", "validators", "slow", "broken", "page", "wall", "moved", "merged", "gone", "bomb", "packed", "short",
    "long", "dates", "never", "drip", "circle", "good", "summary", "missing", "encoding",
)  # fmt: skip
WORDS = [f"{first}{second}{third}" for first in "bdfklmnprst" for second in "aeiou" for third in ("n", "r", "st", "l")]
LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)

Writer = asyncio.StreamWriter


def host_of(number: int) -> str:
    """The host name of a feed: forty names, two under each of twenty domains."""
    place = 0 if number < CROWD else number % (2 * DOMAINS)
    return f"{'ab'[place % 2]}.d{place // 2}.test"


def domain_of(host: str) -> str:
    return host.partition(".")[2]


def kind_of(number: int) -> str:
    if domain_of(host_of(number)) == f"d{LIMITED_DOMAIN}.test":
        return "limited"
    return KINDS[number % len(KINDS)]


def path_of(number: int) -> str:
    return f"/feed/{number}"


def partner_of(number: int) -> int:
    """The good feed that a merged one leads to."""
    good = [other for other in range(FEEDS) if kind_of(other) == "good"]
    return good[number % len(good)]


def prose(seed: str, words: int = 130) -> str:
    """A text that is like no other one."""
    dice = random.Random(seed)
    return " ".join(dice.choice(WORDS) for _ in range(words)).capitalize() + "."


def rss(number: int, phase: int, address: Callable[[int], str]) -> bytes:
    """A feed's items: in the second phase there is one more, and one says something else."""
    kind, items = kind_of(number), []
    for at in range(2 + phase):
        changed = at == 1 and phase
        seed = f"{number}-{at}-{'b' if changed else 'a'}"
        date = format_datetime(LONG_AGO + timedelta(hours=number + at))
        if kind == "dates":
            date = ("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "the day before yesterday")[
                at % 3
            ]
        text = f"<description>{prose(seed, 12)}</description>"
        if kind != "summary":
            text += f"<content:encoded>&lt;p&gt;{prose(seed)}&lt;/p&gt;</content:encoded>"
        link = f"{address(number).rpartition('/feed')[0]}/text/{number}-{at}"
        items.append(
            f"<item><title>Item {at} of feed {number}</title><guid isPermaLink='false'>{number}-{at}</guid>"
            f"<link>{link}</link><pubDate>{date}</pubDate>{text}</item>"
        )
    items.append("<item></item>")
    ending = "</channel></rss>" if kind != "broken" else "<item><title>unfinished & broken"
    return (
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>Feed {number}</title><link>http://{host_of(number)}/</link>{''.join(items)}{ending}"
    ).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, from its arrival to its end, in seconds since 1970."""

    host: str
    path: str
    begun: float
    ended: float


@dataclass
class World:
    """Use as `with World() as world`. `phase` is 0 or 1; `log` has every request."""

    phase: int = 0
    log: list[Asked] = field(default_factory=list)

    def __enter__(self) -> "World":
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        starting = asyncio.run_coroutine_threadsafe(asyncio.start_server(self.serve, "127.0.0.1", 0), self.loop)
        self.server = starting.result(5)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def address(self, number: int) -> str:
        return f"http://{host_of(number)}:{self.port}{path_of(number)}"

    async def serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                begun = time.time()
                path = head.split(" ")[1]
                fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                host = fields["Host"].partition(":")[0]
                try:
                    await self.answer(host, path, fields, reader, writer)
                finally:
                    self.log.append(Asked(host, path, begun, time.time()))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def answer(
        self, host: str, path: str, fields: dict[str, str], reader: asyncio.StreamReader, writer: Writer
    ) -> None:
        if path == "/robots.txt":
            rules = "User-agent: *\nDisallow: /text/" if host.startswith("a.") else ""
            return await send(writer, 200 if rules else 404, rules.encode())
        if path.startswith("/text/"):
            text = "".join(f"<p>{prose(f'{path}-{part}', 60)}</p>" for part in range(6))
            return await send(writer, 200, f"<html><body><article>{text}</article></body></html>".encode(), HTML)
        number = int(path.rpartition("/")[2])
        if path.startswith("/there/"):
            return await send(writer, 200, rss(number, self.phase, self.address))
        return await self.misbehave(number, fields, reader, writer)

    async def misbehave(
        self, number: int, fields: dict[str, str], reader: asyncio.StreamReader, writer: Writer
    ) -> None:
        kind, body = kind_of(number), rss(number, self.phase, self.address)
        plain: dict[str, tuple[int, bytes, dict[str, str]]] = {
            "page": (200, b"<html><title>Welcome</title></html>", HTML),
            "wall": (403, b"", {"cf-mitigated": "challenge"}),
            "moved": (301 if number % 2 else 308, b"", {"Location": f"/there/{number}"}),
            "merged": (301, b"", {"Location": self.address(partner_of(number))}),
            "gone": (410, b"gone", {}),
            "missing": (404, b"", {}),
            "bomb": (200, BOMB, {"Content-Encoding": "gzip"}),
            "packed": (200, body, {"Content-Encoding": "gzip"}),
            "encoding": (200, body, {"Content-Type": "text/xml; charset=utf-16"}),
            "short": (200, body, {"Content-Length": str(len(body) + 999)}),
            "long": (200, body, {"Content-Length": str(len(body) // 2)}),
            "circle": (302, b"", {"Location": path_of(number)}),
            "limited": (429, b"", {"Retry-After": "1"}),
        }
        if kind in plain:
            return await send(writer, *plain[kind])
        return await LINGER.get(kind, hurry)(body, f'"{number}-{self.phase}"', fields, reader, writer)


async def send(writer: Writer, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
    fields = {"Content-Length": str(len(body)), "Content-Type": "application/rss+xml"} | (headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    writer.write(f"HTTP/1.1 {status} Well\r\n{head}\r\n".encode() + body)
    await writer.drain()
    if int(fields["Content-Length"]) != len(body):
        raise ConnectionResetError


async def hurry(body: bytes, tag: str, fields: dict[str, str], reader: asyncio.StreamReader, writer: Writer) -> None:
    await send(writer, 200, body)


async def slowly(body: bytes, tag: str, fields: dict[str, str], reader: asyncio.StreamReader, writer: Writer) -> None:
    await asyncio.sleep(0.7)
    await send(writer, 200, body)


async def never(body: bytes, tag: str, fields: dict[str, str], reader: asyncio.StreamReader, writer: Writer) -> None:
    # Until whoever asked hangs up.
    await reader.read()
    raise ConnectionResetError


async def drip(body: bytes, tag: str, fields: dict[str, str], reader: asyncio.StreamReader, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 Well\r\nContent-Length: 100000\r\n\r\n")
    # Until whoever asked hangs up, which breaks the pipe.
    while not writer.is_closing():
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.1)
    raise ConnectionResetError


async def tagged(body: bytes, tag: str, fields: dict[str, str], reader: asyncio.StreamReader, writer: Writer) -> None:
    same = fields.get("If-None-Match") == tag
    await send(writer, 304 if same else 200, b"" if same else body, {"ETag": tag})


Lingering = Callable[[bytes, str, dict[str, str], asyncio.StreamReader, Writer], Awaitable[None]]
LINGER: dict[str, Lingering] = {"slow": slowly, "never": never, "drip": drip, "validators": tagged}
HTML = {"Content-Type": "text/html; charset=utf-8"}
BOMB = gzip.compress(b"\0" * 20_000_000)
