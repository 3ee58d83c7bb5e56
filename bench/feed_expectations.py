"""What two corpora of feeds expect of a feed parser, said in Newsstand's fields."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FIELDS = ("title", "link", "id", "dates", "authors", "content", "enclosures", "categories", "feed")

# feedparser's names for what we have; the rest of its results is not ours to meet.
_ENTRY_PATHS = {
    "title": "title",
    "title_detail.value": "title",
    "link": "link",
    "id": "id",
    "guid": "id",
    "description": "content",
    "summary": "content",
    "summary_detail.value": "content",
    "content.value": "content",
    "author": "authors",
    "author_detail.name": "authors",
    "authors.name": "authors",
    "category": "categories",
    "tags.term": "categories",
    "enclosures.href": "enclosures",
    "enclosures.url": "enclosures",
    "enclosures.type": "enclosures",
    "enclosures.length": "enclosures",
    **{f"{name}_parsed": "dates" for name in ("published", "updated", "created", "issued", "modified", "date")},
}
_FEED_PATHS = {
    **dict.fromkeys(("title", "title_detail.value"), "title"),
    **dict.fromkeys(("description", "subtitle", "tagline", "subtitle_detail.value", "tagline_detail.value"), "about"),
    "link": "link",
    "language": "language",
}
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_LINK = re.compile(r"""\s(?:href|src)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_EMAIL = re.compile(r"[(<]?\S+@\S+[)>]?")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One value that one field should have; `entry` is None for the feed's own fields, `part` narrows the field."""

    field: str
    entry: int | None
    value: Any
    part: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A feed with the headers it is served with and what is expected of it."""

    name: str
    body: bytes
    content_type: str
    url: str
    expectations: tuple[Expectation, ...]


def words(html: object) -> str:
    """The visible text of `html`, however often it was escaped: parsers differ in that, and readers do not see it."""
    text = str(html or "")
    for _ in range(2):
        text = unescape(_TAG.sub("", text))
    return "".join(_TAG.sub("", text).split())


def text_and_links(html: object) -> tuple[str, tuple[str, ...]]:
    """The visible text of `html` and the addresses in it, in order."""
    return words(html), tuple(unescape(link) for link in _LINK.findall(unescape(str(html or ""))))


def person(text: object) -> str:
    """The name in an author's field, without e-mail address and brackets."""
    return words(_EMAIL.sub("", str(text or ""))).strip("()<>")


def gofeed_cases() -> Iterator[Case]:
    """gofeed's feeds with its own normal form beside each."""
    for path in sorted((DATA / "feeds-gofeed" / "parser").rglob("*.json")):
        source = path.with_suffix(".xml")
        kind = path.parent.name
        if kind == "json" and path.stem.endswith("_expected"):
            source = path.with_name(path.name.replace("_expected", ""))
        if kind not in {"rss", "atom", "json"} or source == path or not source.exists():
            continue
        wanted = json.loads(path.read_bytes())
        expectations = tuple(item for item in _of_gofeed(wanted, kind) if item.value)
        if expectations:
            yield Case(f"{kind}/{source.name}", source.read_bytes(), "", "", expectations)


def _of_gofeed(wanted: dict[str, Any], kind: str) -> Iterator[Expectation]:
    yield Expectation("feed", None, wanted.get("title"), "title")
    yield Expectation("feed", None, wanted.get("description") or wanted.get("subtitle"), "about")
    yield Expectation("feed", None, wanted.get("language"), "language")
    yield Expectation("feed", None, wanted.get("link") or wanted.get("home_page_url"), "link")
    for at, item in enumerate(wanted.get("items") or wanted.get("entries") or ()):
        content = item.get("content")
        html = content.get("value") if isinstance(content, dict) else content
        guid = item.get("guid")
        people = [*(item.get("authors") or ()), *([item["author"]] if item.get("author") else [])]
        yield Expectation("title", at, item.get("title"))
        yield Expectation("link", at, item.get("link") or item.get("url") or _alternate(item.get("links") or ()))
        yield Expectation("id", at, item.get("id") or (guid.get("value") if guid else None))
        for text in (item.get("description"), item.get("summary"), html, item.get("content_html")):
            yield Expectation("content", at, text)
        for each in people:
            yield Expectation("authors", at, person(each.get("name") if isinstance(each, dict) else each))
        for name in ("pubDateParsed", "publishedParsed", "updatedParsed", "date_published", "date_modified"):
            if text := item.get(name):
                yield Expectation("dates", at, datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0))
        for each in item.get("categories") or item.get("tags") or ():
            label = each if isinstance(each, str) else each.get("label") or each.get("term") or each.get("value")
            yield Expectation("categories", at, label)
        for each in item.get("enclosures") or item.get("attachments") or ():
            yield Expectation("enclosures", at, each.get("url"), "url")
            yield Expectation("enclosures", at, each.get("type") or each.get("mime_type"), "type")
            yield Expectation("enclosures", at, each.get("length") or each.get("size_in_bytes"), "length")


def _alternate(links: Any) -> str | None:
    fitting = (link for link in links if isinstance(link, dict) and link.get("rel", "alternate") == "alternate")
    return next((link["href"] for link in fitting if link.get("href")), None)


def feedparser_cases() -> Iterator[Case]:
    """feedparser's feeds with the expression that each holds in its first comment.

    Left out: `sanitize` (a feed parser of ours does not sanitise: nh3 does, and other tests hold that) and everything
    that asks for fields we do not have.
    """
    root = DATA / "feeds-feedparser"
    for path in sorted(root.rglob("*.xml")):
        if path.parent.name == "sanitize":
            continue
        body = path.read_bytes()
        head = _readable(body[:4000])
        match = re.search(r"Expect:\s*(.+)", head)
        if not match:
            continue
        expectations = tuple(_of_expression(match[1].strip()))
        if expectations:
            headers = {name.lower(): value.strip() for name, value in re.findall(r"Header:\s*([\w-]+):\s*(.+)", head)}
            url = headers.get("content-location") or "http://127.0.0.1:8097/tests/" + path.relative_to(root).as_posix()
            yield Case(path.relative_to(root).as_posix(), body, headers.get("content-type", ""), url, expectations)


def _readable(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be")):
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    if head.startswith(b"\x4c\x6f\xa7\x94"):
        return head.decode("cp037")
    if b"\x00" in head[:8]:
        return head.decode("utf-16-le" if head[:2] == b"\xff\xfe" or head[1:2] == b"\x00" else "utf-16-be", "replace")
    return head.decode("utf-8", "replace")


def _of_expression(expression: str) -> Iterator[Expectation]:
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq):
            continue
        path = _path(node.left)
        try:
            value = ast.literal_eval(node.comparators[0])
        except ValueError:
            continue
        if path and value:
            yield from _of_path(path, value)


def _path(node: ast.expr) -> list[str | int]:
    """`entries[0]['title']` as ["entries", 0, "title"]; [] when it is something else."""
    steps: list[str | int] = []
    while isinstance(node, ast.Subscript):
        if not isinstance(node.slice, ast.Constant) or not isinstance(node.slice.value, str | int):
            return []
        steps.append(node.slice.value)
        node = node.value
    return [node.id, *reversed(steps)] if isinstance(node, ast.Name) else []


def _of_path(path: list[str | int], value: Any) -> Iterator[Expectation]:
    if path[0] == "feed":
        if part := _FEED_PATHS.get(".".join(str(step) for step in path[1:])):
            yield Expectation("feed", None, value, part)
    elif path[0] == "entries" and len(path) > 2 and isinstance(path[1], int):
        name = ".".join(step for step in path[2:] if isinstance(step, str))
        field = _ENTRY_PATHS.get(name)
        if field == "dates":
            year, month, day, hour, minute, second = value[:6]
            value = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        elif field == "authors":
            value = person(value)
        if field and value:
            part = name.rpartition(".")[2].replace("href", "url") if field == "enclosures" else ""
            yield Expectation(field, path[1], value, part)
