"""What the rules may know of a comment beside its words, read from the database."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from disposable_email_domains import blocklist
from django.conf import settings
from django.db.models import Count, Q

from newsstand.accounts.models import User
from newsstand.algorithms.screening.facts import Author, Facts, Rules, Said
from newsstand.articles.models import Article
from newsstand.comments.mode import place_of
from newsstand.comments.models import Comment
from newsstand.comments.status import counted
from newsstand.moderation.rulebook import Rulebook
from newsstand.moderation.standing import Standing

# A flood of repetitions is known by the latest.
MOST_SAID = 50


def facts_of(
    *,
    article: Article,
    user: User,
    typed: str,
    rulebook: Rulebook,
    standing: Standing,
    now: datetime,
    edited: Comment | None = None,
) -> Facts:
    """Everything the phases may look at, in seven queries outside every transaction; `edited` is no new comment."""
    rules = rulebook.rules
    return Facts(
        now=now,
        typed=typed,
        rules=rules,
        author=author_of(user, article, rules, standing, now, edited),
        place=replace(place_of(article.pk, rulebook.default_mode, now), lately=in_thread_lately(article, rules, now)),
        own_hosts=own_hosts(),
        disposable=disposable(),
        is_edit=edited is not None,
    )


def in_thread_lately(article: Article, rules: Rules, now: datetime) -> int:
    """How many comments the thread got lately, counted as far as the rules ask. One query at most."""
    if not rules.thread_most:
        return 0
    since = now - timedelta(minutes=rules.speed_minutes)
    return Comment.objects.filter(article=article, posted_at__gt=since)[: rules.thread_most].count()


def author_of(
    user: User, article: Article, rules: Rules, standing: Standing, now: datetime, edited: Comment | None
) -> Author:
    itself = edited.pk if edited else 0
    own = Comment.objects.filter(user=user).exclude(pk=itself)
    shown = counted().filter(user=user).exclude(pk=itself)
    enough = max(rules.newcomer_approved, rules.newcomer_held)
    lately = own.filter(posted_at__gt=now - timedelta(minutes=rules.speed_minutes))
    again = own.filter(posted_at__gt=now - timedelta(minutes=rules.repeat_minutes), withdrawn_at=None)
    past = own.filter(posted_at__gt=now - timedelta(days=rules.history_days)).aggregate(
        whole=Count("pk"), removed=Count("pk", filter=Q(status=Comment.Status.REMOVED))
    )
    return Author(
        trusted=user.moderates,
        watched=standing.is_watched,
        mail_domain=user.email.rpartition("@")[2],
        approved=shown[:enough].count() if enough else 0,
        in_thread=shown.filter(article=article).count(),
        lately=lately.count(),
        decided=past["whole"],
        removed=past["removed"],
        said=tuple(Said(*row) for row in again.order_by("-posted_at").values_list("text", "posted_at")[:MOST_SAID]),
    )


@cache
def disposable() -> frozenset[str]:
    """Domains where addresses are thrown away after use, as the library's list has them."""
    return frozenset(blocklist)


def own_hosts() -> frozenset[str]:
    return frozenset(filter(None, {urlsplit(settings.NEWSSTAND_URL).hostname}))
