"""Dates of every odd kind."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.feedparts.dates import parse_date


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 02 Jan 2023 10:00:00 GMT", (2023, 1, 2, 10)),
        ("Fri, 02 Jan 2023 10:00:00 +0200", (2023, 1, 2, 8)),
        ("02 Jan 23 10:00 EST", (2023, 1, 2, 15)),
        ("2 january 1999 10:00:00 PDT", (1999, 1, 2, 17)),
        ("Mon, 2 Jan 2023 10:00:00 NOWHERE", (2023, 1, 2, 10)),
        ("Mon, 02 Jan 2023 24:00:00 GMT", (2023, 1, 3)),
        ("Mon, 02 Jan 2023", (2023, 1, 2)),
        ("Thursday, January 5, 2023 - 3:15pm", (2023, 1, 5, 15, 15)),
        ("Thu Jan 05 19:48:21 2023", (2023, 1, 5, 19, 48, 21)),
        ("lun., 2 janvier 2023 10:00:00 +0100", (2023, 1, 2, 9)),
        ("Di, 03 Mär 2020 12:00:00 +0100", (2020, 3, 3, 11)),
        ("2023-01-02T10:00:00Z", (2023, 1, 2, 10)),
        ("2023-01-02T10:00:00.123456+05:30", (2023, 1, 2, 4, 30)),
        ("2023-01-02 10:00:00", (2023, 1, 2, 10)),
        ("2023-01-02T10:00-0500", (2023, 1, 2, 15)),
        ("20230102T100000Z", (2023, 1, 2, 10)),
        ("2023-01", (2023, 1, 1)),
        ("2023", (2023, 1, 1)),
        ("2023-032", (2023, 2, 1)),
        ("2023/1/2 10:00:00", (2023, 1, 2, 10)),
        ("1672653600", (2023, 1, 2, 10)),
        ("1672653600000", (2023, 1, 2, 10)),
        ("2004년 5월 28일 오후 11:31", (2004, 5, 28, 14, 31)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", (1970, 1, 1)),
        ("2099-12-31T23:59:60Z", (2100, 1, 1)),
    ],
)
def test_a_date_means_what_its_writer_meant(written: str, meant: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = (*meant, 0, 0, 0)[:6]
    assert parse_date(written) == datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "yesterday", "32 Jan 2023", "2023-13-45", "0000-00-00T00:00:00", "99:99", "-"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert parse_date(written) is None


@given(st.text(alphabet="0123456789-:/TZ+., JanFebMarGMTpmde년월", max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.utcoffset() is not None
