"""How an article's thread is held now, and what its writers and readers are told of it."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format

from newsstand.algorithms.screening.facts import Mode, Place
from newsstand.algorithms.screening.quiet import is_quiet
from newsstand.articles.models import Article
from newsstand.comments.models import Thread
from newsstand.moderation.rulebook import current


def place_of(article_id: int, default_mode: str, now: datetime) -> Place:
    """The thread's mode at `now`, in the site's time zone for quiet hours. One query."""
    return place(Thread.objects.filter(article=article_id).first(), default_mode, now)


def place(row: Thread | None, default_mode: str, now: datetime) -> Place:
    """What a thread's row says for `now`; without a row what the house does."""
    if row is None:
        return Place(Mode(default_mode))
    mode = Mode(default_mode if row.mode == Thread.Mode.USUAL else row.mode)
    if row.closes_at is not None and row.closes_at <= now:
        return Place(Mode.CLOSED, closed_since=day(row.closes_at))
    if mode is Mode.CLOSED:
        return Place(Mode.CLOSED, closed_since=day(row.changed_at))
    here = timezone.localtime(now).time()
    quiet = row.quiet_until if is_quiet(here, row.quiet_from, row.quiet_until) else None
    return Place(mode, first_held=row.first_held, quiet_until=time_format(quiet, "H:i") if quiet else "")


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def sentence(place: Place) -> str:
    """What a writer should know before they write; "" for an open thread."""
    if place.mode is Mode.CLOSED:
        return f"Comments are closed{f' since {place.closed_since}' if place.closed_since else ''}."
    if place.quiet_until:
        return f"Quiet hours: comments wait for a moderator until {place.quiet_until}."
    first = "first comment" if place.first_held == 1 else f"first {place.first_held} comments"
    return {
        Mode.LINKS_HELD: "Comments with links wait for a moderator.",
        Mode.FIRST_HELD: f"Your {first} here will wait for a moderator.",
        Mode.ALL_HELD: "All comments wait for a moderator.",
    }.get(place.mode, "")


def why_closed(article: Article, now: datetime) -> str | None:
    """Why nobody may say anything more under the article, or None. Two queries."""
    found = place_of(article.pk, current(now).default_mode, now)
    return sentence(found) if found.mode is Mode.CLOSED else None
