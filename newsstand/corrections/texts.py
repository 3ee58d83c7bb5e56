"""What an article says and has said, as a reader of this site can quote it."""

from newsstand.algorithms.article_html import stored_blocks
from newsstand.algorithms.excerpt import excerpt, first_words
from newsstand.algorithms.history import paragraphs
from newsstand.algorithms.quoting import Found, find
from newsstand.articles.models import Article, Revision

MOST_REVISIONS = 20


def stands_in(quote: str, article: Article) -> tuple[str, Revision | None] | None:
    """The article's own words for what is quoted, and the revision that said them (None: it says so now).

    Only what the publisher's contract lets us show is looked through. None where the words stand nowhere.
    """
    contract = article.contract()
    words = contract.excerpt_words if contract else None
    if (found := find(quote, texts(article, words))) is not None:
        return found.words, None
    for revision in Revision.objects.filter(article=article).order_by("-pk")[:MOST_REVISIONS]:
        if (found := find(quote, texts(revision, words))) is not None:
            return found.words, revision
    return None


def still_says(statement: str, article: Article) -> bool:
    """Whether the article says it now, in all of its text."""
    found: Found | None = find(statement, texts(article, None))
    return found is not None


def texts(said: Article | Revision, words: int | None) -> list[str]:
    """Headline, text, summary and caption, each as plain text, in no more words than may be shown (None: all)."""
    body = said.body if words is None else excerpt(said.body, words).html
    plain = "\n".join(paragraphs(stored_blocks(body)))
    return [said.headline, plain, first_words(said.summary, words), said.lead_caption]
