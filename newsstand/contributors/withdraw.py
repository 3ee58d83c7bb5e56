"""A contributor's article leaves the site, and may come back."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.articles.withdraw import RefusedError as ArticleRefusedError
from newsstand.articles.withdraw import restore as restore_article
from newsstand.articles.withdraw import withdraw as withdraw_article
from newsstand.contributors import label
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, Step
from newsstand.contributors.step import ask, locked, take_step

Action = Step.Action


@transaction.atomic
def withdraw(*, draft: Draft, by: User, reason: str, now: datetime) -> Step:
    """Take a published text off the site; its address answers 410 with the reason.

    Raises RefusedError for who may not, without a reason, and for what is not published.
    1. Load the draft, locked, and its article. 2. Decide who may. 3. Save the article, the step, the label.
    """
    found = locked(draft)
    ask(found, Action.WITHDRAW, by, now, reason=reason)
    article = Article.objects.get(pk=found.article_id or 0)
    if article.withdrawn_at is None:
        try:
            withdraw_article(article=article, now=now, reason=reason)
        except ArticleRefusedError as refusal:
            raise RefusedError(str(refusal)) from None
        # The contributor's own article: who may was asked above, by the rules of drafts.
        Article.objects.filter(pk=article.pk).update(withdrawn_by=by)
    step = take_step(draft=found, action=Action.WITHDRAW, by=by, now=now, reason=reason)
    draft.latest = step
    label.recount(contributor=found.contributor, now=now)
    return step


@transaction.atomic
def restore(*, draft: Draft, by: User, now: datetime) -> Step:
    """Bring a withdrawn text back as it was; what an editor withdrew, an editor brings back.

    Raises RefusedError for who may not. 1. Load the draft, locked. 2. Decide. 3. Save the article and the step.
    """
    found = locked(draft)
    ask(found, Action.RESTORE, by, now)
    article = Article.objects.select_related("withdrawn_by").get(pk=found.article_id or 0)
    if article.withdrawn_at is not None:
        if by.pk == found.contributor.user_id and article.withdrawn_by_id != by.pk:
            raise RefusedError("An editor withdrew it, so only an editor brings it back. Write to the editors.")
        restore_article(article=article, now=now)
    step = take_step(draft=found, action=Action.RESTORE, by=by, now=now)
    draft.latest = step
    label.recount(contributor=found.contributor, now=now)
    return step
