"""An outlet asks to join, and an editor answers."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from newsstand.notices.models import Notice
from newsstand.publishers import join
from newsstand.publishers.join import RefusedError
from newsstand.publishers.models import Application, Feed, Publisher, Role
from tests import people
from tests.publishers.applying import KNOWN, member, sent

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
ADDRESS = "https://beacon.example/feed.xml"


def ask(**changed: Any) -> Application:
    given = {"name": "The Beacon", "address": ADDRESS, "about": "News of the harbour.", "applicant": people.cy()}
    return join.apply(**{**given, **changed}, now=NOW)


@pytest.mark.django_db
def test_an_application_begins_and_is_not_with_the_editors_yet() -> None:
    application = ask(name=" The \n Beacon ")
    kept = Application.objects.get()
    assert (kept.name, kept.address, kept.state) == ("The Beacon", ADDRESS, Application.State.STARTED)
    assert (kept.applicant, kept.applied_at, kept.is_open) == (people.cy(), NOW, False)
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
    member(publisher, people.ben(), Role.OWNER, NOW)
    with pytest.raises(RefusedError, match="connected already"):
        ask()
    feed.retired_at = NOW
    feed.save()
    assert ask().pk


@pytest.mark.django_db
def test_a_feed_for_which_nobody_speaks_can_be_claimed() -> None:
    publisher = Publisher.objects.create(name="The Beacon", slug="beacon", joined_at=NOW)
    Feed.objects.create(publisher=publisher, address=ADDRESS, next_check_at=NOW)
    assert ask().can_change


@pytest.mark.django_db
def test_a_shut_account_does_not_apply() -> None:
    cy = people.cy()
    cy.is_active = False
    with pytest.raises(RefusedError):
        ask(applicant=cy)


@pytest.mark.django_db
def test_an_accepted_application_is_left_to_ingest_and_the_applicant_is_told() -> None:
    application = sent(ask(), NOW)
    join.accept(application=application, editor=people.ed(), now=NOW + timedelta(hours=1), override=KNOWN)
    kept = Application.objects.get()
    assert (kept.state, kept.publisher, kept.decided_by) == (Application.State.ACCEPTED, None, people.ed())
    assert kept.decided_at == NOW + timedelta(hours=1)
    assert not kept.is_open
    notice = Notice.objects.get(user=people.cy())
    assert (notice.kind, notice.address) == (Notice.Kind.WORK, f"/publishers/apply/{kept.pk}")
    assert "The Beacon" in notice.title


@pytest.mark.django_db
def test_a_declined_application_has_a_reason_that_the_applicant_reads() -> None:
    application = sent(ask(), NOW)
    for reason in ("", "  \n", "x" * 2001):
        with pytest.raises(RefusedError, match="reason"):
            join.decline(application=application, editor=people.ed(), reason=reason, now=NOW)
    with pytest.raises(RefusedError, match="of the list"):
        join.decline(application=application, editor=people.ed(), reason="No", ground="whim", now=NOW)
    assert Application.objects.get().state == Application.State.WAITING
    join.decline(
        application=application, editor=people.ed(), reason="Who's <editing> it?", ground="nobody named", now=NOW
    )
    kept = Application.objects.get()
    assert (kept.state, kept.reason, kept.ground) == (
        Application.State.DECLINED,
        "Who's <editing> it?",
        Application.Ground.NOBODY_NAMED,
    )
    assert Notice.objects.get(user=people.cy()).text == "Its site does not say who edits it.\nWho's <editing> it?"


@pytest.mark.django_db
def test_nobody_but_an_editor_decides() -> None:
    application = sent(ask(), NOW)
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
    application = sent(ask(), NOW)
    join.accept(application=application, editor=people.ed(), now=NOW, override=KNOWN)
    with pytest.raises(RefusedError, match="Ed has decided"):
        join.decline(application=application, editor=people.ed(), reason="On second thought", now=NOW)
    assert Application.objects.get().state == Application.State.ACCEPTED


@pytest.mark.django_db
def test_what_could_not_be_connected_is_open_again_and_can_be_tried_again() -> None:
    application = join.accept(application=sent(ask(), NOW), editor=people.ed(), now=NOW, override=KNOWN)
    application.reason = "There is no feed at this address."
    application.save()
    assert application.is_open
    assert application.has_failed
    again = join.accept(application=application, editor=people.ed(), now=NOW)
    assert (again.state, again.reason, again.has_failed) == (Application.State.ACCEPTED, "", False)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_decides() -> None:
    application = sent(ask(), NOW)
    editors = [people.ed(), people.person("Edda", is_staff=True)]
    ready = threading.Barrier(2)

    def decide(number: int) -> str:
        try:
            ready.wait(timeout=30)
            if number:
                join.accept(application=application, editor=editors[0], now=NOW, override=KNOWN)
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
