"""Articles and proposals for the tests of topics."""

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.topics.mention import mention
from newsstand.topics.models import TopicProposal
from tests.pages.newsroom import make_article, make_publisher

TEXT = "On Monday Margaret Toft spoke for the ferry. Toft said that it runs at night."


def toft_in(count: int, *, slug: str = "beacon") -> list[Article]:
    """So many articles of one publisher that name Margaret Toft, read by the newsroom."""
    publisher = make_publisher(slug)
    articles = [
        make_article(publisher, headline=f"The ferry, part {number}", slug=f"ferry-{number}", text=TEXT)
        for number in range(count)
    ]
    mention(articles)
    return articles


def toft() -> TopicProposal:
    return TopicProposal.objects.get(key="margaret toft")


def ed() -> User:
    from tests import people

    return people.ed()
