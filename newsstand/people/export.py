"""Everything that the site keeps of a user, as one ZIP: for programs (JSON) and for reading (HTML)."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.comments.models import Comment, CommentRevision
from newsstand.contributors.export import drafts
from newsstand.moderation.models import Decision, Kind
from newsstand.people.erase import links
from newsstand.people.models import Erasure
from newsstand.people.tables import GIVEN, LEFT_OUT
from newsstand.readers.export import exported as reading
from newsstand.revenue.earnings import earnings

AT_ONCE = 500
IN_ACCOUNT = {"made_at", "name", "email", "joined_at"}


def everything(user: User, *, now: datetime) -> dict[str, Any]:
    """Plain values for JSON by section; times in ISO 8601. See tables.py for what is in it and what is not."""
    found: dict[str, Any] = {"made_at": now.isoformat(), "site": settings.NEWSSTAND_URL, "account": account(user)}
    found["comments"] = list(comments(user))
    found["drafts"] = list(drafts(user))
    found["earnings"] = list(earnings(user))
    found["reading"] = {name: rows for name, rows in reading(user, now=now).items() if name not in IN_ACCOUNT}
    columns = {
        f"{field.model._meta.label}.{field.name}": field for field in [*links(), Erasure._meta.get_field("user")]
    }
    for name, given in GIVEN.items():
        if name in columns:
            field = columns[name]
            rows = field.model._base_manager.filter(**{field.name: user}).order_by("pk").iterator(AT_ONCE)
            found[given.section] = [{one: plain(getattr(row, one)) for one in given.columns} for row in rows]
    found["not_in_here"] = dict(LEFT_OUT)
    return found


def account(user: User) -> dict[str, Any]:
    return {
        "number": user.pk,
        "name": user.name,
        "email": user.email,
        "joined_at": user.joined_at.isoformat(),
        "last_login": plain(user.last_login),
        "is_editor": user.is_staff,
        "is_moderator": user.is_moderator,
    }


def comments(user: User) -> Iterator[dict[str, Any]]:
    """All they said, the oldest first, with what it said before each edit and what was decided about it."""
    rows = Comment.objects.filter(user=user).select_related("article").defer("article__body", "article__text")
    some: list[Comment] = []
    for row in rows.order_by("pk").iterator(AT_ONCE):
        some.append(row)
        if len(some) == AT_ONCE:
            yield from written(some)
            some = []
    yield from written(some)


def written(rows: list[Comment]) -> Iterator[dict[str, Any]]:
    """A batch of comments. Two queries."""
    numbers = [row.pk for row in rows]
    revisions: dict[int, list[dict[str, Any]]] = {}
    for one in CommentRevision.objects.filter(comment__in=numbers).order_by("pk"):
        revisions.setdefault(one.comment_id, []).append({"text": one.text, "since": one.since.isoformat()})
    decisions: dict[int, list[dict[str, Any]]] = {}
    for decision in Decision.objects.filter(kind=Kind.COMMENT, number__in=numbers).order_by("pk"):
        said = {"action": decision.action, "reason": decision.reason, "explanation": decision.explanation}
        decisions.setdefault(decision.number, []).append(said | {"decided_at": decision.decided_at.isoformat()})
    for row in rows:
        yield {
            "number": row.pk,
            "address": f"/comments/{row.pk}",
            "article": row.article.get_absolute_url(),
            "answers": row.parent_id,
            "text": row.text,
            "status": row.status,
            "posted_at": row.posted_at.isoformat(),
            "edited_at": plain(row.edited_at),
            "withdrawn_at": plain(row.withdrawn_at),
            "likes": row.like_count,
            "revisions": revisions.get(row.pk, []),
            "decisions": decisions.get(row.pk, []),
        }


def plain(value: Any) -> Any:
    """A value that JSON has: times in ISO 8601, other things by their address, or their name where they have none."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, User):
        return value.name
    if isinstance(value, Model) and hasattr(value, "get_absolute_url"):
        return str(value.get_absolute_url())
    return str(value)


def write_zip(user: User, file: IO[bytes], *, now: datetime) -> None:
    """Write the ZIP to an open file: `everything.json`, and `everything.html` to read without a program of ours."""
    found = everything(user, now=now)
    day = f"{now:%Y-%m-%d}"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        text = json.dumps(found, indent=2, ensure_ascii=False)
        archive.writestr(f"newsstand-{day}/everything.json", text)
        page = render_to_string("people/export.html", {"sections": sections(found), "user": user, "day": day})
        archive.writestr(f"newsstand-{day}/everything.html", page)


def sections(found: dict[str, Any]) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """The same for people: each section by its name, with its rows as pairs of what and how."""
    parts = dict(found)
    parts |= {f"reading: {name}": part for name, part in parts.pop("reading").items()}
    shown = []
    for name, part in parts.items():
        rows = part if isinstance(part, list) else [part]
        shown.append((words(name), [pairs(row) for row in rows if row not in (None, {}, "")]))
    return shown


def pairs(row: Any) -> list[tuple[str, str]]:
    if not isinstance(row, dict):
        return [("", str(row))]
    kept = ((name, value) for name, value in row.items() if value not in (None, "", []))
    return [
        (words(name), json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value))
        for name, value in kept
    ]


def words(name: str) -> str:
    return name.replace("_", " ").capitalize()
