"""Whatever anybody tries, in whatever order: no state without its step's row, no reader without an approval."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.contributors.ask_correction import ask_correction
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.fields import Fields
from newsstand.contributors.models import Draft, Step
from newsstand.contributors.publish import correct, publish
from newsstand.contributors.save import save
from newsstand.contributors.schedule import publish_due, schedule
from newsstand.contributors.step import take_step
from newsstand.contributors.withdraw import restore, withdraw
from tests import people
from tests.contributors.desk import NOW, SENTENCE, written

pytestmark = pytest.mark.django_db
PLAIN = ("submit", "recall", "take", "release", "ask", "approve", "decline")
DEEDS = (*PLAIN, "publish", "correct", "schedule", "clock", "withdraw", "restore", "save", "ask_correction")
# More often than by chance the one who can, so that the walks get somewhere.
WHO = ("ben", "ben", "ben", "ed", "ed", "ed", "dora", "eve", "mo", "ann")
WALKS = st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(DEEDS)), max_size=25)
# The way that everything goes, with other deeds in between.
WAY = ("submit", "take", "approve", "publish", "save", "ask_correction", "take", "approve", "correct")
OF = {"take": "ed", "approve": "ed"}


@st.composite
def along_the_way(draw: st.DrawFn) -> list[tuple[str, str]]:
    """The whole way, with what others try in between."""
    walk = []
    for deed in WAY:
        walk += draw(st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(DEEDS)), max_size=1))
        walk.append((OF.get(deed, "ben"), deed))
    return walk


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def cast() -> dict[str, User]:
    return {
        "ben": people.ben(),
        "ed": people.ed(),
        "dora": people.person("Dora", is_staff=True),
        "eve": people.eve(),
        "mo": people.mo(),
        "ann": people.ann(),
    }


def do(draft: Draft, who: User, deed: str, number: int) -> None:
    """One try; each is a minute later. Raises RefusedError."""
    now = NOW + timedelta(minutes=number + 1)
    said: dict[str, Any] = {"draft": draft, "by": who, "now": now}
    if deed in PLAIN:
        take_step(action=deed, reason="Because.", **said)
    elif deed == "publish":
        publish(**said)
    elif deed == "correct":
        correct(kind="correction", note="It was wrong.", **said)
    elif deed == "ask_correction":
        ask_correction(kind="correction", note="It was wrong.", **said)
    elif deed == "withdraw":
        withdraw(reason="It was wrong.", **said)
    elif deed == "restore":
        restore(**said)
    elif deed == "schedule":
        schedule(at=now + timedelta(seconds=30), **said)
    elif deed == "clock":
        publish_due(now=now)
    else:
        body = f"{draft.body}<p>{SENTENCE} {number}</p>"
        save(version=draft.version, fields=Fields({"body": body}), **said)


def walk_with(deeds: list[tuple[str, str]], *, skips: bool) -> None:
    """Try all of it, and look after each try."""
    persons = cast()
    draft = written(persons["ben"])
    taken = 1
    for number, (who, deed) in enumerate(deeds):
        draft = Draft.objects.select_related("latest", "contributor").get(pk=draft.pk)
        before = draft.version
        try:
            do(draft, persons[who], deed, number)
        except RefusedError:
            happened = False
        else:
            happened = deed != "save" and not (deed == "clock" and Step.objects.count() == taken)
        assert not (happened and deed != "clock" and who in {"eve", "mo", "ann"})
        taken += int(happened)
        draft = Draft.objects.select_related("latest").get(pk=draft.pk)
        assert not (draft.version > before and who in {"eve", "mo", "ann"})
        holds(draft, taken, skips=skips)


def holds(draft: Draft, taken: int, *, skips: bool) -> None:
    """What is true of every draft at any time."""
    steps = list(Step.objects.filter(draft=draft).select_related("revision").order_by("pk"))
    assert len(steps) == taken
    assert draft.latest == steps[-1]
    assert draft.state == steps[-1].after
    reached = [place for place, step in enumerate(steps) if step.action in {"publish", "correct"}]
    article = Article.objects.filter(draft=draft).first()
    assert (article is not None) == bool(reached)
    if article is None:
        return
    last = steps[reached[-1]]
    assert last.revision is not None
    assert article.text.count(SENTENCE.strip()) == last.revision.body.count(SENTENCE.strip())
    assert (article.withdrawn_at is None) == (draft.state != "withdrawn")
    if not skips:
        for place in reached:
            approvals = [number for number in range(place) if steps[number].action == "approve"]
            assert approvals, "readers have what nobody approved"
            approved = steps[approvals[-1]].revision
            assert approved is not None
            assert steps[place].revision is not None
            assert approved.body == steps[place].revision.body  # type: ignore[union-attr]
            assert steps[approvals[-1]].by_id != draft.contributor.user_id


@settings(max_examples=25)
@given(walk=st.one_of(WALKS, along_the_way()))
def test_nothing_is_reached_that_the_rules_do_not_allow(walk: list[tuple[str, str]]) -> None:
    with undone():
        walk_with(walk, skips=False)


@settings(max_examples=10)
@given(walk=st.one_of(WALKS, along_the_way()))
def test_where_the_label_needs_no_approval_everything_else_holds(walk: list[tuple[str, str]]) -> None:
    from django.test import override_settings

    with undone(), override_settings(NEWSSTAND_UNREVIEWED_LABELS=["voice"]):
        walk_with(walk, skips=True)


def test_the_whole_way_gets_there() -> None:
    walk_with([(OF.get(deed, "ben"), deed) for deed in WAY], skips=False)
    assert Article.objects.get().text.rstrip().endswith("4")
    assert Draft.objects.get().state == "published"
