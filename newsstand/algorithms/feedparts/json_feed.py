"""JSON Feed 1.0 and 1.1: strict about types, lenient about the rest."""

import json
from typing import Any

from newsstand.algorithms.feedparts.authors import author_names
from newsstand.algorithms.feedparts.dates import parse_date
from newsstand.algorithms.feedparts.media import is_picture
from newsstand.algorithms.feedparts.model import Enclosure, Entry, Feed, NotAFeed
from newsstand.algorithms.feedparts.text import absolute, address, join, paragraphs, plain

Object = dict[str, Any]


def read_json(text: str, *, base_url: str, most_entries: int, problems: tuple[str, ...]) -> Feed:
    """The JSON Feed that `text` holds. Raises `NotAFeed` when it is other JSON, or none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFeed("json", f"It starts like JSON but cannot be read: {str(error)[:120]}.") from error
    if not isinstance(value, dict) or not _is_feed(value):
        raise NotAFeed("json", "It is JSON but no JSON Feed: it has no version address of jsonfeed.org and no items.")
    base = _address(value, "feed_url", base_url) or base_url or _address(value, "home_page_url", "")
    items = value.get("items")
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    notes = list(problems)
    if not isinstance(items, list):
        notes.append("The feed has no list of items.")
    elif len(found) < len(items):
        notes.append(f"{len(items) - len(found)} of its items are no objects.")
    if len(found) > most_entries:
        notes.append(f"The feed has {len(found)} entries; the first {most_entries} were read.")
    authors, language = _authors(value), _text(value, "language")
    return Feed(
        format=f"json feed {_version(value)}",
        title=plain(_text(value, "title")),
        site_url=_address(value, "home_page_url", base),
        description=plain(_text(value, "description")),
        language=language,
        icon=_address(value, "icon", base) or _address(value, "favicon", base),
        self_url=_address(value, "feed_url", base),
        hubs=tuple(url for hub in _objects(value, "hubs") if (url := _address(hub, "url", base))),
        ttl_minutes=None,
        skip_hours=frozenset(),
        skip_days=frozenset(),
        entries=tuple(_entry(item, base, authors) for item in found[:most_entries]),
        problems=tuple(notes),
    )


def _is_feed(value: Object) -> bool:
    version = value.get("version")
    named = isinstance(version, str) and ("jsonfeed" in version or version in {"1", "1.0", "1.1"})
    return named or (isinstance(value.get("items"), list) and isinstance(value.get("title"), str))


def _version(value: Object) -> str:
    version = _text(value, "version").rstrip("/")
    last = version.rpartition("/")[2].removeprefix("version").strip()
    return last if last in {"1.0", "1.1"} else "1.0" if last == "1" or "authors" not in value else "1.1"


def _entry(item: Object, base: str, feed_authors: tuple[str, ...]) -> Entry:
    url = _address(item, "url", base) or _address(item, "external_url", base)
    guid = _text(item, "id")
    if not url and guid.startswith(("http://", "https://")):
        url = address(guid, "")
    html = absolute(_text(item, "content_html"), join(base, url) if url else base)
    files = tuple(_files(item, base))
    image = _address(item, "image", base) or _address(item, "banner_image", base)
    return Entry(
        guid=guid,
        url=url,
        title=plain(_text(item, "title")),
        summary=_text(item, "summary"),
        content=html or paragraphs(_text(item, "content_text")),
        authors=_authors(item) or feed_authors,
        published=parse_date(_text(item, "date_published")),
        updated=parse_date(_text(item, "date_modified")),
        categories=tuple(dict.fromkeys(tag for each in _list(item, "tags") if (tag := plain(_string(each))))),
        image=image or next((file.url for file in files if is_picture(file.media_type, file.url)), ""),
        image_alt="",
        image_credit="",
        language=_text(item, "language"),
        enclosures=files,
    )


def _files(item: Object, base: str) -> list[Enclosure]:
    files = []
    for each in _objects(item, "attachments"):
        url, size = _address(each, "url", base), each.get("size_in_bytes")
        if url:
            length = int(size) if isinstance(size, int | float) and 0 <= size < 10**15 else None
            files.append(Enclosure(url, _text(each, "mime_type").lower(), length))
    return files


def _authors(value: Object) -> tuple[str, ...]:
    people = [*_objects(value, "authors"), *([value["author"]] if isinstance(value.get("author"), dict) else [])]
    return author_names(_text(person, "name") for person in people)


def _string(value: object) -> str:
    """A string as it is, a number in words of digits, anything else as nothing."""
    if isinstance(value, str):
        # Half a surrogate pair is legal JSON and can be stored nowhere.
        return value.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "").strip()
    return str(value)[:40] if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _text(value: Object, name: str) -> str:
    return _string(value.get(name))


def _list(value: Object, name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _objects(value: Object, name: str) -> list[Object]:
    return [each for each in _list(value, name) if isinstance(each, dict)]


def _address(value: Object, name: str, base: str) -> str:
    found = value.get(name)
    return address(_string(found), base) if isinstance(found, str) else ""
