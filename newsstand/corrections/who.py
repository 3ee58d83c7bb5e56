"""Who answers contested statements, and who may see them."""

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.publishers.models import Membership, Publisher, Role, may_be

ANSWERERS = (Role.OWNER, Role.EDITOR)


def answerers(article: Article) -> list[User]:
    """Who has to answer for an article: its publisher's owners and editors, or the contributors who wrote it.

    The site's editors, where nobody of them has an account here.
    """
    if article.publisher_id is not None:
        rows = Membership.objects.filter(publisher=article.publisher_id, role__in=ANSWERERS, user__is_active=True)
        users = User.objects.filter(memberships__in=rows)
    else:
        users = User.objects.filter(author__articles=article, is_active=True)
    return list(users.distinct().order_by("pk")) or editors()


def editors() -> list[User]:
    """The site's editors."""
    return list(User.objects.filter(is_staff=True, is_active=True).order_by("pk"))


def may_answer(user: User, article: Article) -> bool:
    """Whether somebody may say what becomes of a statement that is contested in an article."""
    if user.is_editor:
        return True
    if article.publisher is not None:
        return may_be(user, article.publisher, Role.EDITOR)
    return user.is_active and article.authors.filter(user=user).exists()


def may_read(user: User, article: Article) -> bool:
    """Whether somebody may read what is contested in an article: who may answer, and all of its publisher's people."""
    publisher: Publisher | None = article.publisher
    return may_answer(user, article) or (publisher is not None and may_be(user, publisher, Role.VIEWER))
