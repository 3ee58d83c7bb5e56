"""What a saved page holds, and what could not be read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number from 1, and its text without white space around it."""

    number: int
    text: str
    # Columns of white space before the text.
    indent: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, on which line (from 1), in a sentence."""

    line: int
    sentence: str
    # It could be read if somebody said on which day the page was captured.
    wants_day: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class SavedPageError(ValueError):
    """A saved page that cannot be read. `problems` names all that is wrong, in the order of the lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        self.line = self.problems[0].line
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it stands in the file; its lines are joined by a newline."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The address of a picture, where it stands between the paragraphs."""

    url: str


@dataclass(frozen=True, slots=True)
class SavedComment:
    """A comment in its place. `parent` is the index, in the page's comments, of the one it answers."""

    name: str
    posted_at: datetime
    text: str
    likes: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What a saved page shows. `captured` is None when neither the file nor the caller told and nothing needed it.

    `topics` stand under IN THIS ARTICLE, without the publisher; `people` are names that were links in the text.
    `all_comments` is how many comments there were, where the page said so: it may show fewer.
    """

    headline: str
    authors: tuple[str, ...]
    publisher: str
    published_at: datetime
    blocks: tuple[Paragraph | Picture, ...]
    topics: tuple[str, ...]
    people: tuple[str, ...]
    comments: tuple[SavedComment, ...]
    all_comments: int | None
    captured: date | None


def lines_of(text: str) -> list[Line]:
    """The lines of a file with either kind of line end, with or without a byte order mark."""
    # No database keeps a NUL, and nobody meant one.
    plain = text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return [
        Line(number, raw.strip(), len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip()))
        for number, raw in enumerate(plain.split("\n"), start=1)
    ]
