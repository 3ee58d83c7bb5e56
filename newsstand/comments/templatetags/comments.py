"""`{% thread article visitor %}`: an article's comments, with what this visitor may do about them."""

from typing import Any

from django import template
from django.template import RequestContext

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address
from newsstand.articles.models import Article
from newsstand.comments import thread as threads
from newsstand.comments.forms import CommentForm
from newsstand.comments.sorts import Sort, sort_named
from newsstand.lib import clock

register = template.Library()


@register.inclusion_tag("comments/thread.html", takes_context=True)
def thread(context: RequestContext, article: Article, visitor: User | None) -> dict[str, Any]:
    """The first page of the thread in the order that `?sort=` asks for; *best* where that makes no sense."""
    sort = sort_named(context["request"].GET.get("sort", "")) or Sort.BEST
    return {
        "thread": threads.load(article=article, viewer=visitor, sort=sort, now=clock.now()),
        "article": article,
        "visitor": visitor,
        "form": CommentForm.new(article),
        "here": article.get_absolute_url(),
    }


@register.simple_tag
def sign_in(next_address: str) -> str:
    """The address of the page to sign in, which leads back to the given address of ours."""
    return sign_in_address(next_address)
