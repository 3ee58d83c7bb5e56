"""An outlet asks to join, and an editor answers."""

from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.publishers.models import Application, Feed


class RefusedError(Exception):
    """This cannot be done; the message says why and what to do, in the person's words."""


@transaction.atomic
def apply(*, applicant: User, name: str, address: str, about: str, now: datetime) -> Application:
    """Ask to join with the outlet at `address` (its site or its feed, http or https).

    Raises RefusedError for an empty answer, an address that is none, is connected already, or waits for an answer.
    1. Load the applications of the same person and the feeds at that address.
    2. Decide whether it can be asked.
    3. Save the application.
    """
    name, address, about = " ".join(name.split()), address.strip(), about.replace("\x00", "").strip()
    parts = urlsplit(address)
    if not applicant.is_active:
        raise RefusedError("This account may not apply.")
    if not name or not about:
        raise RefusedError("Give the name of the outlet, and say what it reports on, for whom and who edits it.")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedError("The address must begin with http:// or https://, such as https://example.org/feed.")
    # One after the other: two presses of the button are one application.
    User.objects.select_for_update().get(pk=applicant.pk)
    open_ones = Application.objects.filter(applicant=applicant, address=address, publisher=None)
    if open_ones.exclude(state=Application.State.DECLINED).exists():
        raise RefusedError("You have applied with this address already. The answer will stand on this page.")
    if Feed.objects.filter(address=address, retired_at=None).exists():
        raise RefusedError("This feed is connected already: look for it among the publishers.")
    return Application.objects.create(name=name, address=address, about=about, applicant=applicant, applied_at=now)


@transaction.atomic
def accept(*, application: Application, editor: User, now: datetime) -> Application:
    """Say yes. Connecting the feed is then work for ingest, which finds accepted applications without a publisher.

    One whose connecting failed can be accepted again: it is tried again.
    Raises RefusedError when the editor is none, or somebody has decided already.
    1. Load the application, locked.
    2. Decide whether it is open.
    3. Save the decision; tell the applicant when it stands.
    """
    application = still_open(application, editor)
    application.state = Application.State.ACCEPTED
    application.reason = ""
    return decided(application, editor, now, "accepted")


@transaction.atomic
def decline(*, application: Application, editor: User, reason: str, now: datetime) -> Application:
    """Say no, with a reason that the applicant reads.

    Raises RefusedError without a reason, when the editor is none, or when somebody has decided already.
    1. Load the application, locked.
    2. Decide whether it is open and the reason given.
    3. Save the decision; tell the applicant when it stands.
    """
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise RefusedError("Write the reason: the applicant reads it.")
    if len(reason) > 2000:
        raise RefusedError(f"The reason has {len(reason):,} characters; 2,000 is the most.")
    application = still_open(application, editor)
    application.state = Application.State.DECLINED
    application.reason = reason
    return decided(application, editor, now, "declined")


def still_open(application: Application, editor: User) -> Application:
    """The application as it is now, locked, when this person may decide it."""
    if not editor.is_editor:
        raise RefusedError("Only an editor decides about applications.")
    found = Application.objects.select_for_update().get(pk=application.pk)
    if not found.is_open:
        who = found.decided_by.name if found.decided_by else "an editor"
        raise RefusedError(f"{who} has decided this application already: it is {found.state}.")
    return found


def decided(application: Application, editor: User, now: datetime, message: str) -> Application:
    application.decided_by = editor
    application.decided_at = now
    application.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    # A mail server that does not answer must not undo a decision.
    transaction.on_commit(partial(tell, application, message), robust=True)
    return application


def tell(application: Application, message: str) -> None:
    """Send the applicant the decision by mail."""
    if application.applicant is None:
        return
    context = {
        "application": application,
        "site_name": settings.NEWSSTAND_NAME,
        "page": f"{settings.NEWSSTAND_URL}/publishers/apply",
    }
    send_mail(
        f"{application.name}: your application to {settings.NEWSSTAND_NAME}",
        render_to_string(f"publishers/mail/{message}.txt", context),
        None,
        [application.applicant.email],
    )
