"""An account is erased: nothing of its user is left in any table, and every count is true."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author
from newsstand.comments.models import Comment, Like
from newsstand.comments.status import counted, recount
from newsstand.legal.forget import PREFIX
from newsstand.lib import clock
from newsstand.moderation.models import Appeal, Decision, Report
from newsstand.people.ask_erasure import LastEditorError, ask_erasure, take_back
from newsstand.people.erase import BATCH, erase_due, links
from newsstand.people.erase_texts import NAME
from newsstand.people.models import Erasure
from newsstand.people.tables import KEPT_WITHOUT_NAME
from tests.comments.talk import fill, say, signed_in
from tests.everything.life import MARK, Life, live
from tests.pages.newsroom import NOON
from tests.people import PASSWORD, ann, ed
from tests.readers.reading import Newsroom

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=7)


@pytest.fixture
def life(newsroom: Newsroom) -> Life:
    return live(newsroom, NOON)


def erased(user: User, *, articles: str = "unnamed") -> None:
    """Asked for at noon, carried out a week later, to the end."""
    ask_erasure(user=user, articles=articles, now=NOON)
    for _ in range(200):
        if not erase_due(now=NOON + DAYS):
            return
    raise AssertionError("It never ends.")


def traces(mark: str = MARK) -> list[str]:
    """Every column of every table in which somebody's words stand, whoever's table it is."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                rows = model._base_manager.values_list(field.name, flat=True)
                if any(mark.lower() in str(value).lower() for value in rows):
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def test_nothing_of_them_is_left_in_any_table(life: Life) -> None:
    assert {"comments.Comment.text", "accounts.User.name", "moderation.Decision.snapshot"} <= set(traces())
    sessions = Session.objects.count()
    erased(life.zoe)
    assert traces() == []
    assert not User.objects.filter(pk=life.zoe.pk).exists()
    assert Session.objects.count() == sessions - 1
    for field in links():
        assert not field.model._base_manager.filter(**{field.name: life.zoe.pk}).exists(), field


def test_the_tree_keeps_its_shape_and_every_count_is_true(life: Life) -> None:
    shape = dict(Comment.objects.values_list("pk", "parent_id"))
    erased(life.zoe)
    assert dict(Comment.objects.values_list("pk", "parent_id")) == shape
    first = Comment.objects.get(pk=life.first.pk)
    assert (first.name, first.text, first.user_id) == (NAME, "", None)
    assert first.withdrawn_at is not None
    assert Comment.objects.get(pk=life.answer.pk).text == "Ben answers."
    assert Comment.objects.get(pk=life.theirs.pk).like_count == 0
    for article in Article.objects.all():
        kept = article.comment_count, list(numbers(article))
        assert kept[0] == counted().filter(article=article).count()
        recount(article)
        assert kept == (Article.objects.get(pk=article.pk).comment_count, list(numbers(article)))
    for comment in Comment.objects.all():
        assert comment.like_count == Like.objects.filter(comment=comment).count()


def numbers(article: Article) -> Any:
    return Comment.objects.filter(article=article).order_by("pk").values_list("reply_count", "thread_count")


def test_what_was_decided_stays_with_a_hash_and_reports_and_appeals_without_a_name(life: Life) -> None:
    erased(life.zoe)
    decision = Decision.objects.get()
    assert decision.snapshot.startswith(PREFIX)
    assert (decision.user, decision.reason) == (None, "offensive")
    assert {report.by for report in Report.objects.all()} == {None, ann()}
    assert Report.objects.get(by=ann()).snapshot.startswith(PREFIX)
    assert Appeal.objects.get().by is None
    assert Appeal.objects.get().text == "That was no offence."


@pytest.mark.parametrize(("articles", "name"), [("named", MARK), ("unnamed", NAME)])
def test_their_articles_stay_under_their_name_or_without_it_as_they_chose(life: Life, articles: str, name: str) -> None:
    erased(life.zoe, articles=articles)
    author = Author.objects.get(articles=life.article)
    assert author.user is None
    assert author.name.startswith(name)
    html = Client().get(life.article.get_absolute_url()).content.decode()
    assert (MARK in html) is (articles == "named")


def test_it_waits_for_a_week_and_can_be_taken_back_until_then(life: Life) -> None:
    ask_erasure(user=life.zoe, articles="unnamed", now=NOON)
    assert erase_due(now=NOON + DAYS - timedelta(seconds=1)) is False
    assert take_back(user=life.zoe, now=NOON + DAYS - timedelta(seconds=1))
    assert erase_due(now=NOON + 2 * DAYS) is False
    assert User.objects.filter(pk=life.zoe.pk).exists()
    ask_erasure(user=life.zoe, articles="unnamed", now=NOON)
    ask_erasure(user=life.zoe, articles="named", now=NOON + DAYS / 2)
    assert Erasure.objects.get().due_at == NOON + DAYS
    assert not take_back(user=life.zoe, now=NOON + DAYS)


def test_the_only_editor_cannot_leave_and_a_second_can(newsroom: Newsroom) -> None:
    with pytest.raises(LastEditorError, match="only editor"):
        ask_erasure(user=ed(), articles="unnamed", now=NOON)
    User.objects.create(email="second@example.org", name="Second", is_staff=True)
    ask_erasure(user=ed(), articles="unnamed", now=NOON)


def test_somebody_who_said_very_much_is_erased_batch_by_batch(newsroom: Newsroom) -> None:
    """community.md 4.2: deleting a user with 1,590 comments hung."""
    roots = fill(newsroom.first, 1590, NOON, replies=1)
    Comment.objects.filter(pk__in=[row.pk for row in roots]).update(user=ann(), name="Ann", text=MARK)
    recount(newsroom.first)
    ask_erasure(user=ann(), articles="unnamed", now=NOON)
    calls = 1
    while erase_due(now=NOON + DAYS, most=2):
        left = Comment.objects.filter(user=ann()).count()
        assert left >= 1590 - calls * 2 * BATCH
        calls += 1
    assert calls > 1590 // (2 * BATCH)
    assert traces() == []
    article = Article.objects.get(pk=newsroom.first.pk)
    assert article.comment_count == counted().filter(article=article).count() == 1590


def test_every_table_that_keeps_a_row_of_theirs_says_why(life: Life) -> None:
    emptied = {
        f"{field.model._meta.label}.{field.name}"
        for field in links()
        if field.remote_field.on_delete is models.SET_NULL
    }
    assert emptied == set(KEPT_WITHOUT_NAME), "name it in newsstand/people/tables.py, with the reason why the row stays"
    others = {field.remote_field.on_delete for field in links()}
    assert others == {models.SET_NULL, models.CASCADE}


def test_the_profile_says_that_it_is_gone(life: Life) -> None:
    erased(life.zoe)
    assert Client().get(f"/user/{life.zoe.pk}").status_code == 410


def test_it_is_asked_for_with_the_password_and_taken_back_with_a_button(newsroom: Newsroom) -> None:
    mine = signed_in(ann())
    said = mine.get("/account/erase").content.decode()
    assert "What goes" in said
    assert "What stays" in said
    answer = mine.post("/account/erase", {"wanted": "erase", "articles": "unnamed"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Erasure.objects.exists()
    assert mine.post(answer["Location"], {"password": "wrong"}).status_code == 200
    assert not Erasure.objects.exists()
    mine.post(answer["Location"], {"password": PASSWORD})
    erasure = Erasure.objects.get()
    assert erasure.user == ann()
    assert (erasure.due_at - clock.now()).days in {6, 7}
    assert "will be erased on" in mine.get("/account/erase").content.decode()
    mine.post("/account/erase", {"wanted": "keep"})
    assert not Erasure.objects.exists()


def test_who_was_shut_out_meanwhile_says_nothing_more(life: Life) -> None:
    ask_erasure(user=life.zoe, articles="unnamed", now=NOON)
    erase_due(now=NOON + DAYS, most=1)
    assert not User.objects.get(pk=life.zoe.pk).is_active
    assert erase_due(now=NOON + DAYS, most=1)
    say(life.article, ann(), "Still here", NOON)
