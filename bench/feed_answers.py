"""What three feed parsers say of a feed, in one form, and whether that meets an expectation."""

import re
from calendar import timegm
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import fastfeedparser
import feedparser

from bench.feed_expectations import Case, Expectation, person, text_and_links, words
from newsstand.algorithms import feeds

_ITEM = re.compile(rb"<(?:item|entry)[\s>]")


@dataclass(slots=True)
class Said:
    """The values that a parser gives for each field; several where its answer has several places."""

    title: str = ""
    link: str = ""
    id: str = ""
    dates: list[datetime] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    enclosures: list[dict[str, str]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Answer:
    """A feed's own fields (title, link, about, language) and its entries."""

    feed: dict[str, str]
    entries: list[Said]


def ours(case: Case) -> Answer:
    """`newsstand.algorithms.feeds.parse`."""
    feed = feeds.parse(case.body, content_type=case.content_type, base_url=case.url)
    about = {"title": feed.title, "link": feed.site_url, "about": feed.description, "language": feed.language}
    return Answer(about, [_of_ours(entry) for entry in feed.entries])


def _of_ours(entry: feeds.Entry) -> Said:
    return Said(
        title=entry.title,
        link=entry.url,
        id=entry.guid,
        dates=[moment for moment in (entry.published, entry.updated) if moment],
        authors=list(entry.authors),
        content=[entry.summary, entry.content],
        enclosures=[
            {"url": file.url, "type": file.media_type, "length": str(file.length)} for file in entry.enclosures
        ],
        categories=list(entry.categories),
    )


def by_feedparser(case: Case) -> Answer:
    """feedparser as it comes, sanitising and resolving addresses."""
    headers = {"content-type": case.content_type or "application/xml", "content-location": case.url}
    return _of_library(feedparser.parse(case.body, response_headers=headers))


def by_fastfeedparser(case: Case) -> Answer:
    """fastfeedparser on bytes; it takes no headers."""
    return _of_library(fastfeedparser.parse(case.body))


def parse_with_both(body: bytes) -> Any:
    """fastfeedparser, and feedparser (not sanitising) where it fails or finds fewer entries than there are tags."""
    try:
        result = fastfeedparser.parse(body)
    except Exception:  # noqa: BLE001  (whatever it raises, the other library is asked)
        result = {"entries": []}
    if result["entries"] and len(result["entries"]) >= len(_ITEM.findall(body)):
        return result
    return feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)


def by_both(case: Case) -> Answer:
    """The combination that the design named."""
    return _of_library(parse_with_both(case.body))


def _of_library(result: Any) -> Answer:
    about = result.get("feed") or {}
    text = {
        "title": about.get("title"),
        "link": about.get("link"),
        "about": about.get("subtitle") or about.get("description"),
        "language": about.get("language"),
    }
    return Answer({name: value or "" for name, value in text.items()}, [_said(each) for each in result["entries"]])


def _said(entry: Any) -> Said:
    people = [entry.get("author"), (entry.get("author_detail") or {}).get("name")]
    people += [each.get("name") for each in entry.get("authors") or ()]
    content = [entry.get("summary"), entry.get("description")]
    content += [each.get("value") for each in entry.get("content") or ()]
    tags = [name for tag in entry.get("tags") or () for name in (tag.get("label"), tag.get("term"))]
    moments = (_moment(entry, name) for name in ("published", "updated", "created"))
    return Said(
        title=entry.get("title") or "",
        link=entry.get("link") or "",
        id=entry.get("id") or "",
        dates=[moment for moment in moments if moment],
        authors=[name for name in people if name],
        content=[text for text in content if text],
        enclosures=[
            {
                "url": each.get("href") or each.get("url") or "",
                "type": each.get("type") or "",
                "length": str(each.get("length")),
            }
            for each in entry.get("enclosures") or ()
        ],
        categories=[name for name in tags if name],
    )


def _moment(entry: Any, name: str) -> datetime | None:
    if parsed := entry.get(f"{name}_parsed"):
        return datetime.fromtimestamp(timegm(parsed), UTC)
    try:
        return datetime.fromisoformat(entry.get(name) or "").astimezone(UTC).replace(microsecond=0)
    except ValueError:
        return None


def meets(answer: Answer, expectation: Expectation) -> bool:
    """Whether `answer` has what is expected, compared as a reader would see it."""
    value = expectation.value
    if expectation.entry is None:
        return words(answer.feed[expectation.part]) == words(value)
    if expectation.entry >= len(answer.entries):
        return False
    said = answer.entries[expectation.entry]
    match expectation.field:
        case "dates":
            met = value in [moment.replace(microsecond=0) for moment in said.dates]
        case "content":
            met = text_and_links(value) in [text_and_links(text) for text in said.content]
        case "authors":
            met = value in [person(name) for name in said.authors]
        case "enclosures":
            met = str(value) in [file[expectation.part] for file in said.enclosures]
        case "categories":
            met = words(value) in [words(name) for name in said.categories]
        case name:
            met = words(getattr(said, name)) == words(value)
    return met


def share_met(cases: Iterable[Case], parser: Callable[[Case], Answer]) -> dict[str, tuple[int, int]]:
    """For each field, and for "all", how many expectations `parser` meets and how many there are."""
    counts: dict[str, tuple[int, int]] = {"all": (0, 0)}
    for case in cases:
        try:
            answer = parser(case)
        except Exception:  # noqa: BLE001  (whatever a parser raises, it has met nothing)
            answer = Answer({"title": "", "link": "", "about": "", "language": ""}, [])
        for expectation in case.expectations:
            met = meets(answer, expectation)
            for name in (expectation.field, "all"):
                old = counts.get(name, (0, 0))
                counts[name] = (old[0] + met, old[1] + 1)
    return counts
