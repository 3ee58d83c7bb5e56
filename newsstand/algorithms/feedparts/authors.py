"""Names of authors, taken out of the many ways in which feeds write them."""

import re
from collections.abc import Iterable

from newsstand.algorithms.feedparts.text import plain

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"]{1,64}@[^\s<>()\[\],;:\"]{1,255}")
_BRACKETS = re.compile(r"^\s*[(<\[]\s*(.*?)\s*[)>\]]\s*$")
_EMPTY = re.compile(r"[(<\[]\s*(?:mailto:)?\s*[)>\]]")
_BY = re.compile(r"^by\s+(?=\S)", re.IGNORECASE)
_LONGEST = 300


def author_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in `texts`, each once, in order; no e-mail addresses. Only ";" makes a list of one text."""
    names: dict[str, None] = {}
    for text in texts:
        for part in plain(text[: 10 * _LONGEST]).split(";"):
            if name := _name(part):
                names[name] = None
    return tuple(names)


def _name(text: str) -> str:
    text = text.strip()
    if "@" in text:
        text = _EMPTY.sub("", _EMAIL.sub("", text)).strip()
        # "a@b.c (Ann Lee)" leaves "(Ann Lee)"; brackets around a part of a name belong to it.
        if match := _BRACKETS.match(text):
            text = match[1]
    text = _BY.sub("", text).strip(' \t,|-"')
    return text[:_LONGEST]
