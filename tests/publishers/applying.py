"""Applications on their way: what a test about the rest of the way begins with."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.publishers import join
from newsstand.publishers.agree import agree, terms_of
from newsstand.publishers.models import Application, Proof, Publisher, Role
from newsstand.publishers.models import Membership as Member
from newsstand.publishers.prove import begin

KNOWN = "Known to the newsroom."


def checked(application: Application, now: datetime, *, feed: str = "") -> Application:
    """With a feed that was found; tests/ingest/test_check_application.py looks for real ones."""
    application.feed_address, application.feed_checked_at = feed or application.address, now
    application.feed_found = {"items": 2, "accepted": 2, "full": 2, "format": "RSS 2.0", "groups": [], "newest": []}
    application.save()
    return application


def proved(application: Application, now: datetime, domain: str) -> Proof:
    """With a domain that was proved; tests/publishers/test_prove.py proves real ones."""
    assert application.applicant is not None
    proof = begin(application=application, user=application.applicant, now=now)
    proof.proved_at, proof.proved_domain, proof.method = now, domain, Proof.Method.DNS
    proof.save()
    return proof


def sent(application: Application, now: datetime, *, reason: str = "We have no access to our DNS.") -> Application:
    """Checked, agreed to and with the editors, without proof."""
    assert application.applicant is not None
    checked(application, now)
    agree(application=application, by=application.applicant, terms=terms_of(application), now=now)
    return join.send(application=application, by=application.applicant, reason=reason, now=now)


def member(publisher: Publisher, user: User, role: Role, now: datetime) -> Member:
    """Somebody who belongs to a publisher."""
    return Member.objects.create(publisher=publisher, user=user, role=role, since=now)
