"""`{% follow_conversation article visitor %}`: the button that follows an article's thread, or no longer."""

from typing import Any

from django import template
from django.template import RequestContext

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.models import Follower

register = template.Library()


@register.inclusion_tag("comments/follow.html", takes_context=True)
def follow_conversation(context: RequestContext, article: Article, visitor: User | None) -> dict[str, Any]:
    """One query for who is signed in, none for anybody else, who gets a link to sign in."""
    follows = visitor is not None and Follower.objects.filter(user=visitor, article=article).exists()
    return {
        "article": article,
        "visitor": visitor,
        "follows": follows,
        "csrf_token": context.get("csrf_token"),
    }
