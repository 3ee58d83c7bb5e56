"""An applicant chooses the terms of the contract, and agrees to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.terms_agreed import what_follows
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.may import must_be_its_applicant
from newsstand.publishers.models import Application, Contract, Event

# What an applicant chooses. The share is the site's offer, the line below articles is the publisher's to write later.
CHOSEN = ("indexing", "excerpt_words", "embargo_minutes", "expires_after_days", "licence", "licence_url")


def terms_of(application: Application) -> dict[str, Any]:
    """The terms that stand in an application, by the names of a contract's columns."""
    return {name: getattr(application, name) for name in CHOSEN}


def in_words(terms: Mapping[str, Any]) -> tuple[str, ...]:
    """What follows from these terms, with the share that this site offers."""
    return what_follows({"share": offered_share(), **terms})


def offered_share() -> int:
    """The share of revenue that a new contract has, in hundredths of a per cent."""
    return int(Contract._meta.get_field("share").get_default())


@transaction.atomic
def agree(*, application: Application, by: User, terms: Mapping[str, Any], now: datetime) -> Application:
    """Keep the chosen terms, and that the applicant agreed to them now. They may change until an editor decides.

    Raises RefusedError for terms that cannot stand, for anybody but the applicant, and for a decided application.
    1. Load the application, locked.
    2. Decide whether the terms can stand.
    3. Save them; the words that were agreed to are written down.
    """
    found = Application.objects.select_for_update().get(pk=application.pk)
    must_be_its_applicant(by, found, now)
    if not found.can_change:
        raise RefusedError("This application was decided already.")
    for name in CHOSEN:
        setattr(found, name, terms[name])
    try:
        found.clean_fields(exclude={field.name for field in found._meta.fields} - set(CHOSEN))
        found.clean()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from None
    found.agreed_at = now
    found.save(update_fields=[*CHOSEN, "agreed_at"])
    note(found, Event.Kind.AGREED, now=now, by=by, text=" ".join(in_words(terms_of(found))))
    return found
