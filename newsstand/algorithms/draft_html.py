"""What a contributor may write: the few kinds of blocks and marks that the editor makes, out of any HTML at all."""

import re
from collections.abc import Callable, Iterable, Sequence

from newsstand.algorithms.article_html import stored_blocks
from newsstand.algorithms.html_blocks import Block, Box, Figure, Leaf, Mark, Run, tidied, to_html
from newsstand.algorithms.html_embeds import card, pasted
from newsstand.algorithms.html_safe import narrow_cleaner

TAGS = frozenset(
    {
        "p", "h2", "h3", "blockquote", "ul", "ol", "li", "strong", "em", "a", "br", "hr", "figure", "figcaption", "img",
    }
)  # fmt: skip
"""Every element of a draft. A link has an http, https or mailto address, a picture one of ours and its alt text."""

DEEPEST_LIST = 5
PICTURE_WIDTH = 960
"""The width, in pixels, under which a picture of ours stands in a text; pages offer the others beside it."""

_LISTS = frozenset({"ul", "ol"})
_MARKS = {"strong": "strong", "em": "em", "cite": "em", "a": "a"}
_OUTERMOST_FIRST = ("a", "strong", "em")
_OURS = re.compile(r"/image/([a-z2-7]{20})/\d{1,5}")
_cleaner = narrow_cleaner(
    {tag: {"a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}}.get(tag, set()) for tag in TAGS},
    is_ours=lambda address: bool(_OURS.fullmatch(address)),
)


def clean(html: str) -> str:
    """A draft's text out of whatever was sent as one: only TAGS, one top-level block a line.

    What the editor cannot make becomes what comes nearest (a table its cells as paragraphs, a heading in a list a
    paragraph); pictures that are not at our own /image/ addresses are left out; the address of a film or a post alone
    in a paragraph becomes a card that says what is there. Cleaning the result again changes nothing. Never raises.
    """
    return from_blocks(stored_blocks(html))


def from_blocks(blocks: Iterable[Block]) -> str:
    """The same of blocks, as html_blocks has them."""
    return _cleaner.clean(to_html(_joined(_narrowed(blocks))))


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a draft's text, cleaned."""
    return tuple(_joined(_narrowed(stored_blocks(html))))


def picture_ids(html: str) -> list[str]:
    """The ids of the pictures of ours in a draft's text, each once, in reading order."""
    return list(dict.fromkeys(found[1] for found in re.finditer(r'<img src="/image/([a-z2-7]{20})/', html)))


def with_figures(html: str, figure: Callable[[str, Figure], Figure | None]) -> str:
    """A draft's text with each picture as `figure(id, as it stood)` says; None leaves the picture out."""
    kept: list[Block] = []
    for block in blocks_of(html):
        found = _OURS.fullmatch(block.src) if isinstance(block, Figure) else None
        changed: Block | None = figure(found[1], block) if found and isinstance(block, Figure) else block
        if changed is not None:
            kept.append(changed)
    return from_blocks(kept)


def _narrowed(blocks: Iterable[Block]) -> list[Block]:
    """Top-level blocks: what may stand nowhere but there comes out of the boxes it was in, right after them."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Box) and block.tag == "hr":
            kept.append(block)
        elif isinstance(block, Box) and block.tag in {"blockquote", *_LISTS}:
            pictures: list[Block] = []
            inside = _inside(block.children, pictures, 0) if block.tag == "blockquote" else _list(block, pictures, 1)
            inside = _joined(inside)
            if inside:
                kept.extend([Box("blockquote", tuple(inside))] if block.tag == "blockquote" else inside)
            kept.extend(pictures)
        elif isinstance(block, Box):
            kept.extend(_narrowed(block.children))
        elif isinstance(block, Figure):
            kept.append(_figure(block))
        else:
            kept.extend(_leaves(block, {"h2": "h2", "h3": "h3", "h4": "h3"}.get(block.tag, "p")))
    return kept


def _inside(blocks: Iterable[Block], pictures: list[Block], depth: int) -> list[Block]:
    """What may stand in a quotation or an item of a list: paragraphs, and lists down to DEEPEST_LIST."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure):
            pictures.append(_figure(block))
        elif isinstance(block, Leaf):
            kept.extend(_leaves(block, "p"))
        elif block.tag in _LISTS and depth < DEEPEST_LIST:
            kept.extend(_list(block, pictures, depth + 1))
        else:
            kept.extend(_inside(block.children, pictures, depth))
    return _joined(kept)


def _list(box: Box, pictures: list[Block], depth: int) -> list[Block]:
    items = [_inside(item.children if isinstance(item, Box) else (item,), pictures, depth) for item in box.children]
    written = tuple(Box("li", tuple(item)) for item in items if item)
    return [Box(box.tag, written, box.attributes if box.tag == "ol" else ())] if written else []


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Two lists of a kind with nothing between them are one."""
    kept: list[Block] = []
    for block in blocks:
        last = kept[-1] if kept else None
        if isinstance(block, Box) and isinstance(last, Box) and block.tag == last.tag and block.tag in _LISTS:
            kept[-1] = Box(last.tag, (*last.children, *block.children), last.attributes)
        else:
            kept.append(block)
    return kept


def _leaves(leaf: Leaf, tag: str) -> list[Leaf]:
    """The paragraphs or headings that a leaf holds; a preformatted text can hold several."""
    kept = []
    for line in tidied(_runs(leaf.runs)):
        found = pasted(line)
        kept.append(Leaf(tag, card(found).runs) if found else Leaf(tag, line))
    return kept


def _figure(figure: Figure) -> Figure:
    found = _OURS.fullmatch(figure.src)
    source = f"/image/{found[1]}/{PICTURE_WIDTH}" if found else figure.src
    caption = _leaves(Leaf("p", figure.caption), "p")
    return Figure(source, figure.alt, caption=caption[0].runs if caption else ())


def _runs(runs: Sequence[Run]) -> list[Run]:
    """Runs under the marks of a draft alone, always in the same order, so that equal text is equal HTML."""
    return [Run(run.text, _marks(run.marks)) for run in runs]


def _marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    known = {_MARKS[mark.tag]: Mark(_MARKS[mark.tag], mark.attributes) for mark in marks if mark.tag in _MARKS}
    return tuple(Mark(tag, known[tag].attributes if tag == "a" else ()) for tag in _OUTERMOST_FIRST if tag in known)
