"""The benchmark of polling: its feeds are distinct and as long as the real ones, and what it counts is really read."""

from pathlib import Path

import pytest

from newsstand.algorithms.feeds import parse

pytestmark = pytest.mark.data


def test_feeds_made_of_one_real_feed_share_no_guid_no_address_and_hardly_a_word(data: Path) -> None:
    from bench.many_feeds import templates

    real = len(templates())
    one, other = (parse(templates()[0].feed(number, None, changed=False)) for number in (0, real))
    assert len(one.entries) == len(other.entries) == len(templates()[0].entries)
    for entry, twin in zip(one.entries, other.entries, strict=True):
        assert (entry.guid, entry.url) != ("", "")
        assert not entry.guid or entry.guid != twin.guid
        assert not entry.url or entry.url != twin.url
        assert entry.published == twin.published
        words, others = set(entry.title.split()), set(twin.title.split())
        assert len(words & others) < len(words)


def test_a_feed_that_changed_begins_with_an_entry_that_was_not_in_it(data: Path) -> None:
    from bench.many_feeds import templates

    before, after = (parse(templates()[1].feed(1, 5, changed=changed)) for changed in (False, True))
    assert [entry.guid or entry.url for entry in after.entries[1:]] == [
        entry.guid or entry.url for entry in before.entries
    ]
    assert (after.entries[0].guid or after.entries[0].url) not in {entry.guid or entry.url for entry in before.entries}


def test_ours_and_the_bare_loop_read_the_same(data: Path) -> None:
    from bench.polling import both_readings

    ours, bare = both_readings("ours", 20, 2), both_readings("bare", 20, 2)
    for own, other in zip(ours, bare, strict=True):
        assert (own["read"], own["unchanged"], own["entries"]) == (other["read"], other["unchanged"], other["entries"])
    assert (ours[0]["read"], ours[1]["read"], ours[1]["unchanged"]) == (20, 1, 19)
