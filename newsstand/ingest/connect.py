"""Accepted applications become publishers, and who applied one of its people."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from newsstand.articles.terms import take_effect
from newsstand.ingest.add import Added, CannotAddError, add
from newsstand.lib.http import Door
from newsstand.lib.leases import in_thread
from newsstand.lib.stamps import touch
from newsstand.publishers.agree import CHOSEN, terms_of
from newsstand.publishers.decide import say
from newsstand.publishers.events import note
from newsstand.publishers.models import Application, Contract, Event, Membership, Proof, Publisher, Role
from newsstand.publishers.proved import is_proved, proved_domains


async def connect_accepted(*, door: Door, clock: Callable[[], datetime]) -> int:
    """Connect the publishers whose applications an editor accepted; returns how many were.

    What cannot be connected keeps the reason, which the applicant sees, and is tried again when an editor accepts it
    again.
    """
    connected = 0
    for application in await in_thread(waiting):
        try:
            added = await add(
                application.feed_address or application.address,
                door=door,
                clock=clock,
                name=application.name,
                terms=await in_thread(terms_of, application),
                under=await in_thread(domains_for, application),
            )
        except CannotAddError as error:
            await in_thread(failed, application, error.reason, clock())
            continue
        await in_thread(settle, application, added, clock())
        connected += 1
    return connected


def waiting() -> list[Application]:
    """Accepted applications that nobody tried to connect yet."""
    accepted = Application.objects.filter(state=Application.State.ACCEPTED, publisher=None, reason="")
    return list(accepted.select_related("applicant").order_by("decided_at")[:20])


def domains_for(application: Application) -> list[str]:
    """The domains under which its feed must be found; none where an editor accepted it without proof."""
    return [] if application.override else proved_domains(application)


@transaction.atomic
def failed(application: Application, error: str, now: datetime) -> None:
    """Its feed cannot be connected; the applicant learns why."""
    Application.objects.filter(pk=application.pk).update(publisher=None, reason=error[:500])
    note(application, Event.Kind.NOT_CONNECTED, now=now, text=error)
    key = f"application:{application.pk}:failed:{now.isoformat()}"
    say(application, title=f"{application.name} could not be connected", text=error[:500], key=key, now=now)


@transaction.atomic
def settle(application: Application, added: Added, now: datetime) -> None:
    """The application is connected, and the applicant is an owner of the publisher that came of it.

    1. Load the publisher, locked: of two who claim it at once the first gets it.
    2. Decide whether it is the applicant's.
    3. Save: who owns it, its contract, what was proved for it.
    """
    publisher = Publisher.objects.select_for_update().get(pk=added.publisher.pk)
    Application.objects.filter(pk=application.pk).update(publisher=publisher, reason="")
    note(application, Event.Kind.CONNECTED, now=now, text=publisher.name)
    text = "Its articles are here. Its page has nothing more to wait for."
    if is_its_own(application, added):
        if application.applicant is not None:
            own = {"since": now, "role": Role.OWNER}
            Membership.objects.get_or_create(publisher=publisher, user=application.applicant, defaults=own)
            note(publisher, Event.Kind.JOINED, now=now, by=application.applicant, about=application.applicant)
        Proof.objects.filter(application=application).exclude(proved_at=None).update(publisher=publisher)
        agreed(application, publisher)
        touch([f"publisher:{publisher.slug}"])
    else:
        text = "Its feed was here already, and its publisher has people. Ask them to invite you."
    say(application, title=f"{publisher.name} is live", text=text, key=f"application:{application.pk}:live", now=now)


def agreed(application: Application, publisher: Publisher) -> None:
    """The contract says what the applicant agreed to; nothing where they agreed to nothing."""
    if application.agreed_at is None:
        return
    contract, _ = Contract.objects.get_or_create(publisher=publisher)
    before = {name: getattr(contract, name) for name in CHOSEN}
    if before == terms_of(application):
        return
    for name, value in terms_of(application).items():
        setattr(contract, name, value)
    contract.save(update_fields=list(CHOSEN))
    take_effect(contract=contract)


def is_its_own(application: Application, added: Added) -> bool:
    """Whether the publisher came of this application. One that was here already and has people of its own does not: a
    site that merely names their feed gives nobody a right to them. One without people is given to who proved its
    feed's domain.
    """
    if added.outcome is not None:
        return True
    if Membership.objects.filter(publisher=added.publisher).exists():
        return False
    # A worker that was killed between making the publisher and noting it.
    decided = application.decided_at
    here_since_then = decided is not None and added.publisher.joined_at >= decided
    return here_since_then or is_proved(application, added.feed.address)
