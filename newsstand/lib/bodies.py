"""The body of an answer, unpacked as it arrives and never past its limit."""

import zlib
from collections.abc import Iterator

from newsstand.lib.door_errors import BadEncoding, TooBig

PLAIN, GZIP, DEFLATE = "", "gzip", "deflate"
KNOWN_ENCODINGS = {"gzip": GZIP, "x-gzip": GZIP, "deflate": DEFLATE}

# Bytes unpacked in one step: about a millisecond of work, so that a bomb never holds up the event loop.
STEP_BYTES = 256 * 1024

# A gzip file may be several in a row. More than this is a way to make us work, not a way to send a feed.
MEMBERS = 1000

GZIP_MAGIC = b"\x1f\x8b"


def content_encoding(header: str) -> str:
    """PLAIN, GZIP or DEFLATE for the text of a Content-Encoding header.

    Raises BadEncoding for any other encoding and for several one upon another.
    """
    named = [word for word in (part.strip().lower() for part in header.split(",")) if word not in {"", "identity"}]
    if not named:
        return PLAIN
    if len(named) > 1:
        raise BadEncoding(f"The answer is packed {len(named)} times over ({', '.join(named)[:80]}); once is read.")
    if named[0] not in KNOWN_ENCODINGS:
        raise BadEncoding(f'The answer is packed as "{named[0][:40]}", though only gzip and deflate were asked for.')
    return KNOWN_ENCODINGS[named[0]]


class Body:
    """Collects one body of at most `limit` bytes after unpacking."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding
        self._limit = limit
        self._kept = bytearray()
        self._received = 0
        self._waiting = b""
        self._stream: zlib._Decompress | None = None
        self._members = 0
        self._over = False

    @property
    def received(self) -> int:
        """How many bytes have arrived, packed as they came."""
        return self._received

    def feed(self, data: bytes) -> Iterator[None]:
        """Take in what has arrived, pausing after each step of the work so that the caller can do something else.

        Raises TooBig as soon as the limit is passed, BadEncoding for what cannot be unpacked.
        """
        self._received += len(data)
        if self._received > self._limit:
            raise self._too_big()
        if self._encoding == PLAIN:
            self._kept += data
            return
        data = self._waiting + data
        self._waiting = b""
        while data and not self._over:
            if self._stream is None and not self._begin(data):
                return
            data = self._step(data)
            yield

    def finish(self) -> bytes:
        """The whole body. Raises BadEncoding when a packed body has no end."""
        # An empty body labelled gzip is common beside 304 and on empty pages, and nothing is missing from it.
        unfinished = self._stream is not None or (self._waiting and not self._members)
        if self._received and self._encoding != PLAIN and unfinished:
            raise BadEncoding(f"The answer is packed as {self._encoding} and ends in the middle.")
        return bytes(self._kept)

    def _begin(self, data: bytes) -> bool:
        """Open the packed stream that starts with `data`; False when there is none to open (yet)."""
        if len(data) < len(GZIP_MAGIC):
            self._waiting = data
            return False
        if self._members and not data.startswith(GZIP_MAGIC):
            # What follows a complete gzip file and is not another one is padding.
            self._over = True
            return False
        if self._members >= MEMBERS:
            raise BadEncoding(f"The answer is made of more than {MEMBERS} gzip files.")
        self._stream = zlib.decompressobj(_window_bits(self._encoding, data))
        return True

    def _step(self, data: bytes) -> bytes:
        """Unpack at most one step of `data`; returns what is still packed."""
        stream = self._stream
        assert stream is not None  # noqa: S101 (for mypy: _begin has opened it)
        room = min(STEP_BYTES, self._limit - len(self._kept) + 1)
        try:
            piece = stream.decompress(data, room)
            # zlib can hold back output though its input is used up; asking without a bound (flush) would be a bomb.
            while len(piece) == room and not stream.unconsumed_tail and not stream.eof:
                self._keep(piece)
                room = min(STEP_BYTES, self._limit - len(self._kept) + 1)
                piece = stream.decompress(b"", room)
        except zlib.error as error:
            raise BadEncoding(f"The answer is labelled {self._encoding} and cannot be unpacked.", str(error)) from error
        self._keep(piece)
        if not stream.eof:
            return stream.unconsumed_tail
        self._stream = None
        self._members += 1
        self._over = self._encoding != GZIP
        return stream.unused_data

    def _keep(self, piece: bytes) -> None:
        self._kept += piece
        if len(self._kept) > self._limit:
            raise self._too_big()

    def _too_big(self) -> TooBig:
        return TooBig(f"The answer is larger than {self._limit:,} bytes, which is the most that is read.")


def _window_bits(encoding: str, data: bytes) -> int:
    """What zlib is told to expect. Half of the servers that say deflate leave out the two bytes of zlib's header."""
    if encoding == GZIP:
        return 16 + zlib.MAX_WBITS
    has_header = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
