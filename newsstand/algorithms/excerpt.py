"""The beginning of an article, as many words as a contract allows."""

import re
from dataclasses import dataclass

from newsstand.algorithms.article_html import stored_blocks
from newsstand.algorithms.html_blocks import Block, Box, Leaf, Run, text_of, to_html

_CHINESE_OR_JAPANESE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"[{_CHINESE_OR_JAPANESE}]|[^\W{_CHINESE_OR_JAPANESE}](?:[^\W{_CHINESE_OR_JAPANESE}]|['’.-](?=\w))*"
)
_CHARACTER = re.compile(f"[{_CHINESE_OR_JAPANESE}]")
# Scripts without spaces come as one long "word".
_LETTERS_A_WORD = 24


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words that may be shown, as stored HTML, and whether the article has more."""

    html: str
    is_cut: bool


def excerpt(html: str, words: int) -> Excerpt:
    """The first so many words of a stored body, without its pictures. Cutting the result again changes nothing."""
    taker = _Taker(words)
    kept = taker.blocks(stored_blocks(html))
    return Excerpt(to_html(kept), taker.is_cut)


def first_words(text: str, words: int | None) -> str:
    """The first so many words of a plain text, with an ellipsis where it was cut; all of it for None."""
    if words is None:
        return text
    end, _ = reach(text, 2 * words)
    return text if end is None else text[:end].rstrip() + "…"


def reach(text: str, halves: int) -> tuple[int | None, int]:
    """Where to cut a text for so many half words (None: it fits), and how many are left over.

    Two characters of Chinese or Japanese are a word; so are 24 letters without a space.
    """
    end = 0
    for found in _WORD.finditer(text):
        word = found.group()
        cost = 1 if _CHARACTER.fullmatch(word) else 2 * -(-len(word) // _LETTERS_A_WORD)
        if cost > halves:
            return end, 0
        halves -= cost
        end = found.end()
    return None, halves


class _Taker:
    """Takes blocks until the words are used up; the block in which they end is cut there."""

    def __init__(self, words: int) -> None:
        self.halves = 2 * words
        self.is_cut = False

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        kept: list[Block] = []
        for block in blocks:
            if self.is_cut:
                break
            if isinstance(block, Box):
                if children := self.blocks(block.children):
                    kept.append(Box(block.tag, children, block.attributes))
            elif isinstance(block, Leaf) and (leaf := self.leaf(block)) is not None:
                kept.append(leaf)
        return tuple(kept)

    def leaf(self, leaf: Leaf) -> Leaf | None:
        end, self.halves = reach(text_of(leaf.runs), self.halves)
        if end is None:
            return leaf
        self.is_cut = True
        return Leaf(leaf.tag, (*_runs_to(leaf.runs, end), Run("…"))) if end else None


def _runs_to(runs: tuple[Run, ...], end: int) -> tuple[Run, ...]:
    kept, here = [], 0
    for run in runs:
        if here >= end:
            break
        kept.append(Run(run.text[: end - here], run.marks))
        here += len(run.text)
    return tuple(kept)
