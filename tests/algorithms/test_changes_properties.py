"""What holds for every feed: whatever the order, the halves or the repetitions, the same articles come of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsstand.algorithms.changes import Decision, Known, Verdict, candidate_keys, choose_keys, decide
from newsstand.algorithms.feeds import Entry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FEW = settings(max_examples=150, deadline=None)
BARE = Entry(guid="", url="", title="", summary="", content="", authors=(), published=None, updated=None, categories=(),
             image="", image_alt="", image_credit="", language="", enclosures=())  # fmt: skip
BLANK = st.sampled_from(["", "x", "y"])


@st.composite
def distinct(draw: st.DrawFn) -> list[Entry]:
    """Entries that each have something of their own to be known by: a guid, else an address, else words."""
    kinds = draw(st.lists(st.sampled_from(["guid", "address", "words"]), max_size=8))
    made = []
    for at, kind in enumerate(kinds):
        entry = replace(BARE, title=f"Title {at}" if kind == "words" else draw(BLANK) + "t", summary=draw(BLANK))
        if kind == "guid":
            same_page = draw(st.booleans())
            url = "https://a.example/live" if same_page else f"https://a.example/{at}"
            entry = replace(entry, guid=f"g{at}", url=draw(st.sampled_from(["", url])))
        if kind == "address":
            entry = replace(entry, url=f"https://a.example/only/{at}")
        if kind == "words":
            entry = replace(entry, summary=f"Words {at}")
        made.append(entry)
    return made


GUIDS = st.sampled_from(["", "1", "2", "feed"])
ADDRESSES = st.sampled_from(["", "https://a.example/1", "https://a.example/2?utm_source=x", "https://a.example/3"])
TANGLED = st.lists(
    st.builds(
        lambda guid, url, title, text: replace(BARE, guid=guid, url=url, title=title, content=text),
        GUIDS, ADDRESSES, st.sampled_from(["", "Bridge", "Fog"]), st.sampled_from(["", "One.", "Two."]),
    ),
    max_size=8,
)  # fmt: skip


def read(entries: Sequence[Entry], ledger: dict[str, Known]) -> tuple[list[Decision], dict[str, Known]]:
    """A reading, and the ledger after it; articles are numbered as they come."""
    plain = {at: entry.content or entry.summary for at, entry in enumerate(entries) if not entry.title}
    decisions = decide(entries, ledger, plain=plain, now=NOW)
    after = dict(ledger)
    for one in decisions:
        if one.verdict == Verdict.SAME:
            continue
        article = len(after) + 1 if one.verdict == Verdict.NEW else one.article_id
        after[one.key] = Known(one.key, one.entry.url, one.raw_hash, article, one.verdict.value)
    return decisions, after


def articles(ledger: dict[str, Known]) -> set[str]:
    return {key for key, known in ledger.items() if known.outcome in {"new", "changed"}}


@given(distinct(), st.data())
@FEW
def test_a_feed_read_in_two_halves_gives_what_the_whole_gives(entries: list[Entry], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(entries)))
    _, whole = read(entries, {})
    _, half = read(entries[:at], {})
    _, both = read(entries[at:], half)
    assert articles(both) == articles(whole)
    assert {key: known.raw_hash for key, known in both.items()} == {k: known.raw_hash for k, known in whole.items()}


@given(distinct(), st.integers(1, 4), st.randoms(use_true_random=False))
@FEW
def test_a_feed_that_shows_its_newest_few_brings_each_article_once(
    entries: list[Entry], window: int, dice: object
) -> None:
    ledger: dict[str, Known] = {}
    came = 0
    for end in range(1, len(entries) + window):
        seen = entries[max(0, end - window) : end]
        dice.shuffle(seen)  # type: ignore[attr-defined]
        decisions, ledger = read(seen, ledger)
        came += sum(one.verdict == Verdict.NEW for one in decisions)
        assert not any(one.verdict == Verdict.CHANGED for one in decisions)
    assert came == len(articles(read(entries, {})[1]))


@given(TANGLED, st.randoms(use_true_random=False))
@FEW
def test_the_order_of_a_first_reading_decides_about_no_article(entries: list[Entry], dice: object) -> None:
    _, one_way = read(entries, {})
    shuffled = list(entries)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    _, another = read(shuffled, {})
    assert articles(one_way) == articles(another)


@given(TANGLED, st.lists(st.lists(st.integers(0, 7), max_size=8), max_size=4))
@FEW
def test_what_was_read_together_once_never_becomes_new_in_any_part(
    entries: list[Entry], parts: list[list[int]]
) -> None:
    _, ledger = read(entries, {})
    known = articles(ledger)
    for part in parts:
        decisions, ledger = read([entries[at] for at in dict.fromkeys(part) if at < len(entries)], ledger)
        assert not any(one.verdict == Verdict.NEW for one in decisions)
        assert articles(ledger) <= known


def test_an_entry_that_comes_empty_once_is_no_second_article_afterwards() -> None:
    good = replace(BARE, guid="1", title="Bridge", content="One.")
    empty = replace(BARE, guid="1")
    _, ledger = read([good], {})
    [refused], ledger = read([empty], ledger)
    assert refused.verdict == Verdict.REJECTED
    [again], _ = read([good], ledger)
    assert (again.verdict, again.article_id) == (Verdict.CHANGED, 1)


@given(TANGLED)
@FEW
def test_every_entry_has_one_fate_on_a_record_of_its_own(entries: list[Entry]) -> None:
    decisions, ledger = read(entries, {})
    assert [one.entry for one in decisions] == entries
    recorded = [one.key for one in decisions if one.verdict != Verdict.SAME]
    assert len(recorded) == len(set(recorded))
    assert all(one.repeats in ledger for one in decisions if one.repeats)
    assert all(bool(one.rule) == bool(one.reason) for one in decisions)


@given(TANGLED)
@FEW
def test_each_rung_of_the_guid_ladder_is_a_key_that_the_entry_could_have(entries: list[Entry]) -> None:
    keys = choose_keys(entries, {})
    assert all(key in candidate_keys(entry) for key, entry in zip(keys, entries, strict=True))
    guids = [entry.guid for entry in entries]
    for key, entry in zip(keys, entries, strict=True):
        if entry.guid and guids.count(entry.guid) == 1:
            assert key == candidate_keys(replace(BARE, guid=entry.guid))[1]


@given(distinct(), st.lists(st.sampled_from(["utm_source=rss", "fbclid=1", "gclid=x"]), min_size=1, max_size=2))
@FEW
def test_a_feed_that_begins_to_count_its_readers_brings_no_new_article(entries: list[Entry], more: list[str]) -> None:
    _, ledger = read(entries, {})
    tracked = [replace(entry, url=f"{entry.url}?{'&'.join(more)}") if entry.url else entry for entry in entries]
    decisions, after = read(tracked, ledger)
    assert not any(one.verdict == Verdict.NEW for one in decisions)
    assert articles(after) == articles(ledger)


@given(
    st.integers(-70 * 365, 130 * 365).map(lambda days: EPOCH + timedelta(days=days, minutes=days % 1440)),
    st.sampled_from(["published", "updated"]),
)
def test_no_article_is_dated_in_the_future_or_before_there_were_feeds(when: datetime, field: str) -> None:
    entry = replace(BARE, guid="g", title="Bridge", content="x", **{field: when})
    [one] = decide([entry], {}, plain={}, now=NOW)
    assert datetime(1990, 1, 1, tzinfo=UTC) <= one.published <= NOW
    assert one.published in {NOW, when}
    assert (one.rule == "date") == (one.date_source.startswith("received") and one.published == NOW)
    assert bool(one.reason) == (when > NOW + timedelta(minutes=10) or when.year < 1990)
