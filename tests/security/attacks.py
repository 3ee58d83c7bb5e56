"""The known attacks of ../shared/data, each with a name that a failing test can give."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

FILES = (("xss-dompurify.json", "title", "payload"), ("xss-html5lib.json", "name", "input"))


@dataclass(frozen=True, slots=True)
class Attack:
    """One case: `name` says which of which file, `text` is what the attacker writes."""

    name: str
    text: str


def load(data: Path) -> list[Attack]:
    """All cases; the test is skipped, and says so, where the data is absent."""
    found = []
    for file, name, text in FILES:
        path = data / file
        if not path.is_file():
            pytest.skip(f"{path} is absent; see the README beside it")
        cases = json.loads(path.read_text(encoding="utf-8"))
        found += [Attack(f"{file} {at} ({case.get(name, 'no title')})", case[text]) for at, case in enumerate(cases)]
    return found
