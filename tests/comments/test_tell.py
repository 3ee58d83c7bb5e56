"""Who hears of a comment: whom it answers, whom it mentions, who follows its thread; and who does not."""

from datetime import timedelta

import pytest

from newsstand.accounts.models import Block, User
from newsstand.articles.models import Article
from newsstand.comments.followers import follow_thread, tell_due, unfollow_thread
from newsstand.comments.models import Comment, Mentioned
from newsstand.comments.status import set_status
from newsstand.comments.tell import TOGETHER, people_in
from newsstand.comments.write import edit
from newsstand.notices.models import Mailbox, Notice
from newsstand.notices.read import mark_all_read
from tests.comments.conftest import NOW
from tests.comments.talk import Clock, say
from tests.people import ann, ben, cy, di, eve

pytestmark = pytest.mark.django_db


def heard(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def test_who_is_answered_hears_of_it_once_with_the_words_and_the_way_there(article: Article, time: Clock) -> None:
    first = say(article, ann(), "They knew it.", NOW)
    answer = say(article, ben(), "Since when?\n\n<b>Really</b>", NOW, first)
    [notice] = Notice.objects.all()
    assert notice.user == ann()
    assert notice.title == f"Ben answers you under “{article.headline}”"
    assert notice.text == "Since when? <b>Really</b>"
    assert notice.address == f"/comments/{answer.pk}"
    assert notice.about == ben()


def test_nobody_hears_of_their_own_answer(article: Article) -> None:
    first = say(article, ann(), "They knew it.", NOW)
    say(article, ann(), "And said so. @Ann", NOW, first)
    assert not Notice.objects.exists()


def test_who_is_mentioned_hears_of_it_and_only_once_where_they_are_answered_too(article: Article) -> None:
    cy()
    first = say(article, ann(), "They knew it.", NOW)
    say(article, ben(), "@Ann and @cy, look. @Nobody Here", NOW, first)
    assert heard(ann()) == [f"Ben answers you under “{article.headline}”"]
    assert heard(cy()) == [f"Ben mentions you under “{article.headline}”"]


def test_a_comment_knows_whom_it_links_to(article: Article) -> None:
    cy()
    one, other = say(article, ben(), "@Cy?", NOW), say(article, ben(), "Nobody.", NOW)
    assert people_in([one, other]) == {one.pk: {"cy": f"/user/{cy().pk}"}}


def test_an_edit_tells_nobody_again_and_whom_it_no_longer_mentions_is_no_link(article: Article) -> None:
    cy(), di()
    one = say(article, ben(), "@Cy?", NOW)
    one = edit(comment=one, user=ben(), text="@Di, I mean.", now=NOW + timedelta(minutes=1))
    edit(comment=one, user=ben(), text="@Di! I mean.", now=NOW + timedelta(minutes=2))
    assert len(heard(cy())) == 1
    assert heard(di()) == []
    assert set(Mentioned.objects.values_list("name", flat=True)) == {"Di"}


@pytest.mark.parametrize("kind", ["mute", "block"])
def test_somebody_muted_or_blocked_reaches_nobody_by_answer_or_mention(article: Article, kind: str) -> None:
    first = say(article, ann(), "They knew it.", NOW)
    follow_thread(user=ann(), article=article, now=NOW)
    Block.objects.create(by=ann(), of=eve(), kind=kind, since=NOW)
    say(article, eve(), "@Ann!", NOW)
    if kind == "mute":
        say(article, eve(), "You!", NOW, first)
    tell_due(now=NOW + TOGETHER)
    assert heard(ann()) == []
    assert not Mailbox.objects.filter(user=ann()).exists()
    assert Mentioned.objects.filter(user=ann()).exists() is (kind == "mute")


def test_a_held_comment_tells_when_it_is_shown_and_never_twice(article: Article) -> None:
    first = say(article, ann(), "They knew it.", NOW)
    answer = say(article, ben(), "Since when?", NOW, first)
    Notice.objects.all().delete()
    Comment.objects.filter(pk=answer.pk).update(status="held", told_at=None)
    set_status(comment=answer, status="shown", now=NOW + timedelta(hours=1))
    assert len(heard(ann())) == 1
    Notice.objects.all().delete()
    set_status(comment=answer, status="removed", now=NOW + timedelta(hours=2))
    set_status(comment=answer, status="shown", now=NOW + timedelta(hours=3))
    assert heard(ann()) == []


def test_who_follows_a_thread_hears_of_all_that_is_new_at_once_and_the_notice_grows_until_it_is_read(
    article: Article,
) -> None:
    follow_thread(user=ann(), article=article, now=NOW)
    follow_thread(user=ann(), article=article, now=NOW)
    for number in range(3):
        say(article, ben(), f"News {number}", NOW)
    say(article, ann(), "My own", NOW)
    assert tell_due(now=NOW) == 0
    assert tell_due(now=NOW + TOGETHER) == 1
    assert heard(ann()) == [f"3 new comments under “{article.headline}”"]
    say(article, ben(), "One more", NOW + timedelta(hours=1))
    tell_due(now=NOW + timedelta(hours=2))
    assert heard(ann()) == [f"4 new comments under “{article.headline}”"]
    mark_all_read(user=ann(), until=Notice.objects.latest("pk").pk, now=NOW + timedelta(hours=2))
    say(article, ben(), "And another", NOW + timedelta(hours=3))
    tell_due(now=NOW + timedelta(hours=4))
    assert heard(ann())[1:] == [f"1 new comment under “{article.headline}”"]
    unfollow_thread(user=ann(), article=article)
    say(article, ben(), "Unheard", NOW + timedelta(hours=5))
    assert tell_due(now=NOW + timedelta(hours=6)) == 0


def test_who_was_answered_does_not_hear_of_the_same_comment_as_news_of_the_thread(article: Article) -> None:
    first = say(article, ann(), "They knew it.", NOW)
    follow_thread(user=ann(), article=article, now=NOW)
    say(article, ben(), "Since when?", NOW, first)
    assert tell_due(now=NOW + TOGETHER) == 0


def test_however_many_follow_a_comment_costs_a_handful_of_queries(
    article: Article, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        person = User.objects.create(email=f"{number}@example.org", name=f"Reader {number}")
        follow_thread(user=person, article=article, now=NOW)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        say(article, ben(), "News", NOW)
