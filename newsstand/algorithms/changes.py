"""Known items and a feed's entries -> what is new, changed, the same, repeated or refused."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from newsstand.algorithms import provenance
from newsstand.algorithms.feeds import Entry
from newsstand.algorithms.urls import canonical

MOST_HEADLINE = 300


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds of an item: its address, what it said (`raw_hash`), and whether it became an article.

    `outcome` is the ledger's word for what became of it. An empty `raw_hash` is forgotten: whatever the entry says is
    looked at afresh.
    """

    key: str
    url: str
    raw_hash: str
    article_id: int | None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry and its fate. `rule` and `reason` are empty for what is simply accepted or the same.

    `repeats` is the key of the entry that a repetition repeats.
    """

    entry: Entry
    key: str
    raw_hash: str
    verdict: Verdict
    published: datetime
    headline: str
    article_id: int | None = None
    rule: str = ""
    reason: str = ""
    repeats: str = ""
    # Whose word the date of publication is, as algorithms/provenance.py names it.
    date_source: str = provenance.FEED


def digest(*parts: str) -> str:
    """32 hexadecimal characters; the parts cannot run into each other."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(part.encode("utf-8", "replace"))
        state.update(b"\x1f")
    return state.hexdigest()


def raw_hash(entry: Entry) -> str:
    """What an entry says, as the feed wrote it: when this is unchanged nothing else needs to be looked at."""
    return digest(
        entry.title, entry.url, entry.summary, entry.content, *entry.authors, "|", *entry.categories, entry.image
    )


def canonical_or_empty(url: str) -> str:
    return canonical(url) if url else ""


def candidate_keys(entry: Entry) -> list[str]:
    """The keys an entry may be known by, the most particular first."""
    address = canonical_or_empty(entry.url)
    guid = entry.guid.strip()
    keys = []
    if guid:
        keys += [digest("guid and address", guid, address or entry.title), digest("guid", guid)]
    if address:
        keys.append(digest("address", address))
    keys.append(digest("words", entry.title, entry.content or entry.summary))
    return keys


def choose_keys(entries: Sequence[Entry], known: Mapping[str, Known]) -> list[str]:
    """One key an entry: the guid where it is the entry's own, else guid and address, else address, else the words.

    An entry that the ledger knows under one of its candidates keeps that key, so that a guid which is repeated in one
    reading and alone in the next does not make a second article.
    """
    guids = Counter(entry.guid.strip() for entry in entries)
    addresses = Counter(canonical(entry.url) for entry in entries if entry.url)
    chosen = []
    for entry in entries:
        candidates = candidate_keys(entry)
        address = canonical_or_empty(entry.url)
        guid = entry.guid.strip()
        own_guid = guid and guids[guid] == 1
        found = next(
            (
                key
                for place, key in enumerate(candidates)
                if key in known
                and (place == 0 or own_guid or not guid or canonical_or_empty(known[key].url) == address)
            ),
            None,
        )
        if found:
            chosen.append(found)
        elif guid:
            chosen.append(candidates[1] if own_guid else candidates[0])
        elif address and addresses[address] == 1:
            chosen.append(candidates[0])
        else:
            chosen.append(candidates[-1])
    return chosen


def believable_date(entry: Entry, now: datetime) -> tuple[datetime, str]:
    """The date of publication, and what was wrong with the one in the feed ("" when nothing was)."""
    said = entry.published or entry.updated
    if said is None:
        return now, ""
    if said > now + provenance.CLOCKS_DIFFER_BY:
        return now, f"dated {said:%Y-%m-%d}, in the future; shown as received now"
    if said < provenance.FIRST_BELIEVABLE:
        return now, f"dated {said:%Y-%m-%d}; shown as received now"
    return min(said, now), ""


def date_source(entry: Entry, note: str, built: frozenset[datetime]) -> str:
    """Whose word the date is; `note` is what was wrong with the feed's, `built` the dates of the feed's making."""
    said = entry.published or entry.updated
    if said is None:
        return f"{provenance.RECEIVED}: the feed gives no date"
    if note:
        return f"{provenance.RECEIVED}: the feed's date cannot be right"
    if said in built:
        return provenance.BUILT
    return provenance.FEED if entry.published else provenance.OF_UPDATE


def headline_of(entry: Entry, plain_text: str) -> str:
    """The title, or where there is none the first sentence of the text."""
    title = " ".join(entry.title.split())
    if title:
        return title if len(title) <= MOST_HEADLINE else title[: MOST_HEADLINE - 1].rstrip() + "…"
    words = " ".join(plain_text.split())
    first = words.split(". ", 1)[0]
    return first if len(first) <= 100 else first[:99].rsplit(" ", 1)[0] + "…"


def refusal(entry: Entry, headline: str) -> tuple[str, str]:
    """The rule that refuses an entry and the reason for people; two empty strings for an entry that may come in."""
    if not headline:
        return "empty", "It has neither a headline nor a text. Give each entry a title and its text."
    if not entry.url and not entry.content.strip() and not entry.summary.strip():
        return "nothing-to-read", "It has a headline but neither an address nor a text. Add a link or the text."
    return "", ""


def decide(
    entries: Sequence[Entry], known: Mapping[str, Known], *, plain: Mapping[int, str], now: datetime
) -> list[Decision]:
    """What becomes of each entry, in the order of the feed.

    `known` maps keys to what the ledger holds of this feed; `plain` maps positions of entries without a title to their
    plain text. Of several entries with one key, one speaks for it; the others are repetitions with keys of their own,
    so that the ledger can hold them all.
    """
    keys = choose_keys(entries, known)
    built = provenance.build_dates(entry.published or entry.updated for entry in entries)
    drafts = [
        draft(entry, key, plain.get(at, ""), now, built)
        for at, (entry, key) in enumerate(zip(entries, keys, strict=True))
    ]
    speakers: dict[str, Decision] = {}
    for one in drafts:
        if one.key not in speakers or rank(one, known) > rank(speakers[one.key], known):
            speakers[one.key] = one
    repeated: set[str] = set()
    return [fate(one, known) if one is speakers[one.key] else repetition(one, known, repeated) for one in drafts]


def draft(entry: Entry, key: str, plain_text: str, now: datetime, built: frozenset[datetime] = frozenset()) -> Decision:
    """An entry with its date and headline, before it is known whether it is new; refused ones are refused here."""
    headline = headline_of(entry, plain_text)
    published, date_note = believable_date(entry, now)
    rule, reason = refusal(entry, headline)
    verdict = Verdict.REJECTED if rule else Verdict.NEW
    if date_note and not rule:
        rule, reason = "date", date_note
    source = date_source(entry, date_note, built)
    return Decision(entry, key, raw_hash(entry), verdict, published, headline, None, rule, reason, date_source=source)


def rank(one: Decision, known: Mapping[str, Known]) -> int:
    """Which of several entries with one key speaks for it: the one the ledger holds, else one that may come in."""
    before = known.get(one.key)
    if before is not None and before.raw_hash == one.raw_hash:
        return 2
    return 1 if one.verdict != Verdict.REJECTED else 0


def fate(one: Decision, known: Mapping[str, Known]) -> Decision:
    """New, changed, the same or refused, by what the ledger holds under its key.

    What is refused keeps the article that it led to before, so that the good entry after it is no second article.
    """
    before = known.get(one.key)
    if before is None:
        return one
    if before.raw_hash != one.raw_hash and one.verdict == Verdict.REJECTED:
        return replace(one, article_id=before.article_id)
    if before.raw_hash == one.raw_hash:
        return replace(one, verdict=Verdict.SAME, article_id=before.article_id)
    if before.article_id is None:
        return one
    return replace(one, verdict=Verdict.CHANGED, article_id=before.article_id)


def repetition(one: Decision, known: Mapping[str, Known], repeated: set[str]) -> Decision:
    """A repetition is put on record once, and again when the ledger was told to forget it."""
    key = digest("repeated", one.key, one.raw_hash)
    seen = (key in known and known[key].raw_hash == one.raw_hash) or key in repeated
    repeated.add(key)
    return replace(
        one,
        key=key,
        repeats=one.key,
        verdict=Verdict.SAME if seen else Verdict.DUPLICATE,
        rule="repeated",
        reason="It repeats another entry of the same feed.",
    )
