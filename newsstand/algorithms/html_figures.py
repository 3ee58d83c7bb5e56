"""Pictures with what is written under them, in the many ways in which that is marked up."""

import re
from collections.abc import Callable, Iterable

from lxml import etree

from newsstand.algorithms.html_blocks import Block, Box, Figure, Leaf, Run, leaves, text_of, tidied
from newsstand.algorithms.html_blocks import figures as figures_in

_FRAME_CLASS = re.compile(
    r"(?:^|\s)(?:wp-caption|captioned-image-container|image-caption-wrapper|media-caption-wrapper|photo-wrapper"
    r"|imageframe|tr-caption-container|captioned?-?(?:image|img|photo)?)(?:\s|$)"
)
_CAPTION_CLASS = re.compile(
    r"(?:^|\s)(?:wp-caption-text|wp-caption-dd|tr-caption|image-caption|photo-?caption|media-caption|caption-text"
    r"|figcaption|gallery-caption|caption)(?:\s|$)"
)
_LONGEST_FRAME = 1500
_LONGEST_CAPTION = 600


def is_picture_frame(element: etree._Element) -> bool:
    """Whether the element is a figure, or by its class holds a picture with its caption."""
    if element.tag == "figure":
        return True
    classes = element.get("class")
    if not classes or not _FRAME_CLASS.search(classes) or next(element.iter("img"), None) is None:
        return False
    return sum(len(text) for text in element.itertext()) <= _LONGEST_FRAME


def is_caption(element: etree._Element) -> bool:
    """Whether the element is, by its tag or class, the caption of a picture."""
    if not isinstance(element.tag, str) or element.tag in {"img", "caption"}:
        return False
    if element.tag != "figcaption" and not _CAPTION_CLASS.search(element.get("class") or ""):
        return False
    return next(element.iter("img"), None) is None


def frame_of(caption: etree._Element) -> etree._Element | None:
    """The nearest picture frame around a caption; None when another caption lies between."""
    for above in caption.iterancestors():
        if is_caption(above):
            return None
        if is_picture_frame(above):
            return above
    return None


def flattened(blocks: Iterable[Block]) -> tuple[tuple[Run, ...], list[Figure]]:
    """The text of blocks as the runs of one line, and their pictures apart."""
    held = tuple(blocks)
    runs: list[Run] = []
    for leaf in leaves(held):
        runs.extend(Run(run.text.replace("\n", " "), run.marks) for run in leaf.runs)
        runs.append(Run(" "))
    lines = tidied(runs)
    return (lines[0] if lines else ()), list(figures_in(held))


def with_caption(inside: tuple[Block, ...], captions: tuple[Block, ...]) -> list[Block]:
    """The blocks of a figure: its last picture gets the captions and the short lines beside it.

    A figure that holds a table, a quotation, a list or no picture at all is none; its caption becomes a paragraph.
    """
    written, pictures_in_caption = flattened(captions)
    lines = [block for block in inside if isinstance(block, Leaf)]
    pictures = [block for block in inside if isinstance(block, Figure)] + pictures_in_caption
    if not pictures or any(isinstance(block, Box) for block in inside):
        return [*inside, *pictures_in_caption, *([Leaf("p", written)] if written else [])]
    beside = flattened(lines)[0]
    if len(text_of(beside)) > _LONGEST_CAPTION:
        pictures[-1] = _captioned(pictures[-1], written)
        return [*pictures, *lines]
    pictures[-1] = _captioned(_captioned(pictures[-1], beside), written)
    return list(pictures)


def _captioned(figure: Figure, more: tuple[Run, ...]) -> Figure:
    if not more or text_of(more) in text_of(figure.caption):
        return figure
    lines = tidied([*figure.caption, Run(" "), *more])
    return Figure(figure.src, figure.alt, figure.width, figure.height, lines[0])


def without_twins(blocks: Iterable[Block], key: Callable[[str], str]) -> tuple[Block, ...]:
    """The blocks without a picture that repeats the one before it, as lazy loading and its noscript twin do."""
    kept: list[Block] = []
    for block in blocks:
        last = kept[-1] if kept else None
        if isinstance(block, Box):
            kept.append(Box(block.tag, without_twins(block.children, key), block.attributes))
        elif isinstance(block, Figure) and isinstance(last, Figure) and key(block.src) == key(last.src):
            alt, width, height = last.alt or block.alt, last.width or block.width, last.height or block.height
            kept[-1] = _captioned(Figure(last.src, alt, width, height, last.caption), block.caption)
        else:
            kept.append(block)
    return tuple(kept)
