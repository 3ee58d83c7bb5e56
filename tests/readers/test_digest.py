"""A digest is sent at its hour, once, with what is new and why; trouble with a mail server is no reader's trouble."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.articles.withdraw import withdraw
from newsstand.publishers.models import Contract
from newsstand.ranking.candidates import catch_up
from newsstand.ranking.keep import replayed
from newsstand.ranking.models import PageOrder
from newsstand.readers.deliver import AGAIN_AFTER, LEASE, send_due
from newsstand.readers.errors import RefusedError
from newsstand.readers.follow import follow
from newsstand.readers.hide import hide
from newsstand.readers.models import Digest, Mailing
from newsstand.readers.schedule import choose_digest, digest_of, send_now, switch_off
from newsstand.readers.see import see
from tests.pages.newsroom import NOON, make_article
from tests.people import ann, ben, eve
from tests.readers.reading import Newsroom

pytestmark = pytest.mark.django_db
# NOON is 13:00 in Berlin.
DUE = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
TOMORROW = DUE + timedelta(days=1)


def wish(user: User, **fields: Any) -> Digest:
    """A digest at six in the evening in Berlin, every day."""
    given = {"is_on": True, "hour": 18, "days": range(7), "zone": "Europe/Berlin", "now": NOON} | fields
    return choose_digest(user=user, **given)


def sent() -> list[str]:
    """The texts of the mails that went out, which are then forgotten."""
    texts = [str(one.body) for one in mail.outbox]
    mail.outbox.clear()
    return texts


def test_it_comes_at_the_readers_hour_and_not_before(newsroom: Newsroom) -> None:
    assert wish(ann()).due_at == DUE
    assert send_due(now=DUE - timedelta(seconds=1)) == 0
    assert send_due(now=DUE) == 1
    [text] = sent()
    assert newsroom.alone.headline in text
    assert digest_of(ann(), now=DUE).due_at == TOMORROW
    assert send_due(now=DUE) == 0


def test_it_says_why_each_stands_there_in_the_order_of_the_readers_page(newsroom: Newsroom) -> None:
    follow(user=ann(), aim=newsroom.beacon, now=NOON)
    follow(user=ann(), aim=newsroom.harbour, now=NOON)
    wish(ann())
    send_due(now=DUE)
    [text] = sent()
    assert "Why: You follow The Beacon and Harbour (+" in text
    assert "Reported by 2 outlets" in text
    assert text.index(newsroom.first.headline) < text.index(newsroom.other.headline)


def test_one_story_stands_once(newsroom: Newsroom) -> None:
    wish(ann())
    send_due(now=DUE)
    [text] = sent()
    assert newsroom.first.headline in text
    assert newsroom.second.headline not in text
    assert newsroom.story.get_absolute_url() in text


def test_nothing_comes_twice_and_without_news_there_is_no_mail(newsroom: Newsroom) -> None:
    wish(ann())
    send_due(now=DUE)
    sent()
    assert send_due(now=TOMORROW) == 0
    assert sent() == []
    assert digest_of(ann(), now=TOMORROW).due_at == TOMORROW + timedelta(days=1)
    make_article(newsroom.light, headline="Boats again", slug="boats", published_at=TOMORROW + timedelta(hours=2))
    send_due(now=TOMORROW + timedelta(days=1))
    [text] = sent()
    assert "Boats again" in text
    assert newsroom.alone.headline not in text


def test_what_the_reader_hid_or_opened_is_not_in_it(newsroom: Newsroom) -> None:
    hide(user=ann(), aim=newsroom.light, now=NOON)
    see(user=ann(), article=newsroom.alone, now=NOON)
    wish(ann())
    send_due(now=DUE)
    [text] = sent()
    assert newsroom.other.headline not in text
    assert newsroom.alone.headline not in text


def expire(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(closes_at=DUE)


def embargo(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(opens_at=DUE + timedelta(hours=1))


def suspend(article: Article) -> None:
    Contract.objects.filter(publisher=article.publisher_id).update(suspended_at=NOON)


def take_away(article: Article) -> None:
    withdraw(article=article, now=NOON, reason="A mistake.")


@pytest.mark.parametrize("end", [take_away, expire, embargo, suspend])
def test_what_may_not_be_shown_is_in_no_digest(newsroom: Newsroom, end: Callable[[Article], None]) -> None:
    catch_up(now=NOON)
    wish(ann())
    end(newsroom.other)
    send_due(now=DUE)
    [text] = sent()
    assert newsroom.other.headline not in text
    assert newsroom.alone.headline in text


def test_an_excerpt_is_all_that_a_mail_shows(newsroom: Newsroom) -> None:
    Article.objects.filter(pk=newsroom.alone.pk).update(summary="One two three four five six seven eight.")
    Contract.objects.filter(publisher=newsroom.beacon).update(excerpt_words=5)
    wish(ann())
    send_due(now=DUE)
    html = str(mail.outbox[0].alternatives[0][0])  # type: ignore[attr-defined]
    assert "One two three four five…" in html
    assert "six" not in html


def test_each_reader_gets_their_own_and_nobody_elses(newsroom: Newsroom) -> None:
    hide(user=ann(), aim=newsroom.beacon, now=NOON)
    for user in (ann(), ben()):
        wish(user)
    assert send_due(now=DUE) == 2
    by_address = {one.to[0]: str(one.body) for one in mail.outbox}
    assert set(by_address) == {"ann@example.org", "ben@example.org"}
    assert newsroom.alone.headline not in by_address["ann@example.org"]
    assert newsroom.alone.headline in by_address["ben@example.org"]


def test_its_order_is_kept_with_every_number_and_can_be_made_again(newsroom: Newsroom) -> None:
    wish(ann())
    send_due(now=DUE)
    [mailing] = Mailing.objects.select_related("order")
    assert isinstance(mailing.order, PageOrder)
    sheet = replayed(mailing.order)["digest"]
    assert [one.candidate.article for one in sheet.placed] == [article for article, _ in mailing.told]


def test_one_now_comes_now_and_leaves_the_hour_as_it_was(newsroom: Newsroom) -> None:
    wish(ann())
    send_now(user=ann(), now=NOON)
    assert send_due(now=NOON) == 1
    assert digest_of(ann(), now=NOON).due_at == DUE
    assert send_due(now=DUE) == 0


def test_one_now_is_one_also_where_the_digest_is_off(newsroom: Newsroom) -> None:
    send_now(user=ann(), now=NOON)
    assert send_due(now=NOON) == 1
    [text] = sent()
    assert "You asked Newsstand for this one mail" in text
    digest = digest_of(ann(), now=NOON)
    assert (digest.is_on, digest.due_at) == (False, None)


def test_an_address_that_is_not_confirmed_gets_none(newsroom: Newsroom, settings: Any) -> None:
    wish(ann())
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    assert send_due(now=DUE) == 0
    assert "not confirmed" in digest_of(ann(), now=DUE).error
    for verb in (lambda: wish(eve()), lambda: send_now(user=eve(), now=NOON)):
        with pytest.raises(RefusedError, match="not confirmed"):
            verb()
    EmailAddress.objects.create(user=ann(), email="ann@example.org", verified=True, primary=True)
    assert send_due(now=TOMORROW) == 1


def test_a_shut_account_gets_none(newsroom: Newsroom) -> None:
    wish(ann())
    User.objects.filter(pk=ann().pk).update(is_active=False)
    assert send_due(now=DUE) == 0


def test_who_switches_it_off_gets_no_more_of_it(newsroom: Newsroom) -> None:
    wish(ann())
    for _ in range(2):
        switch_off(user=ann())
    assert send_due(now=DUE) == 0
    switch_off(user=eve())
    assert not Digest.objects.filter(user=eve()).exists()


def test_who_switches_it_off_while_it_is_being_made_gets_none(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsstand.readers import deliver

    def off_meanwhile(digest: Digest, *, now: datetime) -> Any:
        found = news_for(digest, now=now)
        switch_off(user=digest.user)
        return found

    news_for = deliver.news_for
    monkeypatch.setattr(deliver, "news_for", off_meanwhile)
    wish(ann())
    assert send_due(now=DUE) == 0
    assert not Mailing.objects.exists()


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception, *, times: int = 100) -> list[EmailMessage]:
    """The mail server answers so, as often as that; what was handed to it."""
    handed: list[EmailMessage] = []
    whole = EmailMessage.send

    def send(one: EmailMessage, fail_silently: bool = False) -> int:
        handed.append(one)
        if len(handed) <= times:
            raise error
        return whole(one, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", send)
    return handed


def test_a_server_that_says_no_is_asked_again_and_the_news_is_not_lost(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, SMTPDataError(451, b"Later"), times=1)
    wish(ann())
    assert send_due(now=DUE) == 0
    digest = digest_of(ann(), now=DUE)
    assert digest.due_at == DUE + AGAIN_AFTER[0]
    assert "did not take it" in digest.error
    assert send_due(now=DUE + AGAIN_AFTER[0]) == 1
    assert newsroom.alone.headline in sent()[0]
    assert digest_of(ann(), now=DUE).attempts == 0
    assert Mailing.objects.get().sent_at is not None


def test_after_three_times_the_next_hour_has_its_turn(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = failing(monkeypatch, SMTPDataError(550, b"No"))
    wish(ann())
    now = DUE
    for wait in AGAIN_AFTER:
        send_due(now=now)
        now += wait
    send_due(now=now)
    assert digest_of(ann(), now=now).due_at == TOMORROW
    assert len(handed) == 4
    assert send_due(now=TOMORROW - timedelta(seconds=1)) == 0


def test_a_connection_that_breaks_may_have_sent_it_and_so_it_is_not_sent_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = failing(monkeypatch, SMTPServerDisconnected("gone"))
    wish(ann())
    for now in (DUE, DUE + LEASE + timedelta(hours=1), TOMORROW):
        send_due(now=now)
    assert len(handed) == 1
    assert Mailing.objects.get().sent_at is None


def test_a_server_that_cannot_be_reached_is_asked_again(newsroom: Newsroom, settings: Any) -> None:
    wish(ann())
    # Nobody listens there.
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    assert send_due(now=DUE) == 0
    assert digest_of(ann(), now=DUE).due_at == DUE + AGAIN_AFTER[0]
    assert not Mailing.objects.exists()


def test_one_readers_trouble_is_no_other_readers(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsstand.readers import deliver

    def troubled(digest: Digest, *, now: datetime) -> Any:
        if digest.user == ann():
            raise ValueError("a number that is none")
        return news_for(digest, now=now)

    news_for = deliver.news_for
    monkeypatch.setattr(deliver, "news_for", troubled)
    for user in (ann(), ben()):
        wish(user)
    assert send_due(now=DUE) == 1
    assert digest_of(ann(), now=DUE).due_at == DUE + AGAIN_AFTER[0]


def test_a_digest_that_another_worker_holds_is_left_to_it(newsroom: Newsroom) -> None:
    wish(ann())
    Digest.objects.update(leased_until=DUE + LEASE)
    assert send_due(now=DUE) == 0
    assert send_due(now=DUE + LEASE) == 1


def test_who_lost_the_lease_saves_nothing_and_sends_nothing(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsstand.readers import deliver

    def slow(digest: Digest, *, now: datetime) -> Any:
        Digest.objects.update(leased_until=now + 2 * LEASE)
        return news_for(digest, now=now)

    news_for = deliver.news_for
    monkeypatch.setattr(deliver, "news_for", slow)
    wish(ann())
    assert send_due(now=DUE) == 0
    assert not Mailing.objects.exists()


def test_who_comes_back_after_a_year_gets_the_news_of_the_day(newsroom: Newsroom) -> None:
    wish(ann(), is_on=False, now=NOON - timedelta(days=400))
    assert wish(ann()).told_until == NOON - timedelta(days=1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"zone": "Mars/Olympus"}, "no time zone"), ({"hour": 25}, "not an hour"), ({"days": []}, "at least one day")],
)
def test_what_no_clock_has_is_refused_with_a_sentence(newsroom: Newsroom, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        wish(ann(), **wrong)
    assert not Digest.objects.exists()
