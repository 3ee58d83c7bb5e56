"""The passage of a text that shows why it was found, with what was found marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from newsstand.algorithms.words import Sought, Word, is_run, words

# How much of a text is looked at, in characters, and how many tokens are kept in memory at once.
MOST_CHARACTERS = 40_000
WIDE = 220


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the text, marked or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something that is looked for stands: which of them, and from where to where."""

    which: int
    start: int
    end: int


def hits(text: str, wanted: Sequence[Sought]) -> list[Hit]:
    """Where the wanted things stand in a text, in reading order."""
    begins: dict[str, list[int]] = {}
    loose = [(which, each) for which, each in enumerate(wanted) if each.begins and len(each.tokens) == 1]
    for which, each in enumerate(wanted):
        if not (each.begins and len(each.tokens) == 1):
            begins.setdefault(each.tokens[0], []).append(which)
    there = list(words(text[:MOST_CHARACTERS]))
    found: list[Hit] = []
    for at, word in enumerate(there):
        for which in begins.get(word.token, ()):
            if stands(there, at, wanted[which]):
                last = there[at + len(wanted[which].tokens) - 1]
                found.append(Hit(which, word.start, last.end))
        found += [
            Hit(which, word.start, end_of(word, each)) for which, each in loose if word.token.startswith(each.tokens)
        ]
    return found


def end_of(word: Word, each: Sought) -> int:
    """A single character of a run is marked alone, a beginning with the rest of its word."""
    return word.start + 1 if is_run(each.tokens[0]) else word.end


def stands(there: Sequence[Word], at: int, each: Sought) -> bool:
    """Whether all tokens of it stand from `at` on, side by side."""
    if at + len(each.tokens) > len(there):
        return False
    own = [word.token for word in there[at : at + len(each.tokens)]]
    if each.begins:
        return tuple(own[:-1]) == each.tokens[:-1] and own[-1].startswith(each.tokens[-1])
    return tuple(own) == each.tokens


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
        found = hits(text, wanted)
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
