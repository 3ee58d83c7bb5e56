"""The page of an article's history: each change that a reader could notice, and when it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.corrections import correction
from newsstand.algorithms.history import Difference, State, difference
from newsstand.articles.models import Article, Revision
from newsstand.articles.states import former, present
from newsstand.articles.withdraw import may_withdraw
from newsstand.corrections.models import Correction
from newsstand.corrections.shown import shown as desk
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.pages.article import asked_for, not_shown

CHANGES_A_PAGE = 20
NO_PLACE = "The end of this address names no change. Follow the link “Earlier changes” on the page instead."


@dataclass(frozen=True, slots=True)
class Change:
    """A revision, what became of it, and the correction that this was (or None)."""

    revision: Revision
    difference: Difference
    correction: Correction | None


@public_page(lambda article_id, **_rest: [f"article:{article_id}"])
def history(request: HttpRequest, *, article_id: int, slug: str) -> HttpResponse:
    """`/a/<id>/<slug>/history`: changes newest first, twenty a page. Four queries, and six more where it was corrected.

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
        "corrected": desk(found, clock.now()),
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
    noted = {row.revision_id: row for row in corrections_of(article, revisions)}
    found, after = [], state_after(article, before)
    for revision in revisions:
        before_it = former(revision)
        found.append(Change(revision, difference(before_it, after, excerpt_words=words), noted.get(revision.pk)))
        after = before_it
    return found


def corrections_of(article: Article, revisions: Sequence[Revision]) -> Sequence[Correction]:
    """The corrections that these revisions were; no query where the article has none."""
    if not vars(article).get("has_corrections", True):
        return ()
    return list(Correction.objects.filter(article=article, revision__in=revisions))


def state_after(article: Article, before: int | None) -> State:
    """What the article said after the changes of this page: what it says now, or a revision."""
    if before is None:
        return present(article)
    revision = Revision.objects.filter(article=article, pk=before).first()
    if revision is None:
        raise BadRequest(NO_PLACE)
    return former(revision)
