"""What a page is about, for advertising: made from the page alone, whoever reads it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404

from newsstand.advertisers.contexts import PageContext
from newsstand.algorithms.contracts import Standing
from newsstand.algorithms.grief import is_grave
from newsstand.articles.models import Article, Byline
from newsstand.contributors.models import Draft
from newsstand.topics.around import parents_of
from newsstand.topics.models import ArticlePlace, Mention, Topic

SITE = "site"
FRESH = timedelta(seconds=60)
MOST_KEPT = 2000
MOST_TOPICS = 40


@dataclass(frozen=True, slots=True)
class AboutPage:
    """A page's context, whose page it is ("publisher:3", "contributor:5", "site"), its article and its address."""

    context: PageContext
    owner: str
    article: int | None
    address: str


_kept: dict[tuple[str, str], tuple[datetime, AboutPage]] = {}


def about_page(page: str, which: str, *, now: datetime) -> AboutPage:
    """What is known of the page: of the front page (`which`: "" or a place's slug), of a list (a topic's slug), of an
    article (its number). Raises Http404 for one that readers do not see.

    What is known is kept for a minute. Seven queries at most.
    """
    key = (page, which)
    found = _kept.get(key)
    if found is not None and timedelta() <= now - found[0] < FRESH:
        return found[1]
    made = MAKERS[page](which, now)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (now, made)
    return made


def forget() -> None:
    """Know nothing of any page again."""
    _kept.clear()


def front(which: str, _now: datetime) -> AboutPage:
    """The front page; of a place it is about the place and what that lies in."""
    if not which:
        return AboutPage(PageContext("front"), SITE, None, "/")
    place = Topic.objects.places().filter(slug=which).first()
    if place is None:
        raise Http404("There is no place with this name.")
    around = [place, *parents_of([place])[place.pk]]
    return AboutPage(context_of("place", places=around), SITE, None, f"/?place={place.slug}")


def listed(which: str, _now: datetime) -> AboutPage:
    """The list of a topic: it is about that; of a place, about what it lies in too."""
    topic = Topic.objects.shown().filter(slug=which).first()
    if topic is None:
        raise Http404("There is no topic with this name.")
    address = topic.get_absolute_url()
    if topic.section is not None:
        return AboutPage(context_of("section", sections=[topic]), SITE, None, address)
    if topic.kind == Topic.Kind.PLACE:
        around = [topic, *parents_of([topic])[topic.pk]]
        return AboutPage(context_of("place", places=around), SITE, None, address)
    return AboutPage(context_of("topic", topics=[topic]), SITE, None, address)


def article(which: str, now: datetime) -> AboutPage:
    """An article's page: where it plays, what it mentions, its sections, and whether it tells of grief."""
    wanted = Article.objects.select_related("publisher__contract").filter(pk=number(which))
    found = wanted.first()
    if found is None or found.standing(now) is not Standing.SHOWN:
        raise Http404("There is no article with this number.")
    mentions = Mention.objects.shown().filter(article=found).select_related("topic").by_weight()[:MOST_TOPICS]
    topics = [mention.topic for mention in mentions]
    rows = ArticlePlace.objects.right().filter(article=found).select_related("place")
    places = [row.place for row in rows.order_by("-is_direct", "-confidence", "pk")]
    context = context_of(
        "article",
        places=[*places, *(topic for topic in topics if topic.kind == Topic.Kind.PLACE)],
        topics=[topic for topic in topics if topic.section is None and topic.kind != Topic.Kind.PLACE],
        sections=[topic for topic in topics if topic.section is not None],
        grave=is_grave(found.headline, found.text, language=found.language),
    )
    return AboutPage(context, owner_of(found), found.pk, found.get_absolute_url())


def owner_of(article: Article) -> str:
    """Whose page an article's is: its publisher's, or the contributor's who drafted it. Two queries at most."""
    if article.publisher_id is not None:
        return f"publisher:{article.publisher_id}"
    drafted = Draft.objects.filter(article=article).values_list("contributor_id", flat=True).first()
    if drafted is None:
        named = Byline.objects.filter(article=article, author__contributor__isnull=False).order_by("position")
        drafted = named.values_list("author__contributor", flat=True).first()
    return f"contributor:{drafted}" if drafted is not None else SITE


def context_of(
    kind: str,
    *,
    places: Iterable[Topic] = (),
    topics: Iterable[Topic] = (),
    sections: Iterable[Topic] = (),
    grave: bool = False,
) -> PageContext:
    """Topics as the numbers that advertising knows, with their names for people."""
    parts = [list({topic.pk: topic for topic in some}.values()) for some in (places, topics, sections)]
    names = {str(topic.pk): topic.name for some in parts for topic in some}
    numbers: list[Sequence[int]] = [tuple(topic.pk for topic in some) for some in parts]
    return PageContext(kind, tuple(numbers[0]), tuple(numbers[1]), tuple(numbers[2]), names, grave)


def number(text: str) -> int:
    """A number that can be an article's; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


MAKERS: dict[str, Callable[[str, datetime], AboutPage]] = {"front": front, "list": listed, "article": article}
