"""The passage of a text that shows why it was found, with what was found marked."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from newsstand.algorithms.words import Sought, Word, is_run, words

# How much of a text is looked at, and how much of it is shown, in characters.
MOST_CHARACTERS = 40_000
WIDE = 220


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the text, marked or not."""

    text: str
    marked: bool = False


class Hit(NamedTuple):
    """Where something that is looked for stands: which of them, and from where to where."""

    which: int
    start: int
    end: int


def hits(text: str, wanted: Sequence[Sought], wide: int | None = None) -> list[Hit]:
    """Where the wanted things stand in a text, in reading order.

    With `wide`, only until so many characters have held all of them: what comes later cannot be a better passage.
    """
    if not wanted:
        return []
    by_first: dict[str, list[int]] = {}
    loose = [which for which, each in enumerate(wanted) if each.begins and len(each.tokens) == 1]
    for which, each in enumerate(wanted):
        if which not in loose:
            by_first.setdefault(each.tokens[0], []).append(which)
    longest = max(len(each.tokens) for each in wanted)
    found: list[Hit] = []
    stop = MOST_CHARACTERS
    for there in _ahead(words(text[:MOST_CHARACTERS]), longest):
        if there[0].start > stop:
            break
        new = [Hit(which, there[0].start, there[len(wanted[which].tokens) - 1].end)
               for which in by_first.get(there[0].token, ()) if stands(there, wanted[which])]  # fmt: skip
        new += [Hit(which, there[0].start, end_of(there[0], wanted[which]))
                for which in loose if there[0].token.startswith(wanted[which].tokens[0])]  # fmt: skip
        if new:
            found += new
            if wide is not None and stop == MOST_CHARACTERS and _all_within(found, len(wanted), wide):
                stop = there[0].start + wide
    return found


def _ahead(stream: Iterator[Word], length: int) -> Iterator[Sequence[Word]]:
    """Each word with those that follow it, as many in all as `length`, fewer at the end."""
    if length == 1:
        for word in stream:
            yield (word,)
        return
    kept: deque[Word] = deque()
    for word in stream:
        kept.append(word)
        if len(kept) == length:
            yield tuple(kept)
            kept.popleft()
    while kept:
        yield tuple(kept)
        kept.popleft()


def _all_within(found: Sequence[Hit], kinds: int, wide: int) -> bool:
    """Whether the last so many characters of what was found hold all of it."""
    begin = found[-1].end - wide
    return len({hit.which for hit in found[-40:] if hit.start >= begin}) == kinds


def end_of(word: Word, each: Sought) -> int:
    """A single character of a run is marked alone, a beginning with the rest of its word."""
    return word.start + 1 if is_run(each.tokens[0]) else word.end


def stands(there: Sequence[Word], each: Sought) -> bool:
    """Whether all its tokens stand side by side where `there` begins."""
    size = len(each.tokens)
    if size == 1:
        return True
    own = tuple(word.token for word in there[:size])
    if each.begins and len(own) == size:
        return own[:-1] == each.tokens[:-1] and own[-1].startswith(each.tokens[-1])
    return own == each.tokens


def marked(text: str, wanted: Sequence[Sought]) -> tuple[Piece, ...]:
    """The whole text with what is wanted marked."""
    return pieces(text, 0, len(text), hits(text, wanted))


def snippet(texts: Iterable[str], wanted: Sequence[Sought], wide: int = WIDE) -> tuple[Piece, ...]:
    """About so many characters of the text that has most of what is wanted, where it has most; of the first otherwise.

    Cut between words, with an ellipsis where something is left out.
    """
    best: tuple[int, int, int, str, list[Hit]] | None = None
    for text in texts:
        if not text.strip():
            continue
        found = hits(text, wanted, wide)
        start, distinct = densest(found, wide)
        if best is None or distinct > best[0]:
            best = (distinct, start, len(found), text, found)
        if distinct == len(wanted):
            break
    if best is None:
        return ()
    _, start, _, text, found = best
    first, last = window(text, start, wide)
    return pieces(text, first, last, found)


def densest(found: Sequence[Hit], wide: int) -> tuple[int, int]:
    """Where the window with the most different things begins, the earliest of them, and how many it has."""
    best_start, best = 0, 0
    for at, hit in enumerate(found[:200]):
        within = {other.which for other in found[at : at + 40] if other.end <= hit.start + wide}
        if len(within) > best:
            best_start, best = hit.start, len(within)
    return best_start, best


def window(text: str, start: int, wide: int) -> tuple[int, int]:
    """From where to where to show a text so that what begins at `start` stands in its first third, at word borders."""
    first = max(0, min(start - wide // 3, len(text) - wide))
    if first:
        space = text.find(" ", first, start + 1)
        first = space + 1 if space >= 0 else first
    last = min(len(text), first + wide)
    if last < len(text):
        space = text.rfind(" ", first + wide // 2, last)
        last = space if space > start else last
    return first, last


def pieces(text: str, first: int, last: int, found: Sequence[Hit]) -> tuple[Piece, ...]:
    """A part of the text in pieces; overlapping marks become one."""
    made = [Piece("… ")] if first else []
    at = first
    for hit in sorted(found, key=lambda each: (each.start, -each.end)):
        start, end = max(hit.start, at), min(hit.end, last)
        if start >= end:
            continue
        made += [Piece(text[at:start]), Piece(text[start:end], marked=True)]
        at = end
    made.append(Piece(text[at:last].rstrip() + (" …" if last < len(text) else "")))
    return joined(made)


def joined(made: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one kind in one piece, without empty ones."""
    kept: list[Piece] = []
    for piece in made:
        if not piece.text:
            continue
        if kept and kept[-1].marked == piece.marked:
            kept[-1] = Piece(kept[-1].text + piece.text, piece.marked)
        else:
            kept.append(piece)
    return tuple(kept)


def to_html(made: Iterable[Piece]) -> str:
    """Pieces as HTML: everything escaped, the marked ones in <mark>."""
    return "".join(f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text) for piece in made)
