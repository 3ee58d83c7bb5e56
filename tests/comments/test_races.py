"""Sixty-four clients at once, each with its connection: counters stay true, nobody waits for ever, nothing is half."""

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments import like as likes
from newsstand.comments import write
from newsstand.comments.errors import RefusedError, ScreenedError
from newsstand.comments.models import Comment, Like
from newsstand.comments.status import recount
from newsstand.lib.clock import now as real_now
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError as NotDecidedError
from newsstand.moderation.models import Report
from newsstand.moderation.report import report
from newsstand.moderation.rulebook import Rulebook
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import make_article, say, signed_in
from tests.comments.truth import assert_true

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 64
LATER = NOW + timedelta(minutes=2)
# What a verb may say to somebody who comes too late, or is not allowed.
NO = (RefusedError, ScreenedError, NotDecidedError)
KILLED = Path(__file__).with_name("killed.py")

Deed = Callable[[], object]


def at_once(scripts: list[list[Deed]]) -> Counter[str]:
    """Each client does its deeds one after the other, all clients at the same time; what was answered, counted."""
    gate = threading.Barrier(len(scripts))

    def client(deeds: list[Deed]) -> Counter[str]:
        said: Counter[str] = Counter()
        try:
            gate.wait(timeout=60)
            for deed in deeds:
                try:
                    done = deed()
                    said[str(done) if isinstance(done, int) else "done"] += 1
                except NO:
                    said["refused"] += 1
        finally:
            connection.close()
        return said

    with ThreadPoolExecutor(len(scripts)) as pool:
        return sum(pool.map(client, scripts), Counter())


def crowd_of(number: int) -> list[User]:
    """People who have been here for a month."""
    made = [
        User(email=f"talker{at}@example.org", name=f"Talker {at}", joined_at=NOW - timedelta(days=30))
        for at in range(number)
    ]
    return User.objects.bulk_create(made)


def thread_of(crowd: list[User], posted_at: Any) -> tuple[Article, list[Comment]]:
    """A comment of each, every other one in answer to the one before. "Forbidden" words wait for a moderator."""
    Rulebook.objects.create(suspect="forbidden", suspect_verdict="hold", changed_at=posted_at)
    article = make_article(posted_at)
    made: list[Comment] = []
    for at, user in enumerate(crowd):
        above = made[-1] if at % 2 else None
        where = {"parent": above, "root_id": above.root_id or above.pk, "depth": above.depth + 1} if above else {}
        given = {"article": article, "user": user, "name": user.name, "posted_at": posted_at}
        made.append(Comment.objects.create(text=f"Words {at}", **given, **where))
    recount(article)
    return article, made


def deeds_of(number: int, user: User, article: Article, comments: list[Comment], moderator: User) -> list[Deed]:
    """What one client does: a few of everything, in an order of its own; all at the same handful of comments."""
    dice = random.Random(number)
    own = next(one for one in comments if one.user_id == user.pk)
    busy = [one for one in comments[:12] if one.user_id != user.pk]
    some = dice.choice(busy)
    who = {"user": user, "now": LATER}
    deeds: list[Deed] = [
        lambda: likes.like(comment=some, **who),
        lambda: likes.like(comment=busy[0], **who),
        lambda: likes.unlike(comment=busy[0], **who),
        lambda: write.post(article=article, text=f"Answer {number}", parent=some, **who),
        lambda: write.edit(comment=own, text=f"{dice.choice(['Better', 'Forbidden'])} words {number}", **who),
        lambda: report(kind="comment", number=some.pk, by=user, reason="spam", text="", now=LATER),
    ]
    if number % 4 == 0:
        deeds.append(lambda: write.withdraw(comment=own, **who))
    if number % 8 == 1:
        action = dice.choice(["approve", "remove"])
        deeds.append(
            lambda: decide(kind="comment", number=some.pk, by=moderator, action=action, reason="spam", now=LATER)
        )
    dice.shuffle(deeds)
    return deeds[:4]


def test_whatever_sixty_four_do_at_once_the_counters_are_those_of_the_rows() -> None:
    crowd, moderator = crowd_of(CLIENTS // 2), people.mo()
    article, comments = thread_of(crowd, NOW)
    # Everybody has two browsers open.
    scripts = [deeds_of(at, crowd[at // 2], article, comments, moderator) for at in range(CLIENTS)]
    said = at_once(scripts)
    assert set(said) <= {"done", "refused"}
    assert sum(said.values()) == sum(map(len, scripts))
    # What reports hold takes no likes and no answers any more; much of what was tried happened.
    assert said["done"] > CLIENTS
    assert_true(article)
    assert Report.objects.exists()
    assert Comment.objects.filter(status="held").exists()
    assert Comment.objects.exclude(withdrawn_at=None).exists()


def test_sixty_four_browsers_at_once_get_no_error_of_ours() -> None:
    crowd = crowd_of(CLIENTS // 2)
    article, comments = thread_of(crowd, real_now())
    browsers = [browser_of(user) for user in crowd for _ in range(2)]
    said = at_once([pressed(at, browsers[at], article, comments) for at in range(CLIENTS)])
    # Done and sent on; no, and why; held or removed meanwhile; too fast. Nothing else, and above all no 5xx.
    assert set(said) <= {"302", "403", "404", "422", "429"}
    assert said["302"] > sum(said.values()) / 2
    assert_true(article)


def browser_of(user: User) -> Client:
    browser = signed_in(user)
    browser.raise_request_exception = False
    return browser


def pressed(number: int, browser: Client, article: Article, comments: list[Comment]) -> list[Deed]:
    """The requests of one browser, each giving its status."""
    own, other = comments[number // 2].pk, comments[6 + (number // 2 + 1) % 3].pk
    forms = [
        (f"/comments/{comments[0].pk}/like", {"wanted": "like"}),
        (f"/comments/post/{article.pk}", {"text": f"Said {number}", "parent": other}),
        (f"/report/comment/{other}", {"reason": "spam", "text": ""}),
        (f"/comments/{own}/edit", {"text": f"Better {number}"}),
        (f"/comments/{comments[0].pk}/like", {"wanted": "unlike"}),
        (f"/comments/{own}/{'withdraw' if number > CLIENTS // 2 else 'like'}", {}),
    ]
    # Two each, so that every kind meets every other.
    chosen = [forms[(number + at) % len(forms)] for at in (0, 3)]
    return [lambda path=path, fields=fields: browser.post(path, fields).status_code for path, fields in chosen]  # type: ignore[misc]


def test_one_person_in_sixty_four_browsers_likes_once() -> None:
    ann, ben = people.ann(), people.ben()
    comment = say(make_article(NOW), ann, "Hello", NOW)
    said = at_once([[lambda: likes.like(comment=comment, user=ben, now=NOW)]] * CLIENTS)
    assert said == {"done": CLIENTS}
    assert Like.objects.count() == Comment.objects.get().like_count == 1


def test_a_process_that_is_killed_leaves_no_half_comment(settings: Any) -> None:
    ann, ben = people.ann(), people.ben()
    article = make_article(real_now())
    root = say(article, ann, "Hello", real_now())
    before = rows_of(article)
    done = subprocess.run(
        [sys.executable, "-m", "tests.comments.killed", str(root.pk), str(ann.pk), str(ben.pk)],
        env=environ(), cwd=KILLED.parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 9
    assert rows_of(article) == before
    assert_true(article)
    # Whoever comes next finds nothing locked.
    cache.clear()
    say(article, ben, "I am here", real_now(), root)
    assert_true(article)


def rows_of(article: Article) -> list[Any]:
    """Everything that a comment leaves."""
    from newsstand.comments.models import CommentRevision, Mentioned
    from newsstand.lib.models import Stamp
    from newsstand.moderation.models import Case, Finding
    from newsstand.notices.models import Notice

    models = (Comment, Like, CommentRevision, Mentioned, Report, Case, Finding, Notice, Stamp)
    return [list(model._default_manager.order_by("pk").values()) for model in models] + [
        Article.objects.get(pk=article.pk).comment_count
    ]


def environ() -> dict[str, str]:
    """Of a process that works in the test's database."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"]
    return {
        **os.environ,
        "NEWSSTAND_HOME": str(django_settings.NEWSSTAND_HOME),
        "DATABASE_URL": url,
        "DATABASE_NAME": str(database["NAME"]),
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
    }
