"""Before an editor answers: terms agreed to, everything there, sent; and what an editor then sees and must give."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsstand.publishers import join
from newsstand.publishers.agree import agree, in_words, terms_of
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Application, Event
from newsstand.publishers.steps import DONE, FAILED, LATER, NOW, steps_of
from tests import people
from tests.publishers.applying import KNOWN, checked, proved, sent

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
LATE = DAY + timedelta(hours=1)


@pytest.fixture
def application() -> Application:
    return join.apply(applicant=people.cy(), name="The Beacon", address="https://beacon.example/", about="N", now=DAY)


def send(application: Application, reason: str = "", *, by: Any = people.cy) -> Application:
    return join.send(application=application, by=by(), reason=reason, now=LATE)


def states(application: Application) -> list[str]:
    found = Application.objects.get(pk=application.pk)
    return [step.state for step in steps_of(found, list(found.proofs.all()))]


def test_it_is_sent_when_everything_is_there_and_each_lack_is_named(application: Application) -> None:
    assert states(application) == [DONE, NOW, LATER, LATER, LATER, LATER]
    with pytest.raises(RefusedError, match="feed checked"):
        send(application)
    checked(application, DAY)
    with pytest.raises(RefusedError, match="Agree to the terms"):
        send(application)
    agree(application=application, by=people.cy(), terms=terms_of(application), now=DAY)
    with pytest.raises(RefusedError, match="Prove the domain"):
        send(application)
    proved(application, DAY, "evil.example")
    with pytest.raises(RefusedError, match="Prove the domain"):
        send(application)
    application.proofs.update(proved_domain="beacon.example")
    with pytest.raises(RefusedError, match="Only who applied"):
        send(application, by=people.eve)
    found = send(application)
    assert (found.state, found.sent_at, found.note) == (Application.State.WAITING, LATE, "")
    assert states(application) == [DONE, DONE, DONE, DONE, NOW, LATER]
    with pytest.raises(RefusedError, match="sent already"):
        send(application)
    kinds = list(application.events.values_list("kind", flat=True))
    assert kinds == [Event.Kind.APPLIED, Event.Kind.AGREED, Event.Kind.SENT]


def test_without_proof_it_needs_words_and_an_editor_who_says_why(application: Application) -> None:
    found = sent(application, DAY, reason="Our host has no DNS.")
    assert (found.note, states(application)[1]) == ("Our host has no DNS.", LATER)
    with pytest.raises(RefusedError, match="is not proved"):
        join.accept(application=found, editor=people.ed(), now=LATE)
    with pytest.raises(RefusedError, match="500 is the most"):
        join.accept(application=found, editor=people.ed(), now=LATE, override="x" * 501)
    accepted = join.accept(application=found, editor=people.ed(), now=LATE, override=KNOWN)
    assert accepted.override == KNOWN
    event = application.events.get(kind=Event.Kind.OVERRODE)
    assert (event.by, event.text) == (people.ed(), KNOWN)


def test_with_proof_no_words_are_needed(application: Application) -> None:
    proved(application, DAY, "beacon.example")
    found = sent(application, DAY, reason="")
    accepted = join.accept(application=found, editor=people.ed(), now=LATE, override="needless")
    assert (accepted.override, application.events.filter(kind=Event.Kind.ACCEPTED).count()) == ("", 1)
    assert states(application) == [DONE, DONE, DONE, DONE, DONE, NOW]


def test_an_editor_accepts_no_terms_that_were_changed_behind_their_back(application: Application) -> None:
    found = sent(application, DAY)
    seen = found.agreed_at
    agree(application=found, by=people.cy(), terms={**terms_of(found), "excerpt_words": 50}, now=LATE)
    with pytest.raises(RefusedError, match="changed the terms"):
        join.accept(application=found, editor=people.ed(), now=LATE, override=KNOWN, agreed_at=seen)
    join.accept(application=found, editor=people.ed(), now=LATE, override=KNOWN, agreed_at=LATE)
    with pytest.raises(RefusedError, match="decided already"):
        agree(application=found, by=people.cy(), terms=terms_of(found), now=LATE)


@pytest.mark.parametrize(
    "changed",
    [
        {"embargo_minutes": 1440, "expires_after_days": 1},
        {"excerpt_words": 2},
        {"expires_after_days": 0},
        {"indexing": "maybe"},
        {"licence_url": "javascript:alert(1)"},
        {"licence": "x" * 301},
    ],
)
def test_terms_that_cannot_stand_are_refused(application: Application, changed: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        agree(application=application, by=people.cy(), terms={**terms_of(application), **changed}, now=LATE)
    assert Application.objects.get().agreed_at is None


def test_the_words_that_were_agreed_to_are_written_down(application: Application) -> None:
    terms = {**terms_of(application), "excerpt_words": 60, "licence": "CC BY"}
    agree(application=application, by=people.cy(), terms=terms, now=LATE)
    event = application.events.get(kind=Event.Kind.AGREED)
    assert (event.by, event.at) == (people.cy(), LATE)
    assert event.text == " ".join(in_words(terms))[:1000]
    with pytest.raises(RefusedError, match="Only who applied"):
        agree(application=application, by=people.ed(), terms=terms, now=LATE)


def test_it_is_taken_back_and_asked_again(application: Application) -> None:
    found = sent(application, DAY)
    with pytest.raises(RefusedError, match="Only who applied"):
        join.withdraw(application=found, by=people.eve(), now=LATE)
    for _ in range(2):
        found = join.withdraw(application=found, by=people.cy(), now=LATE)
    assert (found.state, states(application)[4]) == (Application.State.WITHDRAWN, FAILED)
    with pytest.raises(RefusedError, match="withdrawn"):
        join.accept(application=found, editor=people.ed(), now=LATE, override=KNOWN)
    again = join.apply(applicant=people.cy(), name="B", address="https://beacon.example/", about="N", now=LATE)
    join.decline(application=again, editor=people.ed(), reason="No", now=LATE)
    with pytest.raises(RefusedError, match="decided about it"):
        join.withdraw(application=again, by=people.cy(), now=LATE)


def test_what_was_not_sent_is_not_accepted_and_can_be_declined(application: Application) -> None:
    with pytest.raises(RefusedError, match="not sent it yet"):
        join.accept(application=application, editor=people.ed(), now=LATE, override=KNOWN)
    assert join.decline(application=application, editor=people.ed(), reason="Spam", now=LATE).state == "declined"
