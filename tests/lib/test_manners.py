"""Nobody is asked too often, whoever asks; nobody who said stop is asked at all."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from newsstand.algorithms.buckets import Rule
from newsstand.lib import tokens
from newsstand.lib.clock import now
from newsstand.lib.http import Door, DoorError, NotNow, Reply, StopAsked
from newsstand.lib.manners import Manners
from newsstand.lib.models import Bucket, Fetch, Stop
from newsstand.lib.robots import RobotsFiles, Verdict
from newsstand.lib.tokens import DOMAIN, Rules, Turn
from tests.feed_server import Asked, FeedServer

pytestmark = pytest.mark.django_db(transaction=True)
EVERY = timedelta(milliseconds=100)
RULES = Rules(Rule(EVERY, 2), Rule(timedelta(milliseconds=1), 100))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEGUN, BEGUN_SECONDS = now(), time.monotonic()
Turns = dict[str, list[tuple[datetime, timedelta]]]
# A moment that was rounded to a microsecond.
ROUNDED = timedelta(microseconds=2)


def steady() -> datetime:
    """A clock that nobody sets, and by which asyncio sleeps."""
    return BEGUN + timedelta(seconds=time.monotonic() - BEGUN_SECONDS)


class EveryName(AbstractResolver):
    """Every name is this machine."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=2, proto=6, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


def a_door(patience: float = 5, rules: Rules = RULES, clock: Callable[[], datetime] = steady) -> Door:
    return Door(
        user_agent="Newsstand/0.1 (+https://site.example/about)",
        allowed_networks=["127.0.0.0/8"],
        resolver=EveryName(),
        courtesy=Manners(rules=rules, patience=timedelta(seconds=patience), clock=clock),
    )


def asked_of(server: FeedServer, path: str = "/f") -> Callable[[str], str]:
    port = server.listener.server_address[1]
    return lambda name: f"http://{name}:{port}{path}"


def ask(*addresses: str, door: Door | None = None) -> list[Reply | BaseException]:
    """Everything at the same time."""

    async def together() -> list[Reply | BaseException]:
        async with door or a_door() as opened:
            return await asyncio.gather(*(opened.get(one, kind="feed") for one in addresses), return_exceptions=True)

    return asyncio.run(together())


@pytest.fixture
def moments(feed_server: FeedServer) -> list[tuple[str, datetime]]:
    """Who was asked when."""
    seen: list[tuple[str, datetime]] = []

    def answer(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        seen.append((asked.headers["Host"].partition(":")[0], steady()))
        return 200, {}, b"well"

    feed_server.answers["/f"] = answer
    return seen


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """The turns that the buckets have given, by the name of the bucket: when they were asked, and how long to wait."""
    given: Turns = {}
    reserve = tokens.reserve

    def listen(wanted: Sequence[Sequence[str]], *, now: datetime, **rest: Any) -> list[Turn]:
        answers = reserve(wanted, now=now, **rest)
        for names, turn in zip(wanted, answers, strict=True):
            for name in names if turn.granted else ():
                given.setdefault(name, []).append((now, turn.pause))
        return answers

    monkeypatch.setattr(tokens, "reserve", listen)
    return given


def given_by(turns: Turns, domain: str) -> list[datetime]:
    """The moments at which this domain might be asked."""
    return [asked + pause for asked, pause in turns[DOMAIN + domain]]


def keep_to(rule: Rule, times: Sequence[datetime]) -> bool:
    """Whether no stretch of time has more than `burst` of these, and one more for each `every` that it is long."""
    ordered = sorted(times)
    return all(
        last - first + ROUNDED >= rule.every * (further - rule.burst)
        for at, first in enumerate(ordered)
        for further, last in enumerate(ordered[at:])
    )


def none_too_early(arrived: Sequence[datetime], given: Sequence[datetime]) -> bool:
    """Whether as many had arrived at any moment as had been given one by then, or fewer. They may be late."""
    pairs = zip(sorted(arrived), sorted(given), strict=True)
    return all(there + ROUNDED >= turn for there, turn in pairs)


def test_the_names_of_a_domain_share_its_tokens_and_another_domain_does_not_wait(
    feed_server: FeedServer, moments: list[tuple[str, datetime]], turns: Turns
) -> None:
    at = asked_of(feed_server)
    ask(*(at(f"{name}.paper.example") for name in "abcdef"), at("other.test"))
    of_paper = given_by(turns, "paper.example")
    assert len(of_paper) == 6
    assert keep_to(RULES.domain, of_paper)
    assert [pause for _, pause in turns[DOMAIN + "other.test"]] == [timedelta()]
    assert none_too_early([moment for name, moment in moments if name.endswith("paper.example")], of_paper)


def test_two_doors_share_one_rule(feed_server: FeedServer, moments: list[tuple[str, datetime]], turns: Turns) -> None:
    at = asked_of(feed_server)
    begun = steady()

    async def both() -> None:
        async with a_door() as one, a_door() as other:
            await asyncio.gather(*(door.get(at("paper.example")) for door in (one, other) for _ in range(4)))

    asyncio.run(both())
    given = given_by(turns, "paper.example")
    assert len(given) == 8
    assert keep_to(RULES.domain, given)
    assert none_too_early([moment for _, moment in moments], given)
    # Each of eight turns moved the one row on.
    assert Bucket.objects.get(name=DOMAIN + "paper.example").full_at + ROUNDED * 8 >= begun + EVERY * 8


def test_a_thousand_feeds_of_one_host_are_sent_away_one_by_one_and_hold_up_nobody(
    feed_server: FeedServer, moments: list[tuple[str, datetime]]
) -> None:
    at = asked_of(feed_server)
    door = a_door(patience=0.3, clock=lambda: NOON)
    answers = ask(*(at("crowd.example") for _ in range(1000)), at("other.test"), door=door)
    assert isinstance(answers[-1], Reply)
    away = sorted(answer.again_in for answer in answers if isinstance(answer, NotNow))
    assert len(away) + sum(isinstance(answer, Reply) for answer in answers) == 1001
    assert len(away) > 950
    assert all(later - sooner >= EVERY for sooner, later in pairwise(away))


def test_a_429_closes_the_domain_for_as_long_as_it_says_and_no_other(
    feed_server: FeedServer, moments: list[tuple[str, datetime]]
) -> None:
    feed_server.answers["/busy"] = (429, {"Retry-After": "3600"}, b"")
    ask(asked_of(feed_server, "/busy")("a.paper.example"))
    closed, free = ask(asked_of(feed_server)("b.paper.example"), asked_of(feed_server)("other.test"))
    assert isinstance(closed, NotNow)
    assert timedelta(minutes=59) < closed.again_in <= timedelta(hours=1)
    assert isinstance(free, Reply)
    assert [name for name, _ in moments] == ["other.test"]


def test_a_stop_holds_at_once_for_the_names_under_it_and_on_the_way(
    feed_server: FeedServer, moments: list[tuple[str, datetime]]
) -> None:
    at = asked_of(feed_server)
    feed_server.answers["/moved"] = (302, {"Location": at("www.paper.example")}, b"")

    async def before_and_after() -> list[object]:
        async with a_door() as door:
            first = await door.get(at("www.paper.example"))
            await asyncio.to_thread(Stop.objects.create, host="Paper.example", reason="They asked.")
            await asyncio.sleep(1.1)
            rest = (at("www.paper.example"), asked_of(feed_server, "/moved")("other.test"), at("127.0.0.1"))
            return [first, *await asyncio.gather(*(door.get(one) for one in rest), return_exceptions=True)]

    first, direct, on_the_way, own = asyncio.run(before_and_after())
    assert isinstance(first, Reply)
    assert isinstance(direct, StopAsked)
    assert isinstance(on_the_way, StopAsked)
    assert isinstance(own, Reply)
    assert [name for name, _ in moments] == ["www.paper.example", "127.0.0.1"]


def test_this_machine_has_no_limit(feed_server: FeedServer, moments: list[tuple[str, datetime]], turns: Turns) -> None:
    ask(*(asked_of(feed_server)("127.0.0.1") for _ in range(60)))
    assert len(moments) == 60
    assert turns == {}
    assert not Bucket.objects.exists()


def test_what_was_asked_is_written_down_by_host_and_kind(
    feed_server: FeedServer, moments: list[tuple[str, datetime]]
) -> None:
    at = asked_of(feed_server)
    ask(at("a.example"), at("a.example"), at("b.example"), "http://127.0.0.1:1/nobody")
    rows = {row.host: (row.kind, row.count, row.bytes, row.last_status) for row in Fetch.objects.all()}
    assert rows == {
        "a.example": ("feed", 2, 8, 200),
        "b.example": ("feed", 1, 4, 200),
        "127.0.0.1": ("feed", 1, 0, 0),
    }


def judge(server: FeedServer, *paths: str, name: str = "paper.example") -> list[Verdict]:
    async def one_by_one() -> list[Verdict]:
        async with a_door() as door:
            robots = RobotsFiles(door=door, clock=now)
            return [await robots.verdict(asked_of(server, path)(name)) for path in paths]

    return asyncio.run(one_by_one())


def test_robots_txt_is_asked_once_a_day_and_kept_to(feed_server: FeedServer) -> None:
    feed_server.put(
        "/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: newsstand\nDisallow: /no\nAllow: /no/but\n"
    )
    one, two, three = judge(feed_server, "/a", "/no/x", "/no/but/this")
    assert (one.allowed, two.allowed, three.allowed) == (True, False, True)
    assert two.again_in is None
    assert "asks us not to" in two.reason
    assert not judge(feed_server, "/no/y")[0].allowed
    assert feed_server.count["/robots.txt"] == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (401, True), (410, True), (500, False), (503, False)])
def test_no_robots_txt_is_free_and_a_server_in_trouble_is_asked_later(
    feed_server: FeedServer, status: int, allowed: bool
) -> None:
    feed_server.put("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    verdict = judge(feed_server, "/a")[0]
    assert verdict.allowed is allowed
    assert (verdict.again_in is not None) is not allowed


def test_what_robots_txt_said_before_holds_while_it_cannot_be_had(feed_server: FeedServer) -> None:
    from newsstand.lib.models import Robots

    feed_server.put("/robots.txt", "User-agent: *\nDisallow: /no")
    judge(feed_server, "/a")
    Robots.objects.update(expires_at=now() - timedelta(hours=1))
    feed_server.put("/robots.txt", "", status=503)
    assert [verdict.allowed for verdict in judge(feed_server, "/a", "/no")] == [True, False]


def test_a_crawl_delay_slows_the_domain_down_and_is_bounded(feed_server: FeedServer) -> None:
    feed_server.put("/robots.txt", "User-agent: *\nCrawl-delay: 30")
    feed_server.put("/f", "well")
    judge(feed_server, "/a")
    assert Bucket.objects.get(name="domain:paper.example").pause_seconds == 30
    answers = ask(*(asked_of(feed_server)("www.paper.example") for _ in range(2)), door=a_door(patience=0.2))
    assert any(isinstance(answer, NotNow) for answer in answers)
    feed_server.put("/robots.txt", "User-agent: *\nCrawl-delay: 100000")
    judge(feed_server, "/a", name="slow.test")
    assert Bucket.objects.get(name="domain:slow.test").pause_seconds == 60


def test_a_long_robots_txt_with_wild_patterns_is_judged_in_a_moment(feed_server: FeedServer) -> None:
    wild = "\n".join(f"Disallow: /{'*a' * 30}*{number}$" for number in range(2000))
    feed_server.put("/robots.txt", f"User-agent: *\n{wild}\n")
    begun = time.monotonic()
    assert judge(feed_server, "/" + "a" * 1500)[0].allowed
    assert time.monotonic() - begun < 10


def test_a_database_in_trouble_is_no_answer_to_whether_a_host_may_be_asked(
    feed_server: FeedServer, moments: list[tuple[str, datetime]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def trouble(*_: object, **__: object) -> None:
        raise ValueError("out of order")

    monkeypatch.setattr(tokens, "reserve", trouble)
    assert isinstance(ask(asked_of(feed_server)("paper.example"))[0], DoorError)
    assert moments == []
