"""A mail to the domain: only who reads it there proves anything."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from newsstand.publishers import join, prove_by_mail
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Application, Proof
from newsstand.publishers.prove import begin
from newsstand.publishers.prove_by_mail import confirm, proof_of, token_of, write
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def proof() -> Proof:
    address = "https://blog.beacon.example/feed"
    application = join.apply(applicant=people.cy(), name="The <Beacon>", address=address, about="News.", now=NOW)
    return begin(application=application, user=people.cy(), now=NOW)


def written(proof: Proof, to: str = "editor@beacon.example", *, now: datetime = NOW) -> str:
    """The path of the link in the mail."""
    write(proof=proof, to=to, by=people.cy(), now=now)
    found = re.search(r"https?://[^/]+(/publishers/proof/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_link_of_the_mail_proves_the_whole_domain_after_a_press(proof: Proof, client: Client) -> None:
    link = written(proof)
    assert mail.outbox[0].to == ["editor@beacon.example"]
    assert "The <Beacon>" in mail.outbox[0].body
    page = client.get(link)
    assert page.status_code == 200
    assert b"The &lt;Beacon&gt;" in page.content
    assert (Proof.objects.get().proved_at, page.cookies) == (None, {})
    assert "no-store" in page["Cache-Control"]
    assert client.post(link).status_code == 200
    found = Proof.objects.get()
    assert (found.proved_domain, found.method) == ("beacon.example", "mail")
    assert client.post(link).status_code == 200


@pytest.mark.parametrize(
    "to",
    [
        *("", "cy@beacon.example", "editor@blog.beacon.example", "editor@evil.example"),
        *("editor@beacon.example\nBcc: x@y.example", "editor@beacon.example, eve@evil.example"),
    ],
)
def test_a_mail_goes_to_no_other_address(proof: Proof, to: str) -> None:
    with pytest.raises(RefusedError, match="Choose one"):
        write(proof=proof, to=to, by=people.cy(), now=NOW)
    assert mail.outbox == []


def test_only_the_applicant_has_mails_sent_and_three_a_day_to_a_domain(proof: Proof) -> None:
    with pytest.raises(RefusedError, match="Only who applied"):
        write(proof=proof, to="editor@beacon.example", by=people.eve(), now=NOW)
    for _ in range(3):
        written(proof)
    other = join.apply(applicant=people.eve(), name="X", address="https://x.beacon.example/", about="N", now=NOW)
    theirs = begin(application=other, user=people.eve(), now=NOW)
    with pytest.raises(RefusedError, match="Three mails a day"):
        write(proof=theirs, to="editor@beacon.example", by=people.eve(), now=NOW)
    assert len(mail.outbox) == 3


def test_a_link_holds_for_its_mail_alone(proof: Proof, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(proof)
    second = written(proof, "postmaster@beacon.example")
    assert client.post(first).status_code == 410
    for forged in ("x", second[:-1].rpartition("/")[2], token_of(Proof(pk=proof.pk, token="x", mailed_to="y"))):
        assert client.post(f"/publishers/proof/{forged}").status_code == 410
    monkeypatch.setattr(prove_by_mail, "HOLDS", timedelta(seconds=-1))
    assert client.get(second).status_code == 410
    assert Proof.objects.get().proved_at is None


def test_a_link_of_an_application_that_was_taken_back_holds_no_more(proof: Proof) -> None:
    token = written(proof).rpartition("/")[2]
    assert proof_of(token)
    join.withdraw(application=proof.application, by=people.cy(), now=NOW)
    with pytest.raises(RefusedError, match="holds no more"):
        confirm(token=token, now=NOW)
    assert Application.objects.get().state == Application.State.WITHDRAWN


def test_a_mail_that_no_server_takes_does_not_count_as_sent(proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr(prove_by_mail, "send_mail", fail)
    with pytest.raises(RefusedError, match="could not be sent"):
        write(proof=proof, to="editor@beacon.example", by=people.cy(), now=NOW)
    assert Proof.objects.get().mailed_at is None
