"""A draft's text as a review shows it: block by block, with the passages marked that remarks are about."""

from collections.abc import Sequence
from itertools import pairwise

from newsstand.algorithms.anchors import Span
from newsstand.algorithms.html_blocks import Block, Leaf, Run, leaves, runs_html, text_of
from newsstand.algorithms.html_safe import narrow_cleaner

_INLINE = ("p", "h2", "h3", "strong", "em", "br", "mark")
_cleaner = narrow_cleaner({**{tag: set() for tag in _INLINE}, "a": {"href"}}, is_ours=lambda _address: False)


def words_of(block: Block) -> str:
    """The words of a top-level block, as remarks quote them."""
    return "\n".join(text_of(leaf.runs) for leaf in leaves((block,)))


def marked(block: Block, spans: Sequence[Span]) -> str:
    """A paragraph or a heading as sanitised HTML with the spans marked; "" for other blocks, and where nothing is."""
    if not isinstance(block, Leaf) or not spans:
        return ""
    inside = "".join(
        f"<mark>{runs_html(part)}</mark>" if is_in else runs_html(part) for part, is_in in parts(block.runs, spans)
    )
    return _cleaner.clean(f"<{block.tag}>{inside}</{block.tag}>")


def parts(runs: Sequence[Run], spans: Sequence[Span]) -> list[tuple[tuple[Run, ...], bool]]:
    """The runs cut at the ends of the spans: neighbours that are in a span, or in none, together."""
    found: list[tuple[tuple[Run, ...], bool]] = []
    at = 0
    for run in runs:
        for text, is_in in cut(run.text, at, spans):
            piece = Run(text, run.marks)
            if found and found[-1][1] == is_in:
                found[-1] = ((*found[-1][0], piece), is_in)
            else:
                found.append(((piece,), is_in))
        at += len(run.text)
    return found


def cut(text: str, at: int, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """A run's text, which begins at character `at` of its block, in pieces that are in a span or in none."""
    ends = {0, len(text)}
    for span in spans:
        ends |= {min(max(end - at, 0), len(text)) for end in (span.start, span.end)}
    ordered = sorted(ends)
    return [
        (text[start:end], any(span.start <= at + start and at + end <= span.end for span in spans))
        for start, end in pairwise(ordered)
    ]
