"""What becomes of a feed's entries."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsstand.algorithms.changes import Decision, Known, Verdict, decide, headline_of
from newsstand.algorithms.feeds import Entry

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def entry(guid: str = "", url: str = "", title: str = "", text: str = "", published: datetime | None = None) -> Entry:
    return Entry(
        guid=guid,
        url=url,
        title=title,
        summary="",
        content=text,
        authors=(),
        published=published,
        updated=None,
        categories=(),
        image="",
        image_alt="",
        image_credit="",
        language="",
        enclosures=(),
    )


def remembered(decisions: list[Decision], known: dict[str, Known] | None = None) -> dict[str, Known]:
    """The ledger after these decisions."""
    ledger = dict(known or {})
    for number, one in enumerate(decisions, len(ledger) + 1):
        article = one.article_id or (number if one.verdict == Verdict.NEW else None)
        ledger[one.key] = Known(one.key, one.entry.url, one.raw_hash, article)
    return ledger


def verdicts(decisions: list[Decision]) -> list[str]:
    return [str(one.verdict) for one in decisions]


def test_a_first_reading_is_all_new_and_a_second_all_the_same() -> None:
    entries = [entry(f"g{n}", f"http://a.org/{n}", f"Title {n}", "Text") for n in range(3)]
    first = decide(entries, {}, plain={}, now=NOW)
    assert verdicts(first) == ["new"] * 3
    assert verdicts(decide(entries, remembered(first), plain={}, now=NOW)) == ["same"] * 3


def test_a_changed_text_is_a_change_of_the_same_article() -> None:
    first = decide([entry("g", "http://a.org/1", "Title", "Before")], {}, plain={}, now=NOW)
    second = decide([entry("g", "http://a.org/1", "Title", "After")], remembered(first), plain={}, now=NOW)
    assert second[0].verdict == Verdict.CHANGED
    assert second[0].article_id == 1


def test_a_guid_that_is_repeated_once_and_alone_later_makes_no_second_article() -> None:
    one = entry("same", "http://a.org/1", "One", "First")
    two = entry("same", "http://a.org/2", "Two", "Second")
    first = decide([one, two], {}, plain={}, now=NOW)
    assert verdicts(first) == ["new", "new"]
    assert verdicts(decide([one], remembered(first), plain={}, now=NOW)) == ["same"]
    assert verdicts(decide([two, one], remembered(first), plain={}, now=NOW)) == ["same", "same"]


def test_a_guid_that_is_alone_first_and_repeated_later_keeps_its_article() -> None:
    one = entry("same", "http://a.org/1", "One", "First")
    two = entry("same", "http://a.org/2", "Two", "Second")
    first = decide([one], {}, plain={}, now=NOW)
    second = decide([one, two], remembered(first), plain={}, now=NOW)
    assert verdicts(second) == ["same", "new"]


def test_an_entry_repeated_in_one_reading_is_a_duplicate_once() -> None:
    twice = [entry("g", "http://a.org/1", "One", "Text")] * 2
    first = decide(twice, {}, plain={}, now=NOW)
    assert verdicts(first) == ["new", "duplicate"]
    assert verdicts(decide(twice, remembered(first), plain={}, now=NOW)) == ["same", "same"]


def test_a_refused_entry_that_is_mended_comes_in() -> None:
    first = decide([entry("g")], {}, plain={0: ""}, now=NOW)
    assert first[0].verdict == Verdict.REJECTED
    assert first[0].rule == "empty"
    second = decide([entry("g", "http://a.org/1", "Now a title", "And a text")], remembered(first), plain={}, now=NOW)
    assert second[0].verdict == Verdict.NEW


def test_tracking_parameters_do_not_make_another_article() -> None:
    first = decide([entry("", "http://a.org/1?utm_source=x", "One", "Text")], {}, plain={}, now=NOW)
    second = decide([entry("", "http://a.org/1?utm_source=y", "One", "Text")], remembered(first), plain={}, now=NOW)
    assert second[0].key == first[0].key


def test_dates_in_the_future_and_at_the_beginning_of_time_become_now() -> None:
    for odd in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        made = decide([entry("g", "http://a.org/1", "One", "Text", odd)], {}, plain={}, now=NOW)[0]
        assert made.published == NOW
        assert made.rule == "date"
        assert str(odd.year) in made.reason
        assert made.verdict == Verdict.NEW


def test_a_clock_that_is_a_minute_ahead_is_no_fault() -> None:
    made = decide([entry("g", "u", "One", "x", NOW + timedelta(minutes=1))], {}, plain={}, now=NOW)[0]
    assert (made.published, made.rule) == (NOW, "")


def test_a_text_without_a_title_is_headed_by_its_first_sentence() -> None:
    assert headline_of(entry(), "The mast is down. Nobody was hurt.") == "The mast is down"
    assert headline_of(entry(), "word " * 60).endswith("…")


ENTRIES = st.lists(
    st.builds(
        entry,
        guid=st.sampled_from(["", "a", "b", "c"]),
        url=st.sampled_from(["", "http://a.org/1", "http://a.org/2", "http://a.org/2?utm_medium=m"]),
        title=st.sampled_from(["", "One", "Two"]),
        text=st.sampled_from(["", "<p>x</p>", "<p>y</p>"]),
    ),
    max_size=8,
)


@given(ENTRIES)
@settings(max_examples=300, deadline=None)
def test_reading_the_same_thing_again_never_makes_an_article(entries: list[Entry]) -> None:
    plain = {n: one.content for n, one in enumerate(entries) if not one.title}
    first = decide(entries, {}, plain=plain, now=NOW)
    again = decide(entries, remembered(first), plain=plain, now=NOW)
    assert set(verdicts(again)) <= {"same"}
    assert len({one.key for one in first if one.verdict != Verdict.SAME}) == len(
        [one for one in first if one.verdict != Verdict.SAME]
    )


@given(ENTRIES, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_a_feed_does_not_matter_the_second_time(entries: list[Entry], chance: object) -> None:
    plain = {n: one.content for n, one in enumerate(entries) if not one.title}
    first = decide(entries, {}, plain=plain, now=NOW)
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    plain = {n: one.content for n, one in enumerate(shuffled) if not one.title}
    again = decide(shuffled, remembered(first), plain=plain, now=NOW)
    assert set(verdicts(again)) <= {"same", "duplicate"}
