"""`python -m bench.feed_host PORT [closed]`: the real feeds on a port of this machine, until it is ended.

Each is at /FILE-NAME. `closed` turns every address in them to this server, which has nothing there: so a worker that
goes on to the articles' pages and pictures asks nobody else.
"""

import gzip
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.home import data

ADDRESS = re.compile(rb"""(xmlns(?::[\w.-]+)?\s*=\s*["'])?https?://""")


def bodies() -> dict[str, bytes]:
    """The real feeds as their servers sent them: name -> bytes, in the order of their index."""
    folder = data("feeds-real")
    names = [row["file"] for row in json.loads((folder / "index.json").read_text())]
    return {name: gzip.decompress((folder / name).read_bytes()) for name in names}


def closed(body: bytes, address: str) -> bytes:
    """A feed with every address in it at `address`, apart from the names of XML's vocabularies."""
    inside = f"{address}/elsewhere/".encode()
    return ADDRESS.sub(lambda found: found[0] if found[1] else inside, body)


class Host(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    feeds: dict[str, bytes]

    def do_GET(self) -> None:  # the name http.server looks for
        body = self.feeds.get(self.path[1:])
        self.send_response(404 if body is None else 200)
        body = body or b""
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name http.server gives it)
        """Say nothing."""


if __name__ == "__main__":
    port = int(sys.argv[1])
    Host.feeds = bodies()
    if "closed" in sys.argv[2:]:
        Host.feeds = {name: closed(body, f"http://127.0.0.1:{port}") for name, body in Host.feeds.items()}
    ThreadingHTTPServer(("127.0.0.1", port), Host).serve_forever()
