"""Cards of a front page: a candidate in its place becomes a headline with its outlets and its reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsstand.algorithms.orders import Placed
from newsstand.algorithms.ranking import Reader
from newsstand.algorithms.why import Names, Reason, why
from newsstand.articles.models import Article, Author
from newsstand.publishers.models import Publisher
from newsstand.ranking.keep import Sheet
from newsstand.stories.models import Coverage, Story
from newsstand.topics.models import Topic

MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One article on a front page, for itself or for its story.

    `others`: further outlets of the story, each with its own article, the first `MOST_OTHERS`; `outlets`: how many
    there are in all. `reasons` add up to `points`.
    """

    article: Article
    story: Story | None
    outlets: int
    others: Sequence[Article]
    reasons: Sequence[Reason]
    points: float
    by_chance: bool

    @property
    def more_outlets(self) -> int:
        """Outlets that are not named on the card."""
        return max(0, self.outlets - 1 - len(self.others))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the cards of a page need, loaded at once."""

    articles: Mapping[int, Article] = field(default_factory=dict)
    stories: Mapping[int, Story] = field(default_factory=dict)
    others: Mapping[int, Sequence[Article]] = field(default_factory=dict)


def cards(sheets: Mapping[str, Sheet], *, reader: Reader, place: str) -> dict[str, list[Card]]:
    """The cards of each part of a page; what readers may no longer see is left out. Nine queries at most."""
    placed = [one for sheet in sheets.values() for one in sheet.placed]
    shown = load({one.candidate.article for one in placed}, {one.candidate.story for one in placed} - {0})
    names = names_for(placed, reader, shown, place)
    return {
        name: [
            card(one, sheet.asked.reader, names, shown)
            for one in sheet.placed
            if one.candidate.article in shown.articles
        ]
        for name, sheet in sheets.items()
    }


def card(placed: Placed, reader: Reader, names: Names, shown: Shown) -> Card:
    """One card."""
    story = shown.stories.get(placed.candidate.story)
    return Card(
        article=shown.articles[placed.candidate.article],
        story=story if story is not None and story.article_count > 1 else None,
        outlets=story.outlet_count if story is not None else 1,
        others=shown.others.get(placed.candidate.story, ()),
        reasons=why(placed, reader, names),
        points=placed.score,
        by_chance=placed.by_chance,
    )


def names_for(placed: Sequence[Placed], reader: Reader, shown: Shown, place: str) -> Names:
    """What the reasons may name: publishers of the page, and what this reader follows or likes on it."""
    candidates = [one.candidate for one in placed]
    publishers: dict[int, str] = {}
    for article in shown.articles.values():
        if article.publisher is not None:
            publishers[article.publisher.pk] = article.publisher.name
    known = {number for one in candidates for number in one.publishers} & (
        reader.publishers | {*reader.likes_publishers}
    )
    missing = known - publishers.keys()
    topics = {number for one in candidates for number, _ in one.topics} & (reader.topics | {*reader.likes_topics})
    authors = {number for one in candidates for number in one.authors} & (reader.authors | {*reader.likes_authors})
    more = dict(Publisher.objects.filter(pk__in=missing).values_list("pk", "name")) if missing else {}
    return Names(
        publishers={**publishers, **more},
        topics=dict(Topic.objects.filter(pk__in=topics).values_list("pk", "name")) if topics else {},
        authors=dict(Author.objects.filter(pk__in=authors).values_list("pk", "name")) if authors else {},
        place=place,
    )


def load(articles: set[int], stories: set[int]) -> Shown:
    """The articles as lists show them, their stories, and who else covers those."""
    found = Article.objects.published().for_cards().in_bulk(articles)
    of_stories = Story.objects.shown().only("title", "slug", "outlet_count", "article_count").in_bulk(stories)
    several = [pk for pk, story in of_stories.items() if story.article_count > 1]
    return Shown(found, of_stories, others_of(several, set(found)))


def others_of(stories: Iterable[int], leads: set[int]) -> dict[int, list[Article]]:
    """Story -> an article of each further outlet, those first that add something, then the earliest. One query."""
    rows = (
        Coverage.objects.shown()
        .filter(story__in=stories)
        .exclude(role=Coverage.Role.COPY)
        .select_related("article__publisher")
        .only("story", "role", "article__headline", "article__slug", "article__publisher__name", "published_at")
        .order_by("story", "published_at", "article")
    )
    of_story: dict[int, list[Coverage]] = defaultdict(list)
    for row in rows:
        of_story[row.story_id].append(row)
    return {story: one_an_outlet(found, leads) for story, found in of_story.items()}


def one_an_outlet(rows: Sequence[Coverage], leads: set[int]) -> list[Article]:
    """The outlets beside that of the lead, each by its first article."""
    taken = {row.article.publisher_id for row in rows if row.article_id in leads}
    found: dict[int | None, Article] = {}
    for row in sorted(rows, key=lambda row: row.role == Coverage.Role.SAME):
        if row.article.publisher_id not in taken:
            found.setdefault(row.article.publisher_id, row.article)
    return list(found.values())[:MOST_OTHERS]
