"""`python -m bench.many_hosts PORT MOST_ENTRIES`: thousands of feeds on a port of this machine, until it is ended.

Feed K is at /feed/K, whatever the host's name, with an ETag and a date. After a request for /later one in twenty has a
new entry; the others answer 304 to whoever knows their ETag. MOST_ENTRIES 0 leaves the feeds as long as they are.
"""

import asyncio
import re
import sys

from bench.many_feeds import templates

CHANGED_EVERY = 20
_REQUEST = re.compile(rb"GET (/\S*) HTTP/1\.1\r\n(.*?)\r\n\r\n", re.DOTALL)
_ETAG = re.compile(rb"(?im)^If-None-Match:\s*(\S+)")


class World:
    """What the feeds say at present."""

    def __init__(self, most_entries: int | None) -> None:
        self.most_entries = most_entries
        self.later = False

    def answer(self, path: bytes, etag: bytes) -> bytes:
        """A whole answer."""
        if path == b"/later":
            self.later = True
            return _written(b"200 OK", b'"none"', b"later")
        if not path.startswith(b"/feed/"):
            return _written(b"200 OK", b'"none"', b"here")
        number = int(path[6:])
        changed = self.later and number % CHANGED_EVERY == 0
        own = b'"%d-%d"' % (number, changed)
        if etag == own:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\nCache-Control: max-age=600\r\n\r\n" % own
        template = templates()[number % len(templates())]
        return _written(b"200 OK", own, template.feed(number, self.most_entries, changed=changed))


def _written(status: bytes, etag: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nETag: %s\r\n"
    known = b"Last-Modified: Sun, 01 Nov 2026 10:00:00 GMT\r\nCache-Control: max-age=600\r\n\r\n"
    return head % (status, len(body), etag) + known + body


class Host(asyncio.Protocol):
    """One connection."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while found := _REQUEST.match(self.waiting):
            self.waiting = self.waiting[found.end() :]
            etag = _ETAG.search(found[2])
            self.transport.write(self.world.answer(found[1], etag[1] if etag else b""))


async def serve(port: int, most_entries: int | None) -> None:
    world = World(most_entries)
    templates()
    server = await asyncio.get_running_loop().create_server(lambda: Host(world), "127.0.0.1", port, backlog=1000)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]) or None))
