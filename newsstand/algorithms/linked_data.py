"""What a page says about its article in JSON-LD."""

import json
import re
from collections.abc import Iterator
from typing import Any

from newsstand.algorithms.html import plain

_MOST_BYTES = 1_000_000
_MOST_OBJECTS = 2000
_BREAKS = re.compile(r"</p>|<br\s*/?>|</h\d>|</li>|\\n", re.IGNORECASE)
_ARTICLES = ("Article", "Posting", "Report", "Review")


class LinkedArticle:
    """The article that JSON-LD describes, read with tolerance; every value "" or empty where there is none."""

    def __init__(self, scripts: list[str]) -> None:
        found = [thing for script in scripts for thing in _things(script)]
        by_id = {thing["@id"]: thing for thing in found if isinstance(thing.get("@id"), str) and len(thing) > 1}
        articles = [thing for thing in found if _is_article(thing)]
        self._by_id = by_id
        self._article = next((thing for thing in articles if thing.get("headline")), articles[0] if articles else {})

    def text(self, *names: str) -> str:
        """The first of these properties that is text or a list of texts."""
        for name in names:
            for value in _several(self._article.get(name)):
                if isinstance(value, str) and (found := plain(value)[:2000]):
                    return found
        return ""

    def body(self) -> str:
        """The article's text with its line breaks; "" where there is none, or where it is for subscribers only."""
        free = self._article.get("isAccessibleForFree", True)
        if free is False or str(free).lower().rpartition("/")[2] == "false":
            return ""
        said = self._article.get("articleBody")
        if not isinstance(said, str):
            return ""
        # Some write HTML into it.
        broken = _BREAKS.sub("\n", said[:_MOST_BYTES])
        return "\n".join(line for part in broken.splitlines() if (line := plain(part)))

    def texts(self, name: str) -> list[str]:
        """Every text of a property; a text with commas is a list."""
        values = [value for value in _several(self._article.get(name)) if isinstance(value, str)]
        parts = values[0].split(",") if len(values) == 1 else values
        return [found for part in parts[:100] if (found := plain(part)[:200])]

    def values(self, name: str) -> list[Any]:
        """What stands at a property, references to other things of the page followed."""
        return [self._resolved(value) for value in _several(self._article.get(name))]

    def names(self, name: str) -> list[str]:
        """The names of the people or organisations of a property."""
        found = [self._resolved(value) for value in _several(self._article.get(name))]
        said = [value.get("name") if isinstance(value, dict) else value for value in found]
        return [
            plain(each)[:300] for value in said for each in _several(value) if isinstance(each, str) and each.strip()
        ]

    def addresses(self, name: str) -> list[str]:
        """The addresses of a property that is an address, an object with one, or a list of these."""
        found = [self._resolved(value) for value in _several(self._article.get(name))]
        said = [
            (value.get("url") or value.get("contentUrl") or value.get("@id")) if isinstance(value, dict) else value
            for value in found
        ]
        return [each for value in said for each in _several(value) if isinstance(each, str)]

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("@id"), str):
            return self._by_id.get(value["@id"], value)
        return value


def _things(script: str) -> Iterator[dict[str, Any]]:
    text = (
        script.strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
        .strip()
    )
    try:
        stack = [json.loads(text[:_MOST_BYTES], strict=False)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while stack and seen < _MOST_OBJECTS:
        value = stack.pop(0)
        seen += 1
        if isinstance(value, list):
            stack.extend(value[:_MOST_OBJECTS])
        elif isinstance(value, dict):
            yield value
            stack.extend(
                value[name]
                for name in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher")
                if name in value
            )


def _is_article(thing: dict[str, Any]) -> bool:
    return any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in _several(thing.get("@type")))


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[:200] if isinstance(value, list) else [value]
