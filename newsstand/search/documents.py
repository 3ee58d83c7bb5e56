"""What of an article may be found."""

from dataclasses import dataclass

from newsstand.algorithms.excerpt import excerpt, first_words
from newsstand.algorithms.html import plain
from newsstand.algorithms.words import spellings, tokens
from newsstand.articles.models import Article

# As many as PostgreSQL knows places in a text.
MOST_TOKENS = 16_000
# People, places and things are named early: the words of the beginning are those that readers type.
SPELLED_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Findable:
    """The parts of an article that the contract lets readers find and see."""

    headline: str
    byline: str
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article's row in the index: the tokens of its parts, with spaces between."""

    number: int
    headline: str
    byline: str
    words: str


def findable(article: Article) -> Findable:
    """Of an excerpt only the words that are shown. Needs the article's publisher, contract and authors."""
    contract = article.contract()
    text = article.text
    if contract is not None and contract.excerpt_words is not None:
        text = plain(excerpt(article.body, contract.excerpt_words).html) if article.body else ""
        text = first_words(text, contract.excerpt_words)
    byline = ", ".join(author.name for author in article.authors.all())
    return Findable(article.headline, byline, article.shown_summary(), text)


def document(number: int, found: Findable) -> Document:
    """The row of the index. A summary that the text begins with is not counted twice."""
    summary = found.summary.removesuffix("…")
    body = found.text if found.text.startswith(summary) else f"{summary}\n{found.text}"
    return Document(
        number,
        " ".join(tokens(found.headline, MOST_TOKENS)),
        " ".join(tokens(found.byline, MOST_TOKENS)),
        " ".join(tokens(body, MOST_TOKENS)),
    )


def spelled(found: Findable) -> dict[str, str]:
    """The words of its beginning that one can misspell, folded, and how each is written."""
    return spellings([found.headline, found.byline, found.summary, found.text[:SPELLED_CHARACTERS]])
