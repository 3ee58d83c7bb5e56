"""The text of a saved article page, with its comments, read line by line.

The layout, from the top: a line with "date YYYY-MM-DD" (the day of capture) and the names of the header's doors; the
headline; "By NAME"; the publisher; the age; paragraphs with empty lines between, a picture's address on a line of its
own where the picture stands; "Comments" and the comments; "IN THIS ARTICLE" and names. Everything but the headline and
the text may be missing. An article without an age counts as published on the day of capture: it was there by then.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise

from newsstand.algorithms.saved_page_ages import NoCaptureDayError, UnknownAgeError, is_age, moment, resembles_age
from newsstand.algorithms.saved_page_comments import read_comments
from newsstand.algorithms.saved_page_names import authors_of, linked_people, unique
from newsstand.algorithms.saved_page_parts import (
    Line,
    Paragraph,
    Picture,
    Problem,
    SavedComment,
    SavedPage,
    SavedPageError,
    lines_of,
)

__all__ = ["Paragraph", "Picture", "Problem", "SavedComment", "SavedPage", "SavedPageError", "read_page"]

MOST_HEADLINE = 500
MOST_NAME = 120
_HEADER = re.compile(
    r"(?:date:?\s*(?P<day>\d[\d/.-]*))?\s*(?P<doors>(?:(?:Contributors|Publishers|Advertisers)\s*)*)", re.IGNORECASE
)
_UNDATED = re.compile(r"date\b.*(?:Contributors|Publishers|Advertisers)")
_BYLINE = re.compile(r"by\s+(\S.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_COMMENTS = re.compile(r"comments(?: ?\(\d[\d,]*\))?|\d[\d,]* comments", re.IGNORECASE)
_TELL = "Say on which day the page was captured: --captured YYYY-MM-DD."


@dataclass(frozen=True, slots=True)
class Sections:
    """A page's lines, by what they are about."""

    article: list[Line]
    comments: list[Line]
    names: list[Line]


@dataclass(slots=True)
class Head:
    """What stands between the headline and the text. `rest` is the text."""

    authors: tuple[str, ...]
    publisher: Line | None
    age: Line | None
    rest: list[Line]


def read_page(text: str, captured: date | None = None) -> SavedPage:
    """Read a saved page. `captured` goes before the day that the file tells.

    Raises SavedPageError, which names everything that cannot be read with its line.
    """
    problems: list[Problem] = []
    lines = lines_of(text)
    told, lines = day_of_capture(lines, problems if captured is None else [])
    captured = captured or told
    if not any(line.text for line in lines):
        raise SavedPageError([*problems, Problem(1, "There is no article here: the file is empty.")])
    sections = divide(lines)
    names = [line.text for line in sections.names if line.text]
    headline, after = read_headline(sections.article, problems)
    head = read_head(after, names, problems)
    publisher = head.publisher.text if head.publisher else ""
    blocks = read_blocks(head.rest)
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)]
    if not paragraphs:
        last = sections.article[-1] if sections.article else lines[0]
        problems.append(Problem(last.number, "The article has no text under its headline."))
    published_at = read_age(head.age, captured, problems)
    comments, total = read_comments(sections.comments, captured, problems)
    if problems:
        raise SavedPageError(with_one_for_the_day(problems))
    return SavedPage(
        headline=headline,
        authors=tuple(name for name in head.authors if name.casefold() != publisher.casefold()),
        publisher=publisher,
        published_at=published_at,
        blocks=tuple(blocks),
        topics=unique(name for name in names if not_furniture(name) and name.casefold() != publisher.casefold()),
        people=linked_people(paragraphs),
        comments=tuple(comments),
        all_comments=total,
        captured=captured,
    )


def day_of_capture(lines: list[Line], problems: list[Problem]) -> tuple[date | None, list[Line]]:
    """The day that the header's line tells, and the lines under it; the header may be missing."""
    at = next((at for at, line in enumerate(lines) if line.text), len(lines))
    if at == len(lines):
        return None, []
    first = lines[at]
    found = _HEADER.fullmatch(first.text)
    if found is None and not _UNDATED.match(first.text):
        return None, lines[at:]
    if found is not None and found["day"] is None:
        return None, lines[at + 1 :]
    try:
        return date.fromisoformat(found["day"] if found else ""), lines[at + 1 :]
    except ValueError:
        said = found["day"] if found else first.text
        problems.append(
            Problem(first.number, f"{said!r} is not a day: write the day of capture as 2022-07-08. {_TELL}")
        )
        return None, lines[at + 1 :]


def divide(lines: list[Line]) -> Sections:
    """Cut the page at its two headings, which may come in either order or be missing."""
    names = max((at for at, line in enumerate(lines) if line.text.casefold() == "in this article"), default=None)
    if names is not None and any(line.text == "Reply" for line in lines[names:]):
        has_heading = any(_COMMENTS.fullmatch(line.text) for line in lines[names:])
        names = names if has_heading else None
    comments = next((at for at, line in enumerate(lines) if at and _COMMENTS.fullmatch(line.text)), None)
    cuts = sorted(at for at in (names, comments) if at is not None)
    parts = {start: lines[start + 1 : end] for start, end in pairwise([*cuts, len(lines)])}
    return Sections(
        article=lines[: cuts[0] if cuts else None],
        comments=parts[comments] if comments is not None else [],
        names=parts[names] if names is not None else [],
    )


def read_headline(lines: list[Line], problems: list[Problem]) -> tuple[str, list[Line]]:
    at = next((at for at, line in enumerate(lines) if line.text), None)
    if at is None:
        problems.append(Problem(lines[0].number if lines else 1, "There is no headline."))
        return "", []
    line = lines[at]
    if len(line.text) > MOST_HEADLINE or _ADDRESS.fullmatch(line.text) or is_only_byline(lines[at:]):
        problems.append(Problem(line.number, f"{line.text[:60]!r} should be the headline, in at most 500 letters."))
    return line.text, lines[at + 1 :]


def is_only_byline(lines: Sequence[Line]) -> bool:
    """Whether a byline stands where the headline should, rather than a headline that begins with "By"."""
    first, *others = [line.text for line in lines if line.text][:5]
    said = _BYLINE.fullmatch(first)
    return said is not None and is_like_a_name(said[1]) and not any(_BYLINE.fullmatch(other) for other in others)


def read_head(lines: list[Line], names: Sequence[str], problems: list[Problem]) -> Head:
    """Byline, publisher and age. With an age they are all that stands above it; else they are the first lines."""
    filled = [line for line in lines if line.text]
    aged = next((at for at, line in enumerate(filled[:4]) if is_age(line.text)), None)
    above = filled[:aged] if aged is not None else unaged(lines, names)
    authors: tuple[str, ...] = ()
    publisher: Line | None = None
    for line in above:
        byline = _BYLINE.fullmatch(line.text)
        if byline:
            authors = unique([*authors, *authors_of(byline[1])])
        elif resembles_age(line.text):
            problems.append(Problem(line.number, f"{line.text!r} is neither an age nor a date that we know."))
        elif publisher is None and len(line.text) <= MOST_NAME and not _ADDRESS.fullmatch(line.text):
            publisher = line
        else:
            problems.append(
                Problem(line.number, f"{line.text[:60]!r} is neither the byline, the publisher nor the age.")
            )
    age = filled[aged] if aged is not None else None
    last = age or (above[-1] if above else None)
    return Head(authors, publisher, age, [line for line in lines if last is None or line.number > last.number])


def unaged(lines: Sequence[Line], names: Sequence[str]) -> list[Line]:
    """The lines of a head without an age: a byline, a publisher, and what was meant for an age."""
    filled = [line for line in lines if line.text]
    head: list[Line] = []
    if filled and _BYLINE.fullmatch(filled[0].text) and len(filled[0].text) <= MOST_NAME:
        head.append(filled.pop(0))
    if filled and (names_a_publisher(filled[0].text, names) or (head and is_right_under(filled[0], head[0]))):
        head.append(filled.pop(0))
    if filled and resembles_age(filled[0].text):
        head.append(filled[0])
    return head


def names_a_publisher(text: str, names: Sequence[str]) -> bool:
    """Whether a line above the text is a name: one that IN THIS ARTICLE has too, or a few capitalised words."""
    return text.casefold() in {name.casefold() for name in names} or is_like_a_name(text)


def is_like_a_name(text: str) -> bool:
    words = text.split()
    return len(words) <= 5 and text[-1].isalnum() and all(word[0].isupper() or word[0].isdigit() for word in words)


def is_right_under(line: Line, other: Line) -> bool:
    """Whether a name, or a few words that end no sentence, stand under another line with no empty line between."""
    is_short = len(line.text) <= MOST_NAME and line.text[-1] not in '.!?…”"'
    return line.number == other.number + 1 and (is_short or is_like_a_name(line.text.rstrip(".") or "-"))


def read_age(age: Line | None, captured: date | None, problems: list[Problem]) -> datetime:
    """When the article was published, noon UTC of the day of capture when the page does not say."""
    try:
        if age is not None:
            return moment(age.text, captured)
        if captured is None:
            raise NoCaptureDayError("The article has no age, and the day of capture is not known.")
        return datetime.combine(captured, time(12, tzinfo=UTC))
    except UnknownAgeError as error:
        problems.append(Problem(age.number if age else 1, str(error), isinstance(error, NoCaptureDayError)))
        # Never seen: a page with a problem is not read.
        return datetime.min.replace(tzinfo=UTC)


def read_blocks(lines: Sequence[Line]) -> list[Paragraph | Picture]:
    """Paragraphs, and pictures where they stand. Lines with no empty line between are one paragraph."""
    blocks: list[Paragraph | Picture] = []
    paragraph: list[str] = []
    for text in [*(line.text for line in lines), ""]:
        is_picture = _ADDRESS.fullmatch(text) is not None
        if (is_picture or not text) and paragraph:
            blocks.append(Paragraph("\n".join(paragraph)))
            paragraph = []
        if is_picture:
            blocks.append(Picture(text))
        elif text:
            paragraph.append(text)
    return blocks


def not_furniture(name: str) -> bool:
    """Whether a line under IN THIS ARTICLE is a name and not a button."""
    return name.strip("+ ").casefold() not in {"follow", "following", "see more", "more"}


def with_one_for_the_day(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, with one in place of all that a day of capture would solve."""
    others = [problem for problem in problems if not problem.wants_day]
    wanting = [problem for problem in problems if problem.wants_day]
    if not wanting or any(problem.sentence.endswith(_TELL) for problem in others):
        return others
    where = ", ".join(str(problem.line) for problem in wanting[:5] if problem.line > 1) + ("…" if wanting[5:] else "")
    counting = f" The ages on lines {where} count from it." if where else ""
    return [*others, Problem(1, f"The first line tells no day of capture.{counting} {_TELL}", wants_day=True)]
