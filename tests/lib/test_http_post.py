"""The door: what is sent through it, and where it goes."""

import asyncio
from typing import Any

import pytest

from newsstand.lib.http import Door, DoorError, Reply
from tests.lib.test_http import AGENT, HOME, QUICK, answer, redirect


def sent(server: Any, **options: Any) -> tuple[Reply, Any]:
    """What the door brings for something that it sends to `server`."""

    async def run() -> tuple[Reply, Any]:
        async with server, Door(user_agent=AGENT, allowed_networks=HOME, limits=QUICK) as door:
            return await door.post(f"{server.url}/in", body=b"a=b", **options), server

    return asyncio.run(run())


def test_what_is_sent_arrives_with_its_length_and_kind(raw_server):
    reply, server = sent(raw_server(answer(b"ok", status="202 Accepted")), headers={"Content-Type": "text/x"})
    assert (reply.status, reply.body) == (202, b"ok")
    request = server.requests[0].decode()
    assert request.startswith("POST /in HTTP/1.1\r\n")
    assert "Content-Length: 3\r\n" in request
    assert "Content-Type: text/x\r\n" in request


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_what_is_sent_is_sent_again_to_where_the_address_moved(raw_server, status):
    async def script(request, writer):
        writer.write(redirect("/there", status) if request.startswith(b"POST /in") else answer(b"got it"))
        await writer.drain()
        writer.close()

    reply, server = sent(raw_server(script))
    assert reply.body == b"got it"
    assert [request.split(b" ")[:2] for request in server.requests] == [[b"POST", b"/in"], [b"POST", b"/there"]]


def test_a_place_to_look_at_what_came_of_it_is_not_sent_to(raw_server):
    reply, server = sent(raw_server(redirect("/there", "303 See Other")))
    assert (reply.status, len(server.requests)) == (303, 1)


def test_nothing_is_sent_to_a_private_address_or_with_credentials(raw_server):
    async def run() -> None:
        async with raw_server(answer()) as server, Door(user_agent=AGENT, limits=QUICK) as door:
            with pytest.raises(DoorError, match="public internet"):
                await door.post(server.url, body=b"x")
            with pytest.raises(ValueError, match="never sent"):
                await door.post(server.url, body=b"x", headers={"Cookie": "a=b"})
            assert server.connections == 0

    asyncio.run(run())


def test_credentials_go_to_the_first_address_and_never_after_a_redirect(raw_server):
    async def script(request, writer):
        writer.write(redirect("/there", "307 Temporary") if request.startswith(b"POST /in") else answer(b"got it"))
        await writer.drain()
        writer.close()

    _, server = sent(raw_server(script), credentials="Bearer secret")
    assert [b"authorization: bearer secret" in request.lower() for request in server.requests] == [True, False]


@pytest.mark.parametrize("credentials", ["Bearer a\r\nX-Other: b", "Bearer \u00e9", "a\x00b"])
def test_credentials_are_one_plain_line(raw_server, credentials):
    with pytest.raises(ValueError, match="one line"):
        sent(raw_server(answer(b"ok")), credentials=credentials)
