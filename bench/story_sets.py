"""Labelled texts for the grouping into stories."""

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsstand.algorithms.vectors import Document

# Under which names sets keep these things.
HEADLINES = ("headline", "title")
TEXTS = ("text", "body", "content")
TIMES = ("published", "published_at", "time", "date", "timestamp", "datetime")
LABELS = ("cluster", "story", "event", "label", "cluster_id", "event_id")
LANGUAGES = ("language", "lang")
START = 250
_URL = re.compile(r"\s*https? ?:")
_LONGEST_HEADLINE = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the story that people said it belongs to; None where nobody said."""

    document: Document
    label: str | None


def ecb_plus(path: Path) -> list[Labelled]:
    """ECB+ in file order. Its texts are token lists: they are joined as they were written, and the line with the page's
    address goes, because the address holds the headline. A first line that is no sentence is the headline."""
    found = []
    for row in rows_of(path):
        lines = [as_written(line) for line in row["text"].split("\n") if line.strip()]
        if lines and _URL.match(lines[0]):
            lines = lines[1:]
        is_headline = len(lines) > 1 and len(lines[0].split()) <= _LONGEST_HEADLINE and not lines[0].endswith(".")
        headline = lines.pop(0) if is_headline else ""
        found.append(Labelled(Document(headline, "\n".join(lines), language="en"), row["cluster"]))
    return found


def as_written(line: str) -> str:
    """Tokens joined again: no space before a comma, none around a hyphen."""
    line = re.sub(r" ([.,;:!?%)\]}]|n't\b|'(?:s|re|ve|ll|d|m)\b|'(?=\s|$))", r"\1", line)
    line = re.sub(r"([(\[{$]) ", r"\1", line)
    return re.sub(r"(\w) - (\w)", r"\1-\2", re.sub(r"``|''", '"', line)).strip()


def read_set(path: Path) -> list[Labelled]:
    """A set in the common form, in the order of its times where all have one, else as it stands.

    Each line is an object with a headline (or title), a text (or body), a cluster (or story, event), a time and a
    language; all but the cluster may be missing. Raises ValueError for a line that is none, and OSError.
    """
    found = [labelled(row) for row in rows_of(path)]
    if all(text.document.published is not None for text in found):
        found.sort(key=lambda text: text.document.published or datetime.min.replace(tzinfo=UTC))
    return found


def rows_of(path: Path) -> list[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def labelled(row: Mapping[str, Any]) -> Labelled:
    label = first(row, LABELS)
    document = Document(
        headline=str(first(row, HEADLINES) or ""),
        text=str(first(row, TEXTS) or ""),
        language=str(first(row, LANGUAGES) or ""),
        published=moment(first(row, TIMES)),
    )
    return Labelled(document, None if label is None else str(label))


def first(row: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((row[name] for name in names if row.get(name) not in {None, ""}), None)


def moment(given: Any) -> datetime | None:
    """A time: ISO 8601, or seconds since 1970. Without a zone it is UTC."""
    if given is None:
        return None
    if isinstance(given, int | float):
        return datetime.fromtimestamp(given, UTC)
    found = datetime.fromisoformat(str(given))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def cut_to_start(text: Labelled) -> Labelled:
    """What a summary feed gives: the headline and the first 250 characters."""
    return replace(text, document=replace(text.document, text=text.document.text[:START]))


def cut_to_headline(text: Labelled) -> Labelled:
    """What a list of headlines gives; the first sentence's beginning where there is no headline."""
    headline = text.document.headline or text.document.text.split("\n")[0][:110]
    return replace(text, document=replace(text.document, headline=headline, text=""))
