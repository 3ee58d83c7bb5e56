"""What changed between two texts, for people to read: paragraphs are matched first, then their words compared.

The work is bounded: past the bound a passage stands as replaced, which is always true, only less fine.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

# Steps of one comparison of two articles; a real change takes some thousands.
MOST_STEPS = 300_000
# A paragraph with more edits than this was written anew.
MOST_WORD_EDITS = 160
MOST_BLOCK_EDITS = 400
# At least this much of two paragraphs' words is the same where one became the other.
ALIKE = 0.4

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+(?:['’.,-]\w+)*|\s+|[^\w\s]"
)
_HAS_WORD = re.compile(r"\w")


class Edit(StrEnum):
    """What became of some words; the values are the elements of HTML."""

    SAME = "same"
    DELETED = "del"
    INSERTED = "ins"


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words with one fate."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it changed, or `unchanged` paragraphs that did not (then without pieces)."""

    pieces: tuple[Piece, ...] = ()
    unchanged: int = 0


Step = tuple[Edit, int]


def diff(before: Sequence[str], after: Sequence[str], *, most_steps: int = MOST_STEPS) -> tuple[Passage, ...]:
    """The paragraphs of two texts in reading order: what changed word by word, what did not as a number.

    White space inside a paragraph does not count; empty paragraphs are left out. Nothing changed: no passages at all.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    effort = _Effort(most_steps)
    passages: list[Passage] = []
    removed: list[str] = []
    added: list[str] = []

    def settle() -> None:
        passages.extend(Passage(pieces) for pieces in _gap(removed, added, effort))
        removed.clear()
        added.clear()

    for edit, at in _script(old, new, MOST_BLOCK_EDITS, effort):
        if edit is Edit.DELETED:
            removed.append(old[at])
        elif edit is Edit.INSERTED:
            added.append(new[at])
        else:
            settle()
            counted = passages.pop().unchanged if passages and passages[-1].unchanged else 0
            passages.append(Passage(unchanged=counted + 1))
    settle()
    return tuple(passages) if any(passage.pieces for passage in passages) else ()


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Two forms of one line, word by word; white space does not count. The same: one piece, or none of nothing."""
    return _words(" ".join(before.split()), " ".join(after.split()), _Effort(MOST_STEPS))


def to_html(pieces: Sequence[Piece]) -> str:
    """Pieces as HTML: what went in <del>, what came in <ins>, all else plain; every character escaped."""
    written = []
    for piece in pieces:
        text = escape(piece.text, quote=False)
        written.append(text if piece.edit is Edit.SAME else f"<{piece.edit}>{text}</{piece.edit}>")
    return "".join(written)


class _Effort:
    """How many steps are left."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def spend(self, steps: int) -> bool:
        """Whether there was enough left; then it is used up by as much."""
        if steps > self.steps:
            return False
        self.steps -= steps
        return True


def _paragraphs(texts: Sequence[str]) -> list[str]:
    return [line for text in texts if (line := " ".join(text.split()))]


def _gap(removed: Sequence[str], added: Sequence[str], effort: _Effort) -> list[tuple[Piece, ...]]:
    """What stands between two unchanged paragraphs: those that became others word by word, the rest whole."""
    found: list[tuple[Piece, ...]] = []
    old = new = 0
    for at_old, at_new in [*_pairs(removed, added, effort), (len(removed), len(added))]:
        found += [(Piece(Edit.DELETED, text),) for text in removed[old:at_old]]
        found += [(Piece(Edit.INSERTED, text),) for text in added[new:at_new]]
        if at_old < len(removed):
            found.append(_words(removed[at_old], added[at_new], effort))
        old, new = at_old + 1, at_new + 1
    return found


def _pairs(removed: Sequence[str], added: Sequence[str], effort: _Effort) -> list[tuple[int, int]]:
    """Which of the removed paragraphs became which of the added ones: the most alike, in order (a small alignment)."""
    bags = [[Counter(_TOKEN.findall(text.casefold())) for text in texts] for texts in (removed, added)]
    rows, columns = len(removed), len(added)
    if not rows or not columns or not effort.spend(rows * columns + sum(map(len, bags[0])) * columns):
        return []
    likeness = [[_alike(one, other) for other in bags[1]] for one in bags[0]]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            alike = likeness[row][column]
            both = best[row + 1][column + 1] + alike if alike >= ALIKE else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], both)
    pairs, row, column = [], 0, 0
    while row < rows and column < columns:
        alike = likeness[row][column]
        if alike >= ALIKE and best[row][column] == best[row + 1][column + 1] + alike:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _alike(one: "Counter[str]", other: "Counter[str]") -> float:
    """How much of the words two paragraphs share, 0 to 1; white space left aside."""
    sizes = one.total() - one[" "] + other.total() - other[" "]
    shared = sum(min(count, other[word]) for word, count in one.items() if word != " ")
    return 2 * shared / sizes if sizes else 0.0


def _words(before: str, after: str, effort: _Effort) -> tuple[Piece, ...]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    steps = _script(old, new, MOST_WORD_EDITS, effort)
    return _joined([(edit, new[at] if edit is Edit.INSERTED else old[at]) for edit, at in steps])


def _joined(tokens: Sequence[tuple[Edit, str]]) -> tuple[Piece, ...]:
    """Neighbours with one fate as one piece, what went before what came; a lone comma or space between changes goes
    with them, because "the old, red" for "a new, blue" is easier to read than four changes."""
    pieces: list[Piece] = []
    gone, come, between = "", "", ""
    for edit, token in tokens:
        if edit is Edit.SAME and not _HAS_WORD.search(token) and (gone or come):
            between += token
        elif edit is Edit.SAME:
            pieces += [*_changed(gone, come), Piece(Edit.SAME, between + token)]
            gone = come = between = ""
        else:
            gone, come, between = gone + between, come + between, ""
            gone, come = (gone + token, come) if edit is Edit.DELETED else (gone, come + token)
    pieces += [*_changed(gone, come), *([Piece(Edit.SAME, between)] if between else [])]
    merged: list[Piece] = []
    for piece in pieces:
        if merged and merged[-1].edit is piece.edit:
            merged[-1] = Piece(piece.edit, merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return tuple(merged)


def _changed(gone: str, come: str) -> list[Piece]:
    return [piece for piece in (Piece(Edit.DELETED, gone), Piece(Edit.INSERTED, come)) if piece.text]


def _script(old: Sequence[str], new: Sequence[str], most_edits: int, effort: _Effort) -> list[Step]:
    """How `old` becomes `new`: each step with its place (in `new` for what came, in `old` for all else), in order.

    Myers' greedy search between the equal beginning and the equal end; where it would take too long, all of the middle
    is replaced.
    """
    start, rest = 0, min(len(old), len(new))
    while start < rest and old[start] == new[start]:
        start += 1
    end = 0
    while end < rest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    found = _search(middle_old, middle_new, most_edits, effort)
    if found is None:
        found = [(Edit.DELETED, at) for at in range(len(middle_old))]
        found += [(Edit.INSERTED, at) for at in range(len(middle_new))]
    return [
        *((Edit.SAME, at) for at in range(start)),
        *((edit, at + start) for edit, at in found),
        *((Edit.SAME, at) for at in range(len(old) - end, len(old))),
    ]


def _search(old: Sequence[str], new: Sequence[str], most_edits: int, effort: _Effort) -> list[Step] | None:
    """The shortest way from `old` to `new`, or None when it has too many edits or the effort is spent."""
    rows, columns = len(old), len(new)
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(rows + columns, most_edits) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
            )
            row = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            begun = row
            while row < rows and row - diagonal < columns and old[row] == new[row - diagonal]:
                row += 1
            furthest[diagonal] = row
            if diagonal == rows - columns and row >= rows:
                return _walked_back(trace, rows, columns)
            if not effort.spend(2 + row - begun):
                return None
    return None


def _walked_back(trace: Sequence[dict[int, int]], row: int, column: int) -> list[Step]:
    """The steps of the search that reached the end, in reading order."""
    steps: list[Step] = []
    for edits in range(len(trace) - 1, 0, -1):
        furthest, diagonal = trace[edits], row - column
        down = diagonal == -edits or (
            diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        old_row = furthest[before]
        old_column = old_row - before
        while row > old_row and column > old_column:
            row, column = row - 1, column - 1
            steps.append((Edit.SAME, row))
        steps.append((Edit.INSERTED, old_column) if down else (Edit.DELETED, old_row))
        row, column = old_row, old_column
    steps += [(Edit.SAME, at) for at in range(row - 1, -1, -1)]
    return steps[::-1]
