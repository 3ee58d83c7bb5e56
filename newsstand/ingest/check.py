"""A feed is checked before it joins: what would become of each item, and what to mend. Nothing is stored."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from newsstand.algorithms import html
from newsstand.algorithms.changes import Decision, Verdict, decide
from newsstand.algorithms.feed_check import Finding, check
from newsstand.algorithms.feed_check_seen import SeenItem, seen
from newsstand.algorithms.feeds import Feed as ParsedFeed
from newsstand.algorithms.fulltext import page_needed
from newsstand.ingest.add import CannotAddError, Found, find, name_of, normal
from newsstand.lib.door import open_door
from newsstand.lib.http import Limits

# Somebody waits for the answer, and a site without a feed is asked at thirty addresses.
SECONDS_A_REQUEST = 8.0
SECONDS = 20.0
OUTCOMES = {Verdict.NEW: "accepted", Verdict.DUPLICATE: "duplicate", Verdict.REJECTED: "rejected"}


@dataclass(frozen=True, slots=True)
class Fate:
    """What would become of one item: "accepted", "duplicate" or "rejected", by which rule, why.

    `text` is "feed" or, where the feed has too little, "page"; `words` are those of the feed.
    """

    title: str
    address: str
    published: datetime
    outcome: str
    rule: str
    reason: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A feed that was found at `address`, under which name it would stand here, its items and what to mend."""

    address: str
    name: str
    format: str
    language: str
    fates: tuple[Fate, ...]
    findings: tuple[Finding, ...]


def check_feed(address: str, *, now: datetime) -> Checked:
    """Find the feed at a site's or feed's address and say what would become of it. Waits at most about SECONDS.

    Raises CannotAddError when there is no feed to be had, or not in time. Not for use where an event loop runs.
    1. Load: the feed, found as when a publisher is added, through a door of its own.
    2. Decide: the decider of every reading, for a feed of which nothing is known; then the rules of the check.
    """
    found = asyncio.run(fetch(normal(address)))
    items = tuple(would_become(found.parsed, found.reply.url, now))
    headers = found.reply.headers
    looked_at = seen(
        found.reply.body,
        content_type=headers.get("content-type", ""),
        address=found.reply.url,
        has_validator=bool(headers.get("etag") or headers.get("last-modified")),
        feed=found.parsed,
        items=items,
        now=now,
    )
    return Checked(
        address=found.reply.url,
        name=name_of(found),
        format=found.parsed.format,
        language=found.parsed.language,
        fates=tuple(fate(item) for item in items),
        findings=check(looked_at),
    )


async def fetch(start: str) -> Found:
    """The feed at an address, in bounded time."""
    async with open_door(Limits(seconds=SECONDS_A_REQUEST)) as door:
        try:
            return await asyncio.wait_for(find(door, start), SECONDS)
        except TimeoutError:
            raise CannotAddError(
                f"{start} gave no feed within {SECONDS:.0f} seconds. Try the feed's own address, or try again later."
            ) from None


def would_become(parsed: ParsedFeed, address: str, now: datetime) -> list[SeenItem]:
    """Each item with the decision about it and its sanitised text."""
    entries = parsed.entries
    plain = {at: html.plain(entry.content or entry.summary) for at, entry in enumerate(entries) if not entry.title}
    decisions = decide(entries, {}, plain=plain, now=now)
    return [seen_item(decision, parsed, address) for decision in decisions]


def seen_item(decision: Decision, parsed: ParsedFeed, address: str) -> SeenItem:
    entry = decision.entry
    body = html.clean(
        entry.content or entry.summary,
        base_url=entry.url or parsed.site_url or address,
        headline=decision.headline,
        lead_picture=entry.image,
    )
    reads_page = decision.verdict == Verdict.NEW and page_needed(
        has_content=bool(entry.content), words=body.words, text=body.text, address=entry.url
    )
    return SeenItem(decision, body, reads_page)


def fate(item: SeenItem) -> Fate:
    decision = item.decision
    return Fate(
        title=decision.headline,
        address=decision.entry.url,
        published=decision.published,
        outcome=OUTCOMES.get(decision.verdict, "duplicate"),
        rule=decision.rule,
        reason=decision.reason,
        text="page" if item.reads_page else "feed",
        words=item.body.words,
    )
