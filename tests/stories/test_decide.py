"""Editors put stories right; the machine leaves it so; every decision can be taken back; nobody else may."""

from datetime import timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.articles.withdraw import RefusedError
from newsstand.stories.decide import close, merge, move, pin, reopen
from newsstand.stories.models import Coverage, Story, StoryDecision
from newsstand.stories.undo import undo
from tests.people import ed, eve
from tests.stories.desk import (
    ELECTION,
    FLOOD,
    FLOOD_LATE,
    FLOOD_TOO,
    NOON,
    SPACE,
    clustered,
    flood,
    say,
    stories,
    story_of,
)

pytestmark = pytest.mark.django_db

WHY = "They are two events."


def two() -> tuple[Article, Article]:
    flood = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    moon = say("post", "Probe lands on the Moon", SPACE, hour=1)
    clustered()
    return flood, moon


def test_an_editor_splits_a_story() -> None:
    first, second, third = flood()
    clustered()
    decision = move(story=story_of(first), articles=[third.pk], to=None, editor=ed(), reason=WHY, now=NOON)
    assert story_of(third) != story_of(first) == story_of(second)
    assert Coverage.objects.get(article=third).placed_by == "editor"
    assert (decision.kind, decision.reason, decision.editor) == ("split", WHY, ed())
    assert (story_of(first).article_count, story_of(third).article_count) == (2, 1)


def test_an_editor_moves_an_article_to_another_story() -> None:
    one, other = two()
    say("gazette", "Aldermouth clears up after the flood", FLOOD_LATE, hour=2)
    clustered()
    gone = story_of(other)
    move(story=gone, articles=[other.pk], to=story_of(one), editor=ed(), reason=WHY, now=NOON)
    assert story_of(other) == story_of(one)
    gone.refresh_from_db()
    assert gone.merged_into == story_of(one), "a story that has nothing left leads to where it went"


def test_an_editor_merges_two_stories() -> None:
    one, other = two()
    kept, gone = story_of(one), story_of(other)
    merge(story=kept, gone=gone, editor=ed(), reason=WHY, now=NOON)
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert story_of(other) == kept
    assert story_of(one).article_count == 2


def test_what_was_merged_before_leads_to_the_last_story() -> None:
    one, other = two()
    third = say("gazette", "Brackwater votes on Sunday", ELECTION, hour=2)
    clustered()
    first, second, last = story_of(one), story_of(other), story_of(third)
    merge(story=second, gone=first, editor=ed(), reason=WHY, now=NOON)
    merge(story=last, gone=second, editor=ed(), reason=WHY, now=NOON)
    first.refresh_from_db()
    assert first.merged_into == last


@pytest.mark.parametrize("kind", ["split", "merge", "move"])
def test_taking_a_decision_back_brings_everything_back(kind: str) -> None:
    first, _, third = flood()
    moon = say("post", "Probe lands on the Moon", SPACE, hour=1)
    clustered()
    before, rows = stories(), list(Coverage.objects.order_by("article").values_list("story", "placed_by"))
    flooded, landed = story_of(first), story_of(moon)
    if kind == "split":
        decision = move(story=flooded, articles=[third.pk], to=None, editor=ed(), reason=WHY, now=NOON)
    elif kind == "move":
        decision = move(story=landed, articles=[moon.pk], to=flooded, editor=ed(), reason=WHY, now=NOON)
    else:
        decision = merge(story=flooded, gone=landed, editor=ed(), reason=WHY, now=NOON)
    assert stories() != before
    undo(decision=decision, editor=ed(), now=NOON)
    assert stories() == before
    assert list(Coverage.objects.order_by("article").values_list("story", "placed_by")) == rows
    assert not Story.objects.filter(pk__in=[flooded.pk, landed.pk]).exclude(merged_into=None, state="open").exists()
    decision.refresh_from_db()
    assert (decision.undone_by, decision.undone_at) == (ed(), NOON)


def test_a_decision_is_taken_back_once() -> None:
    first, _, third = flood()
    clustered()
    decision = move(story=story_of(first), articles=[third.pk], to=None, editor=ed(), reason=WHY, now=NOON)
    undo(decision=decision, editor=ed(), now=NOON)
    with pytest.raises(RefusedError, match="already"):
        undo(decision=decision, editor=ed(), now=NOON)


def test_the_machine_does_not_merge_what_an_editor_split() -> None:
    first, _, third = flood()
    clustered()
    move(story=story_of(first), articles=[third.pk], to=None, editor=ed(), reason=WHY, now=NOON)
    for hour in range(3):
        say(f"paper{hour}", "Aldermouth after the flood of Quay Street", FLOOD + FLOOD_LATE, hour=11 + hour)
        clustered(hour=15 + hour)
    assert story_of(third) != story_of(first)
    assert Story.objects.get(pk=story_of(third).pk).merged_into is None


def test_new_articles_join_the_stories_as_the_editor_left_them() -> None:
    one, other = two()
    move(story=story_of(other), articles=[other.pk], to=story_of(one), editor=ed(), reason=WHY, now=NOON)
    later = say("gazette", "Moon probe sends first photographs", SPACE + " It is cold there.", hour=3)
    clustered()
    assert story_of(later) == story_of(one)


def test_nothing_joins_a_closed_story_until_it_is_opened_again() -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    clustered()
    close(story=story_of(first), editor=ed(), reason="Over.", now=NOON)
    second = say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=1)
    clustered()
    assert story_of(second) != story_of(first)
    reopen(story=story_of(first), editor=ed(), reason="Not over.", now=NOON)
    close(story=story_of(second), editor=ed(), reason="The other one.", now=NOON)
    third = say("gazette", "Aldermouth clears up after the flood", FLOOD_LATE, hour=2)
    clustered()
    assert story_of(third) == story_of(first)


def test_a_pinned_story_stays_open_until_its_time_has_come() -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    clustered()
    until = NOON + timedelta(days=10)
    pin(story=story_of(first), until=until, editor=ed(), reason="Everybody asks.", now=NOON)
    clustered(hour=24 * 9)
    assert (story_of(first).state, story_of(first).pinned_until) == ("open", until)
    clustered(hour=24 * 11)
    assert story_of(first).state == "closed"


def test_unpinning_can_be_taken_back() -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    clustered()
    until = NOON + timedelta(days=1)
    pin(story=story_of(first), until=until, editor=ed(), reason="Everybody asks.", now=NOON)
    decision = pin(story=story_of(first), until=None, editor=ed(), reason="Nobody asks.", now=NOON)
    assert story_of(first).pinned_until is None
    undo(decision=decision, editor=ed(), now=NOON)
    assert story_of(first).pinned_until == until


def test_somebody_who_is_no_editor_decides_nothing() -> None:
    one, other = two()
    kept, gone = story_of(one), story_of(other)
    decision = pin(story=kept, until=NOON + timedelta(days=1), editor=ed(), reason="Big.", now=NOON)
    before = stories()
    for attempt in (
        lambda: move(story=kept, articles=[one.pk], to=gone, editor=eve(), reason=WHY, now=NOON),
        lambda: merge(story=kept, gone=gone, editor=eve(), reason=WHY, now=NOON),
        lambda: pin(story=kept, until=None, editor=eve(), reason=WHY, now=NOON),
        lambda: close(story=kept, editor=eve(), reason=WHY, now=NOON),
        lambda: undo(decision=decision, editor=eve(), now=NOON),
    ):
        with pytest.raises(RefusedError, match="you are not one"):
            attempt()
    assert stories() == before
    assert StoryDecision.objects.count() == 1


def test_what_cannot_be_done_is_refused_in_words_and_changes_nothing() -> None:
    one, other = two()
    kept, gone = story_of(one), story_of(other)
    for says, attempt in {
        "Write the reason": lambda: close(story=kept, editor=ed(), reason="  ", now=NOON),
        "500 is the most": lambda: close(story=kept, editor=ed(), reason="x" * 501, now=NOON),
        "of this story": lambda: move(story=kept, articles=[other.pk], to=gone, editor=ed(), reason=WHY, now=NOON),
        "leave at least one": lambda: move(story=kept, articles=[one.pk], to=None, editor=ed(), reason=WHY, now=NOON),
        "in that story already": lambda: move(
            story=kept, articles=[one.pk], to=kept, editor=ed(), reason=WHY, now=NOON
        ),
        "with itself": lambda: merge(story=kept, gone=kept, editor=ed(), reason=WHY, now=NOON),
        "has passed": lambda: pin(story=kept, until=NOON, editor=ed(), reason=WHY, now=NOON),
    }.items():
        with pytest.raises(RefusedError, match=says):
            attempt()
    assert not StoryDecision.objects.exists()
    assert len(stories()) == 2


def test_a_story_that_became_part_of_another_cannot_be_decided_about() -> None:
    one, other = two()
    kept, gone = story_of(one), story_of(other)
    merge(story=kept, gone=gone, editor=ed(), reason=WHY, now=NOON)
    with pytest.raises(RefusedError, match="part of another"):
        close(story=gone, editor=ed(), reason=WHY, now=NOON)
