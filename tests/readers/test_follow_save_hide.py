"""Readers follow, save and hide, and take it back; ranking hears of it; twice is as good as once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from newsstand.accounts.models import User
from newsstand.articles.withdraw import withdraw
from newsstand.ranking.models import Signal
from newsstand.readers import aims
from newsstand.readers import follow as follows
from newsstand.readers import save as saves
from newsstand.readers.aims import find
from newsstand.readers.errors import RefusedError
from newsstand.readers.follow import follow, follow_merged, unfollow
from newsstand.readers.hide import hide, show
from newsstand.readers.models import Follow, FrontPage, Hidden, Saved, Seen
from newsstand.readers.save import save, unsave
from newsstand.readers.see import see, unsee, unsee_all
from tests.pages.newsroom import NOON
from tests.people import ann, eve
from tests.readers.reading import Newsroom, make_story

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)

KINDS: list[Callable[[Newsroom], Any]] = [
    lambda room: room.beacon,
    lambda room: room.nell,
    lambda room: room.harbour,
    lambda room: room.story,
]


@pytest.mark.parametrize("aim_of", KINDS, ids=["publisher", "author", "topic", "story"])
def test_a_reader_follows_and_follows_no_longer(newsroom: Newsroom, aim_of: Callable[[Newsroom], Any]) -> None:
    aim, reader = aim_of(newsroom), ann()
    for when in (NOON, LATER):
        follow(user=reader, aim=aim, now=when)
    [row] = Follow.objects.all()
    assert row.aim == aim
    assert row.since == NOON
    for _ in range(2):
        unfollow(user=reader, kind=aims.kind_of(aim), number=aim.pk)
    assert not Follow.objects.exists()


def test_nobody_unfollows_for_another(newsroom: Newsroom) -> None:
    follow(user=ann(), aim=newsroom.beacon, now=NOON)
    save(user=ann(), article=newsroom.alone, now=NOON)
    hide(user=ann(), aim=newsroom.light, now=NOON)
    unfollow(user=eve(), kind="publisher", number=newsroom.beacon.pk)
    unsave(user=eve(), article_id=newsroom.alone.pk)
    show(user=eve(), kind="publisher", number=newsroom.light.pk)
    assert (Follow.objects.count(), Saved.objects.count(), Hidden.objects.count()) == (1, 1, 1)


def test_what_is_followed_is_not_hidden_and_what_is_hidden_is_not_followed(newsroom: Newsroom) -> None:
    reader = ann()
    follow(user=reader, aim=newsroom.beacon, now=NOON)
    hide(user=reader, aim=newsroom.beacon, now=NOON)
    assert not Follow.objects.exists()
    follow(user=reader, aim=newsroom.beacon, now=NOON)
    assert not Hidden.objects.exists()


def test_an_article_is_not_followed(newsroom: Newsroom) -> None:
    with pytest.raises(RefusedError, match="follow its story"):
        follow(user=ann(), aim=newsroom.alone, now=NOON)


def test_a_shut_account_does_none_of_it(newsroom: Newsroom) -> None:
    shut = ann()
    shut.is_active = False
    for deed in (
        lambda: follow(user=shut, aim=newsroom.beacon, now=NOON),
        lambda: hide(user=shut, aim=newsroom.beacon, now=NOON),
        lambda: save(user=shut, article=newsroom.alone, now=NOON),
    ):
        with pytest.raises(RefusedError, match="shut"):
            deed()


def test_there_is_a_most_of_everything(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follows, "MOST", 1)
    monkeypatch.setattr(saves, "MOST_SAVED", 1)
    reader = ann()
    for aim in (newsroom.beacon, newsroom.beacon):
        follow(user=reader, aim=aim, now=NOON)
    with pytest.raises(RefusedError, match="the most"):
        follow(user=reader, aim=newsroom.light, now=NOON)
    for article in (newsroom.alone, newsroom.alone):
        save(user=reader, article=article, now=NOON)
    with pytest.raises(RefusedError, match="the most"):
        save(user=reader, article=newsroom.other, now=NOON)


def test_a_withdrawn_article_cannot_be_saved_and_one_that_was_can_be_taken_off(newsroom: Newsroom) -> None:
    reader = ann()
    save(user=reader, article=newsroom.alone, now=NOON)
    withdraw(article=newsroom.alone, now=NOON, reason="A mistake.")
    with pytest.raises(RefusedError, match="no longer here"):
        save(user=reader, article=newsroom.alone, now=NOON)
    unsave(user=reader, article_id=newsroom.alone.pk)
    assert not Saved.objects.exists()


def kinds_told(user: User) -> list[tuple[str, int]]:
    return list(Signal.objects.filter(user=user).order_by("pk").values_list("kind", "article_id"))


def test_ranking_hears_what_readers_do_once(newsroom: Newsroom) -> None:
    reader, article = ann(), newsroom.first
    for _ in range(2):
        save(user=reader, article=article, now=NOON)
        follow(user=reader, aim=newsroom.beacon, now=NOON, article=article)
        hide(user=reader, aim=newsroom.alone, now=NOON)
        hide(user=reader, aim=newsroom.light, now=NOON, article=newsroom.second)
    assert kinds_told(reader) == [
        ("saved", article.pk),
        ("followed", article.pk),
        ("hidden", newsroom.alone.pk),
    ]


def test_ranking_hears_nothing_of_a_reader_whose_page_may_not_learn(newsroom: Newsroom) -> None:
    reader = ann()
    FrontPage.objects.create(user=reader, learns=False)
    save(user=reader, article=newsroom.first, now=NOON)
    assert kinds_told(reader) == []
    assert Saved.objects.count() == 1


def test_followers_of_a_merged_story_follow_the_one_it_became(newsroom: Newsroom) -> None:
    old, reader, both = make_story(newsroom.alone, title="The council"), ann(), eve()
    follow(user=reader, aim=old, now=NOON)
    for story in (old, newsroom.story):
        follow(user=both, aim=story, now=NOON)
    hide(user=ann(), aim=newsroom.story, now=NOON)
    show(user=ann(), kind="story", number=newsroom.story.pk)
    old.merged_into = newsroom.story
    old.save()
    assert find("story", old.pk, now=NOON) == newsroom.story
    assert follow_merged() == 2
    assert follow_merged() == 0
    assert {(row.user_id, row.story_id) for row in Follow.objects.all()} == {
        (reader.pk, newsroom.story.pk),
        (both.pk, newsroom.story.pk),
    }


def test_history_keeps_the_last_time_an_article_was_opened(newsroom: Newsroom) -> None:
    reader = ann()
    for when in (NOON, NOON + timedelta(minutes=3), LATER):
        see(user=reader, article=newsroom.first, now=when)
    [row] = Seen.objects.all()
    assert row.at == LATER


def test_nothing_is_written_down_while_history_is_off(newsroom: Newsroom) -> None:
    reader = ann()
    FrontPage.objects.create(user=reader, keeps_history=False)
    see(user=reader, article=newsroom.first, now=NOON)
    assert not Seen.objects.exists()


def test_history_is_erased_one_by_one_and_all_at_once_and_only_ones_own(newsroom: Newsroom) -> None:
    for user in (ann(), eve()):
        for article in (newsroom.first, newsroom.alone, newsroom.other):
            see(user=user, article=article, now=NOON)
    unsee(user=ann(), article_id=newsroom.first.pk)
    assert Seen.objects.filter(user=ann()).count() == 2
    assert unsee_all(user=ann()) == 2
    assert Seen.objects.filter(user=eve()).count() == 3
