"""A story as its page shows it: who covers it, who was first, who adds what, what changed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newsstand.algorithms.additions import additions, line
from newsstand.algorithms.corrections import Correction, correction
from newsstand.articles.models import Article, Copy, Revision
from newsstand.stories.keep import members_of, said_by
from newsstand.stories.local import local_outlets
from newsstand.stories.models import Coverage, Story
from newsstand.topics.models import Mention, Topic

# The newest of a story; who was first stands there in any case.
MOST_SHOWN = 120
MOST_MOMENTS = 80
MOST_TOPICS = 10


@dataclass(slots=True)
class Entry:
    """An article's place on the page. `adds` is a line, "" for nothing new; `copies` are folded under it."""

    article: Article
    coverage: Coverage
    adds: str = ""
    is_first: bool = False
    is_local: bool = False
    correction: Correction | None = None
    copies: list[Article] = field(default_factory=list)

    def also_in(self) -> list[Article]:
        """One copy an outlet, without the article's own."""
        found: dict[int | None, Article] = {self.article.publisher_id: self.article}
        for copy in self.copies:
            found.setdefault(copy.publisher_id, copy)
        return list(found.values())[1:]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to the coverage: `kind` is "first", "published", "changed" or "corrected"."""

    when: datetime
    kind: str
    article: Article


def entries_of(story: Story, *, now: datetime) -> list[Entry]:
    """Its visible articles in the order of their publication, copies under their originals. Four queries."""
    rows = list(
        Coverage.objects.shown(now)
        .filter(story=story)
        .select_related("article__publisher__contract", "article__publisher__icon", "article__lead_picture")
        .defer("article__body", "article__publisher__description")
        .order_by("published_at", "article__received_at", "article")
    )
    if len(rows) > MOST_SHOWN:
        rows = [rows[0], *rows[1 - MOST_SHOWN :]]
    links = Copy.objects.filter(article__in=[row.article_id for row in rows])
    members = members_of(rows, dict(links.values_list("article_id", "original_id")))
    own = [member for member in members if member.original is None]
    found: dict[int, Entry] = {}
    for at, (member, adds) in enumerate(zip(own, additions([said_by(m.coverage) for m in own]), strict=True)):
        found[member.article.pk] = Entry(
            member.article,
            member.coverage,
            adds=line(adds),
            is_first=at == 0,
            correction=correction(member.article.headline, member.article.text),
        )
    for member in members:
        if member.original is not None:
            found[member.original].copies.append(member.article)
    return list(found.values())


def local_first(entries: Sequence[Entry], place: Topic | None, *, now: datetime) -> list[Entry]:
    """Local outlets first, then the others; among both as they were published. One query."""
    publishers = {entry.article.publisher_id for entry in entries if entry.article.publisher_id}
    local = local_outlets(place, publishers, now=now)
    for entry in entries:
        entry.is_local = entry.article.publisher_id in local
    return sorted(entries, key=lambda entry: not entry.is_local)


def timeline(entries: Sequence[Entry]) -> list[Moment]:
    """What happened, the newest first: publications, changes that a reader could notice, corrections. One query."""
    articles = {entry.article.pk: entry.article for entry in entries}
    moments = [
        Moment(entry.article.published_at, "first" if entry.is_first else "published", entry.article)
        for entry in entries
    ]
    corrected = {entry.article.pk for entry in entries if entry.correction}
    changes: dict[int, list[datetime]] = defaultdict(list)
    for pk, until in Revision.objects.filter(article__in=articles).order_by("until").values_list("article_id", "until"):
        changes[pk].append(until)
    for pk, whens in changes.items():
        # The last change of an article that says so is the one that put it right.
        for at, when in enumerate(whens):
            is_last = at == len(whens) - 1
            moments.append(Moment(when, "corrected" if is_last and pk in corrected else "changed", articles[pk]))
    return sorted(moments, key=lambda moment: (moment.when, moment.article.pk), reverse=True)[:MOST_MOMENTS]


def topics_of(entries: Sequence[Entry]) -> list[Topic]:
    """What most of its articles mention, the most mentioned first. One query."""
    rows = Mention.objects.filter(article__in=[entry.article.pk for entry in entries]).select_related("topic")
    topics: dict[int, Topic] = {}
    often: Counter[int] = Counter()
    for row in rows.order_by("position", "pk"):
        topics[row.topic_id] = row.topic
        often[row.topic_id] += 1
    return [topics[pk] for pk, _ in sorted(often.items(), key=lambda item: -item[1])[:MOST_TOPICS]]
