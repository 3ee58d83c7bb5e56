"""Tables that hold data stay tables; tables that hold a layout become what they hold."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from newsstand.algorithms.html_blocks import Attributes, Block, Box, Leaf
from newsstand.algorithms.html_figures import flattened

ReadCell = Callable[[etree._Element], tuple[Block, ...]]
_SECTIONS = ("thead", "tbody", "tfoot")


def read_table(table: etree._Element, read: ReadCell) -> list[Block]:
    """The blocks of a table: one Box "table", or the cells' blocks where the table is only a layout."""
    if (
        table.get("role") == "presentation"
        or next((inner for inner in table.iter("table") if inner is not table), None) is not None
    ):
        return _unwrapped(table, read)
    caption = table.find("caption")
    title = flattened(read(caption)) if caption is not None else ((), [])
    head = _rows(table, ("thead",), read)
    body = _rows(table, ("tbody", "tfoot"), read)
    widest = max((len(row.children) for row in head + body), default=0)
    if widest <= 1 or not any(isinstance(cell, Box) and cell.children for row in head + body for cell in row.children):
        return _unwrapped(table, read)
    parts: list[Block] = [Leaf("caption", title[0])] if title[0] else []
    parts += [Box("thead", tuple(head))] if head else []
    parts += [Box("tbody", tuple(body))] if body else []
    return [*title[1], Box("table", tuple(parts))]


def _unwrapped(table: etree._Element, read: ReadCell) -> list[Block]:
    return [block for part in _own(table) for block in read(part)]


def _own(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "caption":
            yield child
        elif child.tag in _SECTIONS or child.tag == "tr":
            for row in [child] if child.tag == "tr" else child.iterchildren("tr"):
                yield from row.iterchildren("td", "th")


def _rows(table: etree._Element, sections: tuple[str, ...], read: ReadCell) -> list[Box]:
    rows = []
    for section in table.iterchildren(*sections, *(["tr"] if "tbody" in sections else [])):
        for row in [section] if section.tag == "tr" else section.iterchildren("tr"):
            cells = tuple(Box(cell.tag, read(cell), _spans(cell)) for cell in row.iterchildren("td", "th"))
            if cells:
                rows.append(Box("tr", cells))
    return rows


def _spans(cell: etree._Element) -> Attributes:
    kept = []
    for name in ("colspan", "rowspan"):
        value = cell.get(name) or ""
        if re.fullmatch(r"[1-9]\d?", value) and value != "1":
            kept.append((name, value))
    if cell.tag == "th" and cell.get("scope") in {"row", "col", "rowgroup", "colgroup"}:
        kept.append(("scope", cell.get("scope")))
    return tuple(kept)
