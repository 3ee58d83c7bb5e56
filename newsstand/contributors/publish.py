"""A draft reaches readers: now, at the moment it was scheduled for, or anew as a correction."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Revision
from newsstand.articles.publish import publish as publish_articles
from newsstand.articles.revise import rename, revise
from newsstand.contributors import label
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, Step
from newsstand.contributors.standards import refuse_unfit
from newsstand.contributors.step import ask, locked, take_step
from newsstand.contributors.text import text_of
from newsstand.corrections.correct import correct as note_correction
from newsstand.corrections.errors import RefusedError as NoteRefusedError
from newsstand.topics.chosen import choose_place
from newsstand.topics.mention import mention

Action = Step.Action


@transaction.atomic
def publish(*, draft: Draft, by: User | None, now: datetime, automatic: bool = False) -> Article:
    """Publish a draft for the first time, under its contributor's byline.

    Raises RefusedError for who may not, without the approval that the rules ask, and for a text that is not fit.
    1. Load the draft, locked, its pictures and topics.
    2. Decide whether it may (algorithms/review.py, algorithms/standards.py).
    3. Save the article with topics and place, the step, and what becomes of the contributor's label.
    """
    found = locked(draft)
    ask(found, Action.PUBLISH, by, now, automatic=automatic)
    author = found.contributor.author
    if author is None:
        raise RefusedError("This contributor has no byline any more.")
    refuse_unfit(found)
    text = text_of(found, now)
    [article] = publish_articles(publisher=None, texts=[text], now=now, authors={author.name: author})
    found.article = article
    found.save(update_fields=["article"])
    about(found, article, new=True)
    take_step(draft=found, action=Action.PUBLISH, by=by, now=now, automatic=automatic)
    draft.article, draft.latest = article, found.latest
    label.recount(contributor=found.contributor, now=now)
    return article


@transaction.atomic
def correct(
    *, draft: Draft, by: User | None, now: datetime, kind: str = "", note: str = "", automatic: bool = False
) -> Article:
    """Let a published article say what its draft says now; readers are told by the note, unless the edit is small.

    `kind` is one of Draft.Change and `note` what readers are told; both are the draft's own where they are empty. What
    the article said before is kept as a revision. Raises RefusedError as `publish` does, where nothing differs, and
    without a note to readers.
    1. Load the draft, locked, and its article.
    2. Decide whether it may.
    3. Save the article, the correction, the step.
    """
    found = locked(draft)
    kind, note = kind or found.note_kind or Draft.Change.CORRECTION, (note or found.note).strip()
    ask(found, Action.CORRECT, by, now, automatic=automatic)
    refuse_unfit(found)
    article = Article.objects.select_for_update(no_key=True).get(pk=found.article_id or 0)
    if not rewritten(found, article, now):
        raise RefusedError("The text says what readers have already. Change it first, then correct.")
    about(found, article)
    if kind != Draft.Change.SMALL:
        before = Revision.objects.filter(article=article, until=now).order_by("-pk").first()
        try:
            note_correction(
                article=article, kind=kind, note=note, by=by or found.contributor.user, now=now, revision=before
            )
        except NoteRefusedError as refusal:
            raise RefusedError(str(refusal)) from None
    take_step(draft=found, action=Action.CORRECT, by=by, now=now, reason=note, automatic=automatic)
    found.note_kind = found.note = ""
    found.save(update_fields=["note_kind", "note"])
    draft.latest, draft.note, draft.note_kind = found.latest, "", ""
    return article


def rewritten(draft: Draft, article: Article, now: datetime) -> bool:
    """Whether the article says something else from now on."""
    if revise(article=article, text=text_of(draft, article.published_at), now=now):
        return True
    return rename(article=article, headline=draft.headline, now=now)


def about(draft: Draft, article: Article, *, new: bool = False) -> None:
    """The topics and the place that its contributor chose, and those that the text names."""
    mention([article], new=new)
    if draft.place is not None:
        choose_place(article=article, place=draft.place)


def reach_readers(*, draft: Draft, by: User | None, now: datetime, automatic: bool = False) -> Article:
    """Publish, or correct what is published: whatever an approved draft asks for. Raises RefusedError."""
    if draft.article_id is not None:
        return correct(draft=draft, by=by, now=now, automatic=automatic)
    return publish(draft=draft, by=by, now=now, automatic=automatic)
