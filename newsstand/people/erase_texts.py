"""What somebody wrote, without them: comments keep their place, evidence its hash, articles their text."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author, Revision
from newsstand.comments.models import Comment, CommentRevision, Mentioned
from newsstand.comments.status import is_counted, stamps_of, tally
from newsstand.legal.forget import hashed
from newsstand.legal.models import LegalNotice
from newsstand.lib.models import Stamp
from newsstand.lib.stamps import touch
from newsstand.moderation.models import Decision, Finding, Kind, Report
from newsstand.people.models import Erasure
from newsstand.search import index

NAME = "Erased"
BATCH = 100


@transaction.atomic
def erase_comments(user: User, _erasure: Erasure, now: datetime) -> int:
    """Up to 100 comments of one thread: their place in the tree stays, name, text, revisions and evidence go.

    One thread at a time, its article locked first, as all who write comments do.
    """
    first = Comment.objects.filter(user=user).order_by("article_id").values_list("article_id", flat=True).first()
    if first is None:
        return 0
    Article.objects.select_for_update(no_key=True).only("id").get(pk=first)
    mine = Comment.objects.select_for_update(of=("self",), no_key=True).filter(user=user, article_id=first)
    rows = list(mine.order_by("pk")[:BATCH])
    stamps = {f"article:{first}"}
    for row in rows:
        if is_counted(row):
            tally(row, -1)
            stamps.update(stamps_of(row))
    numbers = [row.pk for row in rows]
    Comment.objects.filter(pk__in=numbers, withdrawn_at=None).update(withdrawn_at=now)
    Comment.objects.filter(pk__in=numbers).update(user=None, name=NAME, text="")
    CommentRevision.objects.filter(comment__in=numbers).delete()
    Mentioned.objects.filter(comment__in=numbers).delete()
    hash_evidence(Kind.COMMENT, numbers)
    # Withdrawn ones are in no count, and still on the page. Stamps come last (comments/status.py: locked).
    touch(stamps)
    return len(rows)


def hash_evidence(kind: str, numbers: Collection[int]) -> None:
    """What rules, reports and decisions kept of these things' texts becomes a keyed hash."""
    about = {"kind": kind, "number__in": numbers}
    findings = list(Finding.objects.filter(**about))
    for finding in findings:
        # What was found quotes the text.
        finding.text, finding.start, finding.end = hashed(finding.text), None, None
        finding.evidence = "Something in a text whose author is erased."
    Finding.objects.bulk_update(findings, ["text", "start", "end", "evidence"])
    reports = list(Report.objects.filter(**about).exclude(snapshot=""))
    for report in reports:
        report.snapshot = hashed(report.snapshot)
    Report.objects.bulk_update(reports, ["snapshot"])
    for decision in Decision.objects.filter(**about).exclude(snapshot="").only("pk", "snapshot"):
        Decision.objects.filter(pk=decision.pk).update(snapshot=hashed(decision.snapshot))


@transaction.atomic
def erase_evidence(user: User, _erasure: Erasure, _now: datetime) -> int:
    """What was kept of their profile becomes a hash, and legal notices of theirs lose name and address. All at once."""
    hash_evidence(Kind.PROFILE, [user.pk])
    for row in (
        LegalNotice.objects.select_for_update(of=("self",), no_key=True).filter(by=user).exclude(name="", email="")
    ):
        row.name, row.email = "", ""
        row.save(update_fields=["name", "email"])
    for decision in Decision.objects.filter(user=user).exclude(snapshot="").only("pk", "snapshot"):
        Decision.objects.filter(pk=decision.pk).update(snapshot=hashed(decision.snapshot))
    return 0


@transaction.atomic
def erase_articles(user: User, erasure: Erasure, _now: datetime) -> int:
    """What they wrote as a contributor stays, under their name or without it, as they chose; nothing leads to them."""
    author = Author.objects.select_for_update(of=("self",), no_key=True).filter(user=user).first()
    if author is None:
        return 0
    name, author.user = author.name, None
    if erasure.articles == Erasure.Articles.UNNAMED:
        articles = list(Article.objects.filter(bylines__author=author).order_by("pk").values_list("pk", flat=True))
        # The stamp of their page has their name in it; all pages are made new when the account is gone (erase.py).
        Stamp.objects.filter(name=f"author:{author.slug}").delete()
        touch(["front", *(f"article:{number}" for number in articles)])
        author.name, author.slug, author.about = f"{NAME} {author.pk}", f"erased-{author.pk}", ""
        for revision in Revision.objects.filter(article__in=articles, byline__contains=name):
            revision.byline = revision.byline.replace(name, author.name)
            revision.save(update_fields=["byline"])
        author.save()
        index.put(articles)
    else:
        author.save(update_fields=["user"])
    return 1
