"""Saving a draft of 5,000 words as its page does, beside a bare UPDATE; and what changed in it, beside difflib.

The text is of real articles. A save goes through the whole of Django (middleware, session, form, sanitiser) in this
process; what a network adds is everybody's. The bare UPDATE writes the same text to the same row, one transaction each.
"""

import difflib
import gzip
import json
import random
import re
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from bench.home import data, prepare
from bench.progress import steps

WORDS, SAVES, ROUNDS = 5_000, 60, 3
QUICK = {"WORDS": 400, "SAVES": 3, "ROUNDS": 1}


def run() -> dict[str, object]:
    """Milliseconds and queries of a save; milliseconds of a diff by how much was changed, and difflib's as a ratio."""
    prepare()
    paragraphs = real_paragraphs(WORDS)
    return {"words": sum(len(text.split()) for text in paragraphs), **saving(paragraphs), **differing(paragraphs)}


def real_paragraphs(words: int) -> list[str]:
    """Paragraphs of Wikinews articles, so many words together."""
    found: list[str] = []
    left = words
    for row in gzip.decompress(data("entities-wikinews-en.jsonl.gz").read_bytes()).decode().splitlines():
        for line in json.loads(row)["text"].split("\n")[1:]:
            if len(line.split()) > 3 and left > 0:
                found.append(" ".join(line.split()[:left]))
                left -= len(found[-1].split())
    return found


def html(paragraphs: list[str]) -> str:
    from html import escape

    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)


def saving(paragraphs: list[str]) -> dict[str, object]:
    """Saves of a text in which each time one word is another, and the same number of bare updates in turn."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from newsstand.algorithms.draft_html import clean

    draft, client = begun()
    took: dict[str, list[float]] = {"save": [], "update": [], "clean": []}
    queries = 0
    # What a process loads for its first page is not what a save costs.
    client.get(f"/write/{draft.pk}")
    for turn in steps("saves", SAVES):
        sent = html([*paragraphs[:-1], f"{paragraphs[-1]} {turn}"])
        fields = {"version": draft.version, "headline": "A headline", "summary": "A summary", "body": sent}
        with CaptureQueriesContext(connection) as seen:
            took["save"].append(timed(partial(client.post, f"/write/{draft.pk}/save", fields)))
        queries = max(queries, len(seen))
        draft.refresh_from_db()
        took["clean"].append(timed(partial(clean, sent)))

        def bare(sent: str = sent) -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE contributors_draft SET body = %s WHERE id = %s", [sent, draft.pk])

        took["update"].append(timed(bare))
    if draft.version != SAVES:
        raise RuntimeError(f"{draft.version} of {SAVES} saves were taken")
    middle = {name: median(times) for name, times in took.items()}
    return {
        "save, ms (median)": round(middle["save"], 1),
        "save, ms (worst)": round(max(took["save"]), 1),
        "of which sanitising, ms": round(middle["clean"], 1),
        "save, queries": queries,
        "bare update, ms (median)": round(middle["update"], 2),
        "saves to bare updates": round(middle["save"] / middle["update"], 1),
    }


def begun() -> tuple[Any, Any]:
    """A draft of a new contributor, and their browser."""
    from django.conf import settings
    from django.test import Client

    from newsstand.accounts.models import User
    from newsstand.contributors.begin import begin, join
    from newsstand.lib.clock import now

    settings.ALLOWED_HOSTS = ["testserver"]
    user = User.objects.create_user("ben@example.org", "a long walk by the river", name="Ben")
    draft = begin(contributor=join(user=user, byline="Ben", about="", agrees=True, now=now()), now=now())
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return draft, client


def differing(paragraphs: list[str]) -> dict[str, object]:
    """Ours by paragraph and word, as the page of a version shows it; difflib's own matcher by words, as it comes."""
    from newsstand.algorithms.diff import diff

    found: dict[str, object] = {}
    for name, after in changes(paragraphs).items():
        old, new = words(paragraphs), words(after)
        best = {"ours": 1e9, "difflib": 1e9}
        for _ in range(ROUNDS):
            best["ours"] = min(best["ours"], timed(partial(diff, paragraphs, after)))
            matcher = difflib.SequenceMatcher(None, old, new)
            best["difflib"] = min(best["difflib"], timed(matcher.get_opcodes))
        found |= {
            f"diff, {name}, ms": round(best["ours"], 1),
            f"difflib by words, {name}, ms": round(best["difflib"], 1),
            f"difflib by words to ours, {name}": round(best["difflib"] / best["ours"], 1),
        }
    return found


def changes(paragraphs: list[str]) -> dict[str, list[str]]:
    """The text after a little, after much, and after all of it was changed; the same each time."""
    chance = random.Random(1)

    def rewritten(text: str, share: float) -> str:
        return " ".join("otherwise" if chance.random() < share else word for word in text.split())

    few = [rewritten(text, 0.05) if at % 10 == 0 else text for at, text in enumerate(paragraphs)]
    few[len(few) // 2] = "A new paragraph stands here now."
    return {
        "one word": [*paragraphs[:-1], paragraphs[-1] + " again"],
        "every tenth paragraph a little": few,
        "a word in five everywhere": [rewritten(text, 0.2) for text in paragraphs],
    }


def words(paragraphs: list[str]) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", "\n".join(paragraphs))


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds."""
    began = perf_counter()
    deed()
    return 1000 * (perf_counter() - began)
