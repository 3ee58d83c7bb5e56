"""What the worker does about notices of illegal content, when nobody asks it to."""

import asyncio
from datetime import timedelta

import pytest
from django.core import mail

from newsstand.comments import write
from newsstand.legal.models import LegalNotice
from newsstand.worker.redress import Redress
from tests.legal.test_notices import given
from tests.moderation.town import NOON, comment_of
from tests.people import ann

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_sends_what_is_due_voids_what_is_gone_and_erases_what_is_old() -> None:
    comment = comment_of()
    notice = given(comment)
    now = NOON
    redress = Redress(lambda: now)
    assert asyncio.run(redress.step()) is False
    assert [letter.to for letter in mail.outbox] == [["gus@example.com"]]
    write.withdraw(comment=comment, user=ann(), now=NOON)
    now = NOON + timedelta(minutes=5)
    asyncio.run(redress.step())
    notice.refresh_from_db()
    assert notice.state == "received", "what is gone is looked for every quarter of an hour"
    now = NOON + timedelta(minutes=20)
    asyncio.run(redress.step())
    asyncio.run(redress.step())
    notice.refresh_from_db()
    assert notice.state == "void"
    assert len(mail.outbox) == 2
    now = NOON + timedelta(days=400)
    asyncio.run(redress.step())
    assert LegalNotice.objects.get().email == ""
