"""`{% load readers %}`: what a reader can do about something, on whatever page it stands.

A visitor who is not signed in gets a link to a page of its own, so that public pages hold no form and stay cached.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import RequestContext

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.readers.aims import FOLLOWED, Aim, kind_of
from newsstand.readers.buttons import Button
from newsstand.readers.buttons import follow_button as button_to_follow
from newsstand.readers.buttons import save_button as button_to_save
from newsstand.readers.models import Follow, Saved

register = template.Library()

KEPT = "_newsstand_follows"


@register.inclusion_tag("readers/button.html", takes_context=True)
def follow_button(context: RequestContext, aim: Aim, article: Article | None = None) -> dict[str, Any]:
    """Follow it, or no longer. `article` is the one on whose page it stands. One query, however many on a page."""
    user = context.get("visitor")
    is_on = user is not None and aim.pk in follows_of(context["request"], user)[kind_of(aim)]
    return shown(
        context, button_to_follow(aim, is_on=is_on, article=article.pk if article else 0, onward=here(context))
    )


@register.inclusion_tag("readers/button.html", takes_context=True)
def save_button(context: RequestContext, article: Article, is_saved: bool | None = None) -> dict[str, Any]:
    """Save the article, or no longer. One query, unless the page knows already (`is_saved`)."""
    user = context.get("visitor")
    if is_saved is None:
        is_saved = user is not None and Saved.objects.filter(user=user, article=article).exists()
    return shown(context, button_to_save(article, is_on=is_saved, onward=here(context)))


@register.inclusion_tag("readers/button.html", takes_context=True)
def reader_button(context: RequestContext, button: Button) -> dict[str, Any]:
    """A button that a page made itself."""
    return shown(context, button)


def shown(context: RequestContext, button: Button) -> dict[str, Any]:
    return {"button": button, "visitor": context.get("visitor")}


def here(context: RequestContext) -> str:
    """The page on which it stands, to come back to without script."""
    request: HttpRequest = context["request"]
    return request.get_full_path()


def follows_of(request: HttpRequest, user: User) -> Mapping[str, set[int]]:
    """What the visitor follows, by kind: asked once a page."""
    known: Mapping[str, set[int]] | None = getattr(request, KEPT, None)
    if known is None:
        found: dict[str, set[int]] = defaultdict(set)
        for row in Follow.objects.filter(user=user).values(*FOLLOWED):
            for kind, number in row.items():
                if number is not None:
                    found[kind].add(number)
        setattr(request, KEPT, found)
        known = found
    return known
