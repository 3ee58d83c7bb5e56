"""Topics linked where an article first names them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsstand.algorithms.html_blocks import Block, Box, Figure, Leaf, Mark, Run

# Scripts that put no space between words: a name's end is not seen there.
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NEVER_UNDER = frozenset({"a", "code"})
_NEVER_IN = frozenset({"h2", "h3", "h4", "pre", "caption", "dt"})
_MOST_NAMES = 2000


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic: the names by which texts call it, and the address of its page."""

    names: tuple[str, ...]
    url: str


class Linker:
    """Links each topic once, at its first mention, over all blocks it is given in reading order."""

    def __init__(self, topics: Sequence[TopicLink]) -> None:
        self._urls: dict[str, str] = {}
        for topic in topics:
            for name in topic.names:
                bare = _one_form(" ".join(name.split()))
                if bare and len(self._urls) < _MOST_NAMES:
                    self._urls.setdefault(bare, topic.url)
        longest_first = sorted(self._urls, key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(_whole(name) for name in longest_first)) if longest_first else None
        self._linked: set[str] = set()

    def linked(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks with links in their runs; headings, captions, code and existing links stay as they are."""
        if self._names is None:
            return tuple(blocks)
        changed: list[Block] = []
        for block in blocks:
            if isinstance(block, Box):
                changed.append(Box(block.tag, self.linked(block.children), block.attributes))
            elif isinstance(block, Figure) or block.tag in _NEVER_IN:
                changed.append(block)
            else:
                changed.append(Leaf(block.tag, tuple(part for run in block.runs for part in self._run(run))))
        return tuple(changed)

    def _run(self, run: Run) -> list[Run]:
        if self._names is None or any(mark.tag in _NEVER_UNDER for mark in run.marks):
            return [run]
        parts, here = [], 0
        for found in self._names.finditer(_one_form(run.text)):
            url = self._urls[found.group()]
            if url in self._linked:
                continue
            self._linked.add(url)
            start, end = found.span()
            link = Mark("a", (("class", "topic"), ("href", url)))
            parts += [Run(run.text[here:start], run.marks), Run(run.text[start:end], (*run.marks, link))]
            here = end
        return [part for part in (*parts, Run(run.text[here:], run.marks)) if part.text]


def _one_form(text: str) -> str:
    # One character for one character, so that places in the one are places in the other.
    return text.replace("’", "'").replace("\u00a0", " ").replace("\n", " ")


def _whole(name: str) -> str:
    before = "" if _NO_SPACES.match(name[0]) else r"(?<!\w)"
    after = "" if _NO_SPACES.match(name[-1]) else r"(?!\w)"
    return f"{before}{re.escape(name)}{after}"
