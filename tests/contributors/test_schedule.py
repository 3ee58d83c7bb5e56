"""A text whose moment has come is published, once, whoever is killed; one that cannot be is said so."""

import asyncio
from datetime import datetime, timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.contributors import schedule as scheduling
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, Step
from newsstand.contributors.schedule import publish_due, schedule
from newsstand.contributors.step import take_step
from newsstand.moderation.sanction import sanction
from newsstand.notices.models import Notice
from newsstand.worker.texts import Texts
from tests import people
from tests.contributors.desk import NOW, approved, written

AT = NOW + timedelta(days=1)


def scheduled(at: datetime = AT) -> Draft:
    draft = approved(people.ben(), people.ed())
    schedule(draft=draft, by=people.ben(), at=at, now=NOW)
    return draft


@pytest.mark.django_db(transaction=True)
def test_the_worker_publishes_at_the_moment_and_not_before() -> None:
    scheduled()
    now = NOW
    texts = Texts(lambda: now)

    asyncio.run(texts.step())
    assert not Article.objects.exists()
    now = AT
    asyncio.run(texts.step())
    asyncio.run(texts.step())

    assert Article.objects.get().published_at == AT
    last = Step.objects.latest("pk")
    assert (last.action, last.by, last.is_automatic) == ("publish", None, True)
    assert Draft.objects.get().publish_at is None
    assert Notice.objects.filter(user=people.ben(), title__startswith="Published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_between_leaves_it_whole_and_due(monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled()
    with monkeypatch.context() as patch:

        def killed(**_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("newsstand.contributors.publish.take_step", killed)
        with pytest.raises(KeyboardInterrupt):
            publish_due(now=AT)
    assert not Article.objects.exists()
    assert Draft.objects.get().publish_at == AT

    publish_due(now=AT)
    publish_due(now=AT)

    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_what_was_taken_back_is_not_published() -> None:
    draft = scheduled()
    take_step(draft=draft, action="recall", by=people.ben(), now=NOW)

    assert publish_due(now=AT) == 0
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_text_of_somebody_suspended_is_not_published_and_they_are_told() -> None:
    scheduled()
    sanction(user=people.ben(), kind="suspend", by=people.ed(), reason="spam", days=9, now=NOW)

    assert publish_due(now=AT) == 1
    assert publish_due(now=AT) == 0

    assert not Article.objects.exists()
    assert Notice.objects.filter(user=people.ben(), title__startswith=scheduling.NOT_PUBLISHED[:20]).count() == 1


@pytest.mark.django_db
def test_only_an_approved_text_is_scheduled_and_only_for_a_moment_to_come() -> None:
    ben = people.ben()
    with pytest.raises(RefusedError, match="approve"):
        schedule(draft=written(ben), by=ben, at=AT, now=NOW)
    draft = approved(ben, people.ed())
    for at in (NOW, NOW - timedelta(days=1), NOW + timedelta(days=400)):
        with pytest.raises(RefusedError):
            schedule(draft=draft, by=ben, at=at, now=NOW)
    with pytest.raises(RefusedError):
        schedule(draft=draft, by=people.eve(), at=AT, now=NOW)
    assert not Draft.objects.exclude(publish_at=None).exists()
