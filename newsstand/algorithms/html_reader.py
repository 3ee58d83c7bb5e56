"""Reads the tree of dirty HTML into blocks: the one place that knows how people write HTML."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from newsstand.algorithms.html_blocks import Block, Box, Figure, Leaf, Mark, Marks, Run, leaves, preformatted, tidied
from newsstand.algorithms.html_embeds import EMBEDS, Embed, card, embed_link, is_post, pasted, post_link
from newsstand.algorithms.html_figures import flattened, frame_of, is_caption, is_picture_frame, with_caption
from newsstand.algorithms.html_pictures import best_address, is_beacon, pixels
from newsstand.algorithms.html_safe import link_address
from newsstand.algorithms.html_tables import read_table
from newsstand.algorithms.html_unwanted import is_emoji, is_unwanted

# Some four calls a level: well inside Python's limit wherever this is called from.
DEEPEST = 80
MOST_PICTURES = 500
_MARKS = {
    "em": "em", "i": "em", "var": "em", "dfn": "em", "strong": "strong", "b": "strong", "code": "code", "tt": "code",
    "kbd": "code", "samp": "code", "cite": "cite", "q": "q", "s": "s", "strike": "s", "del": "s",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
_TRIMMED = " \t\r\n\f\v\u00a0"
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_LONGEST_HEADING = 300
_POSTS = frozenset({"blockquote", "div"})
_FEWEST_SAID = 3
_GROUPS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "address", "details", "summary",
        "center", "form", "fieldset", "hgroup", "body", "dt", "dd", "li", "caption", "figcaption", "menu",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """Where addresses are resolved, what a picture's address becomes ("" drops the picture), which are ours already."""

    base_url: str
    picture: Callable[[str], str] = str
    is_ours: Callable[[str], bool] = lambda _address: False


class Reader:
    """Walks a tree and gathers blocks. `blocks` after `read` is the result."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.blocks: list[Block] = []
        self._runs: list[Run] = []
        self._pre = False
        self._depth = 0
        self._pictures = 0
        self._apart: set[etree._Element] = set()

    def read(self, element: etree._Element) -> tuple[Block, ...]:
        """The blocks of everything inside `element`."""
        return self.nested(element, ())

    def nested(self, element: etree._Element, marks: Marks, *, itself: bool = False) -> tuple[Block, ...]:
        """The blocks inside `element` (or of `element` itself), apart from those gathered so far."""
        self.flush()
        before, self.blocks = self.blocks, []
        self._depth += 1
        if self._depth > DEEPEST:
            self._text(" ".join(element.itertext()), marks)
        elif itself:
            self._visit(element, marks)
        else:
            self._walk(element, marks)
        self._depth -= 1
        self.flush()
        inside, self.blocks = self.blocks, before
        return tuple(inside)

    def flush(self) -> None:
        """End the paragraph that is being gathered."""
        if not self._runs:
            return
        runs, self._runs = self._runs, []
        if self._pre:
            if kept := preformatted(runs):
                self.blocks.append(Leaf("pre", kept))
            return
        for paragraph in tidied(runs):
            found = pasted(paragraph)
            self.blocks.append(card(found) if found else Leaf("p", paragraph))

    def _text(self, text: str | None, marks: Marks) -> None:
        # Space before a paragraph's first word is nothing; most of it stands between the tags of blocks.
        if not text or not (self._runs or self._pre or text.strip(_TRIMMED)):
            return
        bare = text if text.isascii() else _UNSEEN.sub("", text)
        if self._pre:
            bare = bare.replace("\r", "")
        elif "\n" in bare or "  " in bare or "\t" in bare or "\r" in bare or "\f" in bare or "\v" in bare:
            bare = _SPACE.sub(" ", bare)
        self._runs.append(Run(bare, marks))

    def _walk(self, element: etree._Element, marks: Marks) -> None:
        if self._depth >= DEEPEST:
            self._text(" ".join(element.itertext()), marks)
            return
        self._depth += 1
        self._text(element.text, marks)
        for child in element:
            if isinstance(child.tag, str) and child not in self._apart and not is_unwanted(child):
                self._visit(child, marks)
            self._text(child.tail, marks)
        self._depth -= 1

    def _visit(self, element: etree._Element, marks: Marks) -> None:
        tag = element.tag
        if tag in _POSTS and is_post(element) and self._post(element, marks):
            return
        if tag in _GROUPS or tag == "span":
            self._group(element, marks)
        elif tag == "br":
            self._runs.append(Run("\n", marks))
        elif tag in {"img", "picture"}:
            self._picture(element)
        elif tag in EMBEDS:
            self._embed(element)
        elif mark := self._mark(element):
            known = any(outer.tag == mark.tag for outer in marks)
            self._walk(element, marks if known else (*marks, mark))
        elif tag in _HEADINGS:
            self._heading(element, marks)
        elif not self._box(element, marks):
            self._group(element, marks)

    def _mark(self, element: etree._Element) -> Mark | None:
        tag = element.tag
        if tag == "a":
            address = link_address(element.get("href") or "", self.rules.base_url)
            return Mark("a", (("href", address),)) if address else None
        if tag in {"abbr", "acronym"} and (title := " ".join((element.get("title") or "").split())):
            return Mark("abbr", (("title", title),))
        if tag == "time" and re.fullmatch(r"[\w:.+ -]{4,40}", moment := (element.get("datetime") or "").strip()):
            return Mark("time", (("datetime", moment),))
        return Mark(_MARKS[tag]) if tag in _MARKS else None

    def _group(self, element: etree._Element, marks: Marks) -> None:
        if is_picture_frame(element):
            self._frame(element, marks)
        elif element.tag in _GROUPS:
            self.flush()
            self._walk(element, marks)
            self.flush()
        else:
            self._walk(element, marks)

    def _box(self, element: etree._Element, marks: Marks) -> bool:
        tag = element.tag
        if tag == "hr":
            self.flush()
            self.blocks.append(Box("hr"))
        elif tag in {"ul", "ol"}:
            self._list(element, marks)
        elif tag == "blockquote":
            self._add(Box("blockquote", self.nested(element, marks)))
        elif tag == "pre":
            self._preformatted(element, marks)
        elif tag == "table":
            self.flush()
            self.blocks.extend(read_table(element, lambda cell: self.nested(cell, marks)))
        elif tag == "dl":
            self.flush()
            self._definitions(element, marks)
        else:
            return False
        return True

    def _add(self, box: Box) -> None:
        if box.children:
            self.blocks.append(box)

    def _heading(self, element: etree._Element, marks: Marks) -> None:
        inside = self.nested(element, marks)
        runs, pictures = flattened(inside)
        long = sum(len(run.text) for run in runs) > _LONGEST_HEADING
        if long or any(isinstance(block, Box) for block in inside):
            # An unclosed heading swallowed the article.
            self.blocks.extend(inside)
            return
        self.blocks.extend(pictures)
        if runs:
            self.blocks.append(Leaf(_HEADINGS[element.tag], runs))

    def _preformatted(self, element: etree._Element, marks: Marks) -> None:
        self.flush()
        outer, self._pre = self._pre, True
        self._walk(element, marks)
        self.flush()
        self._pre = outer

    def _list(self, element: etree._Element, marks: Marks) -> None:
        self.flush()
        items: list[tuple[Block, ...]] = [stray] if (stray := self._own_text(element)) else []
        for child in element:
            if not isinstance(child.tag, str) or is_unwanted(child):
                continue
            inside = self.nested(child, marks, itself=child.tag != "li")
            if items and child.tag in {"ul", "ol"}:
                # A list that stands between items belongs to the item before it.
                items[-1] += inside
            elif inside:
                items.append(inside)
        start = pixels(element.get("start")) if element.tag == "ol" else None
        attributes = (("start", str(start)),) if start and start > 1 else ()
        self._add(Box(element.tag, tuple(Box("li", item) for item in items), attributes))

    def _own_text(self, element: etree._Element) -> tuple[Block, ...]:
        text = " ".join(part for part in (element.text, *(child.tail for child in element)) if part and part.strip())
        return tuple(Leaf("p", paragraph) for paragraph in tidied([Run(_SPACE.sub(" ", _UNSEEN.sub("", text)))]))

    def _definitions(self, element: etree._Element, marks: Marks) -> None:
        children: list[Block] = []
        for child in _terms(element):
            inside = self.nested(child, marks, itself=child.tag not in {"dt", "dd"})
            runs, pictures = flattened(inside) if child.tag == "dt" else ((), [])
            children.extend([Leaf("dt", runs)] if runs else [])
            described = tuple(pictures) if child.tag == "dt" else inside
            children.extend([Box("dd", described)] if described else [])
        self._add(Box("dl", tuple(children)))

    def _picture(self, element: etree._Element) -> None:
        image = element if element.tag == "img" else element.find(".//img")
        around = image.getparent() if image is not None and element.tag == "img" else element
        sources: list[Mapping[str, str]] = []
        if around is not None and around.tag == "picture":
            sources = [dict(source.attrib) for source in around.iter("source")]
        attributes = dict(image.attrib) if image is not None else {}
        alt = " ".join((attributes.get("alt") or "").split())[:1000]
        if is_emoji(attributes):
            self._text(alt, ())
            return
        width, height = pixels(attributes.get("width")), pixels(attributes.get("height"))
        source = attributes.get("src", "")
        found = source if self.rules.is_ours(source) else best_address(attributes, sources, self.rules.base_url)
        if not found or is_beacon(found, width, height, attributes.get("style", "")):
            return
        if self._pictures < MOST_PICTURES and (address := self.rules.picture(found)):
            self._pictures += 1
            self.flush()
            self.blocks.append(Figure(address, alt, width or None, height or None))

    def _frame(self, element: etree._Element, marks: Marks) -> None:
        own = [found for found in element.iter() if is_caption(found) and frame_of(found) is element]
        captions = tuple(block for caption in own for block in self.nested(caption, marks))
        self._apart.update(own)
        self.blocks.extend(with_caption(self.nested(element, marks), captions))
        self._apart.difference_update(own)

    def _embed(self, element: etree._Element) -> None:
        found = embed_link(element, self.rules.base_url)
        if found:
            self.flush()
            self.blocks.append(card(Embed(*found)))

    def _post(self, element: etree._Element, marks: Marks) -> bool:
        """A post with words of its own stays as they are, with the way to it; any other is the way to it alone."""
        found = post_link(element, self.rules.base_url)
        if found is None:
            return False
        self.flush()
        if found.said < _FEWEST_SAID:
            self.blocks.append(card(found))
            return True
        inside = self.nested(element, marks)
        way = () if found.address in links_in(inside) else (card(found),)
        is_quote = len(inside) == 1 and isinstance(inside[0], Box) and inside[0].tag == "blockquote"
        self.blocks.extend((*inside, *way) if is_quote else (Box("blockquote", (*inside, *way)),))
        return True


def _terms(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if not isinstance(child.tag, str) or is_unwanted(child):
            continue
        if child.tag == "div" and child.find("dt") is not None:
            yield from (inner for inner in child if isinstance(inner.tag, str) and not is_unwanted(inner))
        else:
            yield child


def links_in(blocks: Iterable[Block]) -> set[str]:
    """Where the links in blocks lead, without parameters."""
    marks = (mark for leaf in leaves(blocks) for run in leaf.runs for mark in run.marks)
    return {value.partition("?")[0] for mark in marks for name, value in mark.attributes if name == "href"}
