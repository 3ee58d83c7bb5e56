"""What was seen, and what it makes of *best*."""

from datetime import timedelta

import pytest

from newsstand.algorithms import best as formula
from newsstand.articles.models import Article
from newsstand.comments import like as likes
from newsstand.comments import thread
from newsstand.comments.measure import Opened, best_of, measure
from newsstand.comments.models import Audience, Comment
from newsstand.comments.sorts import Sort
from newsstand.lib.stamps import versions
from newsstand.ranking.models import Reading
from newsstand.worker.talk import measure_active
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import fill, make_article, say

pytestmark = pytest.mark.django_db
HOUR = NOW.replace(minute=0)


def first(article: Article) -> list[Comment]:
    page = thread.load(article=article, viewer=None, sort=Sort.BEST, now=NOW)
    return [one.comment for one in page.shown if one.level == 1]


def opened(number: float) -> Opened:
    return Opened({HOUR: number})


def test_the_database_and_the_algorithm_agree_on_every_comment(article: Article) -> None:
    rows = fill(article, 30, NOW, replies=1)
    for at, row in enumerate(rows):
        row.like_count, row.report_count, row.imported_likes, row.seen = at % 7, at % 3, at % 2 * 5, at * 11.5
    Comment.objects.bulk_update(rows, ["like_count", "report_count", "imported_likes", "seen"])
    measure(article=article, opened=opened(0), now=NOW)
    rate = Audience.objects.get().rate
    good = sum(formula.good(row.like_count, row.report_count) for row in rows)
    assert rate == pytest.approx(formula.rate(good, sum(row.seen for row in rows)))
    for row in Comment.objects.filter(article=article):
        likes_here = row.like_count + row.imported_likes
        wanted = formula.best(likes=likes_here, reports=row.report_count, seen=row.seen, rate=rate)
        assert row.best == pytest.approx(wanted)
        assert best_of(row) == pytest.approx(wanted)


def test_what_was_opened_is_looked_at_by_its_place_and_counted_once(article: Article) -> None:
    fill(article, 25, NOW)
    order = first(article)
    measure(article=article, opened=opened(10), now=NOW)
    # Nobody knows what those who came before the first measure saw.
    assert not Comment.objects.exclude(seen=0).exists()
    measure(article=article, opened=opened(110), now=NOW)
    seen = {one.pk: one.seen for one in Comment.objects.all()}
    assert seen[order[0].pk] == pytest.approx(100)
    assert seen[order[10].pk] == pytest.approx(100 / 2.2)
    assert sum(value == 0 for value in seen.values()) == 5
    measure(article=article, opened=opened(110), now=NOW)
    assert {one.pk: one.seen for one in Comment.objects.all()} == seen
    later = HOUR + timedelta(hours=1)
    measure(article=article, opened=Opened({HOUR: 115, later: 7}), now=later)
    assert sum(one.seen for one in Comment.objects.all()) == pytest.approx(
        sum(seen.values()) + 12 * sum(formula.looked_at(at) for at in range(20))
    )


def test_what_was_seen_and_not_liked_makes_room_for_what_nobody_has_seen(article: Article) -> None:
    fill(article, 25, NOW)
    hidden = set(Comment.objects.all()) - set(first(article))
    measure(article=article, opened=opened(0), now=NOW)
    assert measure(article=article, opened=opened(200), now=NOW)
    assert hidden <= set(first(article)[:5])


def test_a_like_moves_its_comment_at_once_and_no_other(article: Article) -> None:
    quiet, liked = say(article, people.ann(), "Quiet", NOW), say(article, people.ann(), "Liked", NOW)
    newest = say(article, people.cy(), "Newest", NOW)
    likes.like(comment=liked, user=people.ben(), now=NOW)
    assert first(article) == [liked, newest, quiet]
    # Nobody knows how often they were seen: Wilson's bound of one like of one.
    assert Comment.objects.get(pk=liked.pk).best == pytest.approx(1 + formula.lower_bound(1, 0))
    assert Comment.objects.get(pk=quiet.pk).best == 1
    measure(article=article, opened=opened(0), now=NOW)
    measure(article=article, opened=opened(100), now=NOW)
    likes.unlike(comment=liked, user=people.ben(), now=NOW)
    row = Comment.objects.get(pk=liked.pk)
    assert row.best == pytest.approx(2 / (row.seen * Audience.objects.get().rate + 2))


def test_pages_are_made_again_only_when_the_first_one_is_another(article: Article) -> None:
    fill(article, 3, NOW)
    stamp = f"article:{article.pk}"
    measure(article=article, opened=opened(0), now=NOW)
    before = versions([stamp])
    assert not measure(article=article, opened=opened(0), now=NOW)
    assert versions([stamp]) == before
    worst = first(article)[-1]
    Comment.objects.filter(pk=worst.pk).update(like_count=5)
    assert measure(article=article, opened=opened(0), now=NOW)
    assert versions([stamp])[0] == before[0] + 1
    assert first(article)[0] == worst


def test_the_worker_measures_what_was_opened_lately_and_nothing_else(article: Article) -> None:
    quiet = make_article(NOW, slug="quiet")
    for home in (article, quiet):
        fill(home, 2, NOW)
    fill(make_article(NOW, slug="unread"), 0, NOW)
    Reading.objects.create(article=article, hour=HOUR, opened=4)
    Reading.objects.create(article=quiet, hour=HOUR - timedelta(days=2), opened=400)
    assert measure_active(now=NOW) == 1
    Reading.objects.filter(article=article).update(opened=14)
    assert measure_active(now=NOW + timedelta(minutes=3)) == 1
    assert max(one.seen for one in Comment.objects.filter(article=article)) == pytest.approx(10)
    assert not Comment.objects.filter(article=quiet).exclude(seen=0).exists()
    assert [row.article for row in Audience.objects.all()] == [article]
