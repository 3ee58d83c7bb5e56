"""Our own feeds as bytes: the newest articles of the front page, a publisher, an author, a topic and a story."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.formats import date_format

from newsstand.algorithms.article_html import with_pictures
from newsstand.algorithms.deck import brief
from newsstand.algorithms.syndicate import Entry, Outgoing, Person, atom, json_feed, rss
from newsstand.algorithms.websub_hub import Own
from newsstand.articles.models import Article, ArticleQuerySet, Author, Byline
from newsstand.corrections.models import Correction
from newsstand.images.models import State
from newsstand.publishers.models import Publisher
from newsstand.stories.models import Coverage, Story
from newsstand.topics.listed import articles_of
from newsstand.topics.models import Mention, Topic

MOST_ENTRIES = 30
MOST_SUMMARY = 400
# A number with more digits is no story of ours, and no database takes it.
MOST_DIGITS = 18
PICTURE_WIDTH = 960
# What /image/ gives to a program that does not say that it takes anything newer.
PICTURE_TYPE = "image/webp"
HUB = "/websub/hub"
FORMATS = {
    "rss": (rss, "application/rss+xml; charset=utf-8"),
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it is sent: from a whole address, in bytes of a media type; `updated` is None where it is empty."""

    url: str
    body: bytes
    content_type: str
    updated: datetime | None

    @property
    def link(self) -> str:
        """The header Link, by which others find its hub."""
        return f'<{absolute(HUB)}>; rel="hub", <{self.url}>; rel="self"'


@dataclass(frozen=True, slots=True)
class Contents:
    """What a feed is about, and its articles; `page` is the path of the page that it follows, "" for the front page."""

    page: str
    name: str
    about: str
    articles: Sequence[Article]
    language: str = ""


def document(own: Own) -> Document | None:
    """The feed as it is now; None where there is none, or no such form."""
    contents = CONTENTS[own.kind](own.slug) if own.form in FORMATS else None
    if contents is None:
        return None
    return written(contents, own.form, path=f"{contents.page}/feed.{own.form}", hub=absolute(HUB))


def written(contents: Contents, form: str, *, path: str, hub: str = "") -> Document:
    """Contents in one of `FORMATS`, as the feed at `path`; `hub` is who tells of its changes, "" for nobody."""
    write, kind = FORMATS[form]
    feed = Outgoing(
        url=absolute(path),
        page=absolute(contents.page or "/"),
        title=contents.name,
        about=" ".join(contents.about.split()),
        language=contents.language or settings.NEWSSTAND_LANGUAGE,
        entries=[entry_of(article) for article in contents.articles],
        hub=hub,
    )
    return Document(feed.url, write(feed), kind, feed.updated if feed.entries else None)


def front(slug: str) -> Contents:  # noqa: ARG001 (there is one)
    """The newest articles of all."""
    about = f"The newest articles on {settings.NEWSSTAND_NAME}."
    return Contents("", settings.NEWSSTAND_NAME, about, newest(Article.objects.published().firsts()))


def publisher(slug: str) -> Contents | None:
    found = Publisher.objects.here().filter(slug=slug).first()
    if found is None:
        return None
    articles = newest(Article.objects.published().filter(publisher=found))
    return Contents(found.get_absolute_url(), title(found.name), found.description, articles, found.language)


def author(slug: str) -> Contents | None:
    found = Author.objects.here().filter(slug=slug).first()
    if found is None:
        return None
    articles = newest(Article.objects.published().filter(bylines__author=found))
    return Contents(found.get_absolute_url(), title(found.name), found.about, articles)


def topic(slug: str) -> Contents | None:
    found = Topic.objects.shown().filter(slug=slug).first()
    if found is None:
        return None
    articles = newest(Article.objects.filter(pk__in=articles_of(found, before=None, most=MOST_ENTRIES)))
    return Contents(found.get_absolute_url(), title(found.name), found.about, articles)


def story(slug: str) -> Contents | None:
    """A story's articles, each text once; `slug` is the story's number."""
    number = int(slug) if slug.isascii() and slug.isdigit() and len(slug) < MOST_DIGITS else 0
    found = Story.objects.shown().defer("centroid").filter(pk=number).first()
    if found is None:
        return None
    own = Coverage.objects.exclude(role=Coverage.Role.COPY).filter(story=found)
    articles = newest(Article.objects.published().filter(coverage__in=own))
    about = f"Full coverage from {found.outlet_count} outlets." if found.outlet_count > 1 else "Full coverage."
    return Contents(f"/story/{found.pk}", title(found.title), about, articles, found.language)


CONTENTS: dict[str, Callable[[str], Contents | None]] = {
    "front": front,
    "publisher": publisher,
    "author": author,
    "topic": topic,
    "story": story,
}


def title(name: str) -> str:
    return f"{name} · {settings.NEWSSTAND_NAME}"


def newest(articles: ArticleQuerySet) -> Sequence[Article]:
    """The articles of a feed with all that it says of them, in four queries."""
    bylines = Byline.objects.select_related("author").order_by("position", "id")
    mentions = Mention.objects.shown().select_related("topic").by_weight()
    return list(
        articles.newest()
        .select_related("publisher__contract", "lead_picture")
        .prefetch_related(Prefetch("bylines", bylines), Prefetch("mentions", mentions))
        .prefetch_related(Prefetch("corrections", Correction.objects.order_by("-at", "-pk")))
        .defer("text")[:MOST_ENTRIES]
    )


def entry_of(article: Article) -> Entry:
    """An article as others may pass it on: what was written here whole, a publisher's by its summary."""
    contract = article.contract()
    picture = article.lead_picture
    corrections = list(article.corrections.all())
    return Entry(
        id=absolute(f"/a/{article.pk}/"),
        url=absolute(article.get_absolute_url()),
        title=article.headline,
        summary=brief(article.shown_summary(), MOST_SUMMARY),
        html=own_html(article) if contract is None else "",
        attribution=" ".join(filter(None, [contract.line(), contract.licence])) if contract else "",
        licence=contract.licence if contract else "",
        licence_url=iri_to_uri(contract.licence_url) if contract else "",
        licence_type=contract.licence_type if contract else "",
        authors=tuple(
            Person(line.author.name, absolute(line.author.get_absolute_url())) for line in article.bylines.all()
        ),
        published=article.published_at,
        updated=max([article.updated_at or article.published_at, *(one.at for one in corrections)]),
        notes=tuple(note(one) for one in corrections),
        categories=categories(article),
        picture=absolute(f"/image/{picture.pk}/{PICTURE_WIDTH}") if picture and picture.state == State.READY else "",
        picture_type=PICTURE_TYPE,
        language=article.language,
    )


def note(correction: Correction) -> str:
    """A correction as a line: "Correction, 23 November 2026: ..."."""
    day = date_format(timezone.localtime(correction.at), "j F Y")
    return f"{correction.get_kind_display()}, {day}: {' '.join(correction.note.split())}"


def own_html(article: Article) -> str:
    """The text, sanitised again, with whole addresses of its pictures and links."""
    html = with_pictures(article.body, {})
    return html.replace('src="/', f'src="{settings.NEWSSTAND_URL}/').replace(
        'href="/', f'href="{settings.NEWSSTAND_URL}/'
    )


def categories(article: Article) -> tuple[str, ...]:
    """The topics that it mentions and the publisher's own categories, each once."""
    names = [*(mention.topic.name for mention in article.mentions.all()), *map(str, article.categories)]
    return tuple({name.casefold(): name for name in reversed(names)}.values())[::-1]


def absolute(path: str) -> str:
    """A path of ours as a whole address, with nothing in it that an address may not hold."""
    return f"{settings.NEWSSTAND_URL}{iri_to_uri(path)}"
