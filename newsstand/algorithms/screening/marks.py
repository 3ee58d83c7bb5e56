"""A text with what was found in it, for people to see where."""

from collections.abc import Iterable

from newsstand.algorithms.screening.verdicts import Finding


def marked(text: str, findings: Iterable[Finding]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was found by any of the findings; together they are the text."""
    places = sorted((one.start, one.end) for one in findings if one.start is not None and one.end is not None)
    pieces: list[tuple[str, bool]] = []
    here = 0
    for start, end in places:
        begin, until = max(start, here), min(end, len(text))
        if until <= begin:
            continue
        pieces += [(text[here:begin], False), (text[begin:until], True)]
        here = until
    return [piece for piece in [*pieces, (text[here:], False)] if piece[0]]
