"""A contributor asks that what readers have is corrected."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.plain_text import plain_text
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, Step
from newsstand.contributors.publish import correct
from newsstand.contributors.step import locked, standing, take_step
from newsstand.contributors.text import text_of

MOST_NOTE = 1000


@transaction.atomic
def ask_correction(*, draft: Draft, by: User, kind: str, note: str, now: datetime) -> Step:
    """Send a correction the way the text went: to an editor, or at once to readers where the label needs no review.

    Raises RefusedError for a kind that there is not, without a note to readers (a small edit needs none), where the
    text says what readers have, and for who may not.
    1. Load the draft, locked. 2. Decide what is asked, and which way it goes. 3. Save the note and the step.
    """
    found = locked(draft)
    note = plain_text(note)
    if kind not in Draft.Change.values:
        raise RefusedError("Say what it is: a correction, a clarification, or a small edit.")
    if kind != Draft.Change.SMALL and not note:
        raise RefusedError("Write the note to readers: what was wrong, and what is right.")
    if len(note) > MOST_NOTE:
        raise RefusedError(f"The note has {len(note):,} characters; {MOST_NOTE:,} is the most.")
    article = found.article
    if article is not None and text_of(found, now).hash == article.content_hash and found.headline == article.headline:
        raise RefusedError("The text says what readers have already. Change it first, then correct.")
    note = "" if kind == Draft.Change.SMALL else note
    Draft.objects.filter(pk=found.pk).update(note_kind=kind, note=note)
    draft.note_kind, draft.note = kind, note
    if standing(found, by).may_skip:
        correct(draft=found, by=by, now=now, kind=kind, note=note)
        draft.latest = found.latest
    else:
        said = f"{Draft.Change(kind).label.split(':')[0]}. {note}".strip()
        draft.latest = take_step(draft=found, action=Step.Action.SUBMIT, by=by, now=now, reason=said)
    step = draft.latest
    if step is None:
        raise RefusedError("Nothing was done.")
    return step
