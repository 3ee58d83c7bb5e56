"""TXT records as a real name server gives them, and every way in which it can fail."""

from collections.abc import Iterator
from typing import Any

import dns.message
import dns.rcode
import dns.rrset
import pytest

from newsstand.lib import txt
from tests.dns_server import (
    Answering,
    DnsServer,
    by_tcp_alone,
    cut_off_without_tcp,
    fails,
    garbled,
    silent,
)

pytestmark = pytest.mark.any_database


@pytest.fixture
def names() -> Iterator[DnsServer]:
    with DnsServer() as server:
        yield server


def look(names: DnsServer, name: str = "beacon.example", seconds: float = 2.0) -> tuple[tuple[str, ...], str]:
    answer = txt.look_up(name, seconds=seconds, servers=[names.server])
    assert answer.name == name
    return answer.texts, answer.problem


def test_every_record_is_given_and_the_parts_of_a_long_one_are_joined(names: DnsServer) -> None:
    long = ["newsstand-verification=" + "a" * 200, "b" * 200]
    names.texts["beacon.example"] = [["v=spf1 -all"], long]
    texts, problem = look(names)
    assert (sorted(texts), problem) == (sorted(["v=spf1 -all", "".join(long)]), "")


def test_a_name_without_records_is_no_failure(names: DnsServer) -> None:
    names.texts["_newsstand.beacon.example"] = [["x"]]
    assert look(names) == ((), "")


@pytest.mark.parametrize(
    ("answering", "problem"),
    [
        (fails(dns.rcode.NXDOMAIN), "no-domain"),
        (fails(dns.rcode.SERVFAIL), "server-failure"),
        (fails(dns.rcode.REFUSED), "refused"),
        (fails(dns.rcode.NOTIMP), "server-failure"),
        (cut_off_without_tcp, "truncated"),
        (garbled, "bad-answer"),
    ],
)
def test_a_failure_has_its_name(names: DnsServer, answering: Answering, problem: str) -> None:
    names.answers["beacon.example"] = answering
    assert look(names) == ((), problem)


def test_a_server_that_says_nothing_is_not_waited_for(names: DnsServer) -> None:
    names.answers["beacon.example"] = silent
    assert look(names, seconds=0.3) == ((), "timed-out")


def test_an_answer_that_is_cut_off_is_asked_for_again_by_tcp(names: DnsServer) -> None:
    names.answers["beacon.example"] = by_tcp_alone([["x" * 255] * 8])
    texts, problem = look(names)
    assert ([len(text) for text in texts], problem) == ([2040], "")
    assert names.asked[-1] == ("beacon.example", "tcp")


def test_an_alias_is_followed_as_the_server_gives_it(names: DnsServer) -> None:
    def alias(query: dns.message.Message, _tcp: bool) -> bytes:
        response = dns.message.make_response(query)
        response.answer += [
            dns.rrset.from_text(query.question[0].name, 60, "IN", "CNAME", "proofs.host.example."),
            dns.rrset.from_text("proofs.host.example.", 60, "IN", "TXT", '"newsstand-verification=t"'),
        ]
        return response.to_wire()

    names.answers["_newsstand.beacon.example"] = alias
    assert look(names, "_newsstand.beacon.example") == (("newsstand-verification=t",), "")


def test_the_next_server_is_asked_where_one_fails_and_not_where_it_knows(names: DnsServer) -> None:
    with DnsServer() as good:
        good.texts["beacon.example"] = [["here"]]
        names.answers["beacon.example"] = fails(dns.rcode.SERVFAIL)
        answer = txt.look_up("beacon.example", seconds=2, servers=[names.server, good.server])
        assert (answer.texts, answer.problem) == (("here",), "")
        names.answers["beacon.example"] = fails(dns.rcode.NXDOMAIN)
        assert txt.look_up("beacon.example", seconds=2, servers=[names.server, good.server]).problem == "no-domain"


@pytest.mark.parametrize("name", ["a..example", "x" * 64 + ".example", ".".join(["long"] * 60)])
def test_what_is_no_name_is_not_asked_for(names: DnsServer, name: str) -> None:
    assert look(names, name) == ((), "bad-answer")
    assert names.asked == []


def test_bytes_that_are_no_text_are_shown_as_such(names: DnsServer) -> None:
    names.texts["beacon.example"] = [[r"\255\254"]]
    assert look(names) == (("\ufffd\ufffd",), "")


@pytest.mark.parametrize(
    ("written", "server"),
    [
        ("9.9.9.9", ("9.9.9.9", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("[::1]:5353", ("::1", 5353)),
        ("[::1]", ("::1", 53)),
        ("2620:fe::fe", ("2620:fe::fe", 53)),
    ],
)
def test_a_server_is_read_as_the_setting_has_it(settings: Any, written: str, server: tuple[str, int]) -> None:
    settings.NEWSSTAND_DNS = [written]
    assert txt.configured() == [server]


@pytest.mark.parametrize("written", ["dns.example", "9.9.9", "", "9.9.9.9:x"])
def test_what_is_no_server_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"name server|invalid literal"):
        txt.read_server(written)
