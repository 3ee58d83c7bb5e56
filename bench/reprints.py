"""Reprints made of real texts: what other papers do to a text before they print it."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.home import data

TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "'": "’", "–": "-", "—": "-", "…": "...", "\u00a0": " ", "-": "‑"}
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A text, how it was made, and the key of the text it was made of ("" for one that is a copy of none)."""

    key: str
    how: str
    of: str
    headline: str
    text: str


def originals() -> dict[str, str]:
    """The gold texts of real news pages, by key."""
    truth = json.loads((data("pages-extraction") / "ground-truth.json").read_text())
    return {key: row["articleBody"] for key, row in sorted(truth.items())}


def places() -> list[str]:
    """Local news of the United States, one text after the other."""
    whole = gzip.decompress(data("places-lgl.xml.gz").read_bytes()).decode()
    return re.findall(r"<text><!\[CDATA\[(.*?)\]\]>", whole, re.DOTALL)


def lines(name: str) -> list[dict[str, str]]:
    """The rows of a corpus in lines of JSON."""
    return [json.loads(row) for row in gzip.decompress(data(name).read_bytes()).decode().splitlines()]


def paragraphs(text: str) -> list[str]:
    """Its paragraphs; its sentences where it has too few to take some away."""
    parts = [part for part in text.split("\n") if part.strip()]
    return parts if len(parts) >= 6 else re.split(r"(?<=[.!?。！？])\s+", text)


def first_words(text: str, share: float) -> str:
    words = text.split(" ")
    return " ".join(words[: max(1, round(len(words) * share))])


def scattered_third(text: str, _: Iterator[str]) -> str:
    return "\n".join(paragraphs(text)[::3])


def with_added(text: str, foreign: Iterator[str]) -> str:
    parts = paragraphs(text)
    middle = len(parts) // 2
    return "\n".join([*parts[:middle], next(foreign), *parts[middle:]])


def other_typography(text: str, _: Iterator[str]) -> str:
    first, *rest = text.split("\n")
    opening = " ".join(first.split(" ")[:4]).upper()
    return "\n\n".join([" ".join([opening, *first.split(" ")[4:]]), *rest]).translate(TYPOGRAPHY)


def with_agency(text: str, _: Iterator[str]) -> str:
    return f"LONDON (Reuters) - {text}\nReporting by Ann Lee and Ben Okoro; Editing by Cy Marsh\n© 2026 Reuters"


def all_at_once(text: str, foreign: Iterator[str]) -> str:
    return other_typography(with_agency(new_lead(first_words(text, 0.7), foreign), foreign), foreign)


def new_lead(text: str, foreign: Iterator[str]) -> str:
    return "\n".join([next(foreign), *paragraphs(text)[1:]])


WAYS: dict[str, Callable[[str, Iterator[str]], str]] = {
    "the same words": lambda text, _: text,
    "cut at the end": lambda text, _: first_words(text, 0.6),
    "two thirds dropped, the beginning kept": lambda text, _: first_words(text, 1 / 3),
    "two thirds dropped, every third paragraph kept": scattered_third,
    "new lead": new_lead,
    "agency credit": with_agency,
    "other typography": other_typography,
    "one paragraph added": with_added,
    "all at once": all_at_once,
}


def foreign_paragraphs() -> Iterator[str]:
    """Paragraphs of news that no other text here holds, each once."""
    for row in lines("entities-wikinews-en.jsonl.gz"):
        words = row["text"].split()
        for at in range(0, len(words) - 44, 45):
            yield " ".join(words[at : at + 45])


def reprints() -> Iterator[Planted]:
    """Each original in each way, under a new headline."""
    foreign = foreign_paragraphs()
    for key, text in originals().items():
        for how, change in WAYS.items():
            yield Planted(f"{key} {how}", how, key, f"Another headline: {how}", change(text, foreign))


def traps() -> Iterator[Planted]:
    """Texts that share something with an original and are copies of none."""
    texts = list(originals().items())
    news = [text for text in places()[::2] if len(text.split()) > 150]
    for at, ((key, text), other) in enumerate(zip(texts, news, strict=False)):
        if at % 2:
            yield Planted(f"{key} headline", "the same headline over another text", "", headline(text), other)
        else:
            yield Planted(
                f"{key} quote", "a new text that quotes sixty words", "", "A quote", other + "\n" + sixty(text)
            )
        if at % 10 == 0:
            digest = "\n".join(paragraphs(each)[0] for _, each in texts[at : at + 10])
            yield Planted(f"{key} digest", "a digest of ten first paragraphs", "", "The day", digest)


def sixty(text: str) -> str:
    """Its last sixty words."""
    return " ".join(text.split()[-60:])


def headline(text: str) -> str:
    """A headline for a text that comes without: its first words."""
    return " ".join(text.split()[:9])[:200]


def background() -> Iterator[Planted]:
    """Other real news, of which nothing else here is made. Some of it are real reprints of each other."""
    for number, text in enumerate(places()[1::2]):
        yield Planted(f"lgl {number}", "another news text", "", headline(text), text)
    for row in lines("stories-ecbplus.jsonl.gz"):
        yield Planted(f"ecb {row['topic']} {row['id']}", "another news text", "", headline(row["text"]), row["text"])
