"""Stories that need an editor's hand: the database and the rule agree, and one word of an editor is enough."""

from datetime import timedelta

import pytest

from newsstand.algorithms.needs_hand import DOUBTFUL
from newsstand.articles.models import Article
from newsstand.articles.withdraw import RefusedError
from newsstand.stories.decide import keep, pin
from newsstand.stories.hands import doubtful, hands, needing
from newsstand.stories.models import Coverage, Story
from newsstand.stories.undo import undo
from tests.people import ed, eve
from tests.stories.desk import NOON, clustered, flood, say, story_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=14)


def doubted() -> tuple[Story, Article]:
    """A story with an article that only just joined it."""
    first, _, third = flood()
    clustered()
    Coverage.objects.filter(article=third).update(score=DOUBTFUL - 0.01)
    return story_of(first), third


def told(now: object = LATER) -> list[tuple[str, str]]:
    return [(one.story.title, one.reason.text) for one in hands(now=now, most=10)]  # type: ignore[arg-type]


def test_a_story_with_a_doubtful_article_needs_a_hand_for_some_days() -> None:
    story, _ = doubted()
    assert told() == [(story.title, "An article may not belong")]
    assert told(LATER + timedelta(days=4)) == []


def test_an_editor_says_that_it_belongs_and_can_take_that_back() -> None:
    story, article = doubted()
    decision = keep(story=story, articles=[article.pk], editor=ed(), reason="Same flood.", now=LATER)
    assert told() == []
    assert Coverage.objects.get(article=article).placed_by == "editor"
    with pytest.raises(RefusedError, match="meanwhile"):
        keep(story=story, articles=[article.pk], editor=ed(), reason="Same flood.", now=LATER)
    undo(decision=decision, editor=ed(), now=LATER)
    assert len(told()) == 1


def test_only_an_editor_says_so_and_with_a_reason() -> None:
    story, article = doubted()
    with pytest.raises(RefusedError):
        keep(story=story, articles=[article.pk], editor=eve(), reason="Mine", now=LATER)
    with pytest.raises(RefusedError):
        keep(story=story, articles=[article.pk], editor=ed(), reason=" ", now=LATER)


def test_what_is_counted_is_what_the_rule_says() -> None:
    story, _ = doubted()
    say("beacon", "Quiet day at the library", "The library had a quiet day, says Ada Holm, who keeps it in order.")
    clustered()
    other = Story.objects.exclude(pk=story.pk).get()
    pin(story=other, until=LATER + timedelta(days=9), editor=ed(), reason="Shown at the fair", now=LATER)
    for hours in (0, 40, 60, 80, 210, 300):
        now = LATER + timedelta(hours=hours)
        assert sorted(needing(now).values_list("pk", flat=True)) == sorted(
            one.story.pk for one in hands(now=now, most=10)
        )
    assert told(LATER + timedelta(hours=60)) != told(LATER)


def test_a_withdrawn_article_is_nobodys_doubt() -> None:
    _, article = doubted()
    Article.objects.filter(pk=article.pk).update(withdrawn_at=NOON)
    assert not doubtful(LATER).exists()
