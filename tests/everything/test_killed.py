"""A worker that is killed (SIGKILL) in the middle of an erasure: another goes on, and nothing is half done."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.like import like
from newsstand.comments.models import Comment, Like
from newsstand.comments.status import counted, recount
from newsstand.people.ask_erasure import ask_erasure
from newsstand.people.erase import LEASE, erase_due
from tests.comments.talk import fill
from tests.pages.newsroom import NOON
from tests.people import ann, ben
from tests.readers.reading import make_newsroom

# The killed process has a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

KILLED = Path(__file__).with_name("killed.py")
DUE = NOON + timedelta(days=7)


def kill_after(batches: int) -> None:
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"]
    environ = {
        **os.environ,
        "NEWSSTAND_HOME": str(django_settings.NEWSSTAND_HOME),
        "DATABASE_URL": url,
        "DATABASE_NAME": str(database["NAME"]),
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
    }
    command = [sys.executable, "-m", "tests.everything.killed", str(batches), DUE.isoformat()]
    done = subprocess.run(command, env=environ, cwd=KILLED.parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("batches", [1, 3, 5])
def test_an_erasure_that_was_interrupted_is_carried_out_by_the_next_worker(batches: int, settings: Any) -> None:
    cache.clear()
    room = make_newsroom()
    rows = fill(room.first, 250, NOON, replies=1) + fill(room.other, 5, NOON)
    Comment.objects.filter(pk__in=[row.pk for row in rows]).update(user=ann(), name="Ann")
    mine = fill(room.alone, 8, NOON)
    for row in mine:
        like(comment=row, user=ann(), now=NOON)
        like(comment=row, user=ben(), now=NOON)
    for article in Article.objects.all():
        recount(article)
    ask_erasure(user=ann(), articles="unnamed", now=NOON)
    number = ann().pk

    kill_after(batches)
    assert User.objects.filter(pk=number).exists()
    # Whatever stands is whole: a comment has both its words and its name, or neither.
    assert not Comment.objects.filter(user=None, name="Ann").exists()
    assert not Comment.objects.filter(user=number, text="").exists()
    for article in Article.objects.all():
        assert article.comment_count == counted().filter(article=article).count()

    assert erase_due(now=DUE) is False, "its lease still runs"
    while erase_due(now=DUE + LEASE + timedelta(seconds=1)):
        pass
    assert not User.objects.filter(pk=number).exists()
    assert not Comment.objects.filter(name="Ann").exists()
    assert set(Comment.objects.filter(pk__in=[row.pk for row in mine]).values_list("like_count", flat=True)) == {1}
    assert Like.objects.count() == len(mine)
    for article in Article.objects.all():
        before = list(numbers(article))
        assert article.comment_count == recount(article)
        assert list(numbers(article)) == before


def numbers(article: Article) -> Any:
    return Comment.objects.filter(article=article).order_by("pk").values_list("reply_count", "thread_count")
