"""Everything that the site keeps of a reader in these tables, for them to take away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.ranking.models import Signal
from newsstand.readers.models import AdsOff, Affinity, Digest, Follow, FrontPage, Hidden, Mailing, Saved, Seen

AIMS = ("publisher", "author", "topic", "story")


def exported(user: User, *, now: datetime) -> dict[str, Any]:
    """Plain values for JSON: times in ISO 8601, things by kind, name and address.

    An article is named by its address alone: what it said is its publisher's, and may be withdrawn by now.
    """
    return {
        "made_at": now.isoformat(),
        "name": user.name,
        "email": user.email,
        "joined_at": user.joined_at.isoformat(),
        "following": [about(row, AIMS) for row in rows(Follow, user, AIMS)],
        "saved": [at(row.article, row.since) for row in rows(Saved, user, ("article",))],
        "hidden": [about(row, ("article", *AIMS)) for row in rows(Hidden, user, ("article", *AIMS))],
        "history": [at(row.article, row.at) for row in rows(Seen, user, ("article",))],
        "front_page": front_page(user),
        "believed": [
            {
                **thing(row.aim),
                "strength": round(row.strength, 3),
                "liked": round(row.liked, 3),
                "met": round(row.met, 3),
                "said": row.said,
                "changed_at": row.changed_at.isoformat(),
            }
            for row in rows(Affinity, user, AIMS[:3])
        ],
        "signals": [
            {**at(row.article, row.at), "kind": row.kind, "weight": row.weight}
            for row in rows(Signal, user, ("article",))
        ],
        "digest": digest(user),
        "ads_switched_off": [
            {"category": row.category, "since": row.since.isoformat()} for row in rows(AdsOff, user, ())
        ],
    }


def rows(model: Any, user: User, related: tuple[str, ...]) -> Iterable[Any]:
    """A user's rows of a table, the oldest first; no article brings its text along."""
    found = model.objects.filter(user=user).select_related(*related).order_by("pk")
    texts = [f"article__{name}" for name in ("body", "text", "summary")] if "article" in related else []
    return found.defer(*texts).iterator(500)  # type: ignore[no-any-return]


def at(article: Article, moment: datetime) -> dict[str, Any]:
    return {"article": article.get_absolute_url(), "at": moment.isoformat()}


def about(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What a follow or a hidden row is about, and since when."""
    aim = next(getattr(row, name) for name in names if getattr(row, f"{name}_id") is not None)
    return {**thing(aim), "since": row.since.isoformat()}


def thing(aim: Any) -> dict[str, Any]:
    """Something by its kind, name and address; an article by its address."""
    named = {} if isinstance(aim, Article) else {"name": str(aim)}
    return {"kind": type(aim).__name__.lower(), **named, "address": aim.get_absolute_url()}


def front_page(user: User) -> dict[str, Any]:
    choices = FrontPage.of(user)
    return {
        "place": thing(choices.place) if choices.place is not None else None,
        "learns": choices.learns,
        "keeps_history": choices.keeps_history,
    }


def digest(user: User) -> dict[str, Any] | None:
    """The digest and what its mails held; None where there never was one."""
    found = Digest.objects.filter(user=user).first()
    if found is None:
        return None
    return {
        "is_on": found.is_on,
        "hour": found.hour,
        "days": [int(day) for day in found.days],
        "zone": found.zone,
        "due_at": found.due_at.isoformat() if found.due_at else None,
        "mails": [
            {
                "made_at": one.made_at.isoformat(),
                "sent_at": one.sent_at.isoformat() if one.sent_at else None,
                "articles": [f"/a/{article}/" for article, _ in one.told],
            }
            for one in Mailing.objects.filter(digest=found).order_by("pk")
        ],
    }
