"""A text cut at what was found in it."""

from collections.abc import Iterable

from newsstand.algorithms.snippets import Piece


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """The whole text in pieces, marked where a span (from, to; in characters) lies over it.

    Spans may overlap and come in any order; what lies outside the text, or has no length, marks nothing.
    """
    made: list[Piece] = []
    done = 0
    for start, end in merged(spans, len(text)):
        if start > done:
            made.append(Piece(text[done:start]))
        made.append(Piece(text[start:end], marked=True))
        done = end
    if done < len(text):
        made.append(Piece(text[done:]))
    return tuple(made)


def merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The spans in order, cut to the text, with those that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
