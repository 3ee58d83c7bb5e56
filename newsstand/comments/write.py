"""Post a comment, edit it for a while, withdraw it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from newsstand.accounts.blocks import is_blocked_by
from newsstand.accounts.confirmed import why_not_write
from newsstand.accounts.models import User
from newsstand.algorithms import comment_rules as rules
from newsstand.algorithms.screening.verdicts import Verdict
from newsstand.articles.models import Article
from newsstand.comments.errors import RefusedError, ScreenedError
from newsstand.comments.facts import facts_of
from newsstand.comments.models import Comment, CommentRevision
from newsstand.comments.status import count, is_counted, locked, set_status
from newsstand.comments.tell import note_mentions, tell_of
from newsstand.lib.stamps import touch
from newsstand.moderation.rulebook import current
from newsstand.moderation.screen import Screening, forget_words, keep, screen
from newsstand.moderation.standing import standing

Status = Comment.Status
# What the column holds; a page stops nesting long before.
MOST_DEPTH = 32767


def post(*, article: Article, user: User, text: str, now: datetime, parent: Comment | None = None) -> Comment:
    """Say something under an article, or in answer to a comment there. What the rules hold is stored as HELD.

    The same words in the same place within a minute are a second press of the button: the first comment is given back.
    Raises TextError for a text that cannot stand, RefusedError where nothing may be said, ScreenedError for a text that
    the rules give back.
    1. Load what the rules may know; no lock is held yet, because a service outside may take its time.
    2. Decide: who may post, what the rules say.
    3. Load the article, locked, so that its counts stay true; the parent as it is now; decide again who may.
    4. Save the comment, its counts, what was found in it, and its case where a moderator has to look.
    """
    cleaned = rules.clean_text(text)
    why_not_say(article, user, parent, now)
    before = pressed_before(article, user, cleaned, parent, now)
    if before is not None:
        return before
    screening = screened(article=article, user=user, typed=text, now=now)
    with transaction.atomic():
        home = Article.objects.select_for_update(no_key=True).only("id").get(pk=article.pk)
        above = why_not_say(article, user, parent, now)
        before = pressed_before(article, user, cleaned, above, now)
        if before is not None:
            return before
        comment = Comment.objects.create(
            article=article,
            user=user,
            name=user.name,
            parent=above,
            root_id=(above.root_id or above.pk) if above else None,
            depth=min(above.depth + 1, MOST_DEPTH) if above else 0,
            text=cleaned,
            status=Status.HELD if screening.verdict is Verdict.HOLD else Status.SHOWN,
            posted_at=now,
        )
        keep(screening, kind="comment", number=comment.pk, author=user, now=now)
        note_mentions(comment)
        if is_counted(comment):
            count(comment, +1)
            tell_of(comment, now=now)
        else:
            touch([f"article:{home.pk}"])
    return comment


def why_not_say(article: Article, user: User, parent: Comment | None, now: datetime) -> Comment | None:
    """The parent as it is now. Raises RefusedError where the user may not say anything, or not in answer to it."""
    above = Comment.objects.filter(pk=parent.pk).first() if parent else None
    refuse(
        rules.why_not_post(
            active=user.is_active,
            article_gone=is_gone(article.pk, now),
            parent_elsewhere=parent is not None and (above is None or above.article_id != article.pk),
            parent_withdrawn=above is not None and above.withdrawn_at is not None,
            parent_hidden=above is not None and above.status != Status.SHOWN,
        )
    )
    refuse(standing(user, now).why_not_comment)
    refuse(why_not_write(user))
    if above is not None and above.user is not None and is_blocked_by(user, above.user):
        raise RefusedError("You cannot answer this comment. You can still write one of your own under the article.")
    return above


def pressed_before(article: Article, user: User, text: str, parent: Comment | None, now: datetime) -> Comment | None:
    """The same words in the same place within a minute: a second press of the button."""
    said = Comment.objects.filter(article=article, user=user, parent=parent, text=text, withdrawn_at=None)
    return said.filter(posted_at__gt=now - rules.SAME_WITHIN).order_by("id").first()


def screened(*, article: Article, user: User, typed: str, now: datetime, edited: Comment | None = None) -> Screening:
    """What the rules say of a text. Raises ScreenedError where they give it back."""
    rulebook = current(now)
    facts = facts_of(
        article=article,
        user=user,
        typed=typed,
        rulebook=rulebook,
        standing=standing(user, now),
        now=now,
        edited=edited,
    )
    about = {
        "kind": "comment",
        "edit": edited is not None,
        "article": f"{settings.NEWSSTAND_URL}{article.get_absolute_url()}",
        "approved": facts.author.approved,
    }
    screening = screen(rules.clean_text(typed), facts, about=about, silent=rulebook.outside_silent)
    if screening.verdict is Verdict.REFUSE:
        raise ScreenedError(screening.text, screening.findings)
    return screening


def edit(*, comment: Comment, user: User, text: str, now: datetime) -> Comment:
    """Put better words in the place of one's own, for a quarter of an hour. The rules look at them again.

    What the rules hold is held from now on; what waits goes on waiting, whatever the new words are. Raises TextError
    for a text that cannot stand, RefusedError for somebody else's comment or one that is too old, ScreenedError for
    words that the rules give back: then the old ones stay.
    1. Load the comment as it is; without a lock, because a service outside may take its time.
    2. Decide: the text, who may edit and until when, what the rules say.
    3. Load it again, locked; decide again who may.
    4. Save, unless nothing changed: the words, those before as a revision, what was found, the case.
    """
    cleaned = rules.clean_text(text)
    seen = Comment.objects.select_related("article").get(pk=comment.pk)
    why_not_change(seen, user, now)
    if seen.text == cleaned:
        return seen
    screening = screened(article=seen.article, user=user, typed=text, now=now, edited=seen)
    with transaction.atomic():
        comment = locked(comment)
        why_not_change(comment, user, now)
        if comment.text == cleaned:
            return comment
        CommentRevision.objects.create(comment=comment, text=comment.text, since=comment.edited_at or comment.posted_at)
        comment.text, comment.edited_at = cleaned, now
        comment.save(update_fields=["text", "edited_at"])
        keep(screening, kind="comment", number=comment.pk, author=user, now=now)
        note_mentions(comment)
        if screening.verdict is Verdict.HOLD and comment.status == Status.SHOWN:
            comment = set_status(comment=comment, status=Status.HELD, now=now)
        # Stamps come last (status.py: locked).
        touch([f"article:{comment.article_id}"])
    return comment


def why_not_change(comment: Comment, user: User, now: datetime) -> None:
    """Raise RefusedError where the user may not edit the comment as it is."""
    refuse(
        rules.why_not_edit(
            own=comment.user_id == user.pk,
            active=user.is_active,
            article_gone=is_gone(comment.article_id, now),
            withdrawn=comment.withdrawn_at is not None,
            removed=comment.status == Status.REMOVED,
            posted_at=comment.posted_at,
            now=now,
        )
    )
    refuse(standing(user, now).why_not_comment)


@transaction.atomic
def withdraw(*, comment: Comment, user: User, now: datetime) -> Comment:
    """Take back what one said: the text and what stood before it are erased, the answers to it stay. Twice is as good
    as once.

    Raises RefusedError for somebody else's comment.
    1. Load the comment, locked.
    2. Decide who may withdraw.
    3. Save the comment without its text, and the article's count.
    """
    comment = locked(comment)
    refuse(rules.why_not_withdraw(own=comment.user_id == user.pk, active=user.is_active))
    if comment.withdrawn_at is None:
        shown = is_counted(comment)
        comment.text = ""
        comment.withdrawn_at = now
        comment.save(update_fields=["text", "withdrawn_at"])
        comment.revisions.all().delete()
        forget_words("comment", comment.pk)
        if shown:
            count(comment, -1)
    return comment


def is_gone(article_id: int, now: datetime) -> bool:
    """Whether readers cannot see the article, whatever the reason: then nothing more is said under it."""
    return not Article.objects.published(now).filter(pk=article_id).exists()


def refuse(reason: str | None) -> None:
    """Raise RefusedError when there is a reason to."""
    if reason is not None:
        raise RefusedError(reason)
