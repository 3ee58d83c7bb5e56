"""The normal form of an article's text: blocks of marked runs, and how they are written as HTML."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element around a run: its tag and attributes."""

    tag: str
    attributes: Attributes = ()


Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Text under the same marks, outermost first. "\\n" is a line break."""

    text: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block that holds runs: p, h2, h3, h4, pre, dt or caption."""

    tag: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and what is written under it."""

    src: str
    alt: str = ""
    width: int | None = None
    height: int | None = None
    caption: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A block that holds blocks: ul, ol, li, blockquote, the table's parts, dl, dd, hr."""

    tag: str
    children: "tuple[Block, ...]" = ()
    attributes: Attributes = ()


Block = Leaf | Figure | Box

# Words with one space between them stay one token: their number is what reading an article costs.
_TOKENS = re.compile(r"[ \u00a0]+|\n|[^ \u00a0\n]+(?: [^ \u00a0\n]+)*")
# Inside these a single paragraph stands without <p>.
_BARE = frozenset({"li", "td", "th", "dd"})


def tidied(runs: Iterable[Run]) -> list[tuple[Run, ...]]:
    """The paragraphs in `runs`: white space collapsed and trimmed, split at empty lines, equal neighbours joined."""
    runs = tuple(runs)
    if len(runs) == 1:
        text = runs[0].text.strip(" ")
        if text and "\n" not in text and "  " not in text and "\u00a0" not in text:
            return [(Run(text, runs[0].marks),)]
    paragraphs: list[tuple[Run, ...]] = []
    current: list[tuple[str, Marks]] = []
    pending = ""
    for run in runs:
        for piece in _TOKENS.findall(run.text):
            if piece[0] in " \u00a0\n":
                pending = _more_space(pending, piece)
                continue
            if pending.count("\n") > 1:
                paragraphs.append(merged(current))
                current = []
            elif pending and current:
                current.append((pending, _shared(current[-1][1], run.marks)))
            pending = ""
            current.append((piece, run.marks))
    paragraphs.append(merged(current))
    return [paragraph for paragraph in paragraphs if paragraph]


def _more_space(pending: str, piece: str) -> str:
    if piece == "\n":
        return pending + "\n" if "\n" in pending else "\n"
    if "\n" in pending:
        return pending
    return piece if not pending and piece == "\u00a0" else " "


def _shared(left: Marks, right: Marks) -> Marks:
    same = 0
    most = min(len(left), len(right))
    while same < most and left[same] == right[same]:
        same += 1
    return left[:same]


def merged(pieces: Iterable[tuple[str, Marks]]) -> tuple[Run, ...]:
    """Runs from pieces of text, with neighbours under the same marks joined and empty ones left out."""
    gathered: list[tuple[list[str], Marks]] = []
    for text, marks in pieces:
        if not text:
            continue
        if gathered and gathered[-1][1] == marks:
            gathered[-1][0].append(text)
        else:
            gathered.append(([text], marks))
    return tuple(Run("".join(texts), marks) for texts, marks in gathered)


def preformatted(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs of a pre: nothing collapsed, only empty lines before and white space after it dropped."""
    kept = list(merged((run.text, run.marks) for run in runs))
    while kept and not (text := kept[0].text.lstrip("\n")):
        kept.pop(0)
    if kept:
        kept[0] = Run(text, kept[0].marks)
    while kept and not (text := kept[-1].text.rstrip()):
        kept.pop()
    if kept:
        kept[-1] = Run(text, kept[-1].marks)
    return tuple(kept) if text_of(kept).strip() else ()


def text_of(runs: Iterable[Run]) -> str:
    """The runs' text alone."""
    return "".join(run.text for run in runs)


def leaves(blocks: Iterable[Block]) -> Iterator[Leaf]:
    """Every leaf at any depth, in reading order."""
    for block in blocks:
        if isinstance(block, Leaf):
            yield block
        elif isinstance(block, Box):
            yield from leaves(block.children)


def figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    """Every figure at any depth, in reading order."""
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Box):
            yield from figures(block.children)


def mapped(blocks: Iterable[Block], change: Callable[[Leaf | Figure], Block | None]) -> tuple[Block, ...]:
    """The blocks with every leaf and figure changed, or left out where `change` returns None; emptied boxes go too."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Box):
            if (changed := change(block)) is not None:
                kept.append(changed)
            continue
        children = mapped(block.children, change)
        if children or not block.children:
            kept.append(Box(block.tag, children, block.attributes))
    return tuple(kept)


def to_html(blocks: Iterable[Block], figure: Callable[[Figure], str] | None = None) -> str:
    """The blocks as HTML, one top-level block a line. `figure` writes the figures, where they are not to be plain."""
    return "\n".join(_block_html(block, figure or plain_figure) for block in blocks)


def _block_html(block: Block, figure: Callable[[Figure], str]) -> str:
    if isinstance(block, Figure):
        return figure(block)
    if isinstance(block, Leaf):
        # A parser drops one line break after <pre>; preformatted() leaves none there.
        return f"<{block.tag}>{runs_html(block.runs, pre=block.tag == 'pre')}</{block.tag}>"
    if block.tag == "hr":
        return "<hr>"
    first = block.children[0] if block.children else None
    if block.tag in _BARE and len(block.children) == 1 and isinstance(first, Leaf) and first.tag == "p":
        inside = runs_html(first.runs)
    else:
        inside = "".join(_block_html(child, figure) for child in block.children)
    return f"<{block.tag}{_attributes_html(block.attributes)}>{inside}</{block.tag}>"


def plain_figure(figure: Figure) -> str:
    """A figure as it is stored: the picture's address, its alt text, its size where known, its caption."""
    size = "".join(
        f' {name}="{value}"' for name, value in (("width", figure.width), ("height", figure.height)) if value
    )
    caption = f"<figcaption>{runs_html(figure.caption)}</figcaption>" if figure.caption else ""
    return f'<figure><img src="{escape(figure.src)}" alt="{escape(figure.alt)}"{size}>{caption}</figure>'


def runs_html(runs: Sequence[Run], *, pre: bool = False) -> str:
    """Runs as inline HTML; marks shared by neighbours stay open between them."""
    if len(runs) == 1 and not runs[0].marks:
        text = escape(runs[0].text, quote=False)
        return text if pre else text.replace("\n", "<br>")
    written: list[str] = []
    opened: Marks = ()
    for run in runs:
        same = len(_shared(opened, run.marks))
        written.extend(f"</{mark.tag}>" for mark in reversed(opened[same:]))
        written.extend(f"<{mark.tag}{_attributes_html(mark.attributes)}>" for mark in run.marks[same:])
        text = escape(run.text, quote=False)
        written.append(text if pre else text.replace("\n", "<br>"))
        opened = run.marks
    written.extend(f"</{mark.tag}>" for mark in reversed(opened))
    return "".join(written)


def _attributes_html(attributes: Attributes) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes)
