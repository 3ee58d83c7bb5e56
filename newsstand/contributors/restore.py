"""An old revision becomes the draft's text again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.contributors.keep import PLAIN, keep_revision
from newsstand.contributors.models import Draft, DraftPicture, DraftRevision
from newsstand.contributors.save import TEXTS, check_may_write, differs, put, with_body
from newsstand.contributors.step import locked
from newsstand.images.models import Image
from newsstand.topics.models import Topic


@transaction.atomic
def restore(*, draft: Draft, revision: DraftRevision, by: User, now: datetime) -> int:
    """Make a revision the text again; returns the draft's version after it. What stands is kept first.

    Raises RefusedError for who may not write it now.
    1. Load the draft, locked.
    2. Decide who may, and what of the revision can still stand: topics and sections that are gone are left out.
    3. Save what stands as a revision, the pictures that the old text shows, then the text with the next version.
    """
    found = locked(draft)
    check_may_write(found, by, now)
    bring_back_pictures(found, revision, now)
    values = with_body(found, values_of(revision))
    differing = {name: value for name, value in values.items() if differs(found, name, value)}
    if differing:
        keep_revision(draft=found, kind=DraftRevision.Kind.KEPT, by=by, now=now)
        put(found, differing, now)
    draft.refresh_from_db()
    return found.version


def values_of(revision: DraftRevision) -> dict[str, Any]:
    """What a revision said, as values of a draft."""
    told = revision.fields
    values: dict[str, Any] = {name: getattr(revision, name) for name in TEXTS}
    values |= {name: told[name] for name in PLAIN if name in told}
    topics = Topic.objects.shown()
    for name in ("section", "place"):
        if name in told:
            values[name] = topics.filter(pk=told[name]).first() if told[name] else None
    if "topics" in told:
        values["topics"] = list(topics.filter(pk__in=told["topics"]))
    return values


def bring_back_pictures(draft: Draft, revision: DraftRevision, now: datetime) -> None:
    """Pictures that were taken out since, and that the old text shows, are the draft's again as they were described."""
    there = set(draft.pictures.values_list("image_id", flat=True))
    has_lead = draft.pictures.filter(is_lead=True).exists()
    for told in revision.fields.get("pictures", ()):
        key = told["image_id"]
        if key in there or f"/image/{key}/" not in revision.body or not Image.objects.filter(pk=key).exists():
            continue
        lead = bool(told["is_lead"]) and not has_lead
        has_lead = has_lead or lead
        DraftPicture.objects.create(draft=draft, added_at=now, **{**told, "is_lead": lead})
