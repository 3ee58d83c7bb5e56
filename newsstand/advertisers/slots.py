"""The places on pages where one ad may stand."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one ad, reserved in size.

    `page`: the kind of page it stands on: front, list (of a place, topic or section), article, thread.
    `shape`: how the ad is laid out: "wide" (a line across the page), "row" (as a card in a list), "column" (in the
    margin). `sizes`: the room for it as (width, height) in pixels, the largest first, as OpenRTB buyers are told.
    `weight`: how often an ad is clicked here against the same ad in the best slot, before anything was measured.
    """

    key: str
    page: str
    name: str
    shape: str
    sizes: tuple[tuple[int, int], ...]
    weight: float


_ALL = (
    Slot("front-1", "front", "Front page, below the top stories", "wide", ((970, 160), (320, 160)), 1.0),
    Slot("front-2", "front", "Front page, among more stories", "row", ((580, 160), (320, 160)), 0.7),
    Slot("list-1", "list", "List of a place, topic or section", "row", ((580, 160), (320, 160)), 0.7),
    Slot("article-1", "article", "Article, right after the text", "row", ((580, 160), (320, 160)), 1.0),
    Slot("article-2", "article", "Article, beside the text", "column", ((300, 320),), 0.6),
    Slot("thread-1", "thread", "Thread, below the comments", "row", ((580, 160), (320, 160)), 0.5),
)

SLOTS: Mapping[str, Slot] = {slot.key: slot for slot in _ALL}
"""All slots by their keys, in the order in which they are filled."""

ON_PAGE: Mapping[str, tuple[str, ...]] = {
    "front": ("front-1", "front-2"),
    "list": ("list-1",),
    "article": ("article-1", "article-2", "thread-1"),
}
"""The keys of the slots that a page may ask for, by the kind of page; a thread stands on its article's page."""
