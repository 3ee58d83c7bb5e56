"""The little markup of the town's texts: paragraphs, headings, quotes, lists, pictures, bold words."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

_PICTURE = re.compile(r"!\[(?P<alt>[^\]]+)\]\((?P<name>[a-z0-9-]+) \"(?P<caption>[^\"]+)\"\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


class MarkupError(ValueError):
    """A text that cannot be read; says which block."""


@dataclass(frozen=True)
class Block:
    """One block: `kind` is paragraph, heading, list or picture; `lines` its text, a list's items or alt and caption."""

    kind: str
    lines: tuple[str, ...]
    picture: str = ""

    @property
    def plain(self) -> str:
        """The words without marks."""
        return _BOLD.sub(r"\1", " ".join(self.lines))


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text`, which an empty line parts. MarkupError for a block that is half one thing, half another."""
    return tuple(_read_block(block.strip()) for block in re.split(r"\n\s*\n", text) if block.strip())


def blocks_html(blocks: tuple[Block, ...], picture_address: Callable[[str], str]) -> str:
    """HTML of `blocks`; `picture_address` gives the address of a picture from its name."""
    return "\n".join(_block_html(block, picture_address) for block in blocks)


def blocks_text(blocks: tuple[Block, ...]) -> str:
    """The words of `blocks` with empty lines between them and no marks."""
    return "\n\n".join(block.plain for block in blocks if block.kind != "picture")


def _read_block(block: str) -> Block:
    lines = block.split("\n")
    if block.startswith("!["):
        match = _PICTURE.fullmatch(block)
        if match is None:
            raise MarkupError(f'expected ![alt](name "caption"), got {block[:60]!r}')
        return Block("picture", (match["alt"], match["caption"]), match["name"])
    if lines[0].startswith("- "):
        if not all(line.startswith("- ") for line in lines):
            raise MarkupError(f"every line of the list that starts {lines[0][:60]!r} must start with '- '")
        return Block("list", tuple(line[2:].strip() for line in lines))
    if len(lines) > 1:
        raise MarkupError(f"a paragraph is one line; put an empty line after {lines[0][:60]!r}")
    if block.startswith("## "):
        return Block("heading", (block[3:].strip(),))
    return Block("paragraph", (block,))


def _block_html(block: Block, picture_address: Callable[[str], str]) -> str:
    lines = [_BOLD.sub(r"<strong>\1</strong>", html.escape(line, quote=False)) for line in block.lines]
    if block.kind == "heading":
        return f"<h2>{lines[0]}</h2>"
    if block.kind == "list":
        return "<ul>\n" + "\n".join(f"<li>{line}</li>" for line in lines) + "\n</ul>"
    if block.kind == "picture":
        address, alt = html.escape(picture_address(block.picture)), html.escape(block.lines[0])
        return f'<figure><img src="{address}" alt="{alt}"><figcaption>{lines[1]}</figcaption></figure>'
    return f"<p>{lines[0]}</p>"
