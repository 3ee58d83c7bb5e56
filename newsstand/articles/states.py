"""What an article says, and what it said before, as `algorithms.history` compares them."""

from newsstand.algorithms.history import State
from newsstand.articles.models import Article, Revision
from newsstand.articles.revise import byline_line, byline_of


def present(article: Article) -> State:
    """What the article says now. One query, for its byline."""
    return State(
        headline=article.headline,
        byline=byline_line(byline_of(article)),
        summary=article.summary,
        body=article.body,
        lead=article.lead_picture_id or "",
        lead_caption=article.lead_caption,
    )


def former(revision: Revision) -> State:
    """What the article said until then."""
    return State(
        headline=revision.headline,
        byline=revision.byline,
        summary=revision.summary,
        body=revision.body,
        lead=revision.lead_picture_id or "",
        lead_caption=revision.lead_caption,
    )
