"""The page of an article's history: each change that a reader could notice, and when it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.corrections import correction
from newsstand.algorithms.history import Difference, State, difference
from newsstand.articles.models import Article, Revision
from newsstand.articles.revise import byline_line, byline_of
from newsstand.articles.withdraw import may_withdraw
from newsstand.lib.pagecache import public_page
from newsstand.pages.article import asked_for, not_shown

CHANGES_A_PAGE = 20
NO_PLACE = "The end of this address names no change. Follow the link “Earlier changes” on the page instead."


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which an article began to say something else."""

    when: datetime
    difference: Difference


@public_page(lambda article_id, **_rest: [f"article:{article_id}"])
def history(request: HttpRequest, *, article_id: int, slug: str) -> HttpResponse:
    """`/a/<id>/<slug>/history`: changes newest first, twenty a page. Four queries.

    It may be seen when the article may, and always by those who may withdraw it. Raises Http404, and BadRequest for a
    bad `?before=`.
    """
    found = asked_for(article_id)
    user = visitor(request)
    may = user is not None and may_withdraw(user, found)
    if not may and (answer := not_shown(request, found)) is not None:
        return answer
    if slug != found.slug:
        return HttpResponsePermanentRedirect(f"{found.get_absolute_url()}/history")
    before = asked_before(request)
    revisions = revisions_of(found, before)
    shown = revisions[:CHANGES_A_PAGE]
    said = correction(found.headline, found.text)
    context = {
        "visitor": user,
        "may_withdraw": may,
        "article": found,
        "changes": changes(found, shown, before),
        "is_first": before is None,
        "earlier": shown[-1].pk if len(revisions) > CHANGES_A_PAGE else None,
        "correction": said,
        "original_host": urlsplit(found.original_url).netloc.removeprefix("www."),
    }
    return render(request, "pages/history.html", context)


def asked_before(request: HttpRequest) -> int | None:
    """The number of the revision whose earlier ones are wanted; None for the newest."""
    given = request.GET.get("before", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise BadRequest(NO_PLACE)
    return int(given)


def revisions_of(article: Article, before: int | None) -> Sequence[Revision]:
    """What the article said formerly, the latest first: one more than a page holds, and no more."""
    wanted = Revision.objects.filter(article=article).order_by("-pk")
    return list((wanted.filter(pk__lt=before) if before else wanted)[: CHANGES_A_PAGE + 1])


def changes(article: Article, revisions: Sequence[Revision], before: int | None) -> list[Change]:
    """Each revision compared with what the article said next. Raises BadRequest for a `before` of another article."""
    contract = article.contract()
    words = contract.excerpt_words if contract else None
    found, after = [], state_after(article, before)
    for revision in revisions:
        former = former_state(revision)
        found.append(Change(revision.until, difference(former, after, excerpt_words=words)))
        after = former
    return found


def state_after(article: Article, before: int | None) -> State:
    """What the article said after the changes of this page: what it says now, or a revision."""
    if before is None:
        return State(
            headline=article.headline,
            byline=byline_line(byline_of(article)),
            summary=article.summary,
            body=article.body,
            lead=article.lead_picture_id or "",
            lead_caption=article.lead_caption,
        )
    revision = Revision.objects.filter(article=article, pk=before).first()
    if revision is None:
        raise BadRequest(NO_PLACE)
    return former_state(revision)


def former_state(revision: Revision) -> State:
    return State(
        headline=revision.headline,
        byline=revision.byline,
        summary=revision.summary,
        body=revision.body,
        lead=revision.lead_picture_id or "",
        lead_caption=revision.lead_caption,
    )
