"""What a picture is, how large it may be and in which widths it is served, and what follows when it cannot be had."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
# What one side of a JPEG can be at most.
MOST_SIDE = 65_535
# WebP and AVIF end at 16,383; nobody looks at a picture that is higher than this on a page.
MOST_HEIGHT = 10_000
# A real progressive JPEG has about ten. Each costs a walk over all pixels and can be a few bytes long.
MOST_SCANS = 100
BEACON_SIDE = 2
BEACON = "tracking pixel"

BACK_OFF = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))
LONGEST_WAIT = timedelta(days=7)
# Attempts are counted when they begin: a picture that ends the process that reads it is given up after this many.
MOST_ATTEMPTS = 6
TRANSIENT_STATUSES = frozenset({408, 425, 429})
# Reasons of the door that asking again will not mend.
FINAL_REASONS = frozenset(
    {"bad-address", "refused-address", "stopped", "too-big", "headers-too-big", "redirect-loop", "too-many-redirects"}
)

_HEAD = 4096
_MAGIC = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\x00\x00\x01\x00", "ICO"),
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_OTHERS = (
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PK\x03\x04", "an archive"),
    (b"II*\x00", "a TIFF picture, which browsers do not show"),
    (b"MM\x00*", "a TIFF picture, which browsers do not show"),
    (b"8BPS", "a Photoshop document"),
    (b"\xff\x0a", "a JPEG XL picture, which few browsers show"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture, which few browsers show"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture, which browsers do not show"),
    (b"FWS", "a Flash film"),
    (b"CWS", "a Flash film"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"%!PS", "a PostScript document"),
)
_SVG = re.compile(r"<(?:[a-z0-9_.-]+:)?svg[\s/>:]|<!doctype\s+svg")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|script|iframe|meta|title|div|p|a)\b")
_MARKUP = ((_HTML, "a web page"), (_SVG, "an SVG drawing, which can carry scripts"))
_SCRIPT = re.compile(r"['\"]use strict|(?:var|let|const|function|import|export|window|document)\b|/\*|//|\(function")
_Q_NONE = re.compile(r"q=0(\.0*)?")


class Refused(Exception):  # noqa: N818 (what happened, as it reads in "except Refused")
    """A file that is not shown to readers. `reason` says in plain words why, at most 200 characters."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason[:200]


def sniff(body: bytes) -> str:
    """The format of a file by its bytes alone: JPEG, PNG, GIF, WEBP, AVIF, ICO or BMP.

    What its server calls it, and what its name ends in, count for nothing. Raises Refused for everything else, and for
    a file that would cost too much to read.
    """
    if not body:
        raise Refused("The file is empty.")
    if len(body) > MOST_BYTES:
        raise Refused(f"The file has {len(body):,} bytes; {MOST_BYTES:,} are the most that is read.")
    name = _format(body)
    if not name:
        raise Refused(f"It is not a picture but {_something_else(body)}.")
    if name == "JPEG" and body.count(b"\xff\xda") > MOST_SCANS:
        raise Refused(f"The picture is drawn in more than {MOST_SCANS} passes.")
    return name


def _format(body: bytes) -> str:
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "WEBP"
    if body[:2] == b"BM" and int.from_bytes(body[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    return "AVIF" if _brands(body) & _AVIF_BRANDS else ""


def _brands(body: bytes) -> set[bytes]:
    """The names in the first box of an ISO media file (AVIF, HEIC, MP4), if it is one."""
    if body[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(body[:4], "big"), _HEAD)
    return {body[8:12], *(body[at : at + 4] for at in range(16, end - 3, 4))}


def _something_else(body: bytes) -> str:
    for magic, name in _OTHERS:
        if body.startswith(magic):
            return name
    if body[4:8] == b"ftyp":
        return "a film, or a picture in a format that few browsers show"
    text = _as_text(body[:_HEAD]).lower()
    # A page may hold a drawing, so a page is looked for first; a drawing may hold a script.
    found = [(match.start(), what) for pattern, what in _MARKUP if (match := pattern.search(text))]
    if found:
        return min(found)[1]
    if "%pdf-" in text[:1024]:
        return "a PDF document"
    return "a script" if _SCRIPT.match(text) else "something that is not known"


def _as_text(head: bytes) -> str:
    """The beginning of a file as text, whatever its encoding, for looking at and never for showing."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or head[1:2] == b"\0" or head[:1] == b"\0":
        head = head.replace(b"\0", b"")
    return head.decode("latin-1").lstrip("\xef\xbb\xbf\xfe\xff \t\r\n\f\v\0")


def check_size(width: int, height: int) -> None:
    """Raises Refused for a picture that by its declared size in pixels shows nothing or takes too much memory."""
    if width <= 0 or height <= 0:
        raise Refused("The picture has no size.")
    if is_beacon(width, height):
        raise Refused(BEACON)
    if width > MOST_SIDE or height > MOST_SIDE or width * height > MOST_PIXELS:
        raise Refused(f"The picture has {width:,} x {height:,} pixels; {MOST_PIXELS:,} are the most that is read.")


def is_beacon(width: int, height: int) -> bool:
    """Whether a picture of this many pixels only tells its server that a page was read."""
    return min(width, height) <= BEACON_SIDE


def master_size(width: int, height: int, widest: int) -> tuple[int, int]:
    """Width and height at which a picture is kept: as large as it is, up to `widest` x MOST_HEIGHT pixels."""
    factor = min(1.0, widest / width, MOST_HEIGHT / height)
    return max(1, round(width * factor)), max(1, round(height * factor))


def variant_size(width: int, height: int, wanted: int) -> tuple[int, int]:
    """Width and height of a picture that is asked for `wanted` pixels wide. It is never made larger than it is."""
    if wanted >= width:
        return width, height
    return wanted, max(1, round(height * wanted / width))


def served_width(width: int, wanted: int, widths: Sequence[int]) -> int:
    """Which of `widths` (rising) stands for `wanted`, so that all that are wider than the picture share one file.

    Raises ValueError when `wanted` is not one of them.
    """
    if wanted not in widths:
        raise ValueError(f"{wanted} is not a width that pictures are served in: {', '.join(map(str, widths))}.")
    return next((one for one in widths if one >= min(wanted, width)), widths[-1])


def offered_widths(width: int, widths: Sequence[int]) -> list[tuple[int, int]]:
    """What a browser may choose from for a picture `width` pixels wide: pairs of a width to ask for and what comes."""
    pairs: list[tuple[int, int]] = []
    for one in widths:
        pairs.append((one, min(one, width)))
        if one >= width:
            break
    return pairs


def takes_avif(accept: str) -> bool:
    """Whether a browser that sends this Accept header wants AVIF. Only naming it counts: `*/*` is sent by everybody."""
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        if kind == "image/avif":
            return not any(_Q_NONE.fullmatch(parameter) for parameter in parameters)
    return False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a picture could not be had. `again_at` is when to ask again, None for never."""

    why: str
    again_at: datetime | None


def status_problem(status: int) -> tuple[str, bool]:
    """What is wrong with an answer of this HTTP status, "" for nothing, and whether it may pass."""
    if status == 200:
        return "", False
    passes = status >= 500 or status in TRANSIENT_STATUSES
    return f"Its server answers {status}{' (gone)' if status in {404, 410} else ''}.", passes


def after_failure(why: str, *, passes: bool, attempts: int, now: datetime, retry_after: str = "") -> Failure:
    """What follows attempt number `attempts` (from 1), failed because of `why`.

    What may pass is tried again after 5 minutes, an hour and a day, or later where the server's Retry-After says so.
    """
    if not passes or attempts > len(BACK_OFF):
        return Failure(why[:200], None)
    wait = max(BACK_OFF[max(attempts, 1) - 1], _asked_wait(retry_after, now))
    return Failure(why[:200], now + min(wait, LONGEST_WAIT))


def _asked_wait(retry_after: str, now: datetime) -> timedelta:
    """How long a Retry-After header asks to wait: seconds or a date; nothing when it makes no sense."""
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:12]), LONGEST_WAIT.total_seconds()))
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return timedelta()
    return (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
