"""Events as lines of a file: each with a checksum before it, so that it is known again even beside a torn one."""

from zlib import crc32

CHECK = 9


def with_checksum(said: bytes) -> bytes:
    """A line with its end: eight hexadecimal digits, a tabulator, and what is said."""
    return b"%08x\t%b\n" % (crc32(said), said)


def checked(line: bytes) -> bytes | None:
    """What a line without its end says; None for one that was torn, or is none."""
    said = line[CHECK:]
    return said if line[:CHECK] == b"%08x\t" % crc32(said) else None


def whole_lines(piece: bytes) -> int:
    """How many bytes of the beginning of a file are whole lines; what follows is still being written, or was torn."""
    return piece.rfind(b"\n") + 1
