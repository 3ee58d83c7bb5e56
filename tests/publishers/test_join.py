"""An outlet asks to join, and an editor answers."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from newsstand.publishers import join
from newsstand.publishers.join import RefusedError
from newsstand.publishers.models import Application, Feed, Publisher
from tests import people

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
ADDRESS = "https://beacon.example/feed.xml"


def ask(**changed: Any) -> Application:
    given = {"name": "The Beacon", "address": ADDRESS, "about": "News of the harbour.", "applicant": people.cy()}
    return join.apply(**{**given, **changed}, now=NOW)


@pytest.mark.django_db
def test_an_application_waits_for_an_editor() -> None:
    application = ask(name=" The \n Beacon ")
    kept = Application.objects.get()
    assert (kept.name, kept.address, kept.state) == ("The Beacon", ADDRESS, Application.State.WAITING)
    assert (kept.applicant, kept.applied_at, kept.is_open) == (people.cy(), NOW, True)
    assert kept == application


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "  "}, "name of the outlet"),
        ({"about": " "}, "what it reports on"),
        ({"address": "beacon.example"}, "http"),
        ({"address": "ftp://beacon.example/"}, "http"),
        ({"address": "javascript:alert(1)"}, "http"),
    ],
)
def test_half_an_application_is_refused_with_what_is_missing(changed: dict[str, str], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        ask(**changed)
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_the_same_outlet_is_asked_for_once_until_it_is_declined() -> None:
    application = ask()
    with pytest.raises(RefusedError, match="already"):
        ask()
    ask(applicant=people.ben())
    join.decline(application=application, editor=people.ed(), reason="No name of an editor.", now=NOW)
    assert ask() != application


@pytest.mark.django_db
def test_a_feed_that_is_here_is_not_asked_for_again() -> None:
    publisher = Publisher.objects.create(name="The Beacon", slug="beacon", joined_at=NOW)
    feed = Feed.objects.create(publisher=publisher, address=ADDRESS, next_check_at=NOW)
    with pytest.raises(RefusedError, match="connected already"):
        ask()
    feed.retired_at = NOW
    feed.save()
    assert ask().pk


@pytest.mark.django_db
def test_a_shut_account_does_not_apply() -> None:
    cy = people.cy()
    cy.is_active = False
    with pytest.raises(RefusedError):
        ask(applicant=cy)


@pytest.mark.django_db
def test_an_accepted_application_is_left_to_ingest_and_the_applicant_is_told(
    django_capture_on_commit_callbacks: Any,
) -> None:
    application = ask()
    with django_capture_on_commit_callbacks(execute=True):
        join.accept(application=application, editor=people.ed(), now=NOW + timedelta(hours=1))
        assert mail.outbox == []
    kept = Application.objects.get()
    assert (kept.state, kept.publisher, kept.decided_by) == (Application.State.ACCEPTED, None, people.ed())
    assert kept.decided_at == NOW + timedelta(hours=1)
    assert not kept.is_open
    (message,) = mail.outbox
    assert message.to == ["cy@example.org"]
    assert "The Beacon" in message.subject
    assert ADDRESS in message.body
    assert "/publishers/apply" in message.body


@pytest.mark.django_db
def test_a_declined_application_has_a_reason_that_the_applicant_reads(django_capture_on_commit_callbacks: Any) -> None:
    application = ask()
    for reason in ("", "  \n", "x" * 2001):
        with pytest.raises(RefusedError, match="reason"):
            join.decline(application=application, editor=people.ed(), reason=reason, now=NOW)
    assert Application.objects.get().state == Application.State.WAITING
    with django_capture_on_commit_callbacks(execute=True):
        join.decline(application=application, editor=people.ed(), reason="Who's <editing> it?", now=NOW)
    kept = Application.objects.get()
    assert (kept.state, kept.reason) == (Application.State.DECLINED, "Who's <editing> it?")
    assert "Who's <editing> it?" in mail.outbox[0].body


@pytest.mark.django_db
def test_nobody_but_an_editor_decides() -> None:
    application = ask()
    shut = people.ed()
    shut.is_active = False
    for somebody in (people.cy(), people.eve(), shut):
        with pytest.raises(RefusedError, match="Only an editor"):
            join.accept(application=application, editor=somebody, now=NOW)
        with pytest.raises(RefusedError, match="Only an editor"):
            join.decline(application=application, editor=somebody, reason="No", now=NOW)
    assert Application.objects.get().state == Application.State.WAITING


@pytest.mark.django_db
def test_what_was_decided_stays_decided() -> None:
    application = ask()
    join.accept(application=application, editor=people.ed(), now=NOW)
    with pytest.raises(RefusedError, match="Ed has decided"):
        join.decline(application=application, editor=people.ed(), reason="On second thought", now=NOW)
    assert Application.objects.get().state == Application.State.ACCEPTED


@pytest.mark.django_db
def test_what_could_not_be_connected_is_open_again_and_can_be_tried_again() -> None:
    application = join.accept(application=ask(), editor=people.ed(), now=NOW)
    application.reason = "There is no feed at this address."
    application.save()
    assert application.is_open
    assert application.has_failed
    again = join.accept(application=application, editor=people.ed(), now=NOW)
    assert (again.state, again.reason, again.has_failed) == (Application.State.ACCEPTED, "", False)


@pytest.mark.django_db
def test_a_mail_server_that_is_away_undoes_no_decision(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(join, "send_mail", fail)
    application = ask()
    join.accept(application=application, editor=people.ed(), now=NOW)
    assert Application.objects.get().state == Application.State.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_decides() -> None:
    application = ask()
    editors = [people.ed(), people.person("Edda", is_staff=True)]
    ready = threading.Barrier(2)

    def decide(number: int) -> str:
        try:
            ready.wait(timeout=30)
            if number:
                join.accept(application=application, editor=editors[0], now=NOW)
            else:
                join.decline(application=application, editor=editors[1], reason="No", now=NOW)
        except RefusedError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(decide, range(2)))
    assert said[0] == ""
    assert "has decided this application already" in said[1]
