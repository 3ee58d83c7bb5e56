"""How often one article is read: for its publisher's people, its contributor, and the editors."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.pages.numbers import file_of, shown
from newsstand.pages.publisher_figures import period_of
from newsstand.publishers.models import Role, may_be
from newsstand.publishers.views import for_users
from newsstand.reads.numbers import total_of

NOT_YOURS = "How often an article is read is seen by those whose it is, and by this site's editors."


@require_safe
@for_users
def article_numbers(request: HttpRequest, user: User, article_id: int, slug: str) -> HttpResponse:
    """`/a/<id>/<slug>/numbers?days=`: the article's reads by day, in all, and whence."""
    article = own_article(user, article_id)
    if slug != article.slug:
        return redirect(f"{article.get_absolute_url()}/numbers")
    period = period_of(request)
    files = f"{article.get_absolute_url()}/numbers.{{}}"
    context = {
        "visitor": user,
        "article": article,
        "ever": total_of(article.pk),
        **shown(period, files, article=article.pk),
    }
    return render(request, "pages/article_numbers.html", context)


@require_safe
@for_users
def article_numbers_file(request: HttpRequest, user: User, article_id: int, slug: str, form: str) -> HttpResponse:
    """`/a/<id>/<slug>/numbers.csv`, `.json`: a row a day."""
    article = own_article(user, article_id)
    return file_of(form, f"reads-{article.pk}-{slug}", period_of(request), article=article.pk)


def own_article(user: User, article_id: int) -> Article:
    """The article, for who may see its numbers. Raises Http404, and PermissionDenied for anybody else."""
    article = get_object_or_404(Article.objects.select_related("publisher"), pk=article_id)
    if not may_see_numbers(user, article):
        raise PermissionDenied(NOT_YOURS)
    return article


def may_see_numbers(user: User, article: Article) -> bool:
    """Whether the article is this person's, or their publisher's, or they edit the site."""
    if user.is_editor:
        return True
    if article.publisher is not None and may_be(user, article.publisher, Role.VIEWER):
        return True
    return article.bylines.filter(author__user=user).exists()
