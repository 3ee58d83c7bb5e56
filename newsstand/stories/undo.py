"""An editor's decision about a story is taken back."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.withdraw import RefusedError
from newsstand.stories import state
from newsstand.stories.decide import Kind, follow_on
from newsstand.stories.models import Coverage, Story, StoryDecision
from newsstand.stories.remake import remake


def undo(*, decision: StoryDecision, editor: User, now: datetime) -> StoryDecision:
    """Bring back what stood before a decision, as far as nobody decided otherwise since.

    Articles return that are still where the decision put them, and count again as placed by whom they were before.
    Raises RefusedError for somebody who is no editor, and for a decision that was taken back already.
    1. Load: the decision and its stories, in our hands.
    2. Decide whether it still stands.
    3. Save: what was before; who took it back, and when.
    """
    if not editor.is_editor:
        raise RefusedError("Decisions about stories are taken back by this site's editors, and you are not one.")
    with transaction.atomic():
        state.locked()
        decision = (
            StoryDecision.objects.select_for_update(of=("self",)).select_related("story", "other").get(pk=decision.pk)
        )
        if decision.undone_at is not None:
            raise RefusedError("That decision was taken back already.")
        decision.undone_at, decision.undone_by = now, editor
        decision.save(update_fields=["undone_at", "undone_by"])
        remake(reverse(decision, now), now=now)
    return decision


def reverse(decision: StoryDecision, now: datetime) -> list[Story]:
    """Bring back what stood before; returns the stories that it concerns."""
    story, other = decision.story, decision.other
    if decision.kind in {Kind.MOVE, Kind.SPLIT} and other is not None:
        return reverse_to(story, other, decision)
    if decision.kind == Kind.MERGE and other is not None:
        return reverse_to(other, story, decision)
    if decision.kind == Kind.KEEP:
        return doubted_again(story, decision)
    if decision.kind in {Kind.PIN, Kind.UNPIN}:
        until = decision.before.get("pinned_until")
        story.pinned_until = datetime.fromisoformat(until) if until else None
        story.pinned_by = decision.editor if until else None
        story.save(update_fields=["pinned_until", "pinned_by"])
    else:
        story.state, story.joined_at = decision.before["state"], now
        story.save(update_fields=["state", "joined_at"])
    return [story]


def doubted_again(story: Story, decision: StoryDecision) -> list[Story]:
    """What an editor had left where it was stands there by the machine's word again."""
    kept = [pk for pk, _ in decision.articles]
    rows = Coverage.objects.filter(story=root_of(story), article__in=kept, placed_by=Coverage.PlacedBy.EDITOR)
    if not rows.update(placed_by=Coverage.PlacedBy.MACHINE):
        raise RefusedError("None of its articles stands there any more as it was left.")
    return [root_of(story)]


def reverse_to(home: Story, away: Story, decision: StoryDecision) -> list[Story]:
    """Bring articles home from where the decision put them, and open the story that had none left."""
    placed_by = {int(pk): who for pk, who in decision.articles}
    away = root_of(away)
    rows = list(Coverage.objects.filter(story=away, article__in=placed_by))
    if not rows:
        raise RefusedError("None of its articles is still where it put them: move them one by one.")
    if home.merged_into_id == away.pk and decision.before.get("left_empty"):
        home.merged_into, home.state = None, str(decision.before["state"])
        home.save(update_fields=["merged_into", "state"])
        Story.objects.filter(pk__in=decision.before["led"], merged_into=away).update(merged_into=home)
    home = root_of(home)
    if home.pk == away.pk:
        raise RefusedError("Its stories are one by a later decision: take that one back first.")
    for row in rows:
        row.story, row.placed_by = home, placed_by[row.article_id]
    Coverage.objects.bulk_update(rows, ["story", "placed_by"], batch_size=100)
    follow_on(away, home)
    return [home, away]


def root_of(story: Story) -> Story:
    """The story that a story has become part of, or itself."""
    return story.merged_into if story.merged_into is not None else story
