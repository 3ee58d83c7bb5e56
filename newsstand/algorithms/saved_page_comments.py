"""The comments of a saved page.

A comment is a name, an age, the text, `Reply` and the likes; whatever stands between the age and that `Reply` is text,
also a line that looks like an age. `Reply` ends a comment when the likes follow it, or the end, or another name with
an age.

Which comment a comment answers is taken from what the page shows, in this order: a name line "Ann replied to Ben"; a
name line indented by two columns or more beyond an earlier one's; a text that begins with "@Name" of an earlier
commenter. A comment with none of these opens a thread. An answer always comes after what it answers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from newsstand.algorithms.saved_page_ages import NoCaptureDayError, UnknownAgeError, is_age, moment, resembles_age
from newsstand.algorithms.saved_page_parts import Line, Problem, SavedComment

_LIKES = re.compile(r"(\d[\d,]*|\d+(?:\.\d+)?[KkMm])(?: likes?)?")
_ALL = re.compile(r"view (?:all )?(?P<a>[\d,]+ )?(?:more )?comments?(?: ?\((?P<b>[\d,]+)\))?", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:view|show|hide|see) (?:all |\d+ |more )*repl(?:y|ies)(?: ?\(\d+\))?|\d+ repl(?:y|ies)|no comments(?: yet)?\.?"
    r"|add a comment(?:\.\.\.|…)?|be the first to comment[.!]?",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?P<name>.+?) replied to (?P<other>.+)")
_LEAST_INDENT = 2


@dataclass(slots=True)
class Raw:
    """A comment's lines before they are understood."""

    name: Line
    age: Line
    text: list[Line]
    likes: int


def read_comments(
    lines: Sequence[Line], captured: date | None, problems: list[Problem]
) -> tuple[list[SavedComment], int | None]:
    """The comments in the order of the page, and how many there were if the page says so. Adds to `problems`."""
    raws, total = split(lines, problems)
    comments: list[SavedComment] = []
    indents: list[int] = []
    for raw in raws:
        text = "\n".join(line.text for line in raw.text).strip()
        if not text:
            problems.append(Problem(raw.name.number, f"The comment of {raw.name.text!r} has no text."))
        answer = _ANSWER.fullmatch(raw.name.text)
        other = latest(comments, answer["other"]) if answer else None
        name = answer["name"] if answer and other is not None else raw.name.text
        parent = other if other is not None else indented_under(raw.name.indent, indents)
        if parent is None:
            parent = addressed(comments, text)
        comments.append(SavedComment(name, when(raw.age, captured, problems), text, raw.likes, parent))
        indents.append(raw.name.indent)
    return comments, total


def split(lines: Sequence[Line], problems: list[Problem]) -> tuple[list[Raw], int | None]:
    """Cut a section into comments. What is neither a comment nor a page's furniture is a problem."""
    filled = [line for line in lines if line.text]
    raws: list[Raw] = []
    total: int | None = None
    at = 0
    while at < len(filled):
        line = filled[at]
        said = _ALL.fullmatch(line.text)
        if said or _FURNITURE.fullmatch(line.text):
            count = said and (said["a"] or said["b"])
            total = int(count.replace(",", "")) if count else total
            at += 1
        elif starts(filled, at):
            end = end_of_text(filled, at + 2)
            if end is None:
                problems.append(Problem(line.number, f"The comment of {line.text!r} has no line Reply at its end."))
                break
            likes, at_next = likes_after(filled, end)
            raws.append(Raw(line, filled[at + 1], between(lines, filled[at + 1], filled[end]), likes))
            at = at_next
        else:
            problems.append(Problem(line.number, f"{line.text[:60]!r} should be a name with an age under it."))
            at = after_next_reply(filled, at)
    return raws, total


def between(lines: Sequence[Line], first: Line, last: Line) -> list[Line]:
    """The lines between two, empty ones too: they part paragraphs."""
    return [line for line in lines if first.number < line.number < last.number]


def starts(filled: Sequence[Line], at: int) -> bool:
    """Whether a name stands here with something that was meant for an age under it."""
    return at + 1 < len(filled) and not is_age(filled[at].text) and resembles_age(filled[at + 1].text)


def end_of_text(filled: Sequence[Line], at: int) -> int | None:
    """Where the `Reply` stands that ends the comment whose text begins here."""
    for index in range(at, len(filled)):
        if filled[index].text == "Reply" and ends_here(filled, index):
            return index
    return None


def ends_here(filled: Sequence[Line], at: int) -> bool:
    rest = at + 1
    if rest >= len(filled):
        return True
    following = filled[rest].text
    is_furniture = _ALL.fullmatch(following) or _FURNITURE.fullmatch(following)
    return bool(_LIKES.fullmatch(following) or is_furniture or starts(filled, rest))


def likes_after(filled: Sequence[Line], reply: int) -> tuple[int, int]:
    """The likes under a `Reply` (none: 0), and where to go on. A number with an age under it is a commenter's name."""
    at = reply + 1
    found = _LIKES.fullmatch(filled[at].text) if at < len(filled) else None
    if found is None or starts(filled, at):
        return 0, at
    return number(found[1]), at + 1


def number(words: str) -> int:
    """1,204 and 1.2K as numbers."""
    times = {"k": 1000, "m": 1_000_000}.get(words[-1].casefold())
    return round(float(words[:-1]) * times) if times else int(words.replace(",", ""))


def after_next_reply(filled: Sequence[Line], at: int) -> int:
    """Where reading can go on after something that could not be read."""
    end = end_of_text(filled, at)
    return len(filled) if end is None else likes_after(filled, end)[1]


def when(age: Line, captured: date | None, problems: list[Problem]) -> datetime:
    try:
        return moment(age.text, captured)
    except UnknownAgeError as error:
        problems.append(Problem(age.number, str(error), isinstance(error, NoCaptureDayError)))
        # Never seen: a page with a problem is not read.
        return datetime.min.replace(tzinfo=UTC)


def latest(comments: Sequence[SavedComment], name: str) -> int | None:
    """The last comment so far of somebody of that name."""
    wanted = " ".join(name.split()).casefold()
    matching = (at for at, comment in enumerate(comments) if comment.name.casefold() == wanted)
    return max(matching, default=None)


def indented_under(indent: int, indents: Sequence[int]) -> int | None:
    """The last comment that stands further left, if this one is clearly indented."""
    if not indents or indent < min(indents) + _LEAST_INDENT:
        return None
    return max((at for at, other in enumerate(indents) if other + _LEAST_INDENT <= indent), default=None)


def addressed(comments: Sequence[SavedComment], text: str) -> int | None:
    """The last comment of the person whom a text calls by "@Name" at its beginning."""
    if not text.startswith("@"):
        return None
    said = text[1:].casefold()
    names = [comment.name.casefold() for comment in comments]
    called = [name for name in names if re.match(re.escape(name) + r"(?!\w)", said)]
    return latest(comments, max(called, key=len)) if called else None
