"""An outlet asks to join."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.publishers.decide import accept, decline
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.may import must_act, must_be_its_applicant
from newsstand.publishers.models import Application, Event, Feed, Membership, Proof
from newsstand.publishers.prove import begin, site_of_proof
from newsstand.publishers.proved import is_proved

__all__ = ["RefusedError", "accept", "apply", "decline", "send", "withdraw"]

MOST_NOTE = 2000


@transaction.atomic
def apply(*, applicant: User, name: str, address: str, about: str, now: datetime) -> Application:
    """Ask to join with the outlet at `address` (its site or its feed, http or https). It waits until it is sent.

    Raises RefusedError for an empty answer, an address that is none, is connected already, or waits for an answer.
    1. Load the applications of the same person and the feeds at that address.
    2. Decide whether it can be asked.
    3. Save the application, and what its applicant has to prove.
    """
    name, address, about = " ".join(name.split()), address.strip(), about.replace("\x00", "").strip()
    parts = urlsplit(address)
    must_act(applicant, now)
    if not name or not about:
        raise RefusedError("Give the name of the outlet, and say what it reports on, for whom and who edits it.")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedError("The address must begin with http:// or https://, such as https://example.org/feed.")
    site_of_proof(address)
    # One after the other: two presses of the button are one application.
    User.objects.select_for_update().get(pk=applicant.pk)
    open_ones = Application.objects.filter(applicant=applicant, address=address, publisher=None)
    if open_ones.exclude(state__in=[Application.State.DECLINED, Application.State.WITHDRAWN]).exists():
        raise RefusedError("You have applied with this address already. Where it stands is on this page.")
    if spoken_for(address):
        raise RefusedError("This feed is connected already: ask its people to invite you.")
    application = Application.objects.create(
        name=name, address=address, about=about, applicant=applicant, applied_at=now, state=Application.State.STARTED
    )
    note(application, Event.Kind.APPLIED, now=now, by=applicant)
    # With it goes what is to be proved, so that looking at it changes nothing.
    begin(application=application, user=applicant, now=now)
    return application


def spoken_for(address: str) -> bool:
    """Whether a feed at this address is read already, and its publisher has people. Without any it can be claimed."""
    known = Feed.objects.filter(address=address, retired_at=None).values("publisher")
    return Membership.objects.filter(publisher__in=known).exists()


@transaction.atomic
def send(*, application: Application, by: User, reason: str, now: datetime) -> Application:
    """Hand an application to the editors, once the feed was found and the terms agreed to.

    Without proof of the feed's domain it needs a `reason` for the editors to read. Raises RefusedError naming what is
    missing, for anybody but the applicant, and when it was sent already.
    1. Load the application, locked.
    2. Decide whether everything is there.
    3. Save; editors see it from now on.
    """
    reason = reason.replace("\x00", "").strip()
    found = Application.objects.select_for_update().get(pk=application.pk)
    must_be_its_applicant(by, found, now)
    if found.state != Application.State.STARTED:
        raise RefusedError("It was sent already.")
    if not found.feed_address:
        raise RefusedError("Have the feed checked first: without one there is nothing to connect.")
    if found.agreed_at is None:
        raise RefusedError("Agree to the terms of the contract first.")
    if not reason and not is_proved(found, found.feed_address):
        raise RefusedError("Prove the domain of the feed first, or write why you cannot.")
    if len(reason) > MOST_NOTE:
        raise RefusedError(f"What you wrote has {len(reason):,} characters; {MOST_NOTE:,} is the most.")
    found.state, found.sent_at, found.note = Application.State.WAITING, now, reason
    found.save(update_fields=["state", "sent_at", "note"])
    note(found, Event.Kind.SENT, now=now, by=by, text=reason)
    return found


@transaction.atomic
def withdraw(*, application: Application, by: User, now: datetime) -> Application:
    """The applicant takes an application back. Twice does no harm. Raises RefusedError when it was decided.

    1. Load the application, locked.
    2. Decide whether it can still change.
    3. Save.
    """
    found = Application.objects.select_for_update().get(pk=application.pk)
    must_be_its_applicant(by, found, now)
    if found.state == Application.State.WITHDRAWN:
        return found
    if not found.can_change:
        raise RefusedError("An editor has decided about it already.")
    found.state = Application.State.WITHDRAWN
    found.save(update_fields=["state"])
    Proof.objects.filter(application=found).update(mailed_to="")
    note(found, Event.Kind.WITHDREW, now=now, by=by)
    return found
