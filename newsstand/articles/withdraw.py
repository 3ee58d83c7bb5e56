"""An article leaves the site, and may come back."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.copies import promote, recognise
from newsstand.articles.listeners import changed
from newsstand.articles.models import Article
from newsstand.articles.pictures import pictures_of, settle_pictures
from newsstand.articles.revise import touch_all
from newsstand.lib.stamps import touch
from newsstand.publishers.errors import RefusedError as NotDoneError
from newsstand.publishers.models import Role, may_be

MOST_REASON = 500
NOT_YOURS = "Only an editor, or somebody of its publisher, decides whether an article stays."
EDITORS_WORD = "An editor withdrew it, so only an editor brings it back. Write to the editors."


class RefusedError(NotDoneError):
    """This cannot be done; the message says why and what to do, in the person's words."""


def withdraw(*, article: Article, now: datetime, reason: str, by: User | None = None) -> None:
    """Take an article off every page and feed at once: its address answers 410 with the reason. Twice does no harm.

    `by` is who decided, None when the site itself did. No later reading of a feed brings the article back. Of its
    copies, the one that was next to have the text becomes the original of the others. Its pictures go too, unless
    something else shows them.
    Raises RefusedError without a reason, with one that is too long, or for a user who may not (`may_withdraw`).
    1. Load nothing but what is given: the update itself asks whether the article still stands.
    2. Decide who may, and the reason.
    3. Save the decision; every page hears of it.
    """
    reason = " ".join(reason.replace("\x00", "").split())
    if by is not None and not may_withdraw(by, article):
        raise RefusedError(NOT_YOURS)
    if not reason:
        raise RefusedError("Write the reason: readers who look for the article read it.")
    if len(reason) > MOST_REASON:
        raise RefusedError(f"The reason has {len(reason):,} characters; {MOST_REASON} is the most.")
    with transaction.atomic():
        standing = Article.objects.filter(pk=article.pk, withdrawn_at=None)
        standing.update(withdrawn_at=now, withdrawn_reason=reason, withdrawn_by=by)
        article.refresh_from_db(fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by"])
        touch_all(article, promote(article))
        changed([article.pk])
        settle_pictures(pictures_of(Article.objects.filter(pk=article.pk)))
        # Topics stand above and list it too.
        touch(["site"])


def restore(*, article: Article, now: datetime, by: User | None = None) -> None:  # noqa: ARG001 (every verb is told the time)
    """Bring a withdrawn article back to every page, as it stands now. Twice does no harm.

    Raises RefusedError for a user who may not (`may_restore`).
    1. Load nothing but what is given.
    2. Decide who may.
    3. Save; whoever had its text first is worked out again; every page hears of it.
    """
    if by is not None and not may_restore(by, article):
        raise RefusedError(EDITORS_WORD if may_withdraw(by, article) else NOT_YOURS)
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(withdrawn_at=None, withdrawn_reason="", withdrawn_by=None)
        article.refresh_from_db()
        touch_all(article, recognise([article]))
        changed([article.pk])
        settle_pictures(pictures_of(Article.objects.filter(pk=article.pk)))
        touch(["site"])


def may_withdraw(user: User, article: Article) -> bool:
    """Whether somebody decides if an article stays: an editor does, and its publisher's editors and owners."""
    return user.is_editor or (article.publisher is not None and may_be(user, article.publisher, Role.EDITOR))


def may_restore(user: User, article: Article) -> bool:
    """Whether somebody may bring it back: who may withdraw it; what an editor or the site withdrew, editors alone."""
    return user.is_editor or (may_withdraw(user, article) and is_the_publishers(article))


def is_the_publishers(article: Article) -> bool:
    """Whether it was the publisher's own people who withdrew it."""
    return article.withdrawn_by is not None and not article.withdrawn_by.is_editor


def may_decide(editor: User | None) -> None:
    """Raises RefusedError for a user who is no editor."""
    if editor is not None and not editor.is_editor:
        raise RefusedError("Only an editor decides that.")
