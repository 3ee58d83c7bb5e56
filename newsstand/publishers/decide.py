"""An editor answers an application."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.models import Application, Event
from newsstand.publishers.proved import is_proved

MOST_REASON = 2000
MOST_OVERRIDE = 500
CONNECTING = "The feed is being connected. How far that is stands on the page of your application."


@transaction.atomic
def accept(
    *, application: Application, editor: User, now: datetime, override: str = "", agreed_at: datetime | None = None
) -> Application:
    """Say yes. Connecting the feed is then work for ingest, which finds accepted applications without a publisher.

    Where nothing that was proved covers the feed, `override` says why it is accepted all the same: it is written down.
    `agreed_at` names the terms that the editor saw. One whose connecting failed can be accepted again: it is tried
    again. Raises RefusedError when the editor is none, somebody has decided already, there is neither proof nor
    override, or the applicant has changed the terms meanwhile.
    1. Load the application, locked.
    2. Decide whether it is open, and proved.
    3. Save the decision; tell the applicant.
    """
    override = " ".join(override.replace("\x00", "").split())
    found = still_open(application, editor)
    if found.state == Application.State.STARTED:
        raise RefusedError("The applicant has not sent it yet.")
    if agreed_at is not None and found.agreed_at is not None and found.agreed_at != agreed_at:
        raise RefusedError("The applicant has changed the terms meanwhile. Read them again, then decide.")
    proved = is_proved(found, found.feed_address or found.address)
    if not proved and not override and not found.override:
        raise RefusedError("The domain of its feed is not proved. Write why you accept it all the same.")
    if len(override) > MOST_OVERRIDE:
        raise RefusedError(f"The reason has {len(override):,} characters; {MOST_OVERRIDE} is the most.")
    found.state, found.reason, found.ground = Application.State.ACCEPTED, "", ""
    found.override = "" if proved else override or found.override
    kind = Event.Kind.OVERRODE if found.override else Event.Kind.ACCEPTED
    note(found, kind, now=now, by=editor, text=found.override)
    return decided(found, editor, now, f"{found.name} is welcome", CONNECTING)


@transaction.atomic
def decline(*, application: Application, editor: User, reason: str, now: datetime, ground: str = "") -> Application:
    """Say no, with a reason that the applicant reads: a `ground` of the list, and the editor's own words.

    Raises RefusedError without words, for an unknown ground, when the editor is none, or when somebody has decided.
    1. Load the application, locked.
    2. Decide whether it is open and the reason given.
    3. Save the decision; tell the applicant.
    """
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise RefusedError("Write the reason: the applicant reads it.")
    if len(reason) > MOST_REASON:
        raise RefusedError(f"The reason has {len(reason):,} characters; 2,000 is the most.")
    if ground and ground not in Application.Ground.values:
        raise RefusedError("Choose a reason of the list.")
    found = still_open(application, editor)
    found.state, found.reason, found.ground = Application.State.DECLINED, reason, ground
    listed = str(Application.Ground(ground).label) if ground and ground != Application.Ground.OTHER else ""
    note(found, Event.Kind.DECLINED, now=now, by=editor, text=" ".join(filter(None, [listed, reason])))
    return decided(found, editor, now, f"{found.name} was declined", "\n".join(filter(None, [listed, reason])))


def still_open(application: Application, editor: User) -> Application:
    """The application as it is now, locked, when this person may decide it. One that was not sent can be declined."""
    if not editor.is_editor:
        raise RefusedError("Only an editor decides about applications.")
    found = Application.objects.select_for_update().get(pk=application.pk)
    if not found.is_open and found.state != Application.State.STARTED:
        who = found.decided_by.name if found.decided_by else "an editor"
        raise RefusedError(f"{who} has decided this application already: it is {found.state}.")
    return found


def decided(application: Application, editor: User, now: datetime, title: str, text: str) -> Application:
    application.decided_by = editor
    application.decided_at = now
    application.save(update_fields=["state", "ground", "reason", "override", "decided_by", "decided_at"])
    say(application, title=title, text=text, key=f"application:{application.pk}:{now.isoformat()}", now=now)
    return application


def say(application: Application, *, title: str, text: str, key: str, now: datetime) -> None:
    """Tell the applicant, if there still is one."""
    if application.applicant is None:
        return
    tell(
        user=application.applicant,
        kind=Notice.Kind.WORK,
        key=key,
        title=title,
        text=text,
        address=f"/publishers/apply/{application.pk}",
        now=now,
    )
