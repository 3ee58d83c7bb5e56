"""Pictures come into a draft, and go."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.pictures import Refused
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.keep import keep_revision
from newsstand.contributors.models import Draft, DraftPicture, DraftRevision
from newsstand.contributors.save import check_may_write, put, with_body
from newsstand.contributors.step import locked
from newsstand.images.upload import upload

MOST_PICTURES = 40


def add_picture(*, draft: Draft, body: bytes, by: User, now: datetime) -> DraftPicture:
    """Add a picture to a draft, not yet to its text. Its file is read before anything is locked: that takes seconds.

    Raises RefusedError for who may not write it now, for a file that is no picture, and for more than MOST_PICTURES.
    1. Load the draft, and how many pictures it has.
    2. Decide who may, and what the file is.
    3. Save the picture, and that it is the draft's.
    """
    check_may_write(draft, by, now)
    check_room(draft)
    try:
        image = upload(body=body, now=now)
    except Refused as why:
        raise RefusedError(f"{why.reason} Send a JPEG, PNG, WebP, GIF or AVIF picture.") from None
    with transaction.atomic():
        found = locked(draft)
        check_may_write(found, by, now)
        check_room(found)
        return DraftPicture.objects.create(draft=found, image=image, added_at=now)


def check_room(draft: Draft) -> None:
    if draft.pictures.count() >= MOST_PICTURES:
        raise RefusedError(f"A draft holds {MOST_PICTURES} pictures at most. Take one out first.")


@transaction.atomic
def remove_picture(*, draft: Draft, number: int, by: User, now: datetime) -> int:
    """Take a picture out of a draft and its text; returns the draft's version after it. What stood is kept first.

    Its file stays, because a revision may bring it back. A picture that is not there any more is no mistake. Raises
    RefusedError for who may not write it now.
    1. Load the draft, locked, and the picture.
    2. Decide who may.
    3. Save what stands, if the text shows the picture; then the draft without it.
    """
    found = locked(draft)
    check_may_write(found, by, now)
    picture = found.pictures.filter(pk=number).first()
    if picture is not None:
        is_shown = f"/image/{picture.image_id}/" in found.body
        if is_shown:
            keep_revision(draft=found, kind=DraftRevision.Kind.KEPT, by=by, now=now)
        picture.delete()
        if is_shown:
            put(found, with_body(found, {}), now)
    draft.refresh_from_db()
    return found.version
