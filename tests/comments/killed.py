"""Writes comments in processes that are killed (SIGKILL) in the middle of it: run by test_races.py.

`python -m tests.comments.killed ROOT AUTHOR OTHER` (numbers of a comment and two users) prints how many died. Each
dies at another step of another verb, so all that was written before that step is in a transaction that never ends.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def deeds(root: int, author: int, other: int) -> list[tuple[Callable[[], object], list[tuple[Any, str]]]]:
    """Each verb with the steps at which it is killed: the module and the name of what it calls there."""
    from newsstand.accounts.models import User
    from newsstand.comments import like, status, write
    from newsstand.comments.models import Comment
    from newsstand.lib.clock import now
    from newsstand.moderation import report

    comment, one, two = Comment.objects.get(pk=root), User.objects.get(pk=author), User.objects.get(pk=other)
    article = comment.article

    def post() -> object:
        return write.post(article=article, user=two, text="Half", parent=comment, now=now())

    def edit() -> object:
        return write.edit(comment=comment, user=one, text="Half", now=now())

    def withdraw() -> object:
        return write.withdraw(comment=comment, user=one, now=now())

    def told() -> object:
        return report.report(kind="comment", number=root, by=two, reason="spam", text="", now=now())

    return [
        (post, [(write, "keep"), (write, "count"), (status, "touch"), (write, "tell_of")]),
        (edit, [(write, "keep"), (write, "touch")]),
        (withdraw, [(write, "forget_words"), (status, "touch")]),
        (lambda: like.like(comment=comment, user=two, now=now()), [(like, "count"), (like, "touch")]),
        (told, [(report, "recount_reports")]),
    ]


def dies(deed: Callable[[], object], module: Any, name: str) -> bool:
    """Do the deed in a process of its own, which is killed when it comes to this step; whether it was."""
    child = os.fork()
    if child == 0:
        setattr(module, name, die)
        deed()
        os._exit(1)
    _, how = os.waitpid(child, 0)
    return os.WIFSIGNALED(how) and os.WTERMSIG(how) == signal.SIGKILL


def main(root: int, author: int, other: int) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    django.setup()
    from django.db import connection

    tried = [(deed, module, name) for deed, steps in deeds(root, author, other) for module, name in steps]
    # A connection is nobody's but the process's that opened it.
    connection.close()
    alive = [f"{name} of {module.__name__}" for deed, module, name in tried if not dies(deed, module, name)]
    if alive:
        sys.exit(f"Was not killed at: {', '.join(alive)}")
    print(len(tried))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
