"""A line in a file is an event again, or nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.event_lines import whole_lines
from newsstand.algorithms.read_log import Deed, Event, event_of, events_of, known, line_of

KEYS = st.text("0123456789abcdef", min_size=0, max_size=24)
EVENTS = st.builds(
    Event,
    at=st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)),
    article=st.integers(1, 2**63 - 1),
    deed=st.sampled_from(Deed),
    reader=KEYS,
    network=KEYS,
    source=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=100),
)


@given(EVENTS)
def test_an_event_comes_back_as_it_was_written(event: Event) -> None:
    line = line_of(event)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert event_of(line[:-1]) == event


@given(st.lists(EVENTS, max_size=6), st.data())
def test_a_file_that_was_torn_anywhere_holds_the_events_before_the_tear(
    events: list[Event], data: st.DataObject
) -> None:
    whole = b"".join(map(line_of, events))
    torn = whole[: data.draw(st.integers(0, len(whole)))]
    end = whole_lines(torn)
    found = known(events_of(torn[:end]))
    assert found == events[: len(found)]
    assert torn.count(b"\n") == len(found)


@given(EVENTS, st.data())
def test_a_line_of_which_one_byte_is_another_is_no_event(event: Event, data: st.DataObject) -> None:
    line = bytearray(line_of(event)[:-1])
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[place] and byte != 10))
    assert event_of(bytes(line)) is None


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(junk: bytes) -> None:
    assert all(one is None or isinstance(one, Event) for one in events_of(junk + b"\n"))


@pytest.mark.parametrize(
    "fields", [{"source": "two\nlines"}, {"source": "a" * 101}, {"reader": "not hexadecimal"}, {"article": 2**63}]
)
def test_what_no_line_can_hold_is_refused(fields: dict[str, object]) -> None:
    parts: dict[str, object] = {"at": datetime(2026, 11, 1, tzinfo=UTC), "article": 1, "deed": Deed.OPENED, **fields}
    with pytest.raises(ValueError, match="no line can hold"):
        line_of(Event(**parts))  # type: ignore[arg-type]
