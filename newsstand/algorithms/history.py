"""What a reader would notice between two states of an article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsstand.algorithms.article_html import stored_blocks
from newsstand.algorithms.diff import Passage, Piece, diff, words
from newsstand.algorithms.excerpt import excerpt, first_words
from newsstand.algorithms.html_blocks import Block, Box, Leaf, text_of
from newsstand.algorithms.noticeable import place
from newsstand.algorithms.urls import absolute

_OURS = re.compile(r"/image/([a-z2-7]{20})/")
MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class State:
    """What an article said for a while. `body` is stored HTML, `lead` the id of the picture above it ("" for none)."""

    headline: str
    byline: str
    summary: str
    body: str
    lead: str
    lead_caption: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of each part; an empty tuple where it stayed the same.

    `further_down` says that something changed beyond the excerpt that the contract lets us show.
    """

    headline: tuple[Piece, ...]
    byline: tuple[Piece, ...]
    summary: tuple[Piece, ...]
    passages: tuple[Passage, ...]
    lead_caption: tuple[Piece, ...]
    links_gone: tuple[str, ...]
    links_new: tuple[str, ...]
    pictures_gone: int
    pictures_new: int
    further_down: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing that stands on our page changed."""
        parts = (self.headline, self.byline, self.summary, self.passages, self.lead_caption)
        return not any((*parts, self.links_gone, self.links_new, self.pictures_gone, self.pictures_new))


def difference(before: State, after: State, *, excerpt_words: int | None = None) -> Difference:
    """What a reader would notice, in no more of the text than may be shown."""
    old, new = shown(before, excerpt_words), shown(after, excerpt_words)
    old_blocks, new_blocks = stored_blocks(old.body), stored_blocks(new.body)
    old_links, new_links = links(old_blocks), links(new_blocks)
    old_pictures, new_pictures = pictures(old), pictures(new)
    return Difference(
        headline=line(old.headline, new.headline),
        byline=line(old.byline, new.byline),
        summary=line(old.summary, new.summary),
        passages=diff(list(paragraphs(old_blocks)), list(paragraphs(new_blocks))),
        lead_caption=line(old.lead_caption, new.lead_caption),
        links_gone=tuple(link for link in old_links if link not in new_links)[:MOST_LINKS],
        links_new=tuple(link for link in new_links if link not in old_links)[:MOST_LINKS],
        pictures_gone=len(old_pictures - new_pictures),
        pictures_new=len(new_pictures - old_pictures),
        further_down=excerpt_words is not None and before.body != after.body and old.body == new.body,
    )


def shown(state: State, excerpt_words: int | None) -> State:
    """The part of a state that may be shown."""
    if excerpt_words is None:
        return state
    return State(
        headline=state.headline,
        byline=state.byline,
        summary=first_words(state.summary, excerpt_words),
        body=excerpt(state.body, excerpt_words).html,
        lead=state.lead,
        lead_caption=state.lead_caption,
    )


def line(before: str, after: str) -> tuple[Piece, ...]:
    """How a line changed; empty when it did not."""
    return () if before.split() == after.split() else words(before, after)


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The text of each block in reading order; a picture is what is said of it."""
    for block in blocks:
        if isinstance(block, Leaf):
            yield text_of(block.runs)
        elif isinstance(block, Box):
            yield from paragraphs(block.children)
        elif said := text_of(block.caption) or block.alt:
            yield f"[Picture: {said}]"


def links(blocks: tuple[Block, ...]) -> dict[str, None]:
    """Where the links lead, each address once, in order."""
    found: dict[str, None] = {}
    for block in blocks:
        if isinstance(block, Box):
            found |= links(block.children)
        elif isinstance(block, Leaf):
            for run in block.runs:
                addresses = (value for mark in run.marks for name, value in mark.attributes if name == "href")
                found |= {place(address): None for address in addresses if absolute(address, "")}
    return found


def pictures(state: State) -> frozenset[str]:
    """The ids of all pictures shown."""
    return frozenset([*_OURS.findall(state.body), *([state.lead] if state.lead else [])])
