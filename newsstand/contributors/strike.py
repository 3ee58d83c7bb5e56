"""Strikes: given by an editor about a text, with the reason; they run out, and can be appealed like any sanction."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms import strikes
from newsstand.contributors import label
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft
from newsstand.moderation.errors import RefusedError as ModerationRefusedError
from newsstand.moderation.models import Kind, Sanction
from newsstand.moderation.sanction import sanction


@transaction.atomic
def strike(*, draft: Draft, by: User, reason: str, explanation: str, now: datetime) -> Sanction:
    """Give the contributor of a draft a strike for it, which runs for 90 days.

    `reason` is one of moderation's published reasons. Raises RefusedError for who is no editor, about one's own text,
    about a contributor who is an editor or whose account was erased, and without a reason and an explanation.
    1. Load the contributor. 2. Decide who may. 3. Save the sanction with its decision, tell, count the label again.
    """
    user = draft.contributor.user
    if not by.is_editor:
        raise RefusedError("Only an editor gives a strike.")
    if user is None:
        raise RefusedError("The account of this contributor was erased.")
    if not explanation.strip():
        raise RefusedError("Say which rule of writing was broken, and where: the contributor reads it.")
    about = (Kind.ARTICLE.value, draft.article_id) if draft.article_id is not None else None
    said = f"“{draft}”: {explanation.strip()}"
    try:
        made = sanction(
            user=user,
            kind=Sanction.Kind.STRIKE,
            by=by,
            reason=reason,
            explanation=said,
            days=strikes.LIVES_DAYS,
            about=about,
            now=now,
        )
    except ModerationRefusedError as refusal:
        raise RefusedError(str(refusal)) from None
    label.recount(contributor=draft.contributor, now=now)
    return made
