"""What editors decide about stories: move, split, merge, pin, close. Each is written down with its reason."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.articles.withdraw import RefusedError
from newsstand.stories import state
from newsstand.stories.documents import says_of
from newsstand.stories.models import Coverage, Story, StoryDecision
from newsstand.stories.remake import remake

Kind = StoryDecision.Kind
MOST_REASON = 500
MOST_MOVED = 500


def move(
    *, story: Story, articles: Collection[int], to: Story | None, editor: User, reason: str, now: datetime
) -> StoryDecision:
    """Take articles out of a story, and into another one, or into a new one where `to` is None (a split).

    A story that has none left leads to where they went. Raises RefusedError for somebody who is no editor, without a
    reason, for articles that are not in the story, for all of them when they would open a new story, and for a story
    that leads elsewhere.
    1. Load: the story's coverage, with the stories in our hands: no clustering meanwhile.
    2. Decide whether it can be done.
    3. Save: the coverage, as placed by an editor; what both stories keep; the decision.
    """
    reason = checked(editor, reason)
    with transaction.atomic():
        state.locked()
        story = standing(story)
        rows = list(Coverage.objects.filter(story=story, article__in=articles).select_related("article"))
        if not rows or len(rows) != len(set(articles)) or len(rows) > MOST_MOVED:
            raise RefusedError("Choose articles of this story: another editor may have moved some meanwhile.")
        if to is None:
            if len(rows) == Coverage.objects.filter(story=story).count():
                raise RefusedError("These are all articles of the story: leave at least one, or nothing is split.")
            target = opened_with(rows[0].article, now)
        else:
            target = standing(to)
            if target.pk == story.pk:
                raise RefusedError("The articles are in that story already: name another one.")
        kept = [[row.article_id, row.placed_by] for row in rows]
        put(rows, target)
        before = follow_on(story, target)
        remake([story, target], now=now)
        return StoryDecision.objects.create(
            kind=Kind.SPLIT if to is None else Kind.MOVE,
            story=story,
            other=target,
            articles=kept,
            before=before,
            editor=editor,
            reason=reason,
            decided_at=now,
        )


def merge(*, story: Story, gone: Story, editor: User, reason: str, now: datetime) -> StoryDecision:
    """Let `story` take over all articles of `gone`, whose address then leads to it.

    Raises RefusedError for somebody who is no editor, without a reason, and for a story that leads elsewhere.
    1. Load: both, with the stories in our hands.
    2. Decide whether it can be done.
    3. Save: the coverage, what the story keeps, the decision.
    """
    reason = checked(editor, reason)
    with transaction.atomic():
        state.locked()
        story, gone = standing(story), standing(gone)
        if story.pk == gone.pk:
            raise RefusedError("A story cannot be merged with itself: name another one.")
        rows = list(Coverage.objects.filter(story=gone))
        kept = [[row.article_id, row.placed_by] for row in rows]
        before: dict[str, object] = {"state": gone.state}
        put(rows, story)
        before |= follow_on(gone, story)
        remake([story, gone], now=now)
        return StoryDecision.objects.create(
            kind=Kind.MERGE,
            story=story,
            other=gone,
            articles=kept,
            before=before,
            editor=editor,
            reason=reason,
            decided_at=now,
        )


def keep(*, story: Story, articles: Collection[int], editor: User, reason: str, now: datetime) -> StoryDecision:
    """Say that articles belong where the machine put them: from now on they stand there by an editor's word.

    Raises RefusedError for somebody who is no editor, without a reason, for articles that are not in the story or stand
    by an editor's word already, and for a story that leads elsewhere.
    1. Load: the story's coverage, with the stories in our hands.
    2. Decide whether there is anything to keep.
    3. Save: the coverage; the decision.
    """
    reason = checked(editor, reason)
    with transaction.atomic():
        state.locked()
        story = standing(story)
        rows = list(Coverage.objects.filter(story=story, article__in=articles, placed_by=Coverage.PlacedBy.MACHINE))
        if not rows or len(rows) != len(set(articles)) or len(rows) > MOST_MOVED:
            raise RefusedError("Another editor decided about these articles meanwhile: look at the story again.")
        kept = [[row.article_id, row.placed_by] for row in rows]
        Coverage.objects.filter(pk__in=[row.pk for row in rows]).update(placed_by=Coverage.PlacedBy.EDITOR)
        remake([story], now=now)
        return StoryDecision.objects.create(
            kind=Kind.KEEP, story=story, articles=kept, editor=editor, reason=reason, decided_at=now
        )


def pin(*, story: Story, until: datetime | None, editor: User, reason: str, now: datetime) -> StoryDecision:
    """Keep a story at the top until a moment, or no longer where `until` is None.

    Raises RefusedError for somebody who is no editor, without a reason, and for a moment that has passed.
    1. Load the story.
    2. Decide who may, and until when.
    3. Save.
    """
    reason = checked(editor, reason)
    if until is not None and until <= now:
        raise RefusedError("That moment has passed: pin the story until a later one.")
    with transaction.atomic():
        state.locked()
        story = standing(story)
        before = {"pinned_until": story.pinned_until.isoformat() if story.pinned_until else None}
        story.pinned_until, story.pinned_by = until, editor if until else None
        story.save(update_fields=["pinned_until", "pinned_by"])
        remake([story], now=now)
        return noted(Kind.PIN if until else Kind.UNPIN, story, before, editor, reason, now)


def close(*, story: Story, editor: User, reason: str, now: datetime) -> StoryDecision:
    """Let nothing join a story any more. Raises RefusedError as `pin` does, and for a story that is closed.

    1. Load the story.
    2. Decide who may.
    3. Save; clustering hears of it.
    """
    return give_state(story, Story.State.CLOSED, Kind.CLOSE, editor, reason, now)


def reopen(*, story: Story, editor: User, reason: str, now: datetime) -> StoryDecision:
    """Let articles join a closed story again, as `close` in reverse."""
    return give_state(story, Story.State.OPEN, Kind.REOPEN, editor, reason, now)


def give_state(
    story: Story, wanted: str, kind: StoryDecision.Kind, editor: User, reason: str, now: datetime
) -> StoryDecision:
    """Open or close a story."""
    reason = checked(editor, reason)
    with transaction.atomic():
        state.locked()
        story = standing(story)
        if story.state == wanted:
            raise RefusedError(f"The story is {wanted} already.")
        before = {"state": story.state}
        story.state, story.joined_at = wanted, now
        story.save(update_fields=["state", "joined_at"])
        remake([story], now=now)
        return noted(kind, story, before, editor, reason, now)


def checked(editor: User, reason: str) -> str:
    """The reason as one line. Raises RefusedError for somebody who may not decide, and for no reason."""
    if not editor.is_editor:
        raise RefusedError("Stories are put together by this site's editors, and you are not one.")
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise RefusedError("Write the reason: it stays with the story, for the other editors.")
    if len(reason) > MOST_REASON:
        raise RefusedError(f"The reason has {len(reason):,} characters; {MOST_REASON} is the most.")
    return reason


def standing(story: Story) -> Story:
    """The story as it is now. Raises RefusedError for one that has become part of another."""
    found = Story.objects.select_for_update().get(pk=story.pk)
    if found.merged_into_id is not None:
        raise RefusedError("That story has become part of another one meanwhile: decide about that one.")
    return found


def opened_with(article: Article, now: datetime) -> Story:
    """A new story, which its coverage will describe."""
    return Story.objects.create(
        title=article.headline,
        opened_at=article.published_at,
        last_article_at=article.published_at,
        joined_at=now,
    )


def put(rows: Sequence[Coverage], story: Story) -> None:
    """Let these articles cover that story, by an editor's word. What was never read for what it says is read now."""
    says = says_of([row.article for row in rows if not row.says])
    for row in rows:
        row.story, row.placed_by = story, Coverage.PlacedBy.EDITOR
        row.says = says.get(row.article_id, row.says)
    Coverage.objects.bulk_update(rows, ["story", "placed_by", "says"], batch_size=100)


def follow_on(story: Story, to: Story) -> dict[str, object]:
    """Let a story that has no articles left lead to another. Returns what stood before, for undoing."""
    if Coverage.objects.filter(story=story).exists():
        return {}
    led = Story.objects.filter(merged_into=story)
    before: dict[str, object] = {
        "state": story.state,
        "led": list(led.values_list("pk", flat=True)),
        "left_empty": True,
    }
    led.update(merged_into=to)
    story.merged_into, story.state = to, Story.State.CLOSED
    story.save(update_fields=["merged_into", "state"])
    return before


def noted(
    kind: StoryDecision.Kind, story: Story, before: Mapping[str, object], editor: User, reason: str, now: datetime
) -> StoryDecision:
    """The decision, written down."""
    return StoryDecision.objects.create(
        kind=kind, story=story, before=dict(before), editor=editor, reason=reason, decided_at=now
    )
