"""What an article says, before it is stored."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from newsstand.algorithms.article_html import with_pictures
from newsstand.algorithms.changes import digest
from newsstand.algorithms.noticeable import content_hash
from newsstand.algorithms.urls import page_key


@dataclass(frozen=True, slots=True)
class Text:
    """One article's words and where its pictures are.

    `body` is sanitised HTML in which pictures still have their own addresses; `pictures` lists those addresses.
    """

    headline: str
    published_at: datetime
    summary: str = ""
    body: str = ""
    plain: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    original_url: str = ""
    lead_picture: str = ""
    lead_alt: str = ""
    lead_caption: str = ""
    pictures: tuple[str, ...] = ()
    section: str = ""
    # Whose word each of "published", "byline", "language", "lead picture", "section" and "text" is.
    sources: tuple[tuple[str, str], ...] = ()
    # The feed had only a summary: the whole text is to be taken from the article's page.
    page_needed: bool = False

    @property
    def hash(self) -> str:
        """What a reader could notice below the headline, in 32 characters."""
        return content_hash(
            text=self.plain,
            body=self.body,
            pictures=self.pictures,
            lead_picture=self.lead_picture,
            lead_alt=self.lead_alt,
            lead_caption=self.lead_caption,
            summary=self.summary,
            authors=self.authors,
        )

    @property
    def original_key(self) -> str:
        """The digest of the original's canonical address; "" when there is none."""
        return original_key(self.original_url)

    def all_pictures(self) -> list[str]:
        """Every address of a picture in it, the lead picture first."""
        return [address for address in (self.lead_picture, *self.pictures) if address]

    def own_body(self, image_ids: dict[str, str]) -> str:
        """The body with our own addresses of its pictures."""
        return with_pictures(self.body, image_ids) if "<img" in self.body else self.body


@lru_cache(maxsize=1024)
def original_key(url: str) -> str:
    """The digest by which an original address is known again; "" for none."""
    return digest(page_key(url)) if url else ""


def storable(text: str, most: int | None = None) -> str:
    """Text that every database takes: no NUL, no half characters, at most `most` characters."""
    clean = text.replace("\x00", "")
    if not clean.isascii():
        clean = clean.encode("utf-8", "ignore").decode("utf-8")
    if most is None or len(clean) <= most:
        return clean
    return clean[: most - 1].rstrip() + "…"
