"""Comments, reports and cases for the tests of moderation."""

from datetime import UTC, datetime, timedelta
from typing import Any

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.models import Comment
from newsstand.comments.status import recount
from newsstand.moderation.cases import open_case
from newsstand.moderation.models import Case, Finding, Report

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


def make_article(**fields: Any) -> Article:
    given = {"headline": "The bridge opens on Monday", "slug": "the-bridge-opens", "body": "<p>At noon.</p>"} | fields
    return Article.objects.create(published_at=NOON, received_at=NOON, revised_at=NOON, **given)


def say(article: Article, user: User | None, text: str, *, parent: Comment | None = None, **fields: Any) -> Comment:
    """A comment as it would stand after the rules have looked at it."""
    given = {"name": user.name if user else "Somebody", "posted_at": NOON} | fields
    comment = Comment.objects.create(
        article=article,
        user=user,
        text=text,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        **given,
    )
    recount(article)
    return comment


def case_of(comment: Comment, **said: Any) -> Case:
    return open_case(kind="comment", number=comment.pk, author=comment.user, now=NOON, **said)


def held(article: Article, user: User | None, text: str) -> Case:
    """A comment that a rule held."""
    comment = say(article, user, text, status=Comment.Status.HELD)
    return case_of(comment, held=True)


def report(comment: Comment, by: User, reason: str = "spam", text: str = "") -> Report:
    """A reader's report, with its case."""
    case = case_of(comment, reported=1)
    made = Report.objects.create(
        kind="comment",
        number=comment.pk,
        case=case,
        by=by,
        reason=reason,
        text=text,
        snapshot=comment.text,
        made_at=NOON,
    )
    Comment.objects.filter(pk=comment.pk).update(report_count=comment.report_count + 1)
    return made


def find(comment: Comment, words: str, evidence: str = "A word of the list") -> Finding:
    """What a rule found in a comment."""
    start = comment.text.index(words)
    return Finding.objects.create(
        kind="comment",
        number=comment.pk,
        phase="words",
        verdict="hold",
        evidence=evidence,
        text=comment.text,
        start=start,
        end=start + len(words),
        found_at=NOON,
    )
