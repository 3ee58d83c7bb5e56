"""`{% thread article visitor %}`: an article's comments, with what this visitor may do about them."""

from typing import Any

from django import template
from django.template import RequestContext

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address
from newsstand.articles.models import Article
from newsstand.comments import thread as threads
from newsstand.comments.forms import CommentForm
from newsstand.lib import clock

register = template.Library()

# More digits than any number in the database has.
MOST_DIGITS = 19


@register.inclusion_tag("comments/thread.html", takes_context=True)
def thread(context: RequestContext, article: Article, visitor: User | None) -> dict[str, Any]:
    """The page of the thread that `?comments_after=` of the address asks for; the first where it makes no sense."""
    given = context["request"].GET.get(threads.PARAMETER, "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS else None
    return {
        "thread": threads.load(article=article, viewer=visitor, after=after, now=clock.now()),
        "article": article,
        "visitor": visitor,
        "form": CommentForm.new(article),
        "here": article.get_absolute_url(),
    }


@register.simple_tag
def sign_in(next_address: str) -> str:
    """The address of the page to sign in, which leads back to the given address of ours."""
    return sign_in_address(next_address)
