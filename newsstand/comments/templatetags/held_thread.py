"""`{% held_thread article visitor as held %}`: what is said above a thread of how it is held."""

from dataclasses import dataclass

from django import template

from newsstand.accounts.models import User
from newsstand.algorithms.screening.facts import Mode
from newsstand.articles.models import Article
from newsstand.comments.mode import place_of, sentence
from newsstand.lib import clock
from newsstand.moderation.rulebook import current

register = template.Library()


@dataclass(frozen=True, slots=True)
class Held:
    """`sentence` is empty for an open thread; `address` is where moderators change it, empty for others."""

    sentence: str
    is_closed: bool
    address: str


@register.simple_tag
def held_thread(article: Article, visitor: User | None) -> Held:
    """How the thread is held now, in two queries."""
    now = clock.now()
    place = place_of(article.pk, current(now).default_mode, now)
    may = visitor is not None and visitor.moderates
    return Held(sentence(place), place.mode is Mode.CLOSED, f"{article.get_absolute_url()}/thread" if may else "")
