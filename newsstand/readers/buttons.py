"""The buttons by which a reader follows, saves and hides: what each says, does, and is called by."""

from dataclasses import dataclass

from newsstand.articles.models import Article
from newsstand.readers.aims import Aim, kind_of

FOLLOW = ("Follow", "Following")
SAVE = ("Save", "Saved")
HIDE = ("Hide", "Hidden")


@dataclass(frozen=True, slots=True)
class Button:
    """A form with one button. `words`: what it says while it is off and on; `wanted`: what pressing it asks for.

    `undo` is what screen readers hear that pressing it does while it is on. `article`: where it was pressed.
    """

    id: str
    action: str
    is_on: bool
    name: str
    words: tuple[str, str]
    asks: tuple[str, str]
    undo: str
    article: int = 0
    next: str = ""

    @property
    def label(self) -> str:
        return self.words[self.is_on]

    @property
    def wanted(self) -> str:
        return self.asks[self.is_on]


def follow_button(aim: Aim, *, is_on: bool, article: int = 0, onward: str = "") -> Button:
    """Follow a publisher, an author, a topic or a story, or no longer."""
    kind = kind_of(aim)
    return Button(
        f"follow-{kind}-{aim.pk}",
        f"/you/follow/{kind}/{aim.pk}",
        is_on,
        str(aim),
        FOLLOW,
        ("follow", "unfollow"),
        "unfollow",
        article,
        onward,
    )


def save_button(article: Article, *, is_on: bool, onward: str = "") -> Button:
    """Save an article, or no longer."""
    address = f"/you/save/{article.pk}"
    words = ("save", "unsave")
    return Button(
        f"save-{article.pk}", address, is_on, article.headline, SAVE, words, "take it off your list", next=onward
    )


def hide_button(aim: Aim, *, is_on: bool, article: int = 0, onward: str = "") -> Button:
    """Hide an article, a story, a publisher, an author or a topic, or show it again."""
    kind = kind_of(aim)
    return Button(
        f"hide-{kind}-{aim.pk}",
        f"/you/hide/{kind}/{aim.pk}",
        is_on,
        str(aim),
        HIDE,
        ("hide", "show"),
        "show it again",
        article,
        onward,
    )
