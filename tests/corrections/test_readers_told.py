"""Readers who read the earlier text and asked to know are told of a correction, and nobody else."""

from datetime import timedelta

import pytest

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Copy
from newsstand.articles.withdraw import withdraw
from newsstand.corrections.correct import correct
from newsstand.corrections.models import Correction
from newsstand.corrections.watch import unwatch, watch
from newsstand.notices.models import Notice
from newsstand.readers.corrected import tell_due
from newsstand.readers.see import see
from tests.corrections.desk import Desk
from tests.pages.newsroom import NOON, make_article
from tests.people import ann, cy, di, eve, person

SOON, LATER = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


def read(user: User, article: Article, *, hears_all: bool = True, at: int = 0) -> User:
    see(user=user, article=article, now=NOON + timedelta(minutes=at))
    if hears_all:
        watch(user=user, article=None, now=NOON)
    return user


def corrected(article: Article) -> Correction:
    return correct(article=article, kind="correction", note="It was nineteen minutes.", by=cy(), now=SOON)


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind="correction").values_list("user__name", flat=True))


def test_who_read_it_and_asked_is_told_once(desk: Desk) -> None:
    read(ann(), desk.article)
    read(di(), desk.article, hears_all=False)
    watch(user=eve(), article=None, now=NOON)
    found = corrected(desk.article)
    assert tell_due(now=LATER) == 1
    assert told() == ["Ann"]
    notice = Notice.objects.get(kind="correction")
    assert (notice.text, notice.address) == (found.note, f"{desk.article.get_absolute_url()}#corrections")
    assert tell_due(now=LATER) == 0
    found.refresh_from_db()
    assert found.told_at == LATER


def test_who_read_it_again_since_is_not_told(desk: Desk) -> None:
    read(ann(), desk.article)
    corrected(desk.article)
    see(user=ann(), article=desk.article, now=SOON + timedelta(minutes=30))
    tell_due(now=LATER)
    assert told() == []


def test_who_asked_on_its_page_is_told_without_a_history(desk: Desk) -> None:
    watch(user=ann(), article=desk.article, now=NOON)
    watch(user=di(), article=desk.article, now=NOON)
    unwatch(user=di(), article=desk.article)
    corrected(desk.article)
    watch(user=eve(), article=desk.article, now=LATER)
    tell_due(now=LATER)
    assert told() == ["Ann"]


def test_who_read_a_copy_is_told_that_the_original_was_corrected(desk: Desk) -> None:
    copy = make_article(desk.light, slug="copy", headline="Bridge shut")
    Copy.objects.create(article=copy, original=desk.article, kind="exact", share=1.0)
    read(ann(), copy)
    corrected(desk.article)
    tell_due(now=LATER)
    assert told() == ["Ann"]


def test_of_an_article_that_is_gone_nobody_is_told(desk: Desk) -> None:
    read(ann(), desk.article)
    found = corrected(desk.article)
    withdraw(article=desk.article, now=SOON, reason="It was wrong.")
    assert tell_due(now=LATER) == 0
    found.refresh_from_db()
    assert (told(), found.told_at) == ([], LATER)


def test_many_are_told_in_chunks_that_go_on_where_they_were(desk: Desk) -> None:
    for number in range(5):
        read(person(f"Reader{number}"), desk.article)
    found = corrected(desk.article)
    assert tell_due(now=LATER, most=2) == 2
    found.refresh_from_db()
    assert (found.told_at, len(told())) == (None, 2)
    # A worker that was killed after telling, before it was saved, would tell the same ones again: that is once.
    Correction.objects.filter(pk=found.pk).update(told_until=0)
    assert [tell_due(now=LATER, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert told() == [f"Reader{number}" for number in range(5)]


@pytest.mark.parametrize("times", [1, 2])
def test_asking_twice_is_asking_once(desk: Desk, times: int) -> None:
    for _ in range(times):
        watch(user=ann(), article=None, now=NOON)
        watch(user=ann(), article=desk.article, now=NOON)
    assert ann().watches.count() == 2
