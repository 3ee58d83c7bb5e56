"""Pure decisions about pictures."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.algorithms.pictures import (
    BACK_OFF,
    LONGEST_WAIT,
    MOST_BYTES,
    MOST_HEIGHT,
    Refused,
    after_failure,
    check_size,
    is_beacon,
    master_size,
    offered_widths,
    served_width,
    sniff,
    status_problem,
    takes_avif,
    variant_size,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WIDTHS = (160, 320, 640, 960, 1280)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    box = b"ftyp" + major + b"\0\0\0\0" + b"".join(compatible)
    return (len(box) + 4).to_bytes(4, "big") + box + b"\0" * 40


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"GIF87a....", "GIF"),
        (b"GIF89a....", "GIF"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WEBP"),
        (ftyp(b"avif", b"mif1"), "AVIF"),
        (ftyp(b"mif1", b"miaf", b"avif"), "AVIF"),
        (ftyp(b"avis"), "AVIF"),
        (b"\0\0\1\0\1\0....", "ICO"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0" + b"\0" * 40, "BMP"),
    ],
)
def test_a_format_is_told_by_its_bytes(body: bytes, name: str) -> None:
    assert sniff(body) == name


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (SVG.encode(), "SVG"),
        (b"\xef\xbb\xbf" + SVG.encode(), "SVG"),
        (b" \r\n\t" + SVG.encode(), "SVG"),
        (b"<!-- a harmless comment <p> -->" + SVG.encode(), "a web page"),
        (b"<!-- a harmless comment -->" + SVG.encode(), "SVG"),
        (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">' + SVG.encode(), "SVG"),
        (b'<x:svg xmlns:x="http://www.w3.org/2000/svg"/>', "SVG"),
        (SVG.encode("utf-16"), "SVG"),
        (SVG.encode("utf-16-be"), "SVG"),
        (SVG.upper().encode(), "SVG"),
        (b"<!DOCTYPE html><html><body><svg></svg>", "a web page"),
        (b"<script>alert(1)</script>", "a web page"),
        (b"'use strict'; alert(1)", "a script"),
        (b"window.x = 1", "a script"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08" + b"\0" * 20, "compressed"),
        (b"II*\0" + b"\0" * 20, "TIFF"),
        (ftyp(b"heic", b"mif1"), "few browsers"),
        (ftyp(b"isom", b"mp42"), "a film"),
        (b"BMW is a car", "not known"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "not known"),
        (b"MZ\x90", "a program"),
        (b"\xff\xd8\xff" + b"\0" * MOST_BYTES, "bytes"),
        (b"\xff\xd8\xff" + b"\xff\xda\0\0" * 101, "passes"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(body: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refusal:
        sniff(body)
    assert len(refusal.value.reason) <= 200


def test_a_polyglot_is_taken_for_the_picture_it_begins_as() -> None:
    assert sniff(b"GIF89a/*" + SVG.encode()) == "GIF"


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (1, 2), (600, 1), (1, 600), (0, 1)])
def test_the_smallest_pictures_are_beacons(size: tuple[int, int]) -> None:
    assert is_beacon(*size)


def test_three_pixels_are_a_picture() -> None:
    assert not is_beacon(3, 3)
    check_size(3, 3)


@pytest.mark.parametrize(
    ("size", "says"),
    [
        ((1, 1), "tracking pixel"),
        ((0, 0), "no size"),
        ((0, 100), "no size"),
        ((8000, 5001), "40,000,000"),
        ((100_000, 100), "pixels"),
        ((2**31, 2**31), "pixels"),
    ],
)
def test_sizes_that_are_not_read(size: tuple[int, int], says: str) -> None:
    with pytest.raises(Refused, match=says):
        check_size(*size)


def test_forty_megapixels_are_read() -> None:
    check_size(8000, 5000)


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((4000, 3000), (1280, 960)),
        ((500, 400), (500, 400)),
        ((1280, 20_000), (640, MOST_HEIGHT)),
        ((60_000, 3), (1280, 1)),
        ((3, 60_000), (1, MOST_HEIGHT)),
    ],
)
def test_a_master_is_as_large_as_is_ever_shown(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert master_size(*size, 1280) == kept


def test_a_picture_is_never_made_larger() -> None:
    assert variant_size(500, 400, 1280) == (500, 400)
    assert variant_size(500, 400, 320) == (320, 256)
    assert variant_size(1280, 1, 160) == (160, 1)


def test_all_widths_over_the_original_share_one_file() -> None:
    assert [served_width(500, width, WIDTHS) for width in WIDTHS] == [160, 320, 640, 640, 640]
    assert served_width(1280, 1280, WIDTHS) == 1280
    assert served_width(5000, 1280, WIDTHS) == 1280


def test_another_width_is_not_served() -> None:
    with pytest.raises(ValueError, match="161 is not a width"):
        served_width(500, 161, WIDTHS)


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (100, [(160, 100)]),
        (160, [(160, 160)]),
        (500, [(160, 160), (320, 320), (640, 500)]),
        (1280, [(width, width) for width in WIDTHS]),
    ],
)
def test_a_browser_is_told_how_wide_each_choice_is(width: int, offered: list[tuple[int, int]]) -> None:
    assert offered_widths(width, WIDTHS) == offered


@pytest.mark.parametrize(
    ("accept", "takes"),
    [
        ("image/avif,image/webp,*/*;q=0.8", True),
        ("text/html, IMAGE/AVIF ;q=0.5", True),
        ("image/avif;q=0", False),
        ("image/avif; q=0.0", False),
        ("image/avif;q=0.01", True),
        ("image/webp,*/*", False),
        ("image/*", False),
        ("image/avif-sequence", False),
        ("", False),
    ],
)
def test_avif_goes_to_browsers_that_name_it(accept: str, takes: bool) -> None:
    assert takes_avif(accept) is takes


@pytest.mark.parametrize(
    ("status", "bad", "passes"),
    [
        (200, False, False),
        (404, True, False),
        (410, True, False),
        (403, True, False),
        (204, True, False),
        (429, True, True),
        (408, True, True),
        (500, True, True),
        (503, True, True),
    ],
)
def test_what_a_status_means(status: int, bad: bool, passes: bool) -> None:
    why, may_pass = status_problem(status)
    assert (bool(why), may_pass) == (bad, passes)
    assert not bad or str(status) in why


def test_what_may_pass_is_tried_again_after_longer_and_longer_waits_and_then_given_up() -> None:
    times = [after_failure("late", passes=True, attempts=attempt, now=NOW).again_at for attempt in (1, 2, 3, 4)]
    assert times == [NOW + timedelta(minutes=5), NOW + timedelta(hours=1), NOW + timedelta(days=1), None]


def test_what_will_not_pass_is_given_up_at_once() -> None:
    assert after_failure("gone", passes=False, attempts=1, now=NOW).again_at is None


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("1200", timedelta(minutes=20)),
        ("5", BACK_OFF[0]),
        ("Sun, 01 Mar 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Sun, 01 Mar 2020 13:00:00 GMT", BACK_OFF[0]),
        ("Mon, 01 Mar 2100 13:00:00 GMT", LONGEST_WAIT),
        ("9" * 400, LONGEST_WAIT),
        ("-5", BACK_OFF[0]),
        ("soon", BACK_OFF[0]),
        ("Sun, 99 Mar 2026 99:00:00 GMT", BACK_OFF[0]),
        ("١٢٣", BACK_OFF[0]),
    ],
)
def test_a_server_may_ask_for_a_longer_wait(retry_after: str, wait: timedelta) -> None:
    failure = after_failure("busy", passes=True, attempts=1, now=NOW, retry_after=retry_after)
    assert failure.again_at == NOW + wait


def test_a_reason_fits_its_column() -> None:
    assert len(after_failure("x" * 900, passes=False, attempts=1, now=NOW).why) == 200
