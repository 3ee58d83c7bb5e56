"""A file of comments, opened: which system wrote it, and its values one by one."""

import gzip
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from newsstand.algorithms.comment_files import coral, disqus, isso, ours, wordpress
from newsstand.algorithms.comment_files.recognise import CORAL, DISQUS, ENOUGH, ISSO, OURS, format_of, source_of
from newsstand.algorithms.comment_files.values import CommentFileError, Value

PIECE = 65_536
NO_ISSO = "It is no comment database of Isso's that can be read"
# How many comments Isso's rows are read at once.
ROWS = 500
Heard = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class CommentFile:
    """`name` is its path, "-" for standard input; `source` keeps its numbers apart from those of other sites."""

    name: str
    kind: str
    source: str

    @property
    def size(self) -> int:
        """Its bytes, 0 where they cannot be known beforehand."""
        return 0 if self.name == "-" else Path(self.name).stat().st_size


def recognised(name: str, kind: str = "", source: str = "") -> CommentFile:
    """What a file is; `kind` and `source` go before what its beginning says.

    Raises CommentFileError for what cannot be recognised, OSError.
    """
    if name == "-":
        if not kind or kind == ISSO:
            raise CommentFileError("Say with --format what standard input brings; an SQLite file has to be a file.")
        return CommentFile(name, kind, source or kind)
    with opened(name) as (file, _):
        beginning = file.read(ENOUGH)
    found = kind or format_of(beginning)
    return CommentFile(name, found, source or source_of(found, beginning))


def values(file: CommentFile, heard: Heard) -> Iterator[Value]:
    """Threads, people and comments in the file's order; `heard` is told how many bytes were read meanwhile.

    Raises CommentFileError where the file is not what it says, OSError.
    """
    if file.kind == ISSO:
        yield from isso_values(Path(file.name), heard)
        return
    label = "" if file.name == "-" else Path(file.name).name[:100]
    with opened(file.name) as (stream, raw):
        yield from read(file.kind, pieces(stream, raw, heard), label)


def read(kind: str, given: Iterator[bytes], label: str) -> Iterator[Value]:
    if kind == DISQUS:
        return disqus.read(given)
    if kind == CORAL:
        return coral.read(given, label)
    return ours.read(given, label) if kind == OURS else wordpress.read(given)


@contextmanager
def opened(name: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The file's contents, unpacked where it is packed with gzip, and the file itself."""
    if name == "-":
        yield sys.stdin.buffer, sys.stdin.buffer
        return
    with Path(name).open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if not packed:
            yield raw, raw
            return
        try:
            with gzip.open(raw) as stream:
                yield stream, raw  # type: ignore[misc]
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise CommentFileError(f"It is packed, and broken: {error}. Fetch it again.") from None


def pieces(stream: IO[bytes], raw: IO[bytes], heard: Heard) -> Iterator[bytes]:
    at = 0
    while piece := stream.read(PIECE):
        now = raw.tell() if raw.seekable() else at + len(piece)
        heard(now - at)
        at = now
        yield piece


def isso_values(path: Path, heard: Heard) -> Iterator[Value]:
    """The rows of Isso's tables. The file is only read, and nothing that it defines is run."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)) as database:
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            database.execute("PRAGMA trusted_schema = OFF")
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"threads", "comments"} <= tables:
                raise CommentFileError(f"{NO_ISSO}: it has no tables `threads` and `comments`.")
            yield from isso.read(rows(database, "threads", isso.THREADS), rows(database, "comments", isso.COMMENTS))
            heard(path.stat().st_size)
    except sqlite3.Error as error:
        raise CommentFileError(f"{NO_ISSO}: {error}.") from None


def rows(database: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    cursor = database.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 (names of ours)
    while some := cursor.fetchmany(ROWS):
        yield from some
