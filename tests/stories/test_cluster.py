"""Articles find their stories as they come, and what becomes of that when something changes."""

from datetime import timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.revise import revise
from newsstand.articles.terms import resume, suspend
from newsstand.articles.text import Text
from newsstand.articles.withdraw import restore, withdraw
from newsstand.lib.stamps import versions
from newsstand.stories import state
from newsstand.stories.cluster import catch_up, cluster_due
from newsstand.stories.models import Coverage, Memory, Story, Waiting
from tests.people import ed
from tests.stories.desk import (
    ELECTION,
    ELECTION_TOO,
    FLOOD,
    FLOOD_LATE,
    FLOOD_TOO,
    NOON,
    SPACE,
    clustered,
    flood,
    press,
    say,
    stories,
    story_of,
)

pytestmark = pytest.mark.django_db


def test_articles_about_one_event_are_one_story_and_others_are_not() -> None:
    flood()
    say("post", "Brackwater votes on Sunday", ELECTION, hour=1)
    say("beacon", "Lind wants to stay council leader", ELECTION_TOO, hour=2)
    say("gazette", "Probe lands on the Moon", SPACE, hour=3)
    assert sorted(map(len, clustered().values())) == [1, 2, 3]


def test_a_story_keeps_counts_lead_and_times_of_its_coverage() -> None:
    first, _, last = flood()
    clustered()
    story = story_of(first)
    assert (story.article_count, story.outlet_count) == (3, 3)
    assert (story.opened_at, story.last_article_at) == (first.published_at, last.published_at)
    assert story.lead is not None
    assert story.title == story.lead.headline
    assert story.language == "en"


def test_who_was_first_and_who_adds_something() -> None:
    first, second, third = flood()
    clustered()
    roles = dict(Coverage.objects.values_list("article_id", "role"))
    assert roles == {first.pk: "first", second.pk: "adds", third.pk: "adds"}


def test_what_was_published_first_is_first_even_if_it_comes_last() -> None:
    say("beacon", "River Alder floods Aldermouth harbour", FLOOD, hour=4)
    clustered()
    early = say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=0)
    clustered()
    assert early.coverage.role == "first"
    assert story_of(early).opened_at == early.published_at


def test_why_an_article_joined_is_kept_in_words_of_its_own() -> None:
    _, second, _ = flood()
    clustered()
    assert "Aldermouth" in " ".join(second.coverage.why["words"]) or "Quay" in second.coverage.why["words"]
    assert second.coverage.why["hours"] == 5.0
    assert 0.5 <= second.coverage.score <= 1


def test_copies_stand_in_their_originals_story_and_count_for_nobody() -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD * 2)
    copy = say("post", "Something else entirely", FLOOD * 2, hour=90)
    clustered(hour=91)
    story = story_of(first)
    assert story_of(copy) == story
    assert copy.coverage.role == "copy"
    assert (story.article_count, story.outlet_count) == (2, 1)


def test_two_articles_of_one_publisher_are_one_outlet() -> None:
    say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=5)
    say("post", "Aldermouth clears up after the flood", FLOOD_LATE, hour=10)
    clustered()
    assert list(Story.objects.values_list("article_count", "outlet_count")) == [(3, 2)]


def test_asking_again_changes_nothing() -> None:
    flood()
    before = clustered()
    rows = list(Coverage.objects.order_by("pk").values())
    assert catch_up(now=NOON + timedelta(hours=13)) == 0
    assert stories() == before
    assert list(Coverage.objects.order_by("pk").values()) == rows


def test_a_restart_loses_nothing() -> None:
    say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    say("gazette", "Probe lands on the Moon", SPACE)
    clustered()
    state.forget()
    say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=5)
    assert sorted(map(len, clustered().values())) == [1, 2]


def test_a_worker_that_fails_half_way_leaves_everything_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    flood()
    with monkeypatch.context() as patch:
        patch.setattr("newsstand.stories.cluster.keep_centroids", pull_the_plug)
        with pytest.raises(OSError, match="pulled the plug"):
            cluster_due(now=NOON)
    assert not Coverage.objects.exists()
    assert Waiting.objects.count() == 3
    assert [len(articles) for articles in clustered().values()] == [3]


def pull_the_plug(*_: object) -> None:
    raise OSError("pulled the plug")


def test_while_one_process_clusters_no_other_does() -> None:
    flood()
    cluster_due(now=NOON)
    say("gazette", "Probe lands on the Moon", SPACE)
    state.forget()  # as in another process, which does not know the first one's mark
    assert cluster_due(now=NOON + timedelta(seconds=30)) == 0
    assert cluster_due(now=NOON + timedelta(minutes=5)) == 1


def test_a_process_that_ends_lets_the_next_one_begin_at_once() -> None:
    flood()
    catch_up(now=NOON)
    assert Memory.objects.get().leased_until is None


def test_a_withdrawn_article_leaves_and_comes_back() -> None:
    first, second, _ = flood()
    clustered()
    withdraw(article=first, now=NOON, reason="Wrong town.", by=ed())
    clustered()
    story = story_of(second)
    assert (story.article_count, story.outlet_count, second.coverage.role) == (2, 2, "first")
    restore(article=first, now=NOON, by=ed())
    clustered()
    assert story_of(first) == story
    assert story_of(second).article_count == 3


def test_a_suspended_publishers_articles_count_no_longer() -> None:
    first, second, _ = flood()
    clustered()
    suspend(contract=first.publisher.contract, now=NOON, reason="By court order.", editor=ed())
    clustered()
    assert story_of(second).article_count == 2
    resume(contract=first.publisher.contract, editor=ed())
    clustered()
    assert story_of(second).article_count == 3


def test_an_embargoed_article_counts_from_when_it_may_be_seen() -> None:
    slow = press("slow")
    slow.contract.embargo_minutes = 24 * 60
    slow.contract.save()
    flood()
    say("slow", "Quay Street under water: what happened", FLOOD_TOO + " A long look back.", hour=6)
    clustered(hour=11)
    assert Story.objects.get().article_count == 3
    clustered(hour=31)
    assert Story.objects.get().article_count == 4


def test_what_an_article_says_now_is_read_again() -> None:
    first, second, _ = flood()
    clustered()
    before = versions([f"story:{story_of(first).pk}"])
    text = Text(headline=second.headline, published_at=second.published_at, plain=FLOOD_TOO + " Diver Kit Oakes died.")
    revise(article=second, text=text, now=NOON + timedelta(hours=13))
    clustered(hour=14)
    second.coverage.refresh_from_db()
    assert "Kit Oakes" in " ".join(second.coverage.says["names"])
    assert versions([f"story:{story_of(first).pk}"]) > before


def test_a_story_closes_after_a_week_without_news_and_later_ones_open_their_own() -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    clustered(hour=1)
    clustered(hour=24 * 8)
    assert story_of(first).state == "closed"
    later = say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=24 * 9)
    clustered(hour=24 * 9)
    assert story_of(later) != story_of(first)


def test_two_stories_that_turn_out_to_be_one_become_one() -> None:
    one = say("beacon", "Live: what we know so far", "More soon.")
    other = say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=1)
    clustered()
    gone = story_of(one)
    assert gone != story_of(other)
    text = Text(headline="River Alder floods Quay Street", published_at=one.published_at, plain=FLOOD, language="en")
    revise(article=one, text=text, now=NOON + timedelta(hours=2))
    say("gazette", "Flood in Aldermouth's Quay Street", FLOOD_LATE, hour=3)
    clustered()
    assert [len(articles) for articles in stories().values()] == [3]
    merged = Story.objects.exclude(merged_into=None).get()
    assert merged.merged_into == story_of(one) == story_of(other)


def test_what_turns_out_to_be_a_copy_goes_where_its_original_is() -> None:
    first = say("beacon", "Live: what we know so far", "More soon.")
    copy = say("post", "Quay Street under water after Alder flood", FLOOD_TOO * 2, hour=1)
    clustered()
    text = Text(headline="River Alder floods Quay Street", published_at=first.published_at, plain=FLOOD_TOO * 2)
    revise(article=first, text=text, now=NOON + timedelta(hours=2))
    clustered()
    assert story_of(copy) == story_of(first)
    assert Coverage.objects.get(article=copy).role == "copy"


def test_stamps_of_the_articles_pages_grow_when_their_story_does() -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    clustered()
    names = [f"article:{first.pk}", f"story:{story_of(first).pk}"]
    before = versions(names)
    say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=5)
    clustered()
    assert all(after > earlier for after, earlier in zip(versions(names), before, strict=True))


def test_articles_that_come_together_are_told_apart_as_well() -> None:
    when = NOON
    texts = [
        Text(headline=f"Headline {number}", published_at=when, plain=plain, language="en")
        for number, plain in enumerate((FLOOD, ELECTION, SPACE))
    ]
    publish(publisher=press("beacon"), texts=texts, now=when)
    assert sorted(map(len, clustered().values())) == [1, 1, 1]
    assert Article.objects.count() == Coverage.objects.count()
