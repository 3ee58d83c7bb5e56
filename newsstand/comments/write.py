"""Post a comment, edit it for a while, withdraw it."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms import comment_rules as rules
from newsstand.articles.models import Article
from newsstand.comments.errors import RefusedError
from newsstand.comments.models import Comment
from newsstand.comments.status import count, is_counted, locked
from newsstand.comments.tell import note_mentions, tell_of
from newsstand.lib.stamps import touch

# What the column holds; a page stops nesting long before.
MOST_DEPTH = 32767


@transaction.atomic
def post(*, article: Article, user: User, text: str, now: datetime, parent: Comment | None = None) -> Comment:
    """Say something under an article, or in answer to a comment there.

    The same words in the same place within a minute are a second press of the button: the first comment is given back.
    Raises TextError for a text that cannot stand, RefusedError where nothing may be said.
    1. Load the article, locked, so that its count stays true; the parent as it is now.
    2. Decide: the text, who may post.
    3. Save the comment and the article's count.
    """
    text = rules.clean_text(text)
    home = Article.objects.select_for_update().only("id").get(pk=article.pk)
    above = Comment.objects.get(pk=parent.pk) if parent else None
    refuse(
        rules.why_not_post(
            active=user.is_active,
            article_gone=is_gone(home.pk, now),
            parent_elsewhere=above is not None and above.article_id != home.pk,
            parent_withdrawn=above is not None and above.withdrawn_at is not None,
        )
    )
    said = Comment.objects.filter(article=home, user=user, parent=above, text=text, withdrawn_at=None)
    before = said.filter(posted_at__gt=now - rules.SAME_WITHIN).order_by("id").first()
    if before is not None:
        return before
    comment = Comment.objects.create(
        article=article,
        user=user,
        name=user.name,
        parent=above,
        root_id=(above.root_id or above.pk) if above else None,
        depth=min(above.depth + 1, MOST_DEPTH) if above else 0,
        text=text,
        posted_at=now,
    )
    count(comment, +1)
    note_mentions(comment)
    tell_of(comment, now=now)
    return comment


@transaction.atomic
def edit(*, comment: Comment, user: User, text: str, now: datetime) -> Comment:
    """Put better words in the place of one's own, for a quarter of an hour.

    Raises TextError for a text that cannot stand, RefusedError for somebody else's comment or one that is too old.
    1. Load the comment, locked.
    2. Decide: the text, who may edit and until when.
    3. Save, unless nothing changed.
    """
    text = rules.clean_text(text)
    comment = locked(comment)
    refuse(
        rules.why_not_edit(
            own=comment.user_id == user.pk,
            active=user.is_active,
            article_gone=is_gone(comment.article_id, now),
            withdrawn=comment.withdrawn_at is not None,
            posted_at=comment.posted_at,
            now=now,
        )
    )
    if comment.text != text:
        comment.text = text
        comment.edited_at = now
        comment.save(update_fields=["text", "edited_at"])
        note_mentions(comment)
        touch([f"article:{comment.article_id}"])
    return comment


@transaction.atomic
def withdraw(*, comment: Comment, user: User, now: datetime) -> Comment:
    """Take back what one said: the text is erased, the answers to it stay. Twice is as good as once.

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
