"""Likes: one a person, and counts that stay true however many come at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from newsstand.articles.models import Article
from newsstand.articles.withdraw import withdraw as withdraw_article
from newsstand.comments import like as likes
from newsstand.comments import write
from newsstand.comments.errors import RefusedError
from newsstand.comments.models import Comment, Like
from newsstand.lib.stamps import versions
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import make_article, say


@pytest.mark.django_db
def test_a_like_twice_is_one_and_taken_back_twice_is_none(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    counts = [likes.like(comment=comment, user=people.ben(), now=NOW).like_count for _ in range(2)]
    assert counts == [1, 1]
    counts = [likes.unlike(comment=comment, user=people.ben(), now=NOW).like_count for _ in range(2)]
    assert counts == [0, 0]
    assert not Like.objects.exists()


@pytest.mark.django_db
def test_only_a_change_makes_the_page_new(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    before = versions([f"article:{article.pk}"])[0]
    for _ in range(3):
        likes.like(comment=comment, user=people.ben(), now=NOW)
    assert versions([f"article:{article.pk}"])[0] == before + 1


@pytest.mark.django_db
def test_nobody_likes_their_own_words_or_what_is_gone(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    with pytest.raises(RefusedError, match="of their own"):
        likes.like(comment=comment, user=people.ann(), now=NOW)
    eve = people.eve()
    eve.is_active = False
    with pytest.raises(RefusedError, match="may not"):
        likes.like(comment=comment, user=eve, now=NOW)
    write.withdraw(comment=comment, user=people.ann(), now=NOW)
    with pytest.raises(RefusedError, match="withdrawn"):
        likes.like(comment=comment, user=people.ben(), now=NOW)
    other = say(article, people.ann(), "Again", NOW)
    withdraw_article(article=article, now=NOW, reason="It was wrong.")
    with pytest.raises(RefusedError, match="article"):
        likes.like(comment=other, user=people.ben(), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_likes_and_unlikes_at_once_leave_the_count_equal_to_the_likes() -> None:
    comment = say(make_article(NOW), people.ann(), "Hello", NOW)
    crowd = [people.person(f"Fan {number}") for number in range(6)]
    ready = threading.Barrier(len(crowd) * 2)

    def press(number: int) -> None:
        """Each person in two browsers at once; the last two of them take it back at the end."""
        try:
            user = crowd[number % len(crowd)]
            ready.wait(timeout=30)
            for _ in range(3):
                likes.like(comment=comment, user=user, now=NOW)
                likes.unlike(comment=comment, user=user, now=NOW)
            if number % len(crowd) < 4:
                likes.like(comment=comment, user=user, now=NOW + timedelta(seconds=1))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(crowd) * 2) as pool:
        list(pool.map(press, range(len(crowd) * 2)))
    comment = Comment.objects.get(pk=comment.pk)
    assert comment.like_count == comment.likes.count()
    assert 0 <= comment.like_count <= 4


@pytest.mark.django_db(transaction=True)
def test_comments_posted_and_withdrawn_at_once_leave_the_articles_count_true() -> None:
    article = make_article(NOW)
    crowd = [people.person(f"Talker {number}") for number in range(6)]
    ready = threading.Barrier(len(crowd))

    def talk(number: int) -> None:
        try:
            ready.wait(timeout=30)
            first = say(article, crowd[number], f"Words {number}", NOW)
            say(article, crowd[number], f"More {number}", NOW, first)
            write.withdraw(comment=first, user=crowd[number], now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(crowd)) as pool:
        list(pool.map(talk, range(len(crowd))))
    article.refresh_from_db()
    assert article.comment_count == Comment.objects.filter(withdrawn_at=None).count() == len(crowd)
