"""What editors and contributors say about passages of a draft."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.anchors import anchor, find
from newsstand.algorithms.draft_html import blocks_of
from newsstand.algorithms.plain_text import plain_text
from newsstand.algorithms.remarked import words_of
from newsstand.algorithms.review import Who
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.figures import with_facts
from newsstand.contributors.models import Draft, Remark
from newsstand.contributors.step import locked, who
from newsstand.moderation.standing import standing
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

MOST_TEXT = 2000
MOST_REMARKS = 300


@transaction.atomic
def remark(
    *,
    draft: Draft,
    by: User,
    text: str,
    now: datetime,
    block: int | None = None,
    quote: str = "",
    parent: Remark | None = None,
) -> Remark:
    """Say something about a draft: about a `quote` in its block of that number, about the whole block, or all of it.

    With `parent` it answers another remark. Raises RefusedError for who has no part in the draft or is suspended,
    without a text, for words that do not stand in the block, and for more remarks than anybody reads.
    1. Load the draft, locked, and its text. 2. Decide who may, and where the words stand. 3. Save; tell the other side.
    """
    found = locked(draft)
    may_speak(found, by, now)
    text = plain_text(text)
    if not text:
        raise RefusedError("Write the remark first.")
    if len(text) > MOST_TEXT:
        raise RefusedError(f"The remark has {len(text):,} characters; {MOST_TEXT:,} is the most.")
    if found.remarks.count() >= MOST_REMARKS:
        raise RefusedError(f"{MOST_REMARKS} remarks stand at this text. Talk to each other instead.")
    words, before = ("", "") if parent is not None or block is None else passage(found, block, quote)
    made = Remark.objects.create(
        draft=found,
        revision=found.latest.revision if found.latest else None,
        parent=root_of(parent, found),
        by=by,
        quote=words,
        before=before,
        text=text,
        at=now,
    )
    tell_other(found, made, by, now)
    return made


def may_speak(draft: Draft, by: User, now: datetime) -> None:
    """Raises RefusedError for who has no part in a draft, or is suspended."""
    if who(draft, by) not in {Who.CONTRIBUTOR, Who.EDITOR}:
        raise RefusedError("Only its contributor and the editors talk about this text.")
    if why := standing(by, now).why_not_act:
        raise RefusedError(why)


def passage(draft: Draft, block: int, quote: str) -> tuple[str, str]:
    """The words that a remark is about, as they stand in the text, and what stands before them. Raises RefusedError."""
    blocks = [words_of(one) for one in blocks_of(with_facts(draft.body, draft))]
    if not 0 <= block < len(blocks):
        raise RefusedError("The text has changed: that paragraph is not there any more.")
    words = blocks[block]
    if not quote.strip():
        return anchor(words, 0, len(words))
    span = find(quote, "", [words])
    if span is None:
        raise RefusedError("These words do not stand in that paragraph: copy them from the text.")
    return anchor(words, span.start, span.end)


def root_of(parent: Remark | None, draft: Draft) -> Remark | None:
    """The remark that stands at the text; answers to answers stand below it too. Raises RefusedError."""
    if parent is None:
        return None
    if parent.draft_id != draft.pk:
        raise RefusedError("That remark stands at another text.")
    return parent.parent or parent


def tell_other(draft: Draft, made: Remark, by: User, now: datetime) -> None:
    """Tell the contributor, or the editor who has the draft: once for each step of the draft, not for each remark."""
    contributor = draft.contributor.user
    other = contributor if who(draft, by) == Who.EDITOR else draft.editor
    if other is None or other.pk == by.pk:
        return
    tell(
        user=other,
        kind=Notice.Kind.WORK,
        key=f"remarks:{draft.pk}:{draft.latest_id}",
        title=f"Remarks on “{draft}”",
        text=made.text,
        address=f"/write/{draft.pk}/review#remark-{made.pk}",
        now=now,
    )


@transaction.atomic
def resolve(*, remark: Remark, by: User, now: datetime, resolved: bool = True) -> Remark:
    """Say that a remark is done with, or that it is not yet. Twice does no harm. Raises RefusedError as `remark` does.

    1. Load the draft, locked. 2. Decide who may. 3. Save.
    """
    found = locked(remark.draft)
    may_speak(found, by, now)
    remark.resolved_at, remark.resolved_by = (now, by) if resolved else (None, None)
    remark.save(update_fields=["resolved_at", "resolved_by"])
    return remark
