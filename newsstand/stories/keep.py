"""What a story keeps of its coverage: title, lead, counts, roles, when to count again."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newsstand.algorithms.additions import Said, additions
from newsstand.algorithms.headlines import most_central
from newsstand.algorithms.urls import slug
from newsstand.articles.models import Article, Copy
from newsstand.lib.stamps import touch
from newsstand.stories.models import Coverage, Story
from newsstand.topics.models import Mention, Topic

RECOUNTED_AT_ONCE = 200
# Whatever is nearer to the middle than these tells nothing more.
MOST_HEADLINES = 60
KEPT = (
    "title",
    "slug",
    "language",
    "opened_at",
    "last_article_at",
    "article_count",
    "outlet_count",
    "lead",
    "place",
    "section",
    "recount_at",
)


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, as far as keeping needs it. `original` is the visible article that it copies, or None."""

    coverage: Coverage
    article: Article
    original: int | None

    @property
    def outlet(self) -> tuple[str, int]:
        """By which it is counted: its publisher; a contributor's article counts for itself."""
        publisher = self.article.publisher_id
        return ("publisher", publisher) if publisher is not None else ("article", self.article.pk)


def recount(ids: Collection[int], *, now: datetime) -> None:
    """Work out anew what these stories keep, from the articles that readers can see at `now`.

    1. Load: their coverage, copies and mentions, in five queries.
    2. Decide: roles, title and lead, counts, place and section.
    3. Save what differs; the pages that show it hear of it.
    """
    if not ids:
        return
    with transaction.atomic():
        stories = list(Story.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        rows = Coverage.objects.filter(story__in=stories).select_related("article")
        rows = rows.defer("article__body", "article__text", "article__summary")
        covered: dict[int, list[Coverage]] = defaultdict(list)
        for row in rows.order_by("published_at", "article__received_at", "article"):
            covered[row.story_id].append(row)
        articles = [row.article_id for some in covered.values() for row in some]
        visible = set(Article.objects.published(now).filter(pk__in=articles).values_list("pk", flat=True))
        original = dict(Copy.objects.filter(article__in=visible).values_list("article_id", "original_id"))
        about = topics_of(visible)
        stamps: list[str] = []
        for story in stories:
            own = covered[story.pk]
            members = members_of([row for row in own if row.article_id in visible], original)
            changed = give_roles(members)
            Coverage.objects.bulk_update(changed, ["role"], batch_size=200)
            stamps += settle(story, members, [row.article for row in own], about, now)
        Story.objects.bulk_update(stories, KEPT, batch_size=50)
        touch(stamps)


def recount_due(*, now: datetime) -> int:
    """Count the stories again of which an article came into sight or left it since. Returns how many."""
    due = Story.objects.filter(recount_at__lte=now).order_by("recount_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:RECOUNTED_AT_ONCE])
    recount(ids, now=now)
    return len(ids)


def members_of(rows: Sequence[Coverage], original: dict[int, int]) -> list[Member]:
    """The visible articles in their order. Of copies whose original is not here, the first stands for it."""
    here = {row.article_id for row in rows}
    first: dict[int, int] = {}
    found = []
    for row in rows:
        text = original.get(row.article_id, row.article_id)
        stands = text if text in here else first.setdefault(text, row.article_id)
        found.append(Member(row, row.article, None if stands == row.article_id else stands))
    return found


def give_roles(members: Sequence[Member]) -> list[Coverage]:
    """Say of each article what it is in its story; returns the rows that say something else now."""
    own = [member for member in members if member.original is None]
    adds = additions([said_by(member.coverage) for member in own])
    roles = {
        member.article.pk: Coverage.Role.FIRST if at == 0 else Coverage.Role.ADDS if adds[at] else Coverage.Role.SAME
        for at, member in enumerate(own)
    }
    changed = []
    for member in members:
        role = roles.get(member.article.pk, Coverage.Role.COPY)
        if member.coverage.role != role:
            member.coverage.role = role
            changed.append(member.coverage)
    return changed


def said_by(coverage: Coverage) -> Said:
    """What an article says, as it was kept."""
    return Said(tuple(coverage.says.get("names", ())), tuple(coverage.says.get("numbers", ())))


def settle(
    story: Story,
    members: Sequence[Member],
    everything: Sequence[Article],
    about: dict[int, list[tuple[int, str, bool]]],
    now: datetime,
) -> list[str]:
    """Give a story what follows from its visible articles; returns the stamps of the pages that show it."""
    before = (story.article_count, story.outlet_count, story.lead_id)
    own = [member for member in members if member.original is None]
    story.article_count = len(members)
    story.outlet_count = len({member.outlet for member in own})
    story.recount_at = next_change(everything, now)
    if own:
        give_lead(story, own)
        story.opened_at = own[0].article.published_at
        story.last_article_at = own[-1].article.published_at
        languages = Counter(member.article.language for member in own)
        story.language = languages.most_common(1)[0][0]
    else:
        story.lead = None
    ids = [member.article.pk for member in own]
    story.place_id = most_common(about, ids, lambda kind, _: kind == Topic.Kind.PLACE)
    story.section_id = most_common(about, ids, lambda _, is_section: is_section)
    stamps = [f"story:{story.pk}"]
    if before != (story.article_count, story.outlet_count, story.lead_id):
        # Their pages lead to the story, and say how many cover it.
        stamps += [f"article:{article.pk}" for article in everything]
        if max(story.article_count, before[0]) > 1:
            stamps.append("front")
    return stamps


def give_lead(story: Story, members: Sequence[Member]) -> None:
    """The article whose headline says what most of them say, and that headline."""
    some = members[-MOST_HEADLINES:]
    present = next((at for at, member in enumerate(some) if member.article.pk == story.lead_id), None)
    headlines = [member.article.headline for member in some]
    names = [" ".join(said_by(member.coverage).names) for member in some]
    lead = some[most_central(headlines, names=names, present=present)].article
    story.lead = lead
    story.title, story.slug = lead.headline, slug(lead.headline)[:100]


def next_change(articles: Iterable[Article], now: datetime) -> datetime | None:
    """When the next of these articles comes into sight or leaves it by its contract."""
    moments = [moment for article in articles for moment in (article.opens_at, article.closes_at)]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def topics_of(ids: Collection[int]) -> dict[int, list[tuple[int, str, bool]]]:
    """Article -> its topics in their order: id, kind, whether it is a section."""
    found: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    rows = Mention.objects.filter(article__in=ids).order_by("position", "pk")
    for article, topic, kind, section in rows.values_list("article_id", "topic_id", "topic__kind", "topic__section"):
        found[article].append((topic, kind, section is not None))
    return found


def most_common(about: dict[int, list[tuple[int, str, bool]]], ids: Sequence[int], wanted: object) -> int | None:
    """The topic that most of these articles mention; of two, the one that stands earlier in them."""
    points: Counter[int] = Counter()
    for pk in ids:
        rows = [topic for topic, kind, is_section in about.get(pk, ()) if wanted(kind, is_section)]  # type: ignore[operator]
        for at, topic in enumerate(rows):
            points[topic] += 100 - min(at, 50)
    return max(points, key=lambda topic: (points[topic], -topic), default=None)
