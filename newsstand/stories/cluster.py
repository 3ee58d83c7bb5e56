"""Articles find their stories: the clusterer, one at a time whatever the number of workers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.algorithms.clusters import Match
from newsstand.algorithms.function_words import FUNCTION_WORDS
from newsstand.algorithms.groups import Group
from newsstand.algorithms.terms import as_written
from newsstand.algorithms.urls import slug
from newsstand.algorithms.vectors import Document, Vector, name_term, read
from newsstand.articles.models import Article, Copy
from newsstand.stories import state
from newsstand.stories.apart import Apart, apart_among
from newsstand.stories.documents import articles_of, documents_of, says_of
from newsstand.stories.keep import recount, recount_due
from newsstand.stories.models import Coverage, Story, Waiting
from newsstand.stories.state import Held

AT_ONCE = 50
CLOSES_AFTER = timedelta(days=7)
# More open stories than this are no news: those to which nothing came for longest are closed.
MOST_OPEN = 100_000
CLOSED_AT_ONCE = 500
SHOWN_WORDS = 5
WRITTEN_CHARACTERS = 4000
EMPTY = frozenset(FUNCTION_WORDS)


@dataclass(slots=True)
class Batch:
    """What one round decided, before it is saved. A new story has a number below zero until it has a row."""

    held: Held
    now: datetime
    rows: dict[int, Coverage]
    says: dict[int, dict[str, list[str]]]
    documents: dict[int, Document]
    original: dict[int, int]
    opened: dict[int, Article] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    merged: list[tuple[int, int]] = field(default_factory=list)


def cluster_due(*, now: datetime, most: int = AT_ONCE) -> int:
    """Let up to `most` waiting articles find their stories; returns how many were looked at, 0 while another does it.

    1. Load: the open stories, once a process; the articles, what they copy, whether they have a story already.
    2. Decide: a copy goes where its original is; else `algorithms.clusters` says which story is likeliest. What an
       editor decided stands. What changed since is read again where it is.
    3. Save: stories, coverage, and what the stories keep of it; old stories close. All of it in one transaction, so
       that a worker that is killed leaves nothing half done; waiting articles are then found by the next.
    """
    if not (Waiting.objects.exists() or due_otherwise(now)):
        return 0
    with state.in_turn:
        try:
            with transaction.atomic():
                held = state.hold(now)
                return 0 if held is None else one_round(held, now, most)
        except BaseException:
            state.forget()
            raise


def catch_up(*, now: datetime) -> int:
    """Cluster until nothing waits, and let others go on from there; returns how many articles were looked at."""
    total = 0
    while done := cluster_due(now=now):
        total += done
    give_back()
    return total


def give_back() -> None:
    """Let another process cluster at once, because this one stops."""
    with state.in_turn, transaction.atomic():
        state.give_back()


def due_otherwise(now: datetime) -> bool:
    """Whether there is a story to close or to count again."""
    return (
        Story.objects.filter(recount_at__lte=now).exists() or Story.objects.closable(now - CLOSES_AFTER, now).exists()
    )


def one_round(held: Held, now: datetime, most: int) -> int:
    """One batch with the stories in hand."""
    waiting = list(Waiting.objects.order_by("since", "article")[:most])
    done = len(waiting)
    if waiting:
        asked = [row.article_id for row in waiting]
        # What turned out to be their copy goes where they are.
        copies = Copy.objects.filter(original__in=asked).values_list("article_id", flat=True)
        articles = articles_of([*asked, *copies])
        batch = prepared(held, list(articles.values()), now)
        for article in in_order(articles.values(), batch.original):
            look_at(batch, article)
        merge_twins(batch)
        save(batch)
        for row in waiting:
            Waiting.objects.filter(pk=row.pk, since=row.since).delete()
    close_old(held, now)
    state.write(held)
    return done + recount_due(now=now)


def prepared(held: Held, articles: Sequence[Article], now: datetime) -> Batch:
    """All that deciding about these articles needs."""
    original = dict(Copy.objects.filter(article__in=articles).values_list("article_id", "original_id"))
    asked = {article.pk for article in articles} | set(original.values())
    rows = {row.article_id: row for row in Coverage.objects.filter(article__in=asked).select_related("story")}
    return Batch(held, now, rows, says_of(articles), documents_of(articles), original)


def in_order(articles: Iterable[Article], original: dict[int, int]) -> list[Article]:
    """As they were published, originals before their copies."""
    return sorted(articles, key=lambda article: (article.pk in original, article.published_at, article.pk))


def look_at(batch: Batch, article: Article) -> None:
    """Decide about one article."""
    row = batch.rows.get(article.pk)
    if row is None:
        if article.withdrawn_at is None:
            place(batch, article)
        return
    row.says = batch.says[article.pk]
    batch.touched.add(row.story_id)
    first = batch.rows.get(batch.original.get(article.pk, 0))
    if first is not None and first.story_id != row.story_id and row.placed_by == Coverage.PlacedBy.MACHINE:
        # It turned out to be a copy.
        row.story_id, row.why = first.story_id, {"copy": first.article_id}
        batch.touched.add(first.story_id)
        batch.joined.add(first.story_id)
        return
    group = batch.held.clusters.groups.get(row.story_id)
    if group is not None and group.size == 1:
        # Its text came from its page, or was changed: the story is about what it says now.
        batch.held.clusters.groups[row.story_id] = Group()
        batch.held.clusters.join(row.story_id, read(batch.documents[article.pk], batch.held.words))


def place(batch: Batch, article: Article) -> None:
    """Find a story for an article that has none."""
    first = batch.rows.get(batch.original.get(article.pk, 0))
    if first is not None:
        return cover(batch, article, first.story_id, 1.0, {"copy": first.article_id})
    vector = read(batch.documents[article.pk], batch.held.words)
    batch.held.unwritten += 1
    matches = batch.held.clusters.matches(vector)
    if not matches:
        story = -1 - len(batch.opened)
        batch.opened[story] = article
        batch.held.clusters.join(story, vector)
        return cover(batch, article, story, 1.0, {})
    best = matches[0]
    why = reasons(batch, article, vector, best)
    batch.held.clusters.join(best.story, vector)
    batch.merged += [(best.story, match.story) for match in matches[1:3]]
    return cover(batch, article, best.story, sureness(best), why)


def cover(batch: Batch, article: Article, story: int, score: float, why: dict[str, object]) -> None:
    """Note that an article covers a story."""
    batch.rows[article.pk] = Coverage(
        story_id=story,
        article=article,
        published_at=article.published_at,
        joined_at=batch.now,
        says=batch.says[article.pk],
        score=score,
        why=why,
    )
    batch.joined.add(story)
    batch.touched.add(story)


def sureness(match: Match) -> float:
    """From 0 to 1: half at the threshold, more the further above it."""
    return round(match.likeness / (match.likeness + 1.0), 4)


def reasons(batch: Batch, article: Article, vector: Vector, match: Match) -> dict[str, object]:
    """What spoke for a story: the words that it shares most of, as they stand in the article, and the hours between."""
    day = batch.held.clusters.groups[match.story].day
    hours = round(abs(vector.day - day) * 24.0, 1) if day is not None and vector.day is not None else None
    written = as_written(f"{article.headline}\n{article.text or article.summary}"[:WRITTEN_CHARACTERS])
    names = dict(zip(map(name_term, batch.documents[article.pk].names), batch.documents[article.pk].names, strict=True))
    terms = [vector.words[key] for key in match.shared if key in vector.words and vector.words[key] not in EMPTY]
    words = [names.get(term) or written.get(term) or term for term in terms]
    said = [word for word in dict.fromkeys(words) if len(word) > 2 or not word.isascii()]
    return {"words": said[:SHOWN_WORDS], "hours": hours}


def merge_twins(batch: Batch) -> None:
    """Stories that tell the same event become one, the smaller the larger, unless an editor decided about either."""
    pairs = [(one, other) for one, other in dict.fromkeys(batch.merged) if one != other]
    batch.merged = []
    apart: Apart = apart_among({story for pair in pairs for story in pair if story > 0})
    for one, other in pairs:
        groups = batch.held.clusters.groups
        if one not in groups or other not in groups or not apart.may_merge(one, other):
            continue
        if batch.held.clusters.twin_of(one, [other]) is None:
            continue
        keep, gone = sorted((one, other), key=lambda story: (story < 0, -groups[story].size, abs(story)))
        batch.held.clusters.merge(keep, gone)
        batch.merged.append((keep, gone))
        for row in batch.rows.values():
            if row.story_id == gone:
                row.story_id = keep
        batch.joined.add(keep)
        batch.touched |= {keep, gone}


def save(batch: Batch) -> None:
    """Write what was decided."""
    gone_new = {gone for _, gone in batch.merged if gone < 0}
    new = {number: article for number, article in batch.opened.items() if number not in gone_new}
    rows = Story.objects.bulk_create([story_of(article, batch.now) for article in new.values()], batch_size=200)
    real = {number: row.pk for number, row in zip(new, rows, strict=True)}
    for number, pk in real.items():
        batch.held.clusters.renumber(number, pk)
    for keep, gone in batch.merged:
        if gone > 0:
            into = real.get(keep, keep)
            Coverage.objects.filter(story=gone).update(story=into)
            Story.objects.filter(merged_into=gone).update(merged_into=into)
            Story.objects.filter(pk=gone).update(merged_into=into, state=Story.State.CLOSED, centroid=b"")
    for row in batch.rows.values():
        row.story_id = real.get(row.story_id, row.story_id)
    looked_at = [batch.rows[pk] for pk in batch.documents if pk in batch.rows]
    Coverage.objects.bulk_create([row for row in looked_at if row.pk is None], batch_size=200)
    known = [row for row in looked_at if row.pk is not None]
    Coverage.objects.bulk_update(known, ["story", "says", "why"], batch_size=100)
    recount([real.get(story, story) for story in batch.touched if story not in gone_new], now=batch.now)
    keep_centroids(batch.held, {real.get(story, story) for story in batch.touched})
    Story.objects.filter(pk__in=[real.get(story, story) for story in batch.joined]).update(joined_at=batch.now)


def story_of(article: Article, now: datetime) -> Story:
    """A new story that an article opens."""
    return Story(
        title=article.headline,
        slug=slug(article.headline)[:100],
        language=article.language,
        opened_at=article.published_at,
        last_article_at=article.published_at,
        joined_at=now,
    )


def keep_centroids(held: Held, ids: Iterable[int]) -> None:
    """Write what clustering knows of these stories, so that a restart loses nothing."""
    groups = held.clusters.groups
    rows = [Story(pk=pk, centroid=groups[pk].packed()) for pk in sorted(ids) if pk in groups]
    Story.objects.bulk_update(rows, ["centroid"], batch_size=100)


def close_old(held: Held, now: datetime) -> None:
    """Close the stories to which nothing came for a week, and the oldest of too many. A pinned one stays open."""
    old = list(Story.objects.closable(now - CLOSES_AFTER, now).values_list("pk", flat=True)[:CLOSED_AT_ONCE])
    over = len(held.clusters.groups) - len(old) - MOST_OPEN
    if over > 0:
        rest = Story.objects.closable(now, now).exclude(pk__in=old)
        old += list(rest.values_list("pk", flat=True)[: min(over, CLOSED_AT_ONCE)])
    for pk in old:
        held.clusters.close(pk)
    if old:
        Story.objects.filter(pk__in=old).update(state=Story.State.CLOSED, centroid=b"")
