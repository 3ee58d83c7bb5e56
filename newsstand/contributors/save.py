"""A draft is saved while it is written: nothing that anybody wrote is lost, whichever window came first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.html import plain
from newsstand.algorithms.review import STATES
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.fields import Fields
from newsstand.contributors.figures import adopt_alts, with_facts
from newsstand.contributors.keep import fields_of, keep_revision
from newsstand.contributors.models import Draft, DraftRevision
from newsstand.contributors.step import locked, may_write
from newsstand.moderation.standing import standing

EVERY = timedelta(minutes=10)
"""How often what was written is kept as a revision."""
MUCH = 400
"""So many characters gone at once, and a fifth of the text, are worth a revision of what stood before."""
TEXTS = ("headline", "summary", "body")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the draft's `version` after it, and whether anything is different (`changed`).

    `other` is where a stale window's text was kept, when another window had saved before; `first_at` is when that was.
    """

    version: int
    changed: bool
    at: datetime
    other: DraftRevision | None = None
    first_at: datetime | None = None


@transaction.atomic
def save(
    *, draft: Draft, by: User, version: int, fields: Fields, now: datetime, keep: bool = False, over: bool = False
) -> Saved:
    """Save what was written on top of `version`, the one that its window last had from here.

    `keep` keeps the result as a revision by hand. `over` says that the writer has seen that another window was first
    and goes on with this text: what stands is kept as a revision before. Raises RefusedError for who may not write it
    now, with the reason.
    1. Load the draft, locked, so that of two windows one is first.
    2. Decide who may write, and whether the window knew what stands. If it did not, its text is kept as a revision
       from another window, and the draft stays as it is.
    3. Save: what is said of the pictures, what stood before (every EVERY, and when MUCH goes), then the text with the
       next version. What did not change is not written.
    """
    found = locked(draft)
    check_may_write(found, by, now)
    is_stale = version != found.version
    save_pictures(found, fields)
    values = with_body(found, fields.values)
    differing = {name: value for name, value in values.items() if differs(found, name, value)}
    if is_stale and not over:
        if not set(differing) & set(TEXTS):
            # It says what stands already, such as a second try of a save whose answer was lost.
            return answer(found, draft, changed=False, now=now)
        other = keep_other(found, values, by, now)
        return Saved(found.version, changed=False, at=now, other=other, first_at=found.changed_at)
    if differing:
        if is_stale:
            keep_revision(draft=found, kind=DraftRevision.Kind.OTHER, by=by, now=now)
        elif is_worth_keeping(found, values, now):
            keep_revision(draft=found, kind=DraftRevision.Kind.SAVED, by=by, now=now)
        put(found, differing, now)
    if keep:
        keep_revision(draft=found, kind=DraftRevision.Kind.KEPT, by=by, now=now)
    return answer(found, draft, changed=bool(differing), now=now)


def check_may_write(draft: Draft, by: User, now: datetime) -> None:
    """Raises RefusedError with the reason for somebody who may not write this draft now."""
    if may_write(draft, by, now):
        return
    if why := standing(by, now).why_not_act:
        raise RefusedError(f"{why} What you wrote is still here to read.")
    raise RefusedError(
        f"This text is {STATES[draft.state]}: nobody can change it now. Copy what you wrote, if you need it."
    )


def with_body(draft: Draft, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the text's pictures as they are described now; the text that stands, if none was sent."""
    body = values.get("body", draft.body)
    adopt_alts(body, draft)
    return {**values, "body": with_facts(body, draft)}


def save_pictures(draft: Draft, fields: Fields) -> None:
    """Write down what is said of the draft's pictures; numbers of others' pictures are passed over."""
    if not fields.pictures:
        return
    rows = list(draft.pictures.filter(pk__in=fields.pictures))
    # One lead at a time: the former steps back before the new one is named.
    rows.sort(key=lambda row: fields.pictures[row.pk].get("is_lead", row.is_lead))
    for row in rows:
        told = fields.pictures[row.pk]
        if any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            row.save(update_fields=list(told))


def differs(draft: Draft, name: str, value: Any) -> bool:
    """Whether a value is another than what stands."""
    if name == "topics":
        return {topic.pk for topic in value} != set(draft.topics.values_list("pk", flat=True))
    if name in {"section", "place"}:
        return bool(getattr(draft, f"{name}_id") != (value.pk if value else None))
    return bool(getattr(draft, name) != value)


def is_worth_keeping(draft: Draft, values: dict[str, Any], now: datetime) -> bool:
    """Whether what stands is kept before it is written over. One query."""
    kept = draft.revisions.exclude(kind=DraftRevision.Kind.OTHER).order_by("-pk").only("version", "at").first()
    if not (draft.headline or draft.body) or (kept is not None and kept.version == draft.version):
        return False
    return kept is None or now - kept.at >= EVERY or is_much_gone(draft.body, values["body"])


def is_much_gone(before: str, after: str) -> bool:
    """Whether a text lost MUCH, in characters that are read. Most saves add, and need no reading."""
    if len(before) - len(after) <= MUCH:
        return False
    had, has = len(plain(before)), len(plain(after))
    return had - has > MUCH and has < 0.8 * had


def keep_other(draft: Draft, values: dict[str, Any], by: User, now: datetime) -> DraftRevision:
    """Keep a stale window's text; the same text from the same writer once."""
    told = {name: values.get(name, getattr(draft, name)) for name in TEXTS}
    last = draft.revisions.filter(kind=DraftRevision.Kind.OTHER, by=by).order_by("-pk").first()
    if last is not None and all(getattr(last, name) == told[name] for name in TEXTS):
        return last
    plain_values = {name: values[name] for name in ("language", "ai", "ai_note", "payment", "payer") if name in values}
    return DraftRevision.objects.create(
        draft=draft,
        version=draft.version,
        kind=DraftRevision.Kind.OTHER,
        fields={**fields_of(draft), **plain_values},
        by=by,
        at=now,
        **told,
    )


def put(draft: Draft, values: dict[str, Any], now: datetime) -> None:
    """Write values into a locked draft, as its next version."""
    columns = [name for name in values if name != "topics"]
    for name in columns:
        setattr(draft, name, values[name])
    draft.version += 1
    draft.changed_at = now
    draft.save(update_fields=[*columns, "version", "changed_at"])
    if "topics" in values:
        draft.topics.set(values["topics"])


def answer(found: Draft, draft: Draft, *, changed: bool, now: datetime) -> Saved:
    """Tell the caller's own object what stands now."""
    for name in (
        *TEXTS,
        "language",
        "section_id",
        "place_id",
        "ai",
        "ai_note",
        "payment",
        "payer",
        "version",
        "changed_at",
    ):
        setattr(draft, name, getattr(found, name))
    return Saved(found.version, changed=changed, at=now)
