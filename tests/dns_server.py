"""A real name server on 127.0.0.1, by UDP and TCP, that answers as a test wants it: TXT records and every failure."""

import socketserver
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Query = dns.message.Message
# Gives the bytes to send, None for silence. `tcp` says how it was asked.
Answering = Callable[[Query, bool], bytes | None]


@dataclass
class DnsServer:
    """Serves `texts`: name -> TXT records, each a list of its parts; `answers`: name -> how to misbehave.

    A name that stands in neither is NXDOMAIN, unless one below it stands there: then it has no records (RFC 8020).
    `asked` holds (name, "udp" or "tcp") in order.
    """

    texts: dict[str, list[list[str]]] = field(default_factory=dict)
    answers: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.bind()
        for server in (self.udp, self.tcp):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def bind(self) -> None:
        """Take a port that is free for both: what UDP is given somebody else may hold by TCP."""
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        for last in (False, False, False, False, True):
            self.udp = socketserver.ThreadingUDPServer(("127.0.0.1", 0), self.handler(tcp=False))
            self.port = self.udp.server_address[1]
            try:
                self.tcp = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), self.handler(tcp=True))
            except OSError:
                self.udp.server_close()
                if last:
                    raise
            else:
                return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for server in (self.udp, self.tcp):
            server.shutdown()
            server.server_close()

    @property
    def address(self) -> str:
        """As NEWSSTAND_DNS has it."""
        return f"127.0.0.1:{self.port}"

    @property
    def server(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    def handler(self, *, tcp: bool) -> type[socketserver.BaseRequestHandler]:
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                if not tcp:
                    raw, sock = self.request
                    if (reply := server.reply(raw, tcp=False)) is not None:
                        sock.sendto(reply, self.client_address)
                    return
                (length,) = struct.unpack("!H", self.request.recv(2))
                reply = server.reply(self.request.recv(length), tcp=True)
                if reply is not None:
                    self.request.sendall(struct.pack("!H", len(reply)) + reply)

        return Handler

    def reply(self, raw: bytes, *, tcp: bool) -> bytes | None:
        query = dns.message.from_wire(raw)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked.append((name, "tcp" if tcp else "udp"))
        if name in self.answers:
            return self.answers[name](query, tcp)
        if name in self.texts:
            return records(query, self.texts[name])
        below = any(known.endswith(f".{name}") for known in [*self.texts, *self.answers])
        return failure(query, dns.rcode.NOERROR if below else dns.rcode.NXDOMAIN)


def records(query: Query, texts: list[list[str]]) -> bytes:
    """An answer with these TXT records, each of several parts."""
    response = dns.message.make_response(query)
    lines = [" ".join(f'"{part}"' for part in parts) for parts in texts]
    if lines:
        response.answer.append(dns.rrset.from_text_list(query.question[0].name, 60, "IN", "TXT", lines))
    return response.to_wire(max_size=65_535)


def failure(query: Query, rcode: dns.rcode.Rcode) -> bytes:
    """An answer with nothing but this code."""
    response = dns.message.make_response(query)
    response.set_rcode(rcode)
    return response.to_wire()


def fails(rcode: dns.rcode.Rcode) -> Answering:
    return lambda query, _: failure(query, rcode)


def silent(_query: Query, _tcp: bool) -> None:
    """A server that does not answer."""


def garbled(query: Query, _tcp: bool) -> bytes:
    """Bytes that begin like an answer and are none."""
    return query.to_wire()[:2] + b"\x84\x00" + b"\xff" * 40


def cut_off(query: Query, _tcp: bool) -> bytes:
    """An answer that says it was cut off."""
    response = dns.message.make_response(query)
    response.flags |= dns.flags.TC
    return response.to_wire()


def by_tcp_alone(texts: list[list[str]]) -> Answering:
    """Cut off by UDP, whole by TCP."""
    return lambda query, tcp: records(query, texts) if tcp else cut_off(query, tcp)


def cut_off_without_tcp(query: Query, tcp: bool) -> bytes | None:
    """Cut off by UDP; TCP hangs up."""
    return None if tcp else cut_off(query, tcp)
