"""Notices by mail: when each is due, what stands in it, how many a day, and nothing twice."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from newsstand.accounts.models import Block, User
from newsstand.algorithms.notice_times import next_mail
from newsstand.notices.deliver import send_due
from newsstand.notices.letter import token_of, user_of
from newsstand.notices.models import Mailbox, Notice
from newsstand.notices.read import mark_read
from newsstand.notices.tell import tell
from newsstand.notices.wishes import Ways, choose
from tests.comments.conftest import NOW
from tests.people import ann, ben, eve

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def told(user: User, title: str = "Ben answers you", kind: str = "reply", now: datetime = NOW, **more: Any) -> Notice:
    notice = tell(
        user=user, kind=Notice.Kind(kind), key=title, title=title, now=now, **({"address": "/comments/1"} | more)
    )
    assert notice is not None
    return notice


def wish(user: User, how: str, *kinds: str) -> None:
    chosen = kinds or tuple(Notice.Kind.values)
    choose(user=user, wishes={kind: Ways(how, push=False) for kind in chosen}, now=NOW)


def sent(now: datetime) -> list[mail.EmailMessage]:
    """What goes out at this moment."""
    before = len(mail.outbox)
    send_due(now=now)
    return list(mail.outbox[before:])


def test_answers_come_in_the_mornings_mail_and_decisions_at_once() -> None:
    told(ann()), told(ann(), "Cy mentions you", "mention")
    assert sent(NOW) == []
    assert sent(MORNING - timedelta(seconds=1)) == []
    [morning] = sent(MORNING)
    assert morning.to == ["ann@example.org"]
    assert "Ben answers you" in morning.body
    assert "Cy mentions you" in morning.body
    assert morning.subject == "Ben answers you, and 1 more"
    assert sent(MORNING + timedelta(days=1)) == []
    told(ann(), "A decision", "decision", MORNING)
    assert len(sent(MORNING)) == 1


@pytest.mark.parametrize(
    ("how", "when"),
    [
        ("at once", NOW),
        ("hourly", NOW + timedelta(hours=1)),
        ("daily", MORNING),
    ],
)
def test_each_kind_comes_when_its_user_wants_it(how: str, when: datetime) -> None:
    wish(ann(), how, "reply")
    told(ann())
    assert when == NOW or sent(when - timedelta(seconds=1)) == []
    assert len(sent(when)) == 1


def test_what_is_wanted_never_is_never_mailed_not_even_with_another() -> None:
    wish(ann(), "never", "reply")
    told(ann())
    assert not Mailbox.objects.filter(due_at__isnull=False).exists()
    told(ann(), "A decision", "decision")
    [one] = sent(NOW)
    assert "Ben answers you" not in one.body


def test_what_was_read_on_the_page_is_not_mailed() -> None:
    mark_read(user=ann(), number=told(ann()).pk, now=NOW)
    assert sent(MORNING) == []


def test_somebody_muted_after_the_fact_is_in_no_mail() -> None:
    told(ann(), about=eve())
    Block.objects.create(by=ann(), of=eve(), kind="mute", since=NOW)
    assert sent(MORNING) == []


def test_a_day_has_so_many_mails_and_the_rest_comes_together_in_the_morning(settings: Any) -> None:
    settings.NEWSSTAND_NOTICE_MAILS_A_DAY = 3
    wish(ann(), "at once")
    for number in range(6):
        moment = NOW + timedelta(minutes=number)
        told(ann(), f"Answer {number}", now=moment)
        assert len(sent(moment)) == (number < 3)
    [rest] = sent(MORNING)
    assert rest.subject == "Answer 3, and 2 more"


def test_who_chooses_otherwise_gets_what_waits_by_the_new_wish() -> None:
    told(ann())
    wish(ann(), "at once")
    assert len(sent(NOW)) == 1
    told(ann(), "Another")
    wish(ann(), "never")
    assert sent(MORNING + timedelta(days=1)) == []


def test_nobody_whose_address_is_not_theirs_gets_mail(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    told(ann())
    assert sent(MORNING) == []
    EmailAddress.objects.create(user=ann(), email="ann@example.org", verified=True, primary=True)
    told(ann(), "Later", now=MORNING)
    assert len(sent(MORNING + timedelta(days=1))) == 1


def test_nothing_of_it_runs_and_no_header_is_broken() -> None:
    told(ann(), "Who <script>alert(1)</script>\r\nBcc: eve@example.org", text="<img src=x onerror=alert(1)>")
    [one] = sent(MORNING)
    html = str(one.alternatives[0][0])  # type: ignore[attr-defined]
    assert "<script" not in html
    assert "<img" not in html
    assert not re.search(r"<(link|iframe|object)|url\(|@import|background=", html)
    read = message_from_bytes(one.message().as_bytes(), policy=default)
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert read["Bcc"] is None
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one.extra_headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/notices/off/")
    assert one.recipients() == ["ann@example.org"]


def test_a_token_switches_off_one_users_mails_and_no_digest() -> None:
    from newsstand.readers.letter import user_of as digest_user_of

    assert user_of(token_of(ann())) == ann()
    assert digest_user_of(token_of(ann())) is None
    assert user_of("1:x") is None


def test_a_mail_that_was_refused_is_tried_again_and_one_that_may_have_gone_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = mail.EmailMessage.send

    def refuse(*_: Any, **__: Any) -> int:
        raise SMTPRecipientsRefused({})

    def break_off(*_: Any, **__: Any) -> int:
        raise ConnectionResetError

    told(ann()), told(ben(), "Ann answers you")
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    assert sent(MORNING) == []
    assert "did not take it" in Mailbox.objects.get(user=ann()).error
    monkeypatch.setattr(mail.EmailMessage, "send", whole)
    assert len(sent(MORNING + timedelta(minutes=5))) == 2
    told(ann(), "Another", now=MORNING)
    monkeypatch.setattr(mail.EmailMessage, "send", break_off)
    assert sent(MORNING + timedelta(days=1)) == []
    monkeypatch.setattr(mail.EmailMessage, "send", whole)
    assert sent(MORNING + timedelta(days=2)) == []


def test_two_workers_send_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    told(ann())
    whole = mail.EmailMessage.send

    def meanwhile(one: mail.EmailMessage, **more: Any) -> int:
        monkeypatch.setattr(mail.EmailMessage, "send", whole)
        assert sent(MORNING) == []
        return int(whole(one, **more))

    monkeypatch.setattr(mail.EmailMessage, "send", meanwhile)
    assert len(sent(MORNING)) == 1


def test_no_such_way_to_be_told() -> None:
    assert next_mail("never", now=NOW, zone=UTC) is None
    with pytest.raises(ValueError, match="hourly"):
        next_mail("weekly", now=NOW, zone=UTC)
