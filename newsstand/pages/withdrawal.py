"""Where an editor withdraws an article, or brings it back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.articles.models import Article
from newsstand.articles.withdraw import RefusedError, restore, withdraw
from newsstand.lib import clock
from newsstand.pages.article import asked_for


@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, *, article_id: int, slug: str) -> HttpResponse:  # noqa: ARG001
    """`/a/<id>/<slug>/withdraw`: the form and what it does, for editors. Kept by no cache. Raises Http404."""
    editor = visitor(request)
    if editor is None:
        response: HttpResponse = redirect(sign_in_address(request.path))
    elif not editor.is_editor:
        raise PermissionDenied("Which articles stay is decided by this site's editors, and you are not one.")
    else:
        response = decide(request, asked_for(article_id), editor)
    patch_cache_control(response, private=True, no_store=True)
    return response


def decide(request: HttpRequest, article: Article, editor: User) -> HttpResponse:
    """Show the form, or do what it says."""
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "restore":
                restore(article=article, now=clock.now(), editor=editor)
            else:
                withdraw(article=article, now=clock.now(), reason=reason, editor=editor)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect(f"{article.get_absolute_url()}/history")
    context = {"article": article, "error": error, "reason": reason, "visitor": editor}
    return render(request, "pages/withdrawal.html", context, status=422 if error else 200)
