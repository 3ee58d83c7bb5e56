"""Candidates follow what happens to articles and stories, and every process hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsstand.algorithms.ranking import Reader
from newsstand.articles.withdraw import restore, withdraw
from newsstand.lib.stamps import versions
from newsstand.ranking.candidates import AGAIN_AFTER, LIVE, catch_up, numbers_of, refresh
from newsstand.ranking.live import ENOUGH, Live
from newsstand.ranking.models import Candidate, Watermark
from newsstand.stories.models import Coverage, Story
from tests.people import ed
from tests.ranking.newsdesk import NOW, news, paper, plays_at, reads, story_of, town

pytestmark = pytest.mark.django_db
LATER = NOW + AGAIN_AFTER


def standing() -> dict[str, int]:
    """The headlines of what stands for itself, with how many outlets each has."""
    rows = Candidate.objects.filter(is_gone=False).select_related("article")
    return {row.article.headline: numbers_of(row).outlets for row in rows}


def test_a_story_is_one_candidate_and_an_article_alone_is_one() -> None:
    first, second = paper(1), paper(2)
    story_of("Flood", news(first, "River over its banks"), news(second, "Flood in the town", ago=1))
    news(first, "A cat returns")
    catch_up(now=NOW)
    assert standing() == {"River over its banks": 2, "A cat returns": 1}


def test_the_newest_that_adds_something_makes_a_story_new_and_a_late_copy_does_not() -> None:
    story = story_of(
        "Flood", news(paper(1), "First", ago=9), news(paper(2), "Adds", ago=5), news(paper(3), "Copy", ago=1)
    )
    Coverage.objects.filter(article__headline="Copy").update(role=Coverage.Role.COPY)
    catch_up(now=NOW)
    assert story.candidate.published_at == NOW - timedelta(hours=5)


def test_an_article_that_joins_a_story_no_longer_stands_for_itself() -> None:
    lone, other = news(paper(1), "First"), news(paper(2), "Second", ago=1)
    catch_up(now=NOW)
    assert len(standing()) == 2
    story_of("Both", lone, other)
    catch_up(now=LATER)
    assert standing() == {"First": 2}


def test_stories_that_were_merged_are_one_candidate() -> None:
    kept = story_of("Kept", news(paper(1), "First"))
    merged = story_of("Merged", news(paper(2), "Second"))
    catch_up(now=NOW)
    Coverage.objects.filter(story=merged).update(story=kept)
    Story.objects.filter(pk=merged.pk).update(merged_into=kept, article_count=0)
    Story.objects.filter(pk=kept.pk).update(article_count=2, outlet_count=2)
    catch_up(now=LATER)
    assert standing() == {"First": 2}


def test_what_was_withdrawn_goes_and_what_came_back_returns() -> None:
    article = news(paper(1), "Taken back")
    catch_up(now=NOW)
    withdraw(article=article, now=NOW, reason="An error.", by=ed())
    catch_up(now=LATER)
    assert standing() == {}
    restore(article=article, now=LATER, by=ed())
    catch_up(now=LATER + AGAIN_AFTER)
    assert standing() == {"Taken back": 1}


def test_what_is_older_than_a_front_page_looks_is_no_candidate() -> None:
    news(paper(1), "Last month", ago=LIVE / timedelta(hours=1) + 1)
    catch_up(now=NOW)
    assert standing() == {}


def test_what_readers_do_is_looked_at_at_once() -> None:
    article = news(paper(1), "Read by many")
    catch_up(now=NOW)
    reads(article, readers=4)
    refresh(now=NOW + timedelta(seconds=1))
    assert numbers_of(Candidate.objects.get()).read == 4


def test_the_front_page_hears_of_what_came_and_not_of_every_reader() -> None:
    article = news(paper(1), "New here")
    before = versions(["front"])
    catch_up(now=NOW)
    came = versions(["front"])
    reads(article, readers=2)
    catch_up(now=LATER)
    assert before < came == versions(["front"])


def test_nothing_changes_where_nothing_happened() -> None:
    news(paper(1), "Quiet")
    assert catch_up(now=NOW) == 1
    assert catch_up(now=LATER) == 0


def test_the_places_and_topics_of_a_story_are_those_of_its_articles() -> None:
    wexcombe = town("Wexcombe", (51.30, -1.60))
    article = news(paper(1), "Flood")
    plays_at(article, wexcombe, 0.8)
    catch_up(now=NOW)
    assert numbers_of(Candidate.objects.get()).places == ((51.3, -1.6, 0.8),)


def many(count: int) -> None:
    publisher = paper(9)
    for number in range(count):
        news(publisher, f"Report {number}", ago=number / 60)


def test_a_process_reads_what_is_new_to_it_and_forgets_another_database() -> None:
    many(ENOUGH)
    catch_up(now=NOW)
    process = Live()

    def ids() -> set[int]:
        return process.ask(lambda pool: set(pool.candidates), now=NOW)

    assert len(ids()) == ENOUGH
    news(paper(1), "One more")
    catch_up(now=LATER)
    assert len(ids()) == ENOUGH + 1
    Candidate.objects.filter(article__headline="One more").update(is_gone=True, version=10_000)
    Watermark.objects.filter(pk="candidates").update(value=10_000)
    assert len(ids()) == ENOUGH
    # As after a restore of an older backup: the versions start lower, and the epoch is another.
    Watermark.objects.filter(pk="epoch").update(value=5)
    Candidate.objects.all().update(version=1)
    Watermark.objects.filter(pk="candidates").update(value=1)
    assert len(ids()) == ENOUGH
    Candidate.objects.all().delete()
    Watermark.objects.all().delete()
    assert min(ids()) < 0


def test_a_site_whose_worker_has_not_looked_yet_has_a_front_page() -> None:
    article = news(paper(1), "The first of all", ago=300)
    [found] = Live().ask(lambda pool: pool.shortlist(Reader()), now=NOW)
    assert (found.article, found.id) == (article.pk, -article.pk)


def test_what_the_page_is_filled_up_with_stands_on_it_once() -> None:
    lone = news(paper(1), "Lone")
    story = story_of("Story", news(paper(2), "Lead"), news(paper(3), "More", ago=1))
    catch_up(now=NOW)
    old = news(paper(4), "Old", ago=400)
    found = Live().ask(lambda pool: pool.shortlist(Reader()), now=NOW)
    assert sorted((one.article, one.story) for one in found) == sorted(
        [(lone.pk, 0), (story.lead_id, story.pk), (old.pk, 0)]
    )
    assert len({replace(one, id=0) for one in found}) == 3
