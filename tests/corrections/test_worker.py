"""What the worker does for the desk, as it does it: mails, reminders and readers in one step."""

import asyncio
from datetime import timedelta

import pytest
from django.core import mail

from newsstand.corrections.correct import correct
from newsstand.corrections.models import Contest, ContestEvent
from newsstand.corrections.watch import watch
from newsstand.notices.models import Notice
from newsstand.readers.see import see
from newsstand.worker.desk import Desk as Step
from tests.comments.talk import Clock
from tests.corrections.desk import contested, make_desk
from tests.pages.newsroom import NOON
from tests.people import ann, cy, di


@pytest.mark.django_db(transaction=True)
def test_a_step_sends_reminds_tells_and_tidies(time: Clock) -> None:
    desk = make_desk()
    contested(desk.article, name="Gus", email="gus@example.com")
    contested(desk.bens, di())
    see(user=ann(), article=desk.article, now=NOON)
    watch(user=ann(), article=None, now=NOON)
    correct(article=desk.article, kind="correction", note="Nineteen.", by=cy(), now=NOON + timedelta(hours=1))
    step = Step(lambda: time.now)
    time.pass_by(hours=2)
    assert asyncio.run(step.step()) is False
    assert [one.to for one in mail.outbox] == [["gus@example.com"]]
    assert Notice.objects.filter(user=ann(), kind="correction").count() == 1
    time.pass_by(days=20)
    asyncio.run(step.step())
    assert ContestEvent.objects.filter(action="overdue").count() == 1
    assert not Contest.objects.filter(state="new").exists()
    assert len(mail.outbox) == 1
