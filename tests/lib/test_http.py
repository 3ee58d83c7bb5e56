"""The door: what it brings back, and how long, how much and how far it goes for it."""

import asyncio
import gzip
import socket
import ssl
import struct
import subprocess
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsstand.lib.http import Door, DoorError, Hop, Limits, Reply, get_blocking

AGENT = "Newsstand-tests/1 (+https://example.org/contact)"
HOME = ["127.0.0.0/8", "::1"]
QUICK = Limits(seconds=10.0, connect_seconds=5.0, body_bytes=200_000)
FEED = b"<rss><channel><title>Harbour News</title></channel></rss>"


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(b"moved", f"Location: {to}", status=status)


def fetch(server: Any, path: str = "/", *, limits: Limits = QUICK, **options: Any) -> tuple[Reply, Any]:
    """What the door brings from `server`, and the server afterwards."""

    async def run() -> tuple[Reply, Any]:
        async with server, Door(user_agent=AGENT, allowed_networks=HOME, limits=limits) as door:
            return await door.get(server.url + path, **options), server

    return asyncio.run(run())


def failure(server: Any, **options: Any) -> DoorError:
    with pytest.raises(DoorError) as caught:
        fetch(server, **options)
    assert caught.value.reason.endswith(".")
    return caught.value


def test_an_answer_comes_with_its_status_headers_and_body(raw_server):
    script = answer(FEED, "Content-Type: Application/RSS+xml; charset=utf-8", 'ETag: W/"1"', "Link: a", "link: b")
    reply, server = fetch(raw_server(script), "/feed.xml?a=b%2Cc&d=e+f#top")
    assert (reply.status, reply.body, reply.hops) == (200, FEED, ())
    assert reply.url == server.url + "/feed.xml?a=b%2Cc&d=e+f"
    assert reply.content_type == "application/rss+xml"
    assert reply.headers["etag"] == 'W/"1"'
    assert reply.headers["link"] == "a, b"
    request = server.requests[0].decode()
    assert request.startswith("GET /feed.xml?a=b%2Cc&d=e+f HTTP/1.1\r\n")
    assert f"User-Agent: {AGENT}\r\n" in request
    assert "Accept-Encoding: gzip, deflate\r\n" in request


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "429 Too Many Requests", "503 Unavailable", "204 No"])
def test_any_status_is_a_reply(raw_server, status):
    reply, _ = fetch(raw_server(answer(b"", "Retry-After: 120", status=status)))
    assert reply.status == int(status[:3])
    assert reply.headers["retry-after"] == "120"


def test_an_error_page_that_cannot_be_read_is_still_a_reply(raw_server):
    reply, _ = fetch(raw_server(answer(b"junk", "Content-Encoding: gzip", status="410 Gone")))
    assert (reply.status, reply.body) == (410, b"")


def test_not_modified_needs_no_body_whatever_its_headers_say(raw_server):
    script = answer(b"", "Content-Encoding: gzip", "ETag: x", status="304 Not Modified", length=99_999_999)
    reply, _ = fetch(raw_server(script))
    assert (reply.status, reply.body) == (304, b"")


@pytest.mark.parametrize("etag", ['"plain"', '"caf\xc3\xa9"', 'W/"a b\t\xe2\x82\xac"'])
def test_a_validator_returns_to_the_server_byte_for_byte(raw_server, etag):
    reply, _ = fetch(raw_server(answer(FEED, f"ETag: {etag}")))
    assert reply.headers["etag"] == etag
    _, server = fetch(raw_server(answer(FEED)), headers={"If-None-Match": reply.headers["etag"]})
    assert b"If-None-Match: " + etag.encode("latin-1") + b"\r\n" in server.requests[0]


def test_a_validator_that_cannot_be_sent_unchanged_is_left_out(raw_server):
    reply, _ = fetch(raw_server(answer(FEED, 'ETag: "caf\xe9"')))
    assert reply.headers["etag"] == '"caf\xe9"'
    _, server = fetch(raw_server(answer(FEED)), headers={"If-None-Match": reply.headers["etag"]})
    assert b"If-None-Match" not in server.requests[0]


@pytest.mark.parametrize("name", ["Authorization", "cookie", "Proxy-Authorization", "Host", "X-A\r\nB"])
def test_credentials_and_injected_lines_are_never_sent(raw_server, name):
    with pytest.raises(ValueError, match="sent"):
        fetch(raw_server(answer(FEED)), headers={name: "secret"})


def test_a_cookie_is_not_carried_to_the_next_hop(raw_server):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        first = b"GET /one" in request
        writer.write(answer(b"", "Set-Cookie: id=1", "Location: /two", status="302 Found") if first else answer(FEED))

    reply, server = fetch(raw_server(script), "/one")
    assert reply.body == FEED
    assert b"cookie" not in server.requests[1].lower()


def test_redirects_are_followed_and_told(raw_server):
    steps = {
        b"/a/one": redirect("../b/two?x=1#frag", "301 Moved Permanently"),
        b"/b/two?x=1": redirect("/three/\xc3\xa9 \xe2\x82\xac", "308 Permanent Redirect"),
        b"/three/%C3%A9%20%E2%82%AC": redirect("?four", "307 Temporary"),
    }

    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(steps.get(request.split()[1], answer(FEED)))

    reply, server = fetch(raw_server(script), "/a/one", headers={"If-None-Match": '"e"'})
    ends = ["/b/two?x=1", "/three/%C3%A9%20%E2%82%AC", "/three/%C3%A9%20%E2%82%AC?four"]
    assert reply.hops == tuple(Hop(s, server.url + end) for s, end in zip((301, 308, 307), ends, strict=True))
    assert (reply.url, reply.body) == (reply.hops[-1].url, FEED)
    assert all(b'If-None-Match: "e"' in request for request in server.requests)


@pytest.mark.parametrize("script", [answer(b"x", status="302 Found"), redirect(""), redirect("/y", "300 Choices")])
def test_a_redirect_that_leads_nowhere_is_just_a_reply(raw_server, script):
    reply, _ = fetch(raw_server(script))
    assert reply.status in {300, 302}
    assert reply.body


def test_endless_redirects_end(raw_server):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(redirect(request.split()[1].decode() + "x"))

    server = raw_server(script)
    assert failure(server).code == "too-many-redirects"
    assert len(server.requests) == QUICK.redirects + 1


def test_a_circle_of_redirects_is_seen_on_the_first_return(raw_server):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(redirect("/b" if b"GET /a" in request else "/a"))

    server = raw_server(script)
    assert failure(server, path="/a").code == "redirect-loop"
    assert len(server.requests) == 2


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://x/y", "javascript:alert(1)", "//u:p@x/", "http://[::x]/"])
def test_a_redirect_to_what_is_no_web_address_is_an_error(raw_server, to):
    error = failure(raw_server(redirect(to)))
    assert error.code == "bad-address"
    assert "redirects" in error.reason
    assert ":p@" not in error.reason


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("label", "packed"),
    [
        ("gzip", gzip.compress(FEED)),
        ("X-GZIP", gzip.compress(FEED)),
        ("identity, gzip", gzip.compress(FEED)),
        ("gzip", gzip.compress(FEED[:9]) + gzip.compress(b"") + gzip.compress(FEED[9:])),
        ("gzip", gzip.compress(FEED) + b"\0" * 100),
        ("gzip", gzip.compress(FEED) + b"\0"),
        ("deflate", zlib.compress(FEED)),
        ("deflate", raw_deflate(FEED)),
        ("identity", FEED),
        ("", FEED),
    ],
)
@pytest.mark.parametrize("piece", [1, 1_000])
def test_a_packed_body_is_unpacked_however_it_arrives(raw_server, label, packed, piece):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {label}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for start in range(0, len(packed), piece):
            part = packed[start : start + piece]
            writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            await asyncio.sleep(0)
        writer.write(b"0\r\n\r\n")

    assert fetch(raw_server(script))[0].body == FEED


def test_an_empty_body_labelled_gzip_is_empty(raw_server):
    assert fetch(raw_server(answer(b"", "Content-Encoding: gzip")))[0].body == b""


@pytest.mark.parametrize(
    ("label", "packed", "word"),
    [
        ("gzip", gzip.compress(FEED)[:-9], "middle"),
        ("gzip", gzip.compress(FEED)[:1], "middle"),
        ("gzip", gzip.compress(FEED) + gzip.compress(FEED)[:12], "middle"),
        ("deflate", raw_deflate(FEED)[:-3], "middle"),
        ("gzip", FEED, "cannot be unpacked"),
        ("gzip", gzip.compress(FEED)[:-8] + bytes(8), "cannot be unpacked"),
        ("deflate", zlib.compress(FEED)[:-4] + bytes(4), "cannot be unpacked"),
        ("br", FEED, '"br"'),
        ("gzip, gzip", gzip.compress(gzip.compress(FEED)), "2 times"),
        ("gzip", gzip.compress(b"") * 1001, "more than 1000"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_a_clear_error(raw_server, label, packed, word):
    error = failure(raw_server(answer(packed, f"Content-Encoding: {label}")))
    assert error.code == "bad-encoding"
    assert word in error.reason


def bomb(label: str, megabytes: int) -> bytes:
    """Zeros, packed a thousand to one. Blocks that end in a full flush can be repeated without packing them again."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    return {"gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\xff", "deflate": b""}[label] + block * megabytes


@pytest.mark.parametrize("label", ["gzip", "deflate"])
def test_a_bomb_stops_at_the_limit_in_little_memory(raw_server, label):
    server = raw_server(answer(bomb(label, 2_000), f"Content-Encoding: {label}"))
    limit = 4 * 1024 * 1024
    assert len(server.script) < limit
    tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        error = failure(server, limits=Limits(seconds=30, body_bytes=limit))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error.code == "too-big"
    assert peak - before < 3 * limit


def test_a_body_of_exactly_the_limit_is_read(raw_server):
    body = bytes(100_000)
    limits = Limits(seconds=10, body_bytes=100_000)
    assert fetch(raw_server(answer(gzip.compress(body), "Content-Encoding: gzip")), limits=limits)[0].body == body
    assert fetch(raw_server(answer(body)), limits=limits)[0].body == body
    more = gzip.compress(body + b"\0")
    assert failure(raw_server(answer(more, "Content-Encoding: gzip")), limits=limits).code == "too-big"


def test_a_declared_length_above_the_limit_is_refused_unread(raw_server):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n")
        await asyncio.sleep(QUICK.seconds)

    # Whoever waited for the body would hear "too-slow".
    assert failure(raw_server(script)).code == "too-big"


def test_an_endless_body_without_a_length_stops_at_the_limit(raw_server):
    sent = 0

    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(10_000))
            sent += 10_000
            await writer.drain()

    assert failure(raw_server(script), limits=Limits(seconds=30, body_bytes=1_000_000)).code == "too-big"
    assert sent < 20_000_000


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"H", b""]
)
def test_a_server_that_drips_ends_by_the_time_allowed(raw_server, start):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            await asyncio.sleep(0.05)
            writer.write(b"TTP/1.1 "[:1] if start == b"H" else b"x" if start else b"")
            await writer.drain()

    error = failure(raw_server(script), limits=Limits(seconds=0.3))
    assert error.code in ({"too-slow", "bad-answer"} if start == b"H" else {"too-slow"})


def test_redirects_share_one_allowance_of_time(raw_server):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.4)
        writer.write(redirect(request.split()[1].decode() + "x"))

    server = raw_server(script)
    error = failure(server, limits=Limits(seconds=1.5, redirects=50))
    assert error.code == "too-slow"
    assert "redirects" in error.reason
    assert len(server.requests) <= 4


@pytest.mark.parametrize(
    "headers",
    [["X-Long: " + "a" * 70_000], [f"X-{n}: y" for n in range(500)], [f"X-{n}: {'y' * 9_000}" for n in range(8)]],
    ids=["one", "many", "sum"],
)
def test_huge_headers_are_refused(raw_server, headers):
    assert failure(raw_server(answer(FEED, *headers))).code == "headers-too-big"


def test_long_headers_of_an_honest_site_are_read(raw_server):
    policy = "Content-Security-Policy: " + "https://cdn.example.org " * 600
    assert fetch(raw_server(answer(FEED, policy)))[0].body == FEED


def test_a_body_shorter_than_declared_is_cut_short(raw_server):
    assert failure(raw_server(answer(FEED, length=len(FEED) + 1))).code == "cut-short"
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"
    assert failure(raw_server(chunked)).code == "cut-short"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc"])
def test_a_reset_connection_is_an_error(raw_server, start):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        await asyncio.sleep(0.05)
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()
        raise ConnectionResetError

    assert failure(raw_server(script)).code in {"connection", "cut-short"}


def test_a_server_that_hangs_up_without_a_word_is_an_error(raw_server):
    assert failure(raw_server(b"")).code == "connection"


def test_a_port_where_nothing_listens_is_an_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(DoorError) as caught:
            get_blocking(address, user_agent=AGENT, allowed_networks=HOME)
    assert caught.value.code == "connection"


@pytest.mark.parametrize(
    "junk", [b"SSH-2.0-OpenSSH_9\r\n\r\n", b"\x16\x03\x01\0\0", b"HTTP/1.1 abc\r\n\r\n", b"<html>"]
)
def test_what_is_not_http_is_a_bad_answer(raw_server, junk):
    assert failure(raw_server(junk)).code in {"bad-answer", "connection"}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from(
                [
                    b"HTTP/1.1 200 OK\r\n",
                    b"HTTP/1.0 301 Go\r\n",
                    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n",
                    b"HTTP/1.1 103 Early Hints\r\n\r\n",
                    b"\r\n",
                    b"Location: ",
                    b"Location: http://[\r\n",
                    b"Location: http://\xff.\xe3\x80\x82/\xed\xa0\x80\r\n",
                    b"Content-Length: -1\r\n",
                    b"Content-Length: 5\r\n",
                    b"Content-Length: 99999999999999999999999\r\n",
                    b"Transfer-Encoding: chunked\r\n",
                    b"Transfer-Encoding: gzip, chunked\r\n",
                    b"Content-Encoding: gzip\r\n",
                    b"Content-Encoding: \xff\r\n",
                    b"Set-Cookie: a=\xff\x01; expires=x\r\n",
                    b"ffffffffffffffffff\r\n",
                    b"5;ext=1\r\nabcde\r\n",
                    b"0\r\nTrailer: x\r\n\r\n",
                ]
            ),
        ),
        max_size=8,
    ).map(b"".join)
)
def test_whatever_bytes_a_server_sends_end_in_a_reply_or_a_clear_error(raw_server, sent):
    try:
        outcome = fetch(raw_server(sent))[0]
    except DoorError as error:
        outcome = error
    if isinstance(outcome, DoorError):
        assert outcome.code != "failed"
        assert outcome.reason.endswith(".")
    else:
        assert outcome.status >= 100


def test_one_host_is_asked_by_few_at_a_time_and_waiting_is_not_counted_as_slowness(raw_server):
    at_once = most = 0

    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.4)
        at_once -= 1
        writer.write(answer(FEED))

    async def run() -> list[Reply]:
        limits = Limits(seconds=2.5)
        async with (
            raw_server(script) as server,
            Door(user_agent=AGENT, allowed_networks=HOME, per_host=2, limits=limits) as door,
        ):
            return await asyncio.gather(*(door.get(f"{server.url}/{n}") for n in range(16)))

    assert [reply.status for reply in asyncio.run(run())] == [200] * 16
    assert most == 2


def test_a_connection_is_used_again(raw_server):
    async def script(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    async def run() -> int:
        async with raw_server(script) as server, Door(user_agent=AGENT, allowed_networks=HOME) as door:
            for n in range(5):
                await door.get(f"{server.url}/{n}")
            return server.connections

    assert asyncio.run(run()) == 1


def test_a_server_without_tls_is_a_tls_error():
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(FEED))

    async def run() -> None:
        server = await asyncio.start_server(greet, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Door(user_agent=AGENT, allowed_networks=HOME) as door:
            await door.get(f"https://127.0.0.1:{port}/")

    with pytest.raises(DoorError) as caught:
        asyncio.run(run())
    assert caught.value.code == "tls"


def test_a_certificate_nobody_vouches_for_is_a_tls_error(raw_server, tmp_path: Path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try:
        subprocess.run(
            [*making, "-keyout", key, "-out", certificate, "-subj", "/CN=localhost"], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("openssl is not installed: no certificate to serve with")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)

    async def run() -> None:
        async with raw_server(answer(FEED), tls=tls) as server, Door(user_agent=AGENT, allowed_networks=HOME) as door:
            await door.get(server.url.replace("http:", "https:"))

    with pytest.raises(DoorError) as caught:
        asyncio.run(run())
    assert caught.value.code == "tls"
    assert "certificate" in caught.value.reason


def test_a_name_that_does_not_exist_is_said_to_be_so():
    with pytest.raises(DoorError) as caught:
        get_blocking("http://harbour-news.invalid/", user_agent=AGENT, limits=Limits(seconds=2))
    assert caught.value.code in {"no-such-host", "too-slow"}
    assert "harbour-news.invalid" in caught.value.reason


@pytest.mark.parametrize("agent", ["", " ", "a\r\nb", "é"])
def test_a_door_needs_to_say_who_asks(agent):
    with pytest.raises(ValueError, match="user_agent"):
        Door(user_agent=agent)
