"""What was said, as feeds: under an article, by a person, about a topic."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.algorithms.html import comment_html
from newsstand.algorithms.syndicate import Entry, Outgoing, Person
from newsstand.api.feeds import sent
from newsstand.articles.models import Article, may_be_seen
from newsstand.comments.models import Comment
from newsstand.comments.status import counted
from newsstand.comments.tell import excerpt, people_in
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.syndication.outgoing import FORMATS, MOST_ENTRIES, Document, absolute
from newsstand.topics.listed import articles_of
from newsstand.topics.models import Topic

# A topic's conversation is that under its newest articles.
MOST_ARTICLES = 100
MOST_NUMBER = 2**63
Comments = QuerySet[Comment]


@require_safe
@public_page(lambda article_id, slug, form: [f"article:{article_id}"])  # noqa: ARG005 (named as in the address)
def thread(request: HttpRequest, *, article_id: int, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/a/<id>/<slug>/comments.rss` and its like: the newest comments under an article."""
    found = Article.objects.published().filter(pk=article_id).first() if article_id < MOST_NUMBER else None
    if found is None:
        raise Http404("There is no such article.")
    if found.slug != slug:
        return HttpResponsePermanentRedirect(f"{found.get_absolute_url()}/comments.{checked(form)}")
    rows = seen().filter(article=found)
    return answer(rows, form, found.get_absolute_url(), f"Comments on “{found.headline}”", found.language)


def stamps_of_person(number: int, form: str) -> Iterable[str]:  # noqa: ARG001
    """Also of the articles: what a moderator takes away there leaves at once."""
    return [f"user:{number}", *articles_in(by_person(number))]


@require_safe
@public_page(stamps_of_person)
def person(request: HttpRequest, *, number: int, form: str) -> HttpResponse:  # noqa: ARG001
    """`/user/<number>/comments.rss` and its like: what somebody said, the latest first."""
    found = User.objects.filter(pk=number, is_active=True).first() if number < MOST_NUMBER else None
    if found is None:
        raise Http404("Nobody here has this number.")
    return answer(by_person(number), form, f"/user/{number}", f"Comments by {found.name}")


def stamps_of_topic(slug: str, form: str) -> Iterable[str]:  # noqa: ARG001
    """Every new comment touches the front page; an edit touches its article alone."""
    found = Topic.objects.shown().filter(slug=slug).first()
    return ["front", f"topic:{slug}", *(articles_in(about(found)) if found else [])]


@require_safe
@public_page(stamps_of_topic)
def topic(request: HttpRequest, *, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/topic/<slug>/comments.rss` and its like: what is said under a topic's newest articles."""
    found = Topic.objects.shown().filter(slug=slug).first()
    if found is None:
        raise Http404("There is no topic with this name.")
    return answer(about(found), form, found.get_absolute_url(), f"Comments about {found.name}")


def seen() -> Comments:
    """What everybody sees, under articles that everybody sees."""
    return counted().filter(may_be_seen(clock.now(), via="article__"))


def by_person(number: int) -> Comments:
    return seen().filter(user=number if number < MOST_NUMBER else 0)


def about(found: Topic) -> Comments:
    return seen().filter(article__in=articles_of(found, before=None, most=MOST_ARTICLES))


def latest(rows: Comments) -> Comments:
    return rows.order_by("-posted_at", "-pk")[:MOST_ENTRIES]


def articles_in(rows: Comments) -> list[str]:
    """The stamps of the articles under which the newest of these comments stand."""
    return [f"article:{number}" for number in set(latest(rows).values_list("article", flat=True))]


def checked(form: str) -> str:
    if form not in FORMATS:
        raise Http404(f"Feeds are here as {', '.join(FORMATS)}.")
    return form


def answer(rows: Comments, form: str, page: str, title: str, language: str = "") -> HttpResponse:
    """The newest of the comments in one of FORMATS, three queries. Raises Http404 for another form."""
    write, kind = FORMATS[checked(form)]
    wanted = latest(rows.select_related("article", "user").defer("article__body", "article__text", "article__summary"))
    found = list(wanted)
    people = people_in(found)
    feed = Outgoing(
        url=absolute(f"{page}/comments.{form}"),
        page=absolute(page),
        title=f"{title} · {settings.NEWSSTAND_NAME}",
        about="",
        language=language or settings.NEWSSTAND_LANGUAGE,
        entries=entries(found, people),
    )
    return sent(Document(feed.url, write(feed), kind, feed.updated if feed.entries else None))


def entries(rows: Sequence[Comment], people: dict[int, dict[str, str]]) -> list[Entry]:
    return [entry_of(row, people.get(row.pk, {})) for row in rows]


def entry_of(row: Comment, people: dict[str, str]) -> Entry:
    """A comment as an entry: its words, and its author with the page they have here."""
    address = absolute(row.get_absolute_url())
    author = absolute(f"/user/{row.user_id}") if row.user is not None and row.user.is_active else ""
    return Entry(
        id=address,
        url=address,
        title=f"{row.name} on “{row.article.headline}”",
        summary=excerpt(row.text),
        html=comment_html(row.text, {name: absolute(path) for name, path in people.items()}),
        attribution="",
        authors=(Person(row.name, author),),
        published=row.posted_at,
        updated=row.edited_at or row.posted_at,
        categories=(),
        picture="",
        picture_type="",
        language="",
    )
